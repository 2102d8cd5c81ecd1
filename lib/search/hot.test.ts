import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Fixture, makeNewsroom } from '#db/queries/fixture.ts';
import { story } from '#db/schema/index.ts';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { clock } from '#lib/cache/clock.ts';
import { applyEvent } from '#lib/cache/revalidate.ts';
import { ok } from '#lib/newsroom/desk-fixtures.ts';
import { toApply } from '#lib/newsroom/result.ts';
import { publish, withdraw } from '#lib/newsroom/stories.ts';
import { forgetHot } from './hot.ts';
import { search } from './search.ts';
import { suggest } from './suggest.ts';

let database: TestDatabase;
let newsroom: Fixture;
beforeAll(async () => {
  database = await testDatabase();
  newsroom = await makeNewsroom(database.db);
  // As an instance that listens for events.
  clock.now = 0;
  clock.inTouch = true;
});
afterAll(async () => {
  clock.now = null;
  clock.inTouch = false;
  await database.close();
});
beforeEach(() => forgetHot());

const found = async (q: string) => (await search({ q, sort: 'relevance' })).hits.map(({ id }) => id);
const suggested = async (q: string) => (await suggest(q, 8)).map(({ href }) => href);

describe('answers that are remembered', () => {
  it('never name a story that was withdrawn, not even before the event is heard', async () => {
    const id = await newsroom.makeStory({ title: '一条会被撤下的消息' });
    expect([await found('撤下'), await suggested('撤下')]).toEqual([[id], [`/article/${id}`]]);
    const outcome = await withdraw(id, '有误', 'test');
    expect([await found('撤下'), await suggested('撤下')]).toEqual([[], []]);
    for (const event of toApply(ok(outcome))) await applyEvent(event);
    expect([await found('撤下'), await suggested('撤下')]).toEqual([[], []]);
  });

  it('have a story that is published as soon as the event is heard', async () => {
    const id = await newsroom.makeStory({ title: '刚刚发布的消息', status: 'draft', publishedAt: null });
    expect(await found('刚刚发布')).toEqual([]);
    const outcome = await publish(id, 'test');
    for (const event of toApply(ok(outcome))) await applyEvent(event);
    expect(await found('刚刚发布')).toEqual([id]);
  });

  it('are drawn of what the story is now', async () => {
    const id = await newsroom.makeStory({ title: '旧题里的词' });
    expect(await found('旧题')).toEqual([id]);
    await database.db.update(story).set({ title: '新题' }).where(eq(story.id, id));
    const { hits } = await search({ q: '旧题', sort: 'relevance' });
    expect(hits.map(({ fullTitle }) => fullTitle)).toEqual(['新题']);
  });
});
