import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Fixture, makeNewsroom } from '#db/queries/fixture.ts';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { addDays, dayOf, dayStart } from '#lib/text/time.ts';
import { ReadCounter } from './counter.ts';
import { readNow, readNumbers, readsOfStory } from './numbers.ts';
import { kept, rollUp } from './roll-up.ts';
import { addReads } from './store.ts';
import { rankReads } from './top.ts';

const hour = 3_600_000;
/** A quarter past ten in the morning, Asia/Shanghai. */
const now = new Date('2026-11-30T02:15:00Z');
let base: TestDatabase;
let room: Fixture;

beforeEach(async () => {
  base = await testDatabase();
  room = await makeNewsroom(base.db);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await base.close();
});

const counter = (options: ConstructorParameters<typeof ReadCounter>[0] = {}) =>
  new ReadCounter({ every: 3_600_000, now: () => now.getTime(), ...options });
/** Reads of a story so many hours ago, as if they had been counted then. */
const readThen = (story: number, hoursAgo: number, reads: number, visit = 0) =>
  addReads([{ minute: now.getTime() - hoursAgo * hour, story, visit, reads }]);
const hours = () =>
  base.sql<{ id: number; at: string; reads: number }[]>`
    select story_id::int as id, to_char(hour at time zone 'UTC', 'MM-DD HH24:MI') as at, reads from read_hour order by 1, 2`;
const sum = async (table: string) =>
  (await base.sql.unsafe(`select coalesce(sum(reads), 0)::int as reads from ${table}`))[0]?.reads as number;

describe('reads that were counted', () => {
  it('stand in the database after a flush: by story and hour, by section and kind of visit, by minute', async () => {
    const story = await room.makeStory();
    const reads = counter();
    for (let n = 0; n < 5; n++) reads.count(story, 0);
    reads.count(story, 2);
    expect(await hours()).toEqual([]);
    await reads.flush();
    expect(await hours()).toEqual([{ id: story, at: '11-30 02:00', reads: 6 }]);
    expect(await base.sql`select section_id::int as section, visit, reads from visit_hour order by visit`).toEqual([
      { section: room.qinzhou.id, visit: 'direct', reads: 5 },
      { section: room.qinzhou.id, visit: 'search', reads: 1 },
    ]);
    expect(await base.sql`select reads from read_minute`).toEqual([{ reads: 6 }]);
    expect(reads.waiting).toBe(0);
  });

  it('of many instances that write at once add up', async () => {
    const stories = await Promise.all([room.makeStory(), room.makeStory(), room.makeStory()]);
    const instances = Array.from({ length: 6 }, () => counter());
    for (let round = 0; round < 5; round++) {
      for (const [n, one] of instances.entries())
        for (let times = 0; times < 10; times++) one.count(stories[(n + times) % 3] as number, times % 5);
      await Promise.all(instances.map((one) => one.flush()));
    }
    expect(await sum('read_hour')).toBe(300);
    expect(await sum('visit_hour')).toBe(300);
    expect(await sum('read_minute')).toBe(300);
  });

  it('of stories that do not exist, are drafts or were withdrawn meanwhile are dropped', async () => {
    const story = await room.makeStory();
    const draft = await room.makeStory({ status: 'draft', publishedAt: null });
    const gone = await room.makeStory();
    await room.withdraw(gone);
    const reads = counter();
    for (const id of [story, draft, gone, 999_999_999_999_999]) reads.count(id, 0);
    await reads.flush();
    expect((await hours()).map(({ id }) => id)).toEqual([story]);
    expect(reads.waiting).toBe(0);
  });

  it('wait while the database refuses, and are written once it does not', async () => {
    const story = await room.makeStory();
    const complaints = vi.spyOn(console, 'error').mockImplementation(() => {});
    let broken = true;
    const reads = counter({ write: (all) => (broken ? Promise.reject(new Error('no answer')) : addReads(all)) });
    reads.count(story, 0);
    await reads.flush();
    reads.count(story, 0);
    await reads.flush();
    expect(complaints).toHaveBeenCalledTimes(1);
    broken = false;
    await reads.flush();
    expect(await sum('read_hour')).toBe(2);
  });

  it('are not written while the site is closed for maintenance, and not lost', async () => {
    const story = await room.makeStory();
    let open = false;
    const reads = counter({ open: () => open });
    reads.count(story, 0);
    await reads.flush();
    expect(await sum('read_hour')).toBe(0);
    open = true;
    await reads.flush();
    expect(await sum('read_hour')).toBe(1);
  });

  it('that wait for more than a day are let go', async () => {
    const story = await room.makeStory();
    let at = now.getTime() - 25 * hour;
    const reads = counter({ now: () => at });
    reads.count(story, 0);
    at = now.getTime();
    reads.count(story, 0);
    await reads.flush();
    expect(await sum('read_hour')).toBe(1);
  });

  it('are bounded in memory under a flood of made-up stories; those that wait already count on', async () => {
    const story = await room.makeStory();
    const reads = counter({ most: 1000 });
    reads.count(story, 0);
    for (let n = 1; n <= 100_000; n++) reads.count(1_000_000 + n, 0);
    reads.count(story, 0);
    expect(reads.waiting).toBe(1000);
    await reads.flush();
    expect(await hours()).toMatchObject([{ id: story, reads: 2 }]);
  });

  it('are written when the instance stops', async () => {
    const story = await room.makeStory();
    const reads = counter();
    reads.count(story, 0);
    await reads.stop();
    expect(await sum('read_hour')).toBe(1);
  });

  it('are written by themselves soon after', async () => {
    const story = await room.makeStory();
    const reads = counter({ every: 10 });
    reads.count(story, 0);
    await vi.waitFor(async () => expect(await sum('read_hour')).toBe(1), { timeout: 10_000 });
    await reads.stop();
  });
});

