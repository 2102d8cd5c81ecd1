import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { clock, freshness } from './clock.ts';
import { listenForEvents } from './listen.ts';
import { onEvent } from './revalidate.ts';

let database: TestDatabase;
let stop: () => Promise<void>;
beforeAll(async () => {
  database = await testDatabase();
  await tell('before');
  stop = await listenForEvents();
});
afterAll(async () => {
  await stop();
  await database.close();
});
beforeEach(() => clock.listeners.clear());

function tell(tag: string) {
  return database.sql`insert into event (type, hard_tags) values ('tags-revalidated', ${[tag]})`;
}

function heard(count: number): Promise<string[]> {
  return new Promise((resolve) => {
    const tags: string[] = [];
    onEvent(({ hard }) => {
      tags.push(...hard);
      if (tags.length === count) resolve(tags);
    });
  });
}

describe('an instance that listens for events', () => {
  it('knows at its start what happened before', () => {
    expect(freshness(0, ['before'])).toBe('expired');
    expect(freshness(clock.now ?? 0, ['before'])).toBe('fresh');
  });

  it('hears of every commit, in the order of the commits, also where they overlap', async () => {
    const all = heard(40);
    await Promise.all(Array.from({ length: 40 }, (_, n) => tell(`tag-${n}`)));
    const order = await all;
    const rows = await database.sql<{ tag: string }[]>`
      select hard_tags[1] as tag from event where hard_tags[1] like 'tag-%' order by id`;
    expect(order).toEqual(rows.map(({ tag }) => tag));
  });

  it('never numbers an event before one that is committed later', async () => {
    // The first transaction draws its number, then dawdles; the second must wait for it instead of overtaking.
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let inserted = () => {};
    const first = new Promise<void>((resolve) => {
      inserted = resolve;
    });
    const slow = database.sql.begin(async (tx) => {
      await tx`insert into event (type, hard_tags) values ('tags-revalidated', ${['slow']})`;
      inserted();
      await held;
    });
    await first;
    const both = heard(2);
    const fast = tell('fast');
    release();
    await Promise.all([slow, fast]);
    expect(await both).toEqual(['slow', 'fast']);
  });

  it('catches up with what it missed while its connection was gone', async () => {
    const missed = heard(1);
    await database.sql`select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen%' and pid <> pg_backend_pid()`;
    await tell('missed');
    expect(await missed).toEqual(['missed']);
  });

  it('calls nothing fresh while the database does not answer, and catches up as soon as it is back', async () => {
    const now = clock.now ?? 0;
    const name = new URL(database.url).pathname.slice(1);
    const admin = postgres(database.url.replace(`/${name}`, '/postgres'), { max: 1, onnotice: () => {} });
    const missed = heard(1);
    try {
      await admin`alter database ${admin(name)} allow_connections false`;
      await admin`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`;
      await expect.poll(() => freshness(now, []), { timeout: 10_000 }).toBe('stale');
      expect(clock.inTouch).toBe(false);
    } finally {
      await admin`alter database ${admin(name)} allow_connections true`;
      await admin.end();
    }
    await tell('while away');
    expect(await missed).toEqual(['while away']);
    await expect.poll(() => clock.inTouch, { timeout: 10_000 }).toBe(true);
    expect(freshness(now, ['while away'])).toBe('expired');
    expect(freshness(clock.now ?? 0, [])).toBe('fresh');
  });
});
