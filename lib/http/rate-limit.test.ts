import { expect, it } from 'vitest';
import { rateLimit } from './rate-limit.ts';

it('grants a minute’s worth at once, then one for each share of the minute', () => {
  let now = 0;
  const limit = rateLimit(60, { now: () => now });
  for (let n = 0; n < 60; n++) expect(limit.take('a')).toBe(0);
  expect(limit.take('a')).toBe(1);
  expect(limit.take('b')).toBe(0);
  now += 1_000;
  expect(limit.take('a')).toBe(0);
  expect(limit.take('a')).toBe(1);
  now += 3_600_000;
  for (let n = 0; n < 60; n++) expect(limit.take('a')).toBe(0);
  expect(limit.take('a')).toBe(1);
});

it('remembers so many callers and no more', () => {
  const limit = rateLimit(1, { maxKeys: 2, now: () => 0 });
  expect(limit.take('a')).toBe(0);
  expect(limit.take('b')).toBe(0);
  expect(limit.take('a')).toBeGreaterThan(0);
  expect(limit.take('c')).toBe(0);
  expect(limit.take('a')).toBeGreaterThan(0);
  expect(limit.take('b')).toBe(0);
});