describe('hours that are old', () => {
  const dayKept = () => addDays(dayOf(now), -kept.hours);

  it('become days, and nothing is lost or counted twice', async () => {
    const [a, b] = [await room.makeStory(), await room.makeStory()];
    const before = dayStart(dayKept()).getTime();
    const ago = (at: number) => (now.getTime() - at) / hour;
    await readThen(a, ago(before - hour), 3);
    await readThen(a, ago(before - 5 * hour), 4);
    await readThen(b, ago(before - 30 * hour), 5, 3);
    await readThen(a, ago(before), 100);
    expect(await rollUp(now)).toBe(2);
    expect(await rollUp(now)).toBe(0);
    expect(await sum('read_hour')).toBe(100);
    expect(await base.sql`select day::text, story_id::int as id, reads from read_day order by day`).toEqual([
      { day: addDays(dayKept(), -2), id: b, reads: 5 },
      { day: addDays(dayKept(), -1), id: a, reads: 7 },
    ]);
    expect(await readsOfStory(a, now)).toEqual({ day: 0, week: 107, total: 107 });
    expect(await readsOfStory(b, now)).toEqual({ day: 0, week: 5, total: 5 });
  });

  it('are rolled up once, while others count and roll up too', async () => {
    const story = await room.makeStory();
    for (let back = 0; back < 10; back++) await readThen(story, 24 * back, 10);
    await Promise.all([rollUp(now), rollUp(now), readThen(story, 0, 1), rollUp(now), readThen(story, 80, 1)]);
    await rollUp(now);
    expect((await readsOfStory(story, now)).total).toBe(102);
    expect((await sum('read_day')) + (await sum('read_hour'))).toBe(102);
  });

  it('of sections and kinds of visit become days later', async () => {
    const story = await room.makeStory();
    await readThen(story, 24 * (kept.visits + 2), 3, 1);
    await readThen(story, 24 * (kept.visits - 2), 4, 1);
    await rollUp(now);
    expect(await sum('visit_hour')).toBe(4);
    expect(await base.sql`select section_id::int as section, visit, reads from visit_day`).toEqual([
      { section: room.qinzhou.id, visit: 'internal', reads: 3 },
    ]);
  });

  it('leave at last, and so do minutes; the sum of a story stays', async () => {
    const story = await room.makeStory();
    await readThen(story, 24 * (kept.days + 2), 3);
    await readThen(story, 2, 1);
    await rollUp(now);
    expect(await sum('read_day')).toBe(0);
    expect(await sum('read_minute')).toBe(0);
    expect((await readsOfStory(story, now)).total).toBe(4);
  });
});

