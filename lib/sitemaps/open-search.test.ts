import { expect, it } from 'vitest';
import { openSearch } from './open-search.ts';

it('tells browsers where words go, whatever the site is called', () => {
  const xml = openSearch({ name: '甲 & 乙<报>', origin: 'https://news.example', description: '一 < 二' });
  expect(xml).toContain('<ShortName>甲 &#38; 乙&#60;报&#62;</ShortName>');
  expect(xml).toContain('<Description>一 &#60; 二</Description>');
  expect(xml).toContain('template="https://news.example/search?q={searchTerms}"');
});
