/**
 * Control characters and halves of surrogate pairs, which nothing draws and readers of HTML and JSON stumble over, and marks
 * that turn the direction of whatever follows them until they are taken back, which a title alone cannot promise.
 */
const unwanted = /(?!\s)[\p{Cc}\p{Surrogate}\u202a-\u202e\u2066-\u2069]/gu;

/** Text on one line, as it stands in titles, descriptions and structured data. */
export function oneLine(text: string): string {
  return text.replace(unwanted, '').replace(/\s+/g, ' ').trim();
}

const graphemes = new Intl.Segmenter('zh-CN', { granularity: 'grapheme' });

/** At most `most` code units of a text, cut between characters as readers see them, with `…` where something is left out. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  let end = 0;
  for (const { index, segment } of graphemes.segment(text.slice(0, most + 64))) {
    if (index + segment.length > most - 1) break;
    end = index + segment.length;
  }
  return `${text.slice(0, end).trimEnd()}…`;
}

/** A text of at most `most` code units that ends with a sentence where one ends late enough, else with `…`. */
export function summarised(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = Math.max(...['。', '！', '？', '；'].map((mark) => text.lastIndexOf(mark, most - 1)));
  return end + 1 >= most / 2 ? text.slice(0, end + 1) : shortened(text, most);
}
