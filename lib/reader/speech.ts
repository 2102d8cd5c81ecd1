/**
 * Cuts text into pieces short enough to be spoken in one go. Chrome falls silent about 15 s into an utterance of a remote
 * voice, and a paused reading starts again at the beginning of its piece; Mandarin runs at some 4 to 5 characters a second.
 * Pieces end after a sentence, else after a clause, else (digits, Latin, lists without punctuation) at the limit.
 */
export function speechPieces(text: string, limit = 60): string[] {
  const pieces: string[] = [];
  let piece = '';
  const flush = () => {
    if (piece.trim()) pieces.push(piece.trim());
    piece = '';
  };
  for (const sentence of cut(text.replace(/\s+/g, ' '), /[^。!?!?;;…]+[。!?!?;;…]*[”’』」)》]*|[。!?!?;;…]+/g)) {
    if (piece && piece.length + sentence.length > limit) flush();
    if (sentence.length <= limit) {
      piece += sentence;
      continue;
    }
    for (const clause of cut(sentence, /[^,,、::—]+[,,、::—]*|[,,、::—]+/g)) {
      if (piece && piece.length + clause.length > limit) flush();
      piece += clause;
      while (piece.length > limit) {
        const rest = piece.slice(limit);
        piece = piece.slice(0, limit);
        flush();
        piece = rest;
      }
    }
  }
  flush();
  return pieces;
}

export type Voice = { lang: string; localService: boolean };

/** The best voice for Mandarin in simplified characters: the mainland's before others', the device's own before a remote one. */
export function mandarinVoice<V extends Voice>(voices: readonly V[]): V | undefined {
  const rank = ({ lang, localService }: Voice) => {
    const tag = lang.replace('_', '-').toLowerCase();
    const place = /^(zh|cmn)-(hans-)?cn|^cmn-hans|^zh-hans$/.test(tag)
      ? 4
      : /^(zh|cmn)$|^(zh|cmn).*-(sg|tw)/.test(tag)
        ? 2
        : 0;
    return place && place + (localService ? 1 : 0);
  };
  return voices.filter((voice) => rank(voice) > 0).sort((a, b) => rank(b) - rank(a))[0];
}

function cut(text: string, pattern: RegExp): string[] {
  return text.match(pattern) ?? [];
}
