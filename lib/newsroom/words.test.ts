import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { verifyAudit } from './audit.ts';
import { ok, people, refused } from './desk-fixtures.ts';
import type { FindingLevel } from './finding.ts';
import {
  addWords,
  changeWord,
  findWords,
  fold,
  listWords,
  removeWords,
  tryWords,
  type Word,
  WordSearch,
  wordById,
  wordSearch,
} from './words.ts';

const word = (text: string, level: FindingLevel = 'forbid'): Word => ({
  word: text,
  folded: fold(text).text,
  level,
  note: '',
});
const found = (words: string[], text: string) =>
  new WordSearch(words.map((each) => word(each)))
    .find(text)
    .map(({ word, from, to }) => `${word.word}=${text.slice(from, to)}`);

describe('folding', () => {
  it('takes out what a word can be disguised by', () => {
    expect(fold('ＡＢＣ１２３ 發　財 Ⅷ ㈱…！').text).toBe('abc123发财viii株');
    expect(fold('a\u200b赌\u00ad博').text).toBe('a赌博');
  });

  it('knows where each character stood', () => {
    const { text, at } = fold('甲 😀乙Ⅷ丙');
    expect([...text].map((character, n) => `${character}${at[n]}`)).toEqual([
      '甲0',
      '乙4',
      'v5',
      'i5',
      'i5',
      'i5',
      '丙6',
    ]);
  });
});

describe('words', () => {
  it('are found in any width, case and script, with spaces and punctuation between', () => {
    const words = ['赌博', '传销', 'casino'];
    expect(found(words, '网络賭博')).toEqual(['赌博=賭博']);
    expect(found(words, '赌 博、赌*博、赌\u200b博')).toEqual(['赌博=赌 博', '赌博=赌*博', '赌博=赌\u200b博']);
    expect(found(words, 'ＣＡＳＩＮＯ Casino c-a-s-i-n-o')).toEqual([
      'casino=ＣＡＳＩＮＯ',
      'casino=Casino',
      'casino=c-a-s-i-n-o',
    ]);
    expect(found(words, '赌了一把，博士来传话：销量。')).toEqual([]);
  });

  it('that overlap or contain each other are all found', () => {
    expect(found(['中华', '中华人民', '人民', '华人', '民共'], '中华人民共和国')).toEqual([
      '中华=中华',
      '华人=华人',
      '中华人民=中华人民',
      '人民=人民',
      '民共=民共',
    ]);
  });

  it('are not found inside of longer Latin words and numbers', () => {
    expect(found(['her', '12'], 'there, hers, 2012, 她 her 12 岁')).toEqual(['her=her', '12=12']);
  });

  it('that two sentences make are for a person to look at, and across many signs they are nothing', () => {
    const search = new WordSearch([word('说话')]);
    expect(search.find('他这样说。话音刚落')).toMatchObject([{ level: 'warn' }]);
    expect(search.find('说、话')).toMatchObject([{ level: 'forbid' }]);
    expect(search.find('说－－－－－话')).toEqual([]);
  });

  it('are the same ones that a search for each by itself finds', () => {
    // Every text over a small alphabet meets every kind of overlap.
    const alphabet = ['甲', '乙', '丙'];
    const texts = (length: number): string[] =>
      length === 0 ? [''] : texts(length - 1).flatMap((head) => alphabet.map((tail) => head + tail));
    const words = [...texts(2), ...texts(3).filter((_, n) => n % 3 === 0), '甲乙丙甲'];
    const search = new WordSearch(words.map((each) => word(each)));
    for (const text of texts(7)) {
      const expected = words.flatMap((each) => {
        const places: string[] = [];
        for (let at = text.indexOf(each); at >= 0; at = text.indexOf(each, at + 1)) places.push(`${each}@${at}`);
        return places;
      });
      expect(
        search
          .find(text)
          .map(({ word, from }) => `${word.word}@${from}`)
          .sort(),
      ).toEqual(expected.sort());
    }
  });

  it('by the ten thousand are found in a long text, every one', () => {
    const character = (n: number) => String.fromCharCode(0x4e00 + (n % 20_000));
    const words = Array.from({ length: 10_000 }, (_, n) =>
      word(character(n) + character(n * 7 + 1) + character(n * 13 + 2)),
    );
    const search = new WordSearch(words);
    const text = words.map((each) => each.word).join('，。、；：');
    const hits = new Set(search.find(text).map(({ word }) => word.word));
    expect(words.every((each) => hits.has(each.word))).toBe(true);
    expect(text.length * 3).toBeGreaterThan(230_000);
  });
});

