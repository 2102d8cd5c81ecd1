/**
 * How long to wait, in milliseconds, before the next try after `failures` failures in a row: doubling from `first` to `most`,
 * and anywhere in the upper half of that, so that a crowd which lost its server together does not return together.
 */
export function backoff(failures: number, first: number, most: number, random = Math.random): number {
  const span = Math.min(most, first * 2 ** Math.max(0, failures - 1));
  return span * (0.5 + random() / 2);
}

/** Milliseconds between `least` and `most`. */
export function between(least: number, most: number, random = Math.random): number {
  return least + random() * (most - least);
}
