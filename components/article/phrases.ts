const words = new Intl.Segmenter('zh', { granularity: 'word' });

/**
 * A headline in clauses, and each clause in pieces that a reader would keep together: words, with the marks and particles
 * that cling to them. Browsers know no Chinese words themselves: with `word-break: keep-all` and `<wbr>` between the pieces
 * a line breaks there and nowhere else.
 */
export function phrases(text: string): string[][] {
  const clauses: string[][] = [];
  let clause: string[] = [];
  let open = false;
  /** Single characters in a row: mostly a name that the segmenter does not know (麦|积|山). */
  let singles = 0;
  for (const { segment, isWordLike } of words.segment(text)) {
    const single = /^\p{Script=Han}$/u.test(segment);
    const ended = ending.test(clause.at(-1) ?? '');
    const known = !single || singles === 0 || singles >= longestName || ended;
    const clings = isWordLike ? particle.test(segment) || !known : !opening.test(segment);
    singles = single ? singles + 1 : 0;
    if (clause.length > 0 && (clings || (open && !ended))) {
      clause[clause.length - 1] += segment;
    } else if (ended || clause.length === 0) {
      clause = [segment];
      clauses.push(clause);
    } else {
      clause.push(segment);
    }
    open = opening.test(segment) || numeral.test(segment);
  }
  return clauses;
}

/** Marks that stand before what they belong to (GB/T 15834). */
const opening = /^[（《〈「『【〔“‘([{]+$/;
/** What ends a clause, with the quotation marks and brackets that close behind it. */
const ending = /[，。：；！？｜—][”’）》」』】〕]*$/;
/** 十六|个, 3|月: a number goes with what it counts. */
const numeral = /^[\d.〇零一二三四五六七八九十百千万亿两几第]+$/;
const longestName = 4;
const particle = /^[的了着过地得们里上下中]$/;
