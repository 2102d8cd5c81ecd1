import { expect, it } from 'vitest';
import { wordLines } from './word-lines.ts';

it('reads what people paste: one a line, with level and note where they are given', () => {
  const { words, wrong } = wordLines(
    '\uFEFF# 赌博类\r\n网络赌博\r\n传销，禁止，见通知，第三条\nCasino\twarn\t\n\n  洗钱 , 建议',
    'warn',
  );
  expect(wrong).toEqual([]);
  expect(words).toEqual([
    { word: '网络赌博', level: 'warn', note: '' },
    { word: '传销', level: 'forbid', note: '见通知，第三条' },
    { word: 'Casino', level: 'warn', note: '' },
    { word: '洗钱', level: 'suggest', note: '' },
  ]);
});

it('names each line that it cannot take, and why', () => {
  const { words, wrong } = wordLines(`赌\n好词\n坏词,严重\n${'长'.repeat(51)}`, 'forbid');
  expect(words).toEqual([{ word: '好词', level: 'forbid', note: '' }]);
  expect(wrong.map(({ line, why }) => [line, why])).toEqual([
    [1, '至少要有两个字'],
    [3, '没有级别“严重”'],
    [4, '超过 50 个字'],
  ]);
});
