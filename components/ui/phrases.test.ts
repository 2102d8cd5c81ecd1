import { expect, test } from 'vitest';
import { phrases, piecesByPhrase } from './phrases.ts';

test('a title is cut between words only', () => {
  expect(phrases('苹果一分钱没动')).not.toContain('苹');
  expect(phrases('保护人员怎样工作').join('|')).toBe('保护|人员|怎样|工作');
});

test('punctuation and particles stay with the word before them', () => {
  for (const part of phrases('给悬崖把脉：麦积山的守窟人，怎样追一滴水')) expect(part).not.toMatch(/^[：，的]/);
});

test('an opening mark stays with the word after it', () => {
  expect(phrases('重读《秦州杂诗》').join('|')).toMatch(/\|《秦州/);
});

test('a number stays with what it counts', () => {
  expect(phrases('58路车上的竹笛，问遍14站找到失主')[0]).toMatch(/^58路/);
});

test('Chinese numerals stay with what they count, and a day or a time is one thing', () => {
  expect(phrases('树龄数百岁，根还要松松土').join('|')).toContain('数百岁，');
  expect(phrases('“市场”栏目 2026-11-22 12:22 发布的一篇稿件').join('|')).toMatch(/2026-11-22 ?\|?12:22/);
});

test('the parts are the title', () => {
  for (const title of ['末班车推迟到零点，四条夜间线时刻一表看清', 'WCAG 2.2 与 5G“上山”', '']) {
    expect(phrases(title).join('')).toBe(title);
  }
});

test('a title with hits in it breaks where the title does, and never within a hit', () => {
  const pieces = [
    { text: '天水', hit: true },
    { text: '至定西加开9趟列车 ', hit: false },
    { text: '定西北站', hit: true },
    { text: '添100个座位', hit: false },
  ];
  const cut = piecesByPhrase(pieces);
  expect(cut.map(({ text }) => text).join('')).toBe('天水至定西加开9趟列车 定西北站添100个座位');
  expect(cut.filter(({ hit }) => hit).map(({ text }) => text)).toEqual(['天水', '定西北站']);
  expect(cut.map(({ text, breaks }) => (breaks ? '|' : '') + text).join('')).toContain('加开|9趟|列车 ');
  expect(cut[0]?.breaks).toBe(false);
});
