import { expect, it } from 'vitest';
import { phrases } from './phrases.ts';

it('A headline in pieces is still the headline', () => {
  for (const title of ['渭河谷地今夜到明晨有雾，早班车请预留时间', '“花脸果”：《果乡》2026 年第 3 期 iPhone', '', '（图）', '🌸花开']) {
    expect(phrases(title).join('')).toBe(title);
  }
});

it('No piece begins with a mark that ends something, nor ends with one that begins something', () => {
  const pieces = phrases('记者探访：“花脸果”（小个）便宜一元，《果乡》说“值”！——第 3 期');
  for (const piece of pieces.slice(1)) expect(piece).not.toMatch(/^[，。：；！？、”’）》」』】〕—…\s]/);
  for (const piece of pieces) expect(piece).not.toMatch(/[“‘（《「『【〔]$/);
});

it('A word stays whole', () => {
  expect(phrases('早班车与山路请预留时间')).toContain('早班车');
});
