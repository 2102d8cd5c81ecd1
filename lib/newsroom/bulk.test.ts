import { asc, eq, like } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { audit, bulkAct, section, story, storyTopic, storyWork } from '#db/schema/index.ts';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import type { Actor } from './actor.ts';
import {
  actOnMany,
  type BulkAct,
  type BulkInput,
  foresee,
  mostAtOnce,
  readBulk,
  topicNamed,
  undoBulk,
} from './bulk.ts';
import { ok, people, person, signedStory, started } from './desk-fixtures.ts';
import { lockStory, saveWork } from './drafts.ts';
import { events, type Newsroom, published, smallNewsroom, text } from './fixtures.ts';
import { amend, review } from './workflow.ts';

const { reporter, reporter2, editor, director, chief } = people;
let base: TestDatabase;
let room: Newsroom;

beforeAll(async () => {
  base = await testDatabase();
  room = await smallNewsroom(base.db);
  await base.db.update(section).set({ reviews: 1 });
});
afterAll(() => base.close());
beforeEach(() => base.sql`truncate story, event, list_entry, list_day, bulk_act cascade`);

const workOf = async (id: number) =>
  (await base.db.select().from(storyWork).where(eq(storyWork.storyId, id)))[0] as typeof storyWork.$inferSelect;
const stages = async (...ids: number[]) => Promise.all(ids.map(async (id) => (await workOf(id)).stage));
const seen = (...ids: number[]) =>
  Promise.all(ids.map(async (id) => ({ id, version: (await workOf(id))?.version ?? 0 })));
const act = async (actor: Actor, what: BulkAct, ids: number[], input: BulkInput = {}) =>
  ok(await actOnMany(actor, what, await seen(...ids), input));
const said = (outcomes: { ok: boolean; message: string }[]) =>
  outcomes.map((each) => (each.ok ? 'done' : each.message));
const titled = (title: string) => ({ title });

