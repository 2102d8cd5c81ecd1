import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Fixture, makeNewsroom } from '#db/queries/fixture.ts';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { clock } from '#lib/cache/clock.ts';
import { listenForEvents } from '#lib/cache/listen.ts';
import { updateAuthor } from '#lib/newsroom/registry.ts';
import * as content from './index.ts';

let database: TestDatabase;
let newsroom: Fixture;
let stop: () => Promise<void>;

beforeAll(async () => {
  database = await testDatabase();
  newsroom = await makeNewsroom(database.db);
  stop = await listenForEvents();
});
afterAll(async () => {
  await stop();
  await database.close();
});

/** As a page does that is rendered now, by an instance that has heard of everything. */
async function authorAt(slug: string): Promise<string | undefined> {
  await clock.catchUp?.();
  const rendering = { path: '/', began: clock.now ?? 0, tags: new Set<string>(), until: Infinity, page: null };
  const answer = await clock.rendering.run(rendering, () => content.authorPage(slug, 1));
  return answer?.author.name;
}

it('what was renamed and looked for in vain is there when it comes back', async () => {
  const rename = (slug: string) => updateAuthor(newsroom.reporter.id, { slug }, 'test');
  expect(await authorAt('lin-zhou')).toBe('林舟');
  await rename('lin-zhou-xin');
  expect(await authorAt('lin-zhou')).toBeUndefined();
  expect(await authorAt('lin-zhou-xin')).toBe('林舟');
  await rename('lin-zhou');
  expect(await authorAt('lin-zhou')).toBe('林舟');
  expect(await authorAt('lin-zhou-xin')).toBeUndefined();
});
