import type { Bench } from './site.ts';

/** Rows of text under a head, with a sentence on how to read them. */
export type Table = { reading: string; head: readonly string[]; rows: readonly (readonly string[])[] };

/** Something that must hold, whether it does, and what was found. */
export type Check = { rule: string; holds: boolean; found: string };

export type Outcome = {
  /** How it was measured: one short paragraph. */
  method: string;
  tables: Table[];
  checks: Check[];
  /** What a reader should know besides. */
  notes?: string[];
  /** A document of its own, beside `docs/bench.md`. */
  appendix?: { file: string; text: string };
};

export type Options = {
  /** Stories in the large database of `queries`. */
  stories: number;
  /** A trial: a tenth of the measurements; nothing is written down. */
  quick: boolean;
  /** Where the large database of `search` stays, to be measured again without being filled again; undefined: it is removed. */
  keep: string | undefined;
};

export type Part = {
  name: string;
  title: string;
  /** The part is given up after so many seconds. */
  patience: number;
  run(bench: Bench, options: Options): Promise<Outcome>;
};

/** Shows what a part is doing, for people who wait. */
export function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[2K  … ${text}`);
}

export function atMost(rule: string, found: number, limit: number, show: (value: number) => string): Check {
  return { rule: `${rule} <= ${show(limit)}`, holds: found <= limit, found: show(found) };
}
