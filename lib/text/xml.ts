/** What XML 1.0 cannot carry at all, not even escaped: most control characters, two non-characters. */
const impossible = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** A text as XML can carry it: a lone half of a surrogate pair becomes U+FFFD, what is impossible is left out. */
export function possible(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\u{FFFD}').replace(impossible, '');
}
