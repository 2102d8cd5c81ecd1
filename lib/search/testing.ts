/** For tests and measurements alone. */

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** What nobody types who looks for something. */
export const hostile = [
  '',
  ' ',
  '%',
  '%_%\\',
  '\'"',
  '"',
  '""',
  '“',
  '-',
  '--',
  '- -',
  '-麦积山',
  '& | ! ( ) <-> :* @@',
  "') or 1=1 --",
  "'麦积':*A & !'山'",
  '麦积山 & | !',
  '\0',
  '麦\0积山',
  '😀🏳️‍🌈',
  '\ud83d',
  '\udc00麦积山\ud800',
  'a'.repeat(5000),
  '天'.repeat(5000),
  '(a+)+$'.repeat(800),
  Array.from({ length: 500 }, (_, n) => `词${String.fromCharCode(0x4e00 + n)}`).join(' '),
  Array.from({ length: 500 }, (_, n) => `-词${n}`).join(' '),
  '\u202e\u200b\ufeff',
  '١٢٣ ⅷ ㍿ ﷽',
  '{{jndi:ldap://x}}',
  '<script>alert(1)</script>',
];
