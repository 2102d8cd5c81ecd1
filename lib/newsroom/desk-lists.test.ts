import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type DeskCursor,
  type DeskPage,
  deskMine,
  deskOpen,
  deskPublished,
  deskReview,
  deskScheduled,
  deskWithdrawn,
} from '#db/queries/desk.ts';
import { section, storyWork } from '#db/schema/index.ts';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { wordsAtDesk } from '#lib/search/index.ts';
import { ok, people, started, written } from './desk-fixtures.ts';
import { saveWork } from './drafts.ts';
import { type Newsroom, published, smallNewsroom } from './fixtures.ts';
import {
  amend,
  publishSigned,
  review,
  schedule,
  scheduleWithdrawal,
  sendBack,
  sign,
  submit,
  withdrawStory,
} from './workflow.ts';

const { reporter, reporter2, editor, editor2, director, chief } = people;
let base: TestDatabase;
let room: Newsroom;
const story: Record<string, number> = {};
const named = (id: number) => Object.keys(story).find((name) => story[name] === id) ?? id;
const idOf = (name: string) => story[name] ?? 0;
const names = ({ rows }: { rows: { id: number }[] }) => rows.map(({ id }) => named(id));
const inAnHour = new Date(Date.now() + 3_600_000);
const reviewer = (id: string, level: number, sectionIds: number[] | null = null) => ({ id, level, sectionIds });

beforeAll(async () => {
  base = await testDatabase();
  room = await smallNewsroom(base.db);
  await base.db.update(section).set({ reviews: 2 });
  const make = async (name: string, sectionId: number, by = reporter) => {
    story[name] = await started(sectionId, { title: name }, by);
    return idOf(name);
  };
  const through = async (name: string, ...steps: ('submit' | 'first' | 'second' | 'sign')[]) => {
    const id = idOf(name);
    const version = { version: 1 };
    for (const step of steps) {
      if (step === 'submit') ok(await submit(reporter, id, version));
      if (step === 'first') ok(await review(editor, id, version));
      if (step === 'second') ok(await review(director, id, version));
      if (step === 'sign') ok(await sign(chief, id, version));
    }
  };
  await make('draft', room.qinzhou);
  await make('another’s', room.economy, reporter2);
  await make('back', room.qinzhou);
  await through('back', 'submit');
  ok(await sendBack(editor, idOf('back'), '缺来源'));
  await make('submitted', room.qinzhou);
  await through('submitted', 'submit');
  await make('once', room.economy);
  await through('once', 'submit', 'first');
  await make('twice', room.maiji);
  await through('twice', 'submit', 'first', 'second');
  await make('signed', room.maiji);
  await through('signed', 'submit', 'first', 'second', 'sign');
  await make('scheduled', room.maiji);
  await through('scheduled', 'submit', 'first', 'second', 'sign');
  ok(await schedule(director, idOf('scheduled'), inAnHour));
  await make('out', room.qinzhou);
  await through('out', 'submit', 'first', 'second', 'sign');
  ok(await publishSigned(director, idOf('out')));
  ok(await scheduleWithdrawal(director, idOf('out'), inAnHour, '到期'));
  await make('gone', room.economy);
  await through('gone', 'submit', 'first', 'second', 'sign');
  ok(await publishSigned(director, idOf('gone')));
  ok(await withdrawStory(chief, idOf('gone'), '有误'));
  story.imported = await published({ sectionId: room.economy, title: 'imported' });
  // Taken up by somebody else, it is still its author's.
  ok(await amend(editor2, idOf('out')));
  ok(await saveWork(editor2, idOf('out'), 2, written(room.qinzhou, { title: 'Out, amended' })));
});
afterAll(() => base.close());

/** All pages of a list, a row at a time: what keysets must not lose or repeat. */
async function pages(ask: (after: DeskCursor | null) => Promise<DeskPage>): Promise<number[]> {
  const all: number[] = [];
  for (let after: DeskCursor | null = null; ; ) {
    const { rows, next } = await ask(after);
    all.push(...rows.map(({ id }) => id));
    if (!next) return all;
    after = next;
  }
}

