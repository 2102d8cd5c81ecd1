import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { story } from '#db/schema/index.ts';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { draft, events, type Newsroom, published, smallNewsroom } from './fixtures.ts';
import { recordEvent } from './record.ts';
import { refuse } from './result.ts';
import { change, publish } from './stories.ts';
import { inTurn } from './transaction.ts';

let base: TestDatabase;
let room: Newsroom;

beforeAll(async () => {
  base = await testDatabase();
  room = await smallNewsroom(base.db);
});
afterAll(() => base.close());
beforeEach(async () => {
  await base.sql`truncate story, event, list_entry, list_day restart identity cascade`;
});

const waiting = async () => {
  const rows = await base.sql`select from pg_locks where locktype = 'advisory' and not granted
    and database = (select oid from pg_database where datname = current_database())`;
  return rows.length;
};

it('an event of a transaction that is undone never was', async () => {
  const id = await draft({ sectionId: room.local });
  await expect(
    base.db.transaction(async (tx) => {
      await tx.update(story).set({ title: '没有发生' }).where(eq(story.id, id));
      await recordEvent(tx, { type: 'section-changed' }, 'editor');
      throw new Error('power cut');
    }),
  ).rejects.toThrow('power cut');
  const refusal = await inTurn(async (tx) => {
    await recordEvent(tx, { type: 'section-changed' }, 'editor');
    return refuse('invalid', '不行。');
  });
  expect(refusal).toEqual({ ok: false, code: 'invalid', message: '不行。' });
  expect(await events(base.db)).toEqual([]);
});

it('a change that the database refuses halfway leaves neither event, revision nor list behind', async () => {
  const id = await published({ sectionId: room.local });
  const result = await change(id, { title: '新标题', authorIds: [999_999] }, 'editor');
  expect(result).toMatchObject({ ok: false, code: 'unknown-reference' });
  const [row] = await base.db.select().from(story).where(eq(story.id, id));
  expect(row).toMatchObject({ title: '夜间公交延时', updatedAt: null });
  expect(await events(base.db)).toHaveLength(1);
  expect(await base.sql`select number from revision where story_id = ${id}`).toHaveLength(1);
});

it('events are numbered in the order of their commits: whoever has seen a number misses none below it', async () => {
  let release: () => void = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let inserted: () => void = () => {};
  const firstInserted = new Promise<void>((resolve) => {
    inserted = resolve;
  });
  const committed: number[] = [];
  const first = base.db.transaction(async (tx) => {
    const { id } = await recordEvent(tx, { type: 'section-changed' }, 'first');
    inserted();
    await held;
    return id;
  });
  await firstInserted;
  const others = Array.from({ length: 4 }, (_, n) =>
    base.db
      .transaction((tx) => recordEvent(tx, { type: 'redirect-changed' }, `later-${n}`))
      .then(({ id }) => committed.push(id)),
  );
  // They wait until the first one's number can be seen, or theirs would be seen before it.
  while ((await waiting()) < others.length);
  expect(await events(base.db)).toEqual([]);
  expect(committed).toEqual([]);
  release();
  const firstId = await first;
  await Promise.all(others);
  const stored = await events(base.db);
  expect(stored[0]).toMatchObject({ id: firstId, by: 'first' });
  // In whichever order their answers come back over four connections, nobody's number lies below the first one's.
  expect(committed.sort((a, b) => a - b)).toEqual(stored.slice(1).map(({ id }) => id));
});

it('other processes hear of an event by its number, after the commit', async () => {
  const heard: string[] = [];
  let arrived: () => void = () => {};
  const arrival = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const listening = await base.sql.listen('weishui_event', (id) => {
    heard.push(id);
    arrived();
  });
  const done = await publish(await draft({ sectionId: room.local }), 'editor');
  await arrival;
  expect(heard).toEqual([String(done.ok && done.eventId)]);
  await listening.unlisten();
});
