import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeNewsroom } from '#db/queries/fixture.ts';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { limits, parseQuery } from './query.ts';
import { parseSearch } from './request.ts';
import { search } from './search.ts';
import { suggest } from './suggest.ts';
import { hostile } from './testing.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  const newsroom = await makeNewsroom(database.db);
  await newsroom.makeStory({ title: '麦积山' });
});
afterAll(() => database.close());

describe('whatever is typed', () => {
  it.each(hostile.map((typed) => ({ typed, shown: JSON.stringify(typed.slice(0, 24)) })))(
    '$shown is a search, or none',
    async ({ typed }) => {
      const request = parseSearch(new URLSearchParams({ q: typed }));
      if ('problem' in request) throw new Error(request.problem);
      expect(Array.from(request.q).length).toBeLessThanOrEqual(limits.characters);
      const query = await parseQuery(typed);
      expect(query.terms.length).toBeLessThanOrEqual(limits.terms);
      expect(query.without.length).toBeLessThanOrEqual(limits.without);
      for (const sort of ['relevance', 'time'] as const) {
        const answer = await search({ ...request, sort });
        expect(answer.hits.length).toBeLessThanOrEqual(1);
      }
      expect((await suggest(typed, 8)).length).toBeLessThanOrEqual(8);
    },
  );

  it('signs about a word do not hide it', async () => {
    for (const q of ['麦积山 & | !', '(麦积山)', '《麦积山》', '"麦积山', '“麦积山”', '麦\0积山', '麦积山😀'])
      expect([q, (await search({ q, sort: 'relevance' })).hits.length]).toEqual([q, 1]);
  });

  it('words beyond the bound are said to be left out', async () => {
    const { terms, ignored } = await parseQuery('一一 二二 三三 四四 五五 六六 七七 八八 九九 十十');
    expect([terms.length, ignored]).toEqual([8, ['九九', '十十']]);
  });
});

describe('choices in the address', () => {
  it.each([
    ['section', '../etc', 'bad-section'],
    ['from', '2026-02-30', 'bad-from'],
    ['to', 'heute', 'bad-to'],
    ['kind', 'rumour', 'bad-kind'],
    ['source', 'A B', 'bad-source'],
    ['sort', 'random', 'bad-sort'],
    ['after', 'xyz', 'bad-after'],
    ['after', Buffer.from('t 20 1 0').toString('base64url'), 'bad-after'],
    ['after', Buffer.from("r 1 1' 2 3").toString('base64url'), 'bad-after'],
  ])('%s=%s is %s', (name, value, problem) => {
    expect(parseSearch(new URLSearchParams({ q: '麦积山', [name]: value }))).toEqual({ problem });
  });

  it('days the wrong way round are a problem', () => {
    expect(parseSearch(new URLSearchParams({ from: '2026-02-02', to: '2026-02-01' }))).toEqual({
      problem: 'bad-range',
    });
  });

  it('a place in an answer is read as it was written', () => {
    const behind = { at: 1_764_000_000_123, id: 42 };
    for (const cursor of [
      { way: 'ranked', ref: 1_764_000_000_999, behind: { ...behind, score: '0.8123456789012345' } },
      { way: 'ranked', ref: 1, behind: { ...behind, score: '3.2e-05' } },
      { way: 'older', ref: 5, behind, count: 2000 },
      { way: 'time', behind, count: 7 },
    ] as const)
      expect(readCursor(writeCursor(cursor))).toEqual(cursor);
  });
});
