import { describe, expect, it } from 'vitest';
import { count, kilobytes, median, milliseconds, percentile, spread, summarise } from './statistics.ts';

const hundred = Array.from({ length: 100 }, (_, n) => 100 - n);

describe('percentiles', () => {
  it('are samples that were measured, by nearest rank', () => {
    expect(percentile(hundred, 0.95)).toBe(95);
    expect(percentile([7], 0.99)).toBe(7);
    expect(percentile([1, 2], 0.5)).toBe(1);
    expect(median([3, 1, 2])).toBe(2);
  });

  it('are no number where nothing was measured', () => {
    expect(percentile([], 0.5)).toBeNaN();
    expect(summarise([]).max).toBeNaN();
  });

  it('agree with the summary', () => {
    expect(summarise(hundred)).toEqual({ count: 100, p50: 50, p95: 95, p99: 99, max: 100 });
  });
});

it('a spread keeps both ends', () => {
  expect(spread([1, 2, 3, 4, 5, 6, 7, 8, 9], 3)).toEqual([1, 5, 9]);
  expect(spread([1, 2], 5)).toEqual([1, 2]);
  expect(spread([1, 2, 3], 1)).toEqual([1]);
});

it('figures have as many digits as mean something', () => {
  expect([0.4213, 8.342, 41.27, 412.6].map(milliseconds)).toEqual(['0.42', '8.34', '41.3', '413']);
  expect(kilobytes(12_288)).toBe('12.0 KB');
  expect(count(1_234_567.4)).toBe('1,234,567');
});
