import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Fixture, makeNewsroom } from '#db/queries/fixture.ts';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { search } from './search.ts';

let database: TestDatabase;
let newsroom: Fixture;
let old: number;

beforeAll(async () => {
  database = await testDatabase();
  newsroom = await makeNewsroom(database.db);
  old = await newsroom.makeStory({ title: '旧渡口a', publishedAt: new Date('2020-01-01T00:00:00Z') });
  // One in a hundred of the new ones has a well; one in ten a road, the first of them not among the newest.
  await database.sql`alter table story disable trigger story_searched`;
  await database.sql`
    insert into story (title, body, section_id, status, published_at)
    select '新路' || n || case when n % 100 = 0 then '有井' else '' end || case when n % 10 = 0 and n < 3000 then '过桥' else '' end,
      '{"type":"doc","content":[]}', ${newsroom.qinzhou.id}, 'published', '2025-01-01'::timestamptz + n * interval '2 hours'
    from generate_series(1, 6000) n`;
  await database.sql`alter table story enable trigger story_searched`;
  await database.sql`select rebuild_search()`;
}, 60_000);
afterAll(() => database.close());

const count = async (q: string) => (await search({ q, sort: 'relevance' })).found;

describe('behind thousands that are newer', () => {
  it.each(['旧渡口', '旧', '旧 a', '渡口 a', '渡口 旧'])('an old story is found by %j', async (q) => {
    expect((await search({ q, sort: 'relevance' })).hits.map(({ id }) => id)).toEqual([old]);
  });

  it('all that have a word are counted, as far as they are counted at all', async () => {
    expect(await count('新路')).toEqual({ count: 1000, atLeast: true });
    expect(await count('路')).toEqual({ count: 1000, atLeast: true });
    expect(await count('有井')).toEqual({ count: 60, atLeast: false });
    expect(await count('井')).toEqual({ count: 60, atLeast: false });
    expect(await count('过桥')).toEqual({ count: 299, atLeast: false });
    expect(await count('路 桥 井')).toEqual({ count: 29, atLeast: false });
    expect(await count('过桥 -有井')).toEqual({ count: 270, atLeast: false });
    expect(await count('新路 旧')).toEqual({ count: 0, atLeast: false });
  });
});
