import { expect, it } from 'vitest';
import { titleTerms } from './terms.ts';

it('keeps the words of a title, each once, and those within long words', () => {
  const terms = titleTerms('麦积山石窟:渗水监测网建成 石窟渗水可预警');
  expect(terms).toEqual(expect.arrayContaining(['石窟', '渗水', '监测网']));
  expect(new Set(terms).size).toBe(terms.length);
});

it('folds width and case, and leaves out single characters, marks and short numbers', () => {
  expect(titleTerms('Ｃ919 飞天水,5 日到')).toContain('c919');
  expect(titleTerms('的,!12')).toEqual([]);
  expect(titleTerms('')).toEqual([]);
});
