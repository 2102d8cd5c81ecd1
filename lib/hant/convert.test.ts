import { ConverterBuilder } from 'opencc-js/core';
import * as preset from 'opencc-js/preset/cn2t';
import { describe, expect, it } from 'vitest';
import { site } from '#site.config.ts';
import { converter, load, withTerms } from './convert.ts';

const convert = await converter();

describe('words that one simplified character writes in several traditional ones', () => {
  it.each([
    ['头发发白，理发店发展', '頭髮發白，理髮店發展'],
    ['皇后后来走在后面', '皇后後來走在後面'],
    ['后稷、太后、午后', '后稷、太后、午後'],
    ['三公里外的村里', '三公里外的村裡'],
    ['邻里在楼道里', '鄰里在樓道裡'],
    ['面条、面粉、浆水面、方便面', '麵條、麵粉、漿水麵、方便麵'],
    ['见面、面向、水面、一面坡', '見面、面向、水面、一面坡'],
    ['干部干活，干净的饼干，若干干支', '幹部幹活，乾淨的餅乾，若干干支'],
    ['台风登陆台湾，站台上的台阶', '颱風登陸臺灣，站臺上的臺階'],
    ['白云、云雾、人云亦云、子曰诗云', '白雲、雲霧、人云亦云、子曰詩云'],
    ['山谷与稻谷，谷雨', '山谷與稻穀，穀雨'],
    ['复制、恢复、答复', '複製、恢復、答覆'],
    ['制度与制造', '制度與製造'],
    ['关系、联系、系统', '關係、聯繫、系統'],
    ['历史与日历', '歷史與日曆'],
    ['一只鸟只飞了一次', '一隻鳥只飛了一次'],
    ['松树、放松', '松樹、放鬆'],
    ['几点、茶几', '幾點、茶几'],
    ['余晖、多余、年年有余', '餘暉、多餘、年年有餘'],
    ['𰻝', '𰻞'],
    ['准备、批准', '準備、批准'],
    ['着眼、着陆、为了', '著眼、著陸、為了'],
  ])('%s', (simplified, traditional) => {
    expect(convert(simplified)).toBe(traditional);
  });
});

describe('names and terms of the newsroom', () => {
  it.each(Object.entries(site.traditional.terms))('%s is %s wherever it stands', (term, traditional) => {
    for (const [before, after] of [
      ['', ''],
      ['渭河', '的村'],
      ['一', '面'],
    ])
      expect(convert(before + term + after)).toContain(traditional);
  });

  it('stand before the dictionary, the longest first, and change nothing around them', () => {
    const own = withTerms({ 朱云: '朱云', 朱云里: '朱云里', '3.0(版)': '3.0〔版〕' }, convert);
    expect(own('白云下的朱云里面对朱云')).toBe('白雲下的朱云里面對朱云');
    expect(own('前朱云后3.0(版)')).toBe('前朱云後3.0〔版〕');
    expect(withTerms({ 余秋: '余秋' }, convert)('余秋说余晖')).toBe('余秋說餘暉');
    expect(withTerms({}, convert)).toBe(convert);
  });

  it('are as long as what they stand for, so that they may begin in one element and end in another', () => {
    for (const [term, traditional] of Object.entries(site.traditional.terms))
      expect([term, traditional.length]).toEqual([term, term.length]);
  });
});

describe('punctuation', () => {
  it('is quoted as usual in traditional text, and an apostrophe stays', () => {
    expect(convert('他说：“这叫‘搅团’。”')).toBe('他說：「這叫『攪團』。」');
    expect(convert('It’s a rock ’n’ roll')).toBe('It’s a rock ’n’ roll');
    expect(convert('‘don’t’')).toBe('『don’t』');
  });
});

describe('the dictionary', () => {
  it('says what opencc-js itself says, of every phrase and of phrases that run into each other', async () => {
    const own = await load();
    const theirs = ConverterBuilder(preset)({ from: 'cn', to: 'tw' });
    const dictionaries = (preset.configs.s2tw as unknown as { conversionChain: string[][] }).conversionChain[0] ?? [];
    const phrases = dictionaries.flatMap((text) => text.split('|').map((line) => line.split(' ')[0] ?? ''));
    expect(phrases.length).toBeGreaterThan(50_000);
    const texts = phrases.map((phrase, at) => {
      const other = phrases[(at * 7919) % phrases.length] ?? '';
      return phrase + other.slice(0, Math.ceil(other.length / 2)) + phrases[(at * 104_729) % phrases.length];
    });
    const different = [...phrases, ...texts].filter((text) => own(text) !== theirs(text));
    expect(different).toEqual([]);
  });

  it('leaves everything else as it is: Latin, digits, emoji, marks, halves of pairs, rare Han', async () => {
    for (const text of ['Weishui 2026', '👨‍👩‍👧‍👦🏔️', '\u200f\u202eabc', '\ud800a', '𠮷野', '&amp;&lt;&#x27;', ''])
      expect(convert(text)).toBe(text);
  });
});