describe('the desk’s lists', () => {
  it('mine: what I wrote or write, the last changed first', async () => {
    const mine = await deskMine(reporter.id, {}, null, 50);
    expect(names(mine)).toEqual(['out', 'gone', 'scheduled', 'signed', 'twice', 'once', 'submitted', 'back', 'draft']);
    expect(mine.rows[0]).toMatchObject({
      title: 'Out, amended',
      stage: 'draft',
      status: 'published',
      ownerName: 'reporter1',
    });
    expect(mine.rows.find(({ id }) => id === idOf('back'))).toMatchObject({ sentBackReason: '缺来源', stage: 'draft' });
    expect(names(await deskMine(editor2.id, {}, null, 50))).toEqual(['out']);
    expect(names(await deskMine(chief.id, {}, null, 50))).toEqual([]);
  });

  it('filter by section, kind, stage and words', async () => {
    const mine = async (filter: Parameters<typeof deskMine>[1]) => names(await deskMine(reporter.id, filter, null, 50));
    expect(await mine({ sectionId: room.maiji })).toEqual(['scheduled', 'signed', 'twice']);
    expect(await mine({ sectionId: room.news, stage: 'draft' })).toEqual(['out', 'back', 'draft']);
    expect(await mine({ kind: 'gallery' })).toEqual([]);
    expect(await mine({ words: await wordsAtDesk(' SIGN', 'either') })).toEqual(['signed']);
    expect(await mine({ words: await wordsAtDesk('%', 'either') })).toEqual([]);
  });

  it('open: everything that is being written', async () => {
    expect(names(await deskOpen(null, {}, null, 50))).toEqual([
      ...['out', 'scheduled', 'signed', 'twice', 'once', 'submitted', 'back', 'another’s', 'draft'],
    ]);
    expect(names(await deskOpen([room.economy], {}, null, 50))).toEqual(['once', 'another’s']);
    expect(names(await deskOpen([], {}, null, 50))).toEqual([]);
  });

  it('awaiting my review: what is due for the rank, not one’s own, in one’s sections, the oldest first', async () => {
    expect(names(await deskReview(reviewer(editor.id, 1), {}, null, 50))).toEqual(['submitted']);
    expect(names(await deskReview(reviewer(director.id, 2), {}, null, 50))).toEqual(['submitted', 'once']);
    expect(names(await deskReview(reviewer(chief.id, 3), {}, null, 50))).toEqual(['submitted', 'once', 'twice']);
    expect(names(await deskReview(reviewer('x', 3, [room.local]), {}, null, 50))).toEqual(['submitted', 'twice']);
    expect(names(await deskReview(reviewer(reporter.id, 3), {}, null, 50))).toEqual([]);
    // The second review is not for who did the first.
    expect(names(await deskReview(reviewer(editor.id, 2), {}, null, 50))).toEqual(['submitted']);
  });

  it('scheduled: what is published and what is withdrawn, the next first', async () => {
    const { rows } = await deskScheduled(null, {}, null, 50);
    expect(rows.map(({ id, act }) => `${named(id)} ${act}`)).toEqual(['scheduled publish', 'out withdraw']);
    const first = await deskScheduled(null, {}, null, 1);
    const second = await deskScheduled(null, {}, first.next, 1);
    const third = await deskScheduled(null, {}, second.next, 1);
    expect([first, second, third].map(names)).toEqual([['scheduled'], ['out'], []]);
    expect(names(await deskScheduled([room.qinzhou], {}, null, 50))).toEqual(['out']);
  });

  it('published and withdrawn: imports among them', async () => {
    expect(names(await deskPublished({}, null, 50))).toEqual(['imported', 'out']);
    expect(names(await deskPublished({ sectionId: room.economy }, null, 50))).toEqual(['imported']);
    expect(names(await deskPublished({ words: await wordsAtDesk('OUT', 'shown') }, null, 50))).toEqual(['out']);
    // What is being written of it is not what readers see.
    expect(names(await deskPublished({ words: await wordsAtDesk('amended', 'shown') }, null, 50))).toEqual([]);
    expect(names(await deskOpen(null, { words: await wordsAtDesk('amended', 'draft') }, null, 50))).toEqual(['out']);
    expect(names(await deskWithdrawn({ words: await wordsAtDesk('gone', 'draft') }, null, 50))).toEqual(['gone']);
    expect(names(await deskWithdrawn({ words: await wordsAtDesk('out', 'draft') }, null, 50))).toEqual([]);
    expect(names(await deskPublished({ kind: 'audio' }, null, 50))).toEqual([]);
    expect(names(await deskWithdrawn({}, null, 50))).toEqual(['gone']);
    expect(names(await deskWithdrawn({ sectionId: room.local }, null, 50))).toEqual([]);
  });

  it('are the same in pages of one, also where many were changed at one moment', async () => {
    await base.db
      .update(storyWork)
      .set({ changedAt: sql`date_trunc('minute', now())` })
      .where(eq(storyWork.stage, 'none'));
    await base.db
      .update(storyWork)
      .set({ changedAt: sql`date_trunc('minute', now())`, stageAt: sql`date_trunc('minute', now())` });
    const o = await wordsAtDesk('o -gone', 'shown');
    const lists: ((after: DeskCursor | null, count: number) => Promise<DeskPage>)[] = [
      (after, count) => deskMine(reporter.id, {}, after, count),
      (after, count) => deskMine(reporter.id, { sectionId: room.local }, after, count),
      (after, count) => deskOpen(null, {}, after, count),
      (after, count) => deskReview(reviewer(chief.id, 3), {}, after, count),
      (after, count) => deskPublished({}, after, count),
      (after, count) => deskPublished({ words: o }, after, count),
      (after, count) => deskPublished({ words: { ...o, storyIds: null } }, after, count),
      (after, count) => deskWithdrawn({}, after, count),
    ];
    for (const list of lists) {
      const whole = (await list(null, 50)).rows.map(({ id }) => id);
      expect(whole.length).toBeGreaterThan(0);
      expect(await pages((after) => list(after, 1))).toEqual(whole);
      expect(await pages((after) => list(after, 2))).toEqual(whole);
    }
  });

  it('find what is rare behind many that do not fit, at once or some pages on', async () => {
    await base.sql`
      insert into story (title, section_id, body, status, published_at)
      select '新稿 ' || n, ${room.economy}, '{"type": "doc", "content": []}', 'published', now() + make_interval(secs => n)
      from generate_series(1, 1100) as n`;
    const words = await wordsAtDesk('imported', 'shown');
    expect(names(await deskPublished({ words }, null, 50))).toEqual(['imported']);
    // A word of too many stories to name them is looked for along the list.
    const many = { ...words, storyIds: null };
    const first = await deskPublished({ words: many }, null, 50);
    expect(first.rows).toEqual([]);
    expect(first.next).not.toBeNull();
    expect(await pages((after) => deskPublished({ words: many }, after, 50))).toEqual([idOf('imported')]);
  });
});