describe('热门', () => {
  const top = async (span: string) =>
    (
      await base.sql<{ id: number }[]>`select story_id::int as id from read_top where span = ${span} order by position`
    ).map(({ id }) => id);

  it('counts the last 24 hours, and seven days over hours and days alike', async () => {
    const [a, b, c] = [await room.makeStory(), await room.makeStory(), await room.makeStory()];
    await readThen(a, 1, 20);
    await readThen(b, 23, 30);
    await readThen(c, 26, 40);
    await readThen(a, 24 * 5, 50);
    await readThen(b, 24 * 8, 500);
    await rollUp(now);
    expect(await rankReads(now)).toMatchObject({ event: { type: 'most-read-changed' } });
    expect(await top('day')).toEqual([b, a]);
    expect(await top('week')).toEqual([a, c, b]);
  });

  it('says so only when what it shows has changed', async () => {
    const [a, b] = [await room.makeStory(), await room.makeStory()];
    expect(await rankReads(now)).toBeNull();
    await readThen(a, 1, 20);
    expect(await rankReads(now)).not.toBeNull();
    await readThen(a, 1, 20);
    expect(await rankReads(now)).toBeNull();
    await readThen(b, 1, 50);
    expect(await rankReads(now)).toMatchObject({
      stale: { hard: ['panel-page:hot', 'panel-page:hot-short'], soft: ['panel:hot'], panels: ['hot', 'hot-short'] },
    });
    expect(await base.sql`select type, by from event`).toEqual([
      { type: 'most-read-changed', by: 'system' },
      { type: 'most-read-changed', by: 'system' },
    ]);
  });

  it('leaves out what few have read, and what was withdrawn', async () => {
    const [a, b, c] = [await room.makeStory(), await room.makeStory(), await room.makeStory()];
    await readThen(a, 1, 9);
    await readThen(b, 1, 10);
    await readThen(c, 1, 11);
    await room.withdraw(c);
    await rankReads(now);
    expect(await top('day')).toEqual([b]);
  });
});

describe('the numbers of the desk', () => {
  it('of 24 hours are by hour, with the hours in which nothing was read', async () => {
    const story = await room.makeStory();
    await readThen(story, 0, 2);
    await readThen(story, 23, 3, 2);
    await readThen(story, 24, 100);
    const numbers = await readNumbers('24h', null, now);
    expect(numbers.steps).toHaveLength(24);
    expect(numbers.steps.at(-1)).toEqual({ from: new Date('2026-11-30T02:00:00Z'), reads: 2 });
    expect(numbers.steps[0]).toEqual({ from: new Date('2026-11-29T03:00:00Z'), reads: 3 });
    expect(numbers).toMatchObject({
      total: 5,
      visits: [
        { visit: 'search', reads: 3 },
        { visit: 'direct', reads: 2 },
      ],
      stories: [{ id: story, reads: 5, published: true, section: '秦州' }],
    });
  });

  it('of days are those of the town, rolled up or not', async () => {
    const story = await room.makeStory();
    for (let back = 0; back < 60; back++) await readThen(story, 24 * back, 1);
    for (const range of ['7d', '30d', '90d'] as const) {
      const before = await readNumbers(range, null, now);
      expect(before.total).toBe({ '7d': 7, '30d': 30, '90d': 60 }[range]);
      expect(before.stories[0]?.reads).toBe(before.total);
      expect(before.steps.at(-1)?.from).toEqual(new Date('2026-11-29T16:00:00Z'));
    }
    const before = await readNumbers('90d', null, now);
    await rollUp(now);
    expect(await readNumbers('90d', null, now)).toEqual(before);
  });

  it('of a section have those of the sections below it, and no others', async () => {
    const [near, far] = [await room.makeStory(), await room.makeStory({ sectionId: room.culture.id })];
    await readThen(near, 0, 2);
    await readThen(far, 0, 3);
    const of = async (section: number) => ({
      range: (await readNumbers('24h', section, now)).total,
      stories: (await readNumbers('7d', section, now)).stories.map(({ id }) => id),
      now: (await readNow(section, now)).total,
    });
    expect(await of(room.news.id)).toEqual({ range: 2, stories: [near], now: 2 });
    expect(await of(room.culture.id)).toEqual({ range: 3, stories: [far], now: 3 });
    expect(await of(room.maiji.id)).toEqual({ range: 0, stories: [], now: 0 });
  });

  it('of now are the last thirty minutes, by minute', async () => {
    const story = await room.makeStory();
    await readThen(story, 0, 2);
    await readThen(story, 29 / 60, 3);
    await readThen(story, 31 / 60, 4);
    const present = await readNow(null, now);
    expect(present.minutes).toHaveLength(30);
    expect(present).toMatchObject({ total: 5, stories: [{ id: story, reads: 5 }] });
  });
});