describe('many stories at once', () => {
  it('are handed over each for itself, and what is refused says why and holds up nothing', async () => {
    const [one, two] = [await started(room.qinzhou, titled('甲')), await started(room.qinzhou, titled('乙'))];
    const incomplete = await started(room.qinzhou, { ...titled('丙'), body: text('') });
    const another = await started(room.qinzhou, titled('丁'), reporter2);
    const picked = await seen(one, incomplete, another, two, 999_999);
    ok(await saveWork(reporter, two, 1, { title: '乙', sectionId: room.qinzhou, body: text('改过了。') }));
    expect((await foresee(reporter, 'submit', picked)).map(({ title, problem }) => [title, problem])).toEqual([
      ['甲', null],
      ['丙', null],
      [`稿件 ${another}`, '只有作者本人可以查看这篇稿件。'],
      ['乙', '在列表里看过之后又有改动。'],
      ['稿件 999999', '稿件 999999 不存在。'],
    ]);
    const done = ok(await actOnMany(reporter, 'submit', picked, {}));
    expect(said(done.outcomes)).toEqual([
      'done',
      expect.stringContaining('稿件还不完整'),
      '只有作者本人可以查看这篇稿件。',
      expect.stringContaining('又改了稿件'),
      '稿件 999999 不存在。',
    ]);
    expect(await stages(one, incomplete, another, two)).toEqual(['submitted', 'draft', 'draft', 'draft']);
    expect(await readBulk(reporter, done.id)).toMatchObject({ act: 'submit', mayUndo: true, outcomes: done.outcomes });
    expect(await readBulk(reporter2, done.id)).toBeNull();
    // One row of the trail for each story, and one for all.
    const rows = await base.db
      .select()
      .from(audit)
      .where(like(audit.object, `story:${one}`))
      .orderBy(asc(audit.id));
    expect(rows.map((row) => row.act)).toEqual(['write', 'submit']);
    const [whole] = await base.db
      .select()
      .from(audit)
      .where(eq(audit.object, `bulk:${done.id}`));
    expect(whole).toMatchObject({ act: 'bulk', detail: { what: 'submit', count: 5, done: 1 } });

    expect(said(ok(await undoBulk(reporter, done.id)).outcomes)).toEqual(['done']);
    expect(await stages(one)).toEqual(['draft']);
    expect(await undoBulk(reporter, done.id)).toMatchObject({ ok: false, code: 'wrong-stage' });
    expect(await readBulk(reporter, done.id)).toMatchObject({ mayUndo: false, undone: [{ id: one, ok: true }] });
  });

  it('are bounded, and a story that is picked twice is one', async () => {
    const id = await started(room.qinzhou);
    const [once] = await seen(id);
    if (!once) throw new Error();
    expect(ok(await actOnMany(reporter, 'submit', [once, once], {})).outcomes).toHaveLength(1);
    const many = Array.from({ length: mostAtOnce + 1 }, (_, n) => ({ id: n + 1, version: 1 }));
    expect(await actOnMany(reporter, 'submit', many, {})).toMatchObject({ ok: false, code: 'invalid' });
    expect(await actOnMany(reporter, 'submit', [], {})).toMatchObject({ ok: false, code: 'invalid' });
  });

  it('that others wrote go back to them when handing over is undone', async () => {
    const id = await started(room.qinzhou);
    const done = await act(editor, 'submit', [id]);
    expect(said(ok(await undoBulk(editor, done.id)).outcomes)).toEqual(['done']);
    expect(await workOf(id)).toMatchObject({ stage: 'draft', sentBack: { reason: '撤销批量送审' } });
    const again = await act(reporter, 'submit', [id]);
    const back = await act(reporter, 'recall', [id]);
    ok(await undoBulk(reporter, back.id));
    expect(await stages(id)).toEqual(['submitted']);
    // Somebody has reviewed it since: it stays.
    ok(await review(director, id, { version: 1 }));
    expect(said(ok(await undoBulk(reporter, again.id)).outcomes)[0]).not.toBe('done');
  });

  it('are published as they were signed, which is not taken back; withdrawn with one reason, which a chief takes back', async () => {
    const ids = [await signedStory(room.qinzhou, titled('甲')), await signedStory(room.qinzhou, titled('乙'))];
    const draft = await started(room.qinzhou);
    const shown: number[] = [];
    const picked = await seen(...ids, draft);
    const done = ok(await actOnMany(director, 'publish', picked, {}, async (step) => shown.push(step.id)));
    expect(said(done.outcomes)).toEqual(['done', 'done', expect.stringContaining('不能发布')]);
    expect(shown).toEqual(ids);
    expect(done.outcomes.map(({ eventId }) => eventId !== null)).toEqual([true, true, false]);
    expect(await readBulk(director, done.id)).toMatchObject({ mayUndo: false });

    expect(said((await act(director, 'withdraw', ids, { reason: '' })).outcomes)[0]).toBe('请写明撤稿原因。');
    const gone = await act(director, 'withdraw', ids, { reason: '消息来源有误' });
    expect(await readBulk(director, gone.id)).toMatchObject({ mayUndo: false });
    const byChief = [await published({ sectionId: room.qinzhou }), await published({ sectionId: room.maiji })];
    const taken = await act(chief, 'withdraw', byChief, { reason: '重复' });
    expect(await readBulk(chief, taken.id)).toMatchObject({ mayUndo: true });
    expect(said(ok(await undoBulk(chief, taken.id)).outcomes)).toEqual(['done', 'done']);
    const rows = await base.db.select({ status: story.status }).from(story).orderBy(asc(story.id));
    expect(rows.map(({ status }) => status)).toEqual(['withdrawn', 'withdrawn', 'draft', 'published', 'published']);
  });

  it('get one time, and lose it again; a time that somebody changed since is kept', async () => {
    const ids = [await signedStory(room.qinzhou, titled('甲')), await signedStory(room.qinzhou, titled('乙'))];
    const at = new Date(Date.now() + 3_600_000);
    const done = await act(director, 'schedule', ids, { at });
    expect(await stages(...ids)).toEqual(['scheduled', 'scheduled']);
    await base.db
      .update(storyWork)
      .set({ publishAt: new Date(at.getTime() + 600_000) })
      .where(eq(storyWork.storyId, ids[1] ?? 0));
    expect(said(ok(await undoBulk(director, done.id)).outcomes)).toEqual(['done', '后来有人改了时间，没有撤销。']);
    expect(await stages(...ids)).toEqual(['signed', 'scheduled']);
    const free = await act(director, 'unschedule', [ids[1] ?? 0]);
    ok(await undoBulk(director, free.id));
    expect(await stages(...ids)).toEqual(['signed', 'scheduled']);
    expect(said((await act(director, 'schedule', [ids[0] ?? 0])).outcomes)).toEqual(['定时须晚于现在。']);
  });

  it('are put aside and taken up again, an amendment with its own text', async () => {
    const draft = await started(room.qinzhou, titled('草稿'));
    const out = await published({ sectionId: room.qinzhou, title: '读者看到的' });
    ok(await amend(chief, out));
    const { version } = await workOf(out);
    ok(await saveWork(chief, out, version, { title: '修订后的', sectionId: room.qinzhou, body: text('新的。') }));
    const done = await act(chief, 'discard', [draft, out]);
    expect(await stages(draft, out)).toEqual(['none', 'none']);
    expect(said(ok(await undoBulk(chief, done.id)).outcomes)).toEqual(['done', 'done']);
    expect(await workOf(draft)).toMatchObject({ stage: 'draft', content: { title: '草稿' } });
    expect(await workOf(out)).toMatchObject({
      stage: 'draft',
      content: { title: '修订后的' },
      base: { title: '读者看到的' },
    });
  });

  it('move to a section and into topics; readers see it, and it is undone where nobody filed them anew', async () => {
    const draft = await started(room.qinzhou, titled('草稿'));
    const out = await published({ sectionId: room.qinzhou, extraSectionIds: [room.maiji] });
    const another = await published({ sectionId: room.qinzhou });
    const done = await act(director, 'move', [draft, out, another], { sectionId: room.maiji });
    expect(said(done.outcomes)).toEqual(['done', 'done', 'done']);
    expect(await workOf(draft)).toMatchObject({
      sectionId: room.maiji,
      version: 2,
      content: { sectionId: room.maiji },
    });
    expect((await events(base.db)).at(-1)).toMatchObject({ type: 'story-changed' });
    ok(await actOnMany(director, 'move', await seen(another), { sectionId: room.economy }));
    expect(said(ok(await undoBulk(director, done.id)).outcomes)).toEqual([
      'done',
      'done',
      expect.stringContaining('后来又有人改了'),
    ]);
    const sections = await base.db.select({ id: story.sectionId }).from(story).orderBy(asc(story.id));
    expect(sections.map(({ id }) => id)).toEqual([room.qinzhou, room.qinzhou, room.economy]);
    const extra = await base.sql`select section_id::int as id from story_section where story_id = ${out}`;
    expect(extra.map(({ id }) => id)).toEqual([room.maiji]);

    const grotto = ok(await topicNamed('石窟'));
    expect(await topicNamed('没有')).toMatchObject({ ok: false, code: 'not-found' });
    const into = await act(director, 'add-topic', [out, another], { topicId: grotto.id });
    expect(await base.db.select().from(storyTopic)).toHaveLength(2);
    expect(said((await act(director, 'add-topic', [out], { topicId: grotto.id })).outcomes)[0]).toContain('本来就是');
    await act(director, 'remove-topic', [another], { topicId: grotto.id });
    expect(said(ok(await undoBulk(director, into.id)).outcomes)).toEqual(['done', expect.stringContaining('没有撤销')]);
    expect(await base.db.select().from(storyTopic)).toHaveLength(0);
  });

  it('are moved only by who has the right here and there, and never under somebody who writes', async () => {
    const out = await published({ sectionId: room.qinzhou });
    expect(said((await act(editor, 'move', [out], { sectionId: room.maiji })).outcomes)[0]).toContain('没有权限归类');
    const local = person('director', 9, [room.local]);
    expect(said((await act(local, 'move', [out], { sectionId: room.economy })).outcomes)[0]).toContain('不归您负责');
    expect(said((await act(director, 'move', [out], { sectionId: 999_999 })).outcomes)[0]).toContain('不存在');
    const draft = await started(room.qinzhou);
    ok(await lockStory(reporter, draft));
    expect(said((await act(editor, 'move', [draft], { sectionId: room.maiji })).outcomes)[0]).toContain('正打开着');
  });

  it('are not taken back after some minutes', async () => {
    const id = await started(room.qinzhou);
    const done = await act(reporter, 'submit', [id]);
    await base.db.update(bulkAct).set({ at: new Date(Date.now() - 11 * 60_000) });
    expect(await readBulk(reporter, done.id)).toMatchObject({ mayUndo: false });
    expect(await undoBulk(reporter, done.id)).toMatchObject({ ok: false });
    expect(await stages(id)).toEqual(['submitted']);
  });
});
