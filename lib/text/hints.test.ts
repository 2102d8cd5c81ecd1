import { describe, expect, it } from 'vitest';
import { type Hint, hintsOf } from './hints.ts';

/** The text with every hint followed. */
function fixed(text: string): string {
  return hintsOf(text).reduceRight(
    (done: string, { from, to, fix }: Hint) => done.slice(0, from) + fix + done.slice(to),
    text,
  );
}

describe('Punctuation (GB/T 15834)', () => {
  it.each([
    ['渭水流过天水,又流过宝鸡.', '渭水流过天水，又流过宝鸡。'],
    ['他问:“几点开会?”', '他问：“几点开会？”'],
    ['今年苹果丰收!果农笑了', '今年苹果丰收！果农笑了'],
    ['增长8%,创新高', '增长8%，创新高'],
    ['麦积区(原北道区)有雨', '麦积区（原北道区）有雨'],
    ['他说"好",就走了', '他说“好”，就走了'],
    ['等一等...再说', '等一等……再说'],
    ['等一等。。。再说', '等一等……再说'],
    ['等一等…再说', '等一等……再说'],
    ['天水--羲皇故里', '天水——羲皇故里'],
    ['到了，，就说', '到了，就说'],
    ['“花牛”、“秦安蜜桃”', '“花牛”“秦安蜜桃”'],
    ['《诗经》、《楚辞》', '《诗经》《楚辞》'],
    ['太好了！！！！！', '太好了！！！'],
  ])('%s becomes %s', (before, after) => expect(fixed(before)).toBe(after));

  it.each([
    '全长 818 公里，共 3 个站。',
    '见 https://example.org/a,b?c=d 一文',
    'Next.js 16.4 与 Node.js 24',
    '会议 8:30 开始，比分 2:1。',
    '价格为1,280.5元',
    '他等了……很久——很久。',
    '“你好，”她说，“几点了？”',
    'Plain English, with (brackets) and "quotes".',
    '一 (1) 二',
    '什么？！',
    '5"屏幕',
  ])('%s is left alone', (text) => expect(hintsOf(text)).toEqual([]));
});

describe('Spaces', () => {
  it('between Chinese characters, at the ends and as an indent are not wanted', () => {
    expect(fixed('　　渭 水　流过 天水 ')).toBe('渭水流过天水');
    expect(fixed('“好” ，他说')).toBe('“好”，他说');
  });

  it('beside Latin letters and digits are the page’s own business', () => {
    expect(hintsOf('用 Next.js 写了 3 个月')).toEqual([]);
  });
});

describe('Numbers (GB/T 15835)', () => {
  it.each([
    ['共１２３人', '共123人'],
    ['涨了１．５％', '涨了1.5%'],
    ['二0二六年', '二〇二六年'],
    ['需要3-5天', '需要3～5天'],
    ['涨幅为10-20%', '涨幅为10%～20%'],
    ['大约七、八个人', '大约七八个人'],
    ['等了三、四十天', '等了三四十天'],
  ])('%s becomes %s', (before, after) => expect(fixed(before)).toBe(after));

  it.each(['以2-1战胜', '电话0938-8213456', '2026-11-22日', '七、八两个月', '第一、第二个', '一、三个问题', '5-3个'])(
    '%s is left alone',
    (text) => expect(hintsOf(text)).toEqual([]),
  );
});

describe('Hints', () => {
  it('say where, what and what instead, in order and without overlap', () => {
    const text = '好,坏 的.';
    expect(hintsOf(text)).toEqual([
      { from: 1, to: 2, code: 'half-width', fix: '，' },
      { from: 3, to: 4, code: 'space', fix: '' },
      { from: 5, to: 6, code: 'half-width', fix: '。' },
    ]);
  });

  it('are gone once they are followed', () => {
    const text = '　　他说"好 的",涨了１-3%...等了三、四天--真的(真的).';
    const after = fixed(fixed(text));
    expect(hintsOf(after)).toEqual([]);
  });

  it('pass over what is hidden from them', () => expect(hintsOf('用\ufffc\ufffc\ufffc写')).toEqual([]));
});
