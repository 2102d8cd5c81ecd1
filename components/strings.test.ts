import { expect, it } from 'vitest';
import { strings } from './strings.ts';

it('what was searched for stands between one pair of quotation marks', () => {
  const { results, none } = strings.search;
  expect(results('天水 苹果')).toBe('“天水 苹果”的搜索结果');
  expect(results('“天水”')).toBe('“天水”的搜索结果');
  expect(none('"天水" 苹果')).toBe('没有找到与"天水" 苹果有关的稿件');
});
