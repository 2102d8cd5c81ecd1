import { describe, expect, it } from 'vitest';
import { backoff, between } from './backoff.ts';

describe('waiting before the next try', () => {
  it('doubles with every failure and stops at the most', () => {
    const longest = [1, 2, 3, 4, 5, 40].map((failures) => backoff(failures, 1000, 10_000, () => 1));
    expect(longest).toEqual([1000, 2000, 4000, 8000, 10_000, 10_000]);
  });

  it('spreads a crowd over the upper half of the wait', () => {
    expect(backoff(3, 1000, 30_000, () => 0)).toBe(2000);
    expect(backoff(3, 1000, 30_000, () => 0.999)).toBeLessThan(4000);
  });

  it('stays between its bounds', () => {
    expect([0, 0.5, 1].map((at) => between(15_000, 30_000, () => at))).toEqual([15_000, 22_500, 30_000]);
  });
});