describe('the list of words', () => {
  let base: TestDatabase;
  beforeAll(async () => {
    base = await testDatabase();
  });
  afterAll(() => base.close());
  const levels = async (text: string) => (await wordSearch(base.db)).find(text).map(({ level }) => level);

  it('is kept by chiefs and administrators, recorded, and in force at once', async () => {
    expect(refused(await addWords(people.director, [{ word: '赌博', level: 'warn' }]))).toBe('forbidden');
    expect(refused(await addWords(people.chief, [{ word: '赌！', level: 'warn' }]))).toBe('invalid');
    expect(await levels('赌博')).toEqual([]);
    ok(
      await addWords(people.chief, [
        { word: '赌博', level: 'warn' },
        { word: '传销', level: 'forbid', note: '改用“非法集资”' },
      ]),
    );
    expect(await levels('賭博')).toEqual(['warn']);
    ok(await addWords(people.admin, [{ word: '賭 博', level: 'forbid' }]));
    expect(await levels('赌博')).toEqual(['forbid']);
    const rows = await listWords();
    expect(rows.map(({ word }) => word).sort()).toEqual(['传销', '賭 博']);
    ok(
      await removeWords(
        people.chief,
        rows.map(({ id }) => id),
      ),
    );
    expect(await levels('赌博')).toEqual([]);
    expect(refused(await removeWords(people.chief, [1]))).toBe('not-found');
    expect(await verifyAudit()).toMatchObject({ ok: true, head: { id: 3 } });
  });

  it('is looked through by level and words, changed one by one, and tried', async () => {
    ok(
      await addWords(people.chief, [
        { word: '网络赌博', level: 'forbid', note: '见通知' },
        { word: '洗钱', level: 'warn' },
        { word: 'Casino', level: 'suggest' },
      ]),
    );
    const find = async (filter: Parameters<typeof findWords>[1]) =>
      (await findWords(people.chief, filter))?.rows.map(({ word }) => word).sort();
    expect(await find({})).toEqual(['Casino', '洗钱', '网络赌博']);
    expect(await find({ level: 'warn' })).toEqual(['洗钱']);
    expect(await find({ words: 'ＣＡＳＩ' })).toEqual(['Casino']);
    expect(await find({ words: '通知' })).toEqual(['网络赌博']);
    expect((await findWords(people.chief, {}))?.counts).toEqual({ forbid: 1, warn: 1, suggest: 1 });
    expect(await findWords(people.director, {})).toBeNull();
    expect(refused(await tryWords(people.editor, '洗钱'))).toBe('forbidden');

    const id = (await listWords()).find(({ word }) => word === '洗钱')?.id ?? 0;
    expect(await wordById(people.director, id)).toBeNull();
    expect(await wordById(people.chief, id)).toMatchObject({ word: '洗钱' });
    expect(refused(await changeWord(people.director, id, { word: '洗錢', level: 'forbid' }))).toBe('forbidden');
    expect(refused(await changeWord(people.chief, id, { word: 'casino', level: 'forbid' }))).toBe('taken');
    expect(refused(await changeWord(people.chief, id, { word: '洗', level: 'forbid' }))).toBe('invalid');
    expect(await levels('洗钱')).toEqual(['warn']);
    ok(await changeWord(people.chief, id, { word: '洗黑钱', level: 'forbid', note: '核对' }));
    expect(refused(await changeWord(people.chief, id, { word: '洗黑钱', level: 'forbid' }))).toBe('not-found');
    const tried = ok(await tryWords(people.chief, '涉嫌洗 黑 錢和洗钱'));
    expect(tried.hits).toMatchObject([{ from: 2, to: 7, level: 'forbid', word: { word: '洗黑钱', note: '核对' } }]);
    expect(refused(await tryWords(people.chief, ' '))).toBe('text-missing');
    expect(refused(await tryWords(people.chief, '长'.repeat(20_001)))).toBe('too-large');
  });
});
