/**
 * The parts of the site map. Stories stand in the part of the month in which they were first published, oldest first, so that
 * a new one only ever changes the last part of its month.
 */
export type Part =
  | { kind: 'pages' }
  | { kind: 'topics'; number: number }
  /** `month`: `yyyy-mm` in Asia/Shanghai. */
  | { kind: 'month'; month: string; number: number };

/**
 * The protocol allows 50,000 addresses and 50 MB (sitemaps.org). Fewer keep a part, which is made anew with every publish of its
 * month, at some megabytes. `urls`: pages, each of which has two addresses, one in each script.
 */
export const mapLimits = { urls: 5_000, bytes: 50 * 1024 * 1024 };

/** The name of a part in its address: `pages`, `topics`, `topics-2`, `2026-11`, `2026-11-2`. */
export function partName(part: Part): string {
  if (part.kind === 'pages') return 'pages';
  const base = part.kind === 'topics' ? 'topics' : part.month;
  return part.number === 1 ? base : `${base}-${part.number}`;
}

/** @returns null for what is not the name of a part; whether there is such a part is another question. */
export function parsePart(name: string): Part | null {
  if (name === 'pages') return { kind: 'pages' };
  const match = /^(topics|\d{4}-(?:0[1-9]|1[0-2]))(?:-([2-9]|[1-9]\d{1,3}))?$/.exec(name);
  if (!match?.[1]) return null;
  const number = Number(match[2] ?? 1);
  return match[1] === 'topics' ? { kind: 'topics', number } : { kind: 'month', month: match[1], number };
}
