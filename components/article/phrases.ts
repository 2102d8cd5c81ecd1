const words = new Intl.Segmenter('zh', { granularity: 'word' });

/**
 * A headline in pieces that a reader would keep together: words, each with the marks that cling to it. A line may break
 * between two pieces and nowhere within one (`word-break: keep-all` and `<wbr>`); browsers know no Chinese words themselves.
 */
export function phrases(text: string): string[] {
  const pieces: string[] = [];
  let open = false;
  for (const { segment, isWordLike } of words.segment(text)) {
    const last = pieces.length - 1;
    const clings = !isWordLike && !opening.test(segment);
    if (last >= 0 && (open || clings)) pieces[last] += segment;
    else pieces.push(segment);
    open = opening.test(segment);
  }
  return pieces;
}

/** Marks that stand before what they belong to (GB/T 15834). */
const opening = /^[（《〈「『【〔“‘([{]+$/;
