import { expect, it } from 'vitest';
import { phrases } from './phrases.ts';

it('A headline in pieces is still the headline', () => {
  for (const title of [
    '渭河谷地今夜到明晨有雾，早班车请预留时间',
    '“花脸果”：《果乡》2026 年第 3 期 iPhone',
    '',
    '（图）',
    '，',
    '🌸花开',
  ]) {
    expect(phrases(title).flat().join('')).toBe(title);
  }
});

it('It is cut into clauses at its marks, and the marks stay with the clause that they end', () => {
  const clauses = (title: string) => phrases(title).map((clause) => clause.join(''));
  expect(clauses('麦场上的三分雨：十六个村把篮球打到月亮出来')).toEqual([
    '麦场上的三分雨：',
    '十六个村把篮球打到月亮出来',
  ]);
  expect(clauses('他说：“雾要散了。”山上见')).toEqual(['他说：', '“雾要散了。”', '山上见']);
  expect(clauses('雪落麦积')).toEqual(['雪落麦积']);
});

it('No piece begins with a mark that ends something, nor ends with one that begins something', () => {
  const pieces = phrases('记者探访：“花脸果”（小个）便宜一元，《果乡》说“值”！——第 3 期').flat();
  for (const piece of pieces.slice(1)) expect(piece).not.toMatch(/^[，。：；！？、”’）》」』】〕—…\s]/);
  for (const piece of pieces) expect(piece).not.toMatch(/[“‘（《「『【〔]$/);
});

it('A word stays whole, a number with what it counts, a particle with what it follows', () => {
  expect(phrases('早班车与山路请预留时间').flat()).toContain('早班车');
  expect(phrases('来自十六个村庄').flat()).toContain('十六个');
  expect(phrases('四季的账本').flat()).toContain('四季的');
});

it('A name that no dictionary knows stays whole too', () => {
  expect(phrases('初雪落在麦积山石窟').flat()).toContain('麦积山');
});
