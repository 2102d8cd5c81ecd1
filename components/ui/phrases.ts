const words = new Intl.Segmenter('zh-CN', { granularity: 'word' });

/** Closing punctuation, spaces and particles lean on what stands before them, as do streets and villages on their names, and must not begin a line. */
const leaning = /^(?:[^\p{L}\p{N}\p{Ps}\p{Pi}“‘]+|[的地得了着过们吗呢吧啊之路街巷镇乡村县区])$/u;
/** Opening punctuation leans on what follows. */
const opening = /[\p{Ps}\p{Pi}“‘]$/u;
const han = /^\p{Script=Han}$/u;
/** Characters for which the dictionary knows no word: most often a name, or a verb and its object. */
const unknown = /^[\p{Ps}\p{Pi}“‘]?\p{Script=Han}{1,3}$/u;
const startsHan = /^\p{Script=Han}/u;
const name = /\p{Script=Han}{2}$/u;
const word = /^\p{Script=Han}{2,3}$/u;
/** What names of places end in: the dictionary may have joined it to the next word. */
const place = /^[山河江湖泉沟峡湾坪塬岭崖洞窟寺庙楼桥镇乡村县区市州]/;
/** A number and what it counts; apart, they would also lose the space that the browser sets between them. */
const digits = /[0-9A-Za-z]$/;
const numberEnd = /[一二三四五六七八九十百千万]$/;
const numberStart = /^[一二三四五六七八九十百千万两]/;
/** What Chinese numerals count: 数百岁, 第三天. */
const counted = /^[岁年月日天个位名人次场元斤亩吨里米册篇届期度]$/u;
/** Days, times and scores are one thing: 2026-11-22, 22:22, 74:70. */
const figuresGoOn = /\d[-.:/]$/;

type Part = {
  text: string;
  /** Made of single characters so far. */
  loose: boolean;
};

/** A title in the parts that readers keep together. Joined, they are the title. */
export function phrases(text: string): string[] {
  const parts: Part[] = [];
  for (const { segment } of words.segment(text)) add(parts, segment);
  return parts.map((part) => part.text);
}

/**
 * The same of a title some pieces of which are hits: hits stay whole, the rest is cut at the ends of phrases. `breaks`: a line may
 * break before the piece.
 */
export function piecesByPhrase(pieces: readonly { text: string; hit: boolean }[]) {
  const ends = new Set([0]);
  let end = 0;
  for (const { length } of phrases(pieces.map(({ text }) => text).join(''))) {
    end += length;
    ends.add(end);
  }
  let at = 0;
  return pieces.flatMap(({ text, hit }) => {
    const from = at;
    at += text.length;
    const cuts = [from, ...(hit ? [] : [...ends].filter((cut) => cut > from && cut < at))];
    return cuts.map((cut, i) => ({
      text: text.slice(cut - from, (cuts[i + 1] ?? at) - from),
      hit,
      breaks: cut > 0 && ends.has(cut),
    }));
  });
}

function add(parts: Part[], segment: string): void {
  const last = parts.at(-1);
  const alone = han.test(segment);
  if (!last) {
    parts.push({ text: segment, loose: alone });
  } else if (
    leaning.test(segment) ||
    (numberEnd.test(last.text) && (numberStart.test(segment) || counted.test(segment))) ||
    (figuresGoOn.test(last.text) && /^\d/.test(segment))
  ) {
    last.text += segment;
    last.loose = false;
  } else if (digits.test(last.text) && startsHan.test(segment)) {
    last.text += segment;
    last.loose = false;
  } else if (opening.test(last.text)) {
    last.text += segment;
    last.loose = alone;
  } else if (last.loose && name.test(last.text) && place.test(segment)) {
    last.text += segment[0];
    last.loose = false;
    if (segment.length > 1) parts.push({ text: segment.slice(1), loose: segment.length === 2 });
  } else if (last.loose && alone && unknown.test(last.text)) {
    last.text += segment;
  } else if (last.loose && han.test(last.text) && word.test(segment)) {
    last.text += segment;
    last.loose = false;
  } else {
    parts.push({ text: segment, loose: alone });
  }
}
