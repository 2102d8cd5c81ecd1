import { expect, test } from 'vitest';
import { pageHref, pagesAround } from './pagination-pages.ts';

test('first, last and the neighbours of the page are shown', () => {
  expect(pagesAround(1, 1)).toEqual([1]);
  expect(pagesAround(1, 3)).toEqual([1, 2, 3]);
  expect(pagesAround(5, 9)).toEqual([1, null, 4, 5, 6, null, 9]);
  expect(pagesAround(1, 50)).toEqual([1, 2, null, 50]);
  expect(pagesAround(50, 50)).toEqual([1, null, 49, 50]);
});

test('a gap of one page is that page', () => {
  expect(pagesAround(4, 9)).toEqual([1, 2, 3, 4, 5, null, 9]);
});

test('the first page of a list is the list itself', () => {
  expect(pageHref('/section/local', 1)).toBe('/section/local');
  expect(pageHref('/section/local', 2)).toBe('/section/local/page/2');
});
