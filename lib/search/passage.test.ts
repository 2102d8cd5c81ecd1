import { describe, expect, it } from 'vitest';
import { fold } from './fold.ts';
import { highlight, passage } from './passage.ts';

const hits = (text: string, ...typed: string[]) =>
  highlight(text, typed.map(fold))
    .filter(({ hit }) => hit)
    .map((piece) => piece.text);

describe('hits in a title', () => {
  it.each([
    ['麦积山的秋天，麦积山的雪', ['麦积山'], ['麦积山', '麦积山']],
    // U+F9F4 is the compatibility form of U+6797.
    ['只有\uf9f4地', ['林地'], ['\uf9f4地']],
    ['５Ｇ到了麦积山', ['5g', '麦积山'], ['５Ｇ', '麦积山']],
    ['用５G，不用15G', ['5g'], ['５G']],
    ['麦积山', ['麦积', '积山'], ['麦积山']],
    ['伏羲庙', ['麦积'], []],
  ])('%s', (text, typed, expected) => {
    expect(hits(text, ...typed)).toEqual(expected);
    expect(
      highlight(text, typed.map(fold))
        .map((piece) => piece.text)
        .join(''),
    ).toBe(text);
  });
});

it('a passage has the first text that has a hit, from where most different ones are', () => {
  const far = '此处无事。'.repeat(40);
  const body = `开头有庙会。${far}庙会在伏羲庙，${far}`;
  const shown = passage(['摘要里没有', body], ['庙会', '伏羲庙'].map(fold));
  expect(shown[0]).toEqual({ text: '…', hit: false });
  expect(shown.filter(({ hit }) => hit).map((piece) => piece.text)).toEqual(['庙会', '伏羲庙']);
  expect(passage(['', '开头的话'], ['庙会']).map((piece) => piece.text)).toEqual(['开头的话']);
});
