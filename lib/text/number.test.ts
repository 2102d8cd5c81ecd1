import { describe, expect, it } from 'vitest';
import { clock, fileSize, isSlug, positiveInteger } from './number.ts';

describe('numbers in addresses', () => {
  it('are plain decimals from one', () => {
    expect(positiveInteger('1')).toBe(1);
    expect(positiveInteger('9007199254740991')).toBe(9007199254740991);
  });

  it.each([
    '',
    '0',
    '-1',
    '+1',
    '01',
    '1e9',
    '1.0',
    ' 1',
    '1 ',
    '９',
    '0x10',
    '9007199254740992',
    '9999999999999999999999',
    'abc',
    '\0',
  ])('are not written %j', (text) => expect(positiveInteger(text)).toBeNull());
});

describe('slugs', () => {
  it('are small Latin letters and digits, parted by single hyphens', () => {
    expect(isSlug('maijishan-2')).toBe(true);
    for (const text of ['', '-', '-a', 'a-', 'a--b', 'A', '麦积山', 'a\0b', 'a/b', 'x'.repeat(101)])
      expect(isSlug(text), text).toBe(false);
  });
});

it('tells file sizes and lengths as readers know them', () => {
  expect(fileSize(812)).toBe('812 B');
  expect(fileSize(812_400)).toBe('812 KB');
  expect(fileSize(1_249_000)).toBe('1.2 MB');
  expect(clock(65)).toBe('1:05');
  expect(clock(3723.9)).toBe('1:02:03');
});
