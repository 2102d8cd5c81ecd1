import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { fold, gramsOf, mark, separators } from './fold.ts';
import { seeded } from './testing.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

/** Characters as they come in texts and queries, and every kind that needs care. */
const alphabets = [
  '天水市麦积山石窟的一二三年月日，。、：“”《》—…',
  'abcXYZ059 .-%_/+\'"\\:*&|!()',
  'ＡＢｃ０９％　㈱①²½ﬁ',
  'ÀÉñßÆΑΩσςЖяёİ',
  '繁體發展髮後麵',
  '\u00a0\u200b\u00ad\ufeff\t\n\u2028',
  '々〇〥ㄅㄆかなカナ・ー한글བོདئۇيغۇر',
  '𠮷𪚥😀🏳️‍🌈👨‍👩‍👧',
].map((alphabet) => Array.from(alphabet));

function randomText(random: () => number, length: number): string {
  let text = '';
  for (let i = 0; i < length; i++) {
    const alphabet = alphabets[random() < 0.5 ? 0 : Math.floor(random() * alphabets.length)] as string[];
    text += alphabet[Math.floor(random() * alphabet.length)];
  }
  return text;
}

async function inDatabase(texts: string[]) {
  return database.sql<{ folded: string; grams: string[] | null }[]>`
    select search_fold(t) as folded, search_grams(search_fold(t)) as grams
    from unnest(${texts}::text[]) with ordinality as given(t, n) order by n`;
}

/** The pairs of a whole text, as the database keeps them. */
function pairsOf(folded: string): string[] {
  const characters = Array.from(folded.replaceAll(mark, '').split(separators).join('\u0002'));
  return characters.map((character, at) => character + (characters[at + 1] ?? '')).toSorted();
}

describe('the database and the query', () => {
  it('fold the same text to the same, and take the same pairs out of it', async () => {
    const random = seeded(20261130);
    const texts = Array.from({ length: 600 }, () => randomText(random, 1 + Math.floor(random() * 40)));
    const rows = await inDatabase(texts);
    for (const [index, text] of texts.entries()) {
      // Line ends stay in the table, where they part paragraphs; a query has one line.
      expect(rows[index]?.folded.replaceAll('\n', ' ').replace(/ +/g, ' ')).toBe(fold(text));
      expect(rows[index]?.grams?.toSorted()).toEqual(pairsOf(rows[index]?.folded ?? ''));
    }
  });

  it('agree that a text has the pairs of each of its parts', async () => {
    const random = seeded(7);
    for (let n = 0; n < 200; n++) {
      const text = randomText(random, 30);
      const characters = Array.from(text);
      const from = Math.floor(random() * 28);
      const part = characters.slice(from, from + 1 + Math.floor(random() * 8)).join('');
      const folded = fold(part);
      const parts = gramsOf(folded);
      if (parts.length === 0 || !fold(text).includes(folded)) continue;
      const [row] = await database.sql<{ found: boolean }[]>`
        select array_to_tsvector(search_grams(search_fold(${text}))) @@ ${parts.join(' & ')}::tsquery as found`;
      expect([text, part, row?.found]).toEqual([text, part, true]);
    }
  });

  it('know a word from characters that punctuation parts', async () => {
    const [row] = await database.sql<{ word: boolean; parted: boolean }[]>`
      select array_to_tsvector(search_grams(search_fold('今天天水'))) @@ '''天天'''::tsquery as word,
        array_to_tsvector(search_grams(search_fold('今天，天水'))) @@ '''天天'''::tsquery as parted`;
    expect(row).toEqual({ word: true, parted: false });
  });

  it('are found by pairs of characters, and by no sign', () => {
    expect(gramsOf(fold('天水 5G！'))).toEqual(["'天水'", "'5g'"]);
    expect(gramsOf(fold('水'))).toEqual(["'水':*"]);
    expect(gramsOf(fold('天，水'))).toEqual(["'天':*", "'水':*"]);
    expect(gramsOf(fold('天水，渭'))).toEqual(["'天水'"]);
    expect(gramsOf(fold('%_*&|!\'"'))).toEqual([]);
    expect(fold('用5G')).toBe(`用${mark}5g`);
  });
});
