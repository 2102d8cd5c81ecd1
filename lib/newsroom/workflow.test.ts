import { asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { audit, correction, revision, section, story, storyWork } from '#db/schema/index.ts';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import type { Actor } from './actor.ts';
import { verifyAudit } from './audit.ts';
import { ok, people, person, refused, started, written } from './desk-fixtures.ts';
import { saveWork } from './drafts.ts';
import { events, type Newsroom, published, smallNewsroom, text } from './fixtures.ts';
import type { Refusal } from './result.ts';
import { setReviews } from './sections.ts';
import { change, withdraw } from './stories.ts';
import {
  amend,
  discard,
  publishCorrection,
  publishDirectly,
  publishSigned,
  recall,
  republishStory,
  review,
  type Step,
  schedule,
  scheduleWithdrawal,
  sendBack,
  sign,
  startStory,
  submit,
  unschedule,
  unscheduleWithdrawal,
  withdrawStory,
} from './workflow.ts';

const { reporter, reporter2, editor, editor2, director, chief, chief2, admin } = people;
let base: TestDatabase;
let room: Newsroom;

beforeAll(async () => {
  base = await testDatabase();
  room = await smallNewsroom(base.db);
});
afterAll(() => base.close());
beforeEach(async () => {
  await base.sql`truncate story, event, list_entry, list_day cascade`;
  await base.db.update(section).set({ reviews: null });
});

const rowOf = async (id: number) =>
  (await base.db.select().from(story).where(eq(story.id, id)))[0] as typeof story.$inferSelect;
const workOf = async (id: number) =>
  (await base.db.select().from(storyWork).where(eq(storyWork.storyId, id)))[0] as typeof storyWork.$inferSelect;
const trail = async (id: number) =>
  (
    await base.db
      .select()
      .from(audit)
      .where(eq(audit.object, `story:${id}`))
      .orderBy(asc(audit.id))
  ).map(({ act, actorId }) => `${act} ${actorId}`);
const versionOf = async (id: number) => (await workOf(id)).version;
const seen = async (id: number) => ({ version: await versionOf(id) });
const inAnHour = () => new Date(Date.now() + 3_600_000);

async function submitted(id: number, by: Actor = reporter) {
  return ok<Step | Refusal>(await submit(by, id, await seen(id)));
}
async function reviewedBy(id: number, ...reviewers: Actor[]) {
  for (const each of reviewers) ok<Step | Refusal>(await review(each, id, await seen(id)));
}
async function signedStory(more = {}) {
  const id = await started(room.qinzhou, more);
  await submitted(id);
  await reviewedBy(id, editor, director, chief2);
  ok<Step | Refusal>(await sign(chief, id, await seen(id)));
  return id;
}
async function publishedStory() {
  const id = await signedStory();
  ok<Step | Refusal>(await publishSigned(director, id));
  return id;
}

describe('a story', () => {
  it('goes from an empty page through three reviews to readers', async () => {
    const id = ok<Step | Refusal>(await startStory(reporter, { sectionId: room.qinzhou })).id;
    expect(await rowOf(id)).toMatchObject({ status: 'draft' });
    expect(await workOf(id)).toMatchObject({ stage: 'draft', title: '', ownerId: reporter.id, version: 1 });
    expect(refused(await submit(reporter, id, { version: 1 }))).toBe('incomplete');
    ok(await saveWork(reporter, id, 1, written(room.qinzhou)));
    expect(refused(await submit(reporter, id, { version: 1 }))).toBe('saved-since');
    expect(await submitted(id)).toMatchObject({ stage: 'submitted', version: 2 });
    expect((await rowOf(id)).status).toBe('submitted');
    await reviewedBy(id, editor, director);
    expect(refused(await sign(chief, id, await seen(id)))).toBe('reviews-missing');
    await reviewedBy(id, chief);
    expect((await rowOf(id)).status).toBe('reviewed');
    ok(await sign(chief, id, await seen(id)));
    expect(await events(base.db)).toEqual([]);
    const step = ok<Step | Refusal>(await publishSigned(director, id));
    expect(step).toMatchObject({ stage: 'none', readers: 'published', done: { event: { type: 'story-published' } } });
    expect(await rowOf(id)).toMatchObject({ status: 'published', title: '夜间公交延时', wordCount: 8 });
    expect(await trail(id)).toEqual([
      'write reporter-1',
      'submit reporter-1',
      'review editor-1',
      'review director-1',
      'review chief-1',
      'sign chief-1',
      'publish director-1',
    ]);
    expect(await verifyAudit()).toMatchObject({ ok: true });
  });

  it('needs as many reviews as its section says, or the one above, or the newsroom', async () => {
    await base.db.update(section).set({ reviews: 2 }).where(eq(section.id, room.local));
    await base.db.update(section).set({ reviews: 1 }).where(eq(section.id, room.maiji));
    for (const [sectionId, needed] of [
      [room.maiji, 1],
      [room.qinzhou, 2],
      [room.economy, 3],
    ] as const) {
      const id = await started(sectionId);
      await submitted(id);
      expect((await workOf(id)).reviewsNeeded).toBe(needed);
    }
  });

  it('needs as many from the next submission on as a chief sets', async () => {
    expect(refused(await setReviews(director, room.qinzhou, 1))).toBe('forbidden');
    expect(refused(await setReviews(chief, room.qinzhou, 4))).toBe('invalid');
    const id = await started(room.qinzhou);
    await submitted(id);
    ok(await setReviews(chief, room.qinzhou, 1));
    expect((await workOf(id)).reviewsNeeded).toBe(3);
    ok(await recall(reporter, id));
    await submitted(id);
    expect((await workOf(id)).reviewsNeeded).toBe(1);
  });

  it('with one review goes from the editor to the chief', async () => {
    await base.db.update(section).set({ reviews: 1 }).where(eq(section.id, room.qinzhou));
    const id = await started(room.qinzhou);
    await submitted(id);
    await reviewedBy(id, editor);
    expect(refused(await review(director, id, await seen(id)))).toBe('wrong-stage');
    ok(await sign(chief, id, await seen(id)));
  });

  it('is reviewed by another person each time, each of the rank that is due', async () => {
    const id = await started(room.qinzhou);
    await submitted(id);
    expect(refused(await review(reporter2, id, await seen(id)))).toBe('forbidden');
    expect(refused(await review(admin, id, await seen(id)))).toBe('forbidden');
    await reviewedBy(id, director);
    expect(refused(await review(director, id, await seen(id)))).toBe('reviewed-already');
    expect(refused(await review(editor, id, await seen(id)))).toBe('not-your-turn');
    await reviewedBy(id, chief);
    expect(refused(await review(chief, id, await seen(id)))).toBe('reviewed-already');
    await reviewedBy(id, chief2);
  });

  it('is neither reviewed nor signed nor published directly by anybody who wrote a part of it', async () => {
    const id = await started(room.qinzhou);
    ok(await saveWork(editor, id, 1, written(room.qinzhou, { title: '改过的标题' })));
    ok(await saveWork(chief, id, 2, written(room.qinzhou, { title: '又改过的标题' })));
    await submitted(id);
    expect(refused(await review(editor, id, await seen(id)))).toBe('own-story');
    expect(refused(await publishDirectly(chief, id, { ...(await seen(id)), reason: '急稿' }))).toBe('own-story');
    await reviewedBy(id, editor2, director, chief2);
    expect(refused(await sign(chief, id, await seen(id)))).toBe('own-story');
    ok(await sign(chief2, id, await seen(id)));
  });

  it('is put right by the reviewer whose turn it is, which the review says', async () => {
    const id = await started(room.qinzhou);
    await submitted(id);
    ok(await saveWork(editor, id, 1, written(room.qinzhou, { title: '夜班公交延时' })));
    expect(refused(await saveWork(reporter, id, 2, written(room.qinzhou)))).toBe('forbidden');
    expect(refused(await review(editor, id, { version: 1 }))).toBe('saved-since');
    await reviewedBy(id, editor, director);
    expect((await workOf(id)).reviews).toMatchObject([
      { level: 1, name: 'editor1', changed: true },
      { level: 2, changed: false },
    ]);
    expect(await workOf(id)).toMatchObject({ writerIds: [reporter.id] });
  });

  it('comes back to the writer at any step, with a reason and without its reviews', async () => {
    const id = await started(room.qinzhou);
    await submitted(id);
    expect(refused(await sendBack(editor, id, '  '))).toBe('reason-missing');
    expect(refused(await sendBack(editor, id, '字'.repeat(501)))).toBe('invalid');
    ok(await sendBack(editor, id, '缺少消息来源'));
    expect(await workOf(id)).toMatchObject({
      stage: 'draft',
      reviews: [],
      sentBack: { by: editor.id, name: '编辑 editor1', reason: '缺少消息来源', from: 'submitted' },
    });
    await submitted(id);
    await reviewedBy(id, editor, director, chief2);
    ok(await sign(chief, id, await seen(id)));
    ok(await schedule(chief, id, inAnHour()));
    ok(await sendBack(chief, id, '时间有误'));
    expect(await workOf(id)).toMatchObject({ stage: 'draft', reviews: [], signedBy: null, publishAt: null });
    expect((await rowOf(id)).status).toBe('draft');
  });

  it('is recalled by its writer until somebody reviewed it', async () => {
    const id = await started(room.qinzhou);
    await submitted(id);
    expect(refused(await recall(reporter2, id))).toBe('forbidden');
    ok(await recall(reporter, id));
    await submitted(id);
    await reviewedBy(id, editor);
    expect(refused(await recall(reporter, id))).toBe('wrong-stage');
  });

  it('is published directly by a chief alone, with a reason that stays', async () => {
    const id = await started(room.qinzhou);
    expect(refused(await publishDirectly(director, id, { version: 1, reason: '突发' }))).toBe('forbidden');
    expect(refused(await publishDirectly(chief, id, { version: 1, reason: '' }))).toBe('reason-missing');
    const step = ok<Step | Refusal>(await publishDirectly(chief, id, { version: 1, reason: '突发' }));
    expect(step.done?.event.type).toBe('story-published');
    const [row] = await base.db.select().from(audit).where(eq(audit.act, 'publish-directly'));
    expect(row).toMatchObject({ actorId: chief.id, detail: { reason: '突发', reviewed: 0, of: 3 } });
  });

  it('is scheduled for a minute to come, and unscheduled', async () => {
    const id = await signedStory();
    for (const at of [new Date(Date.now() - 60_000), new Date(Number.NaN), new Date(Date.now() + 400 * 86_400_000)])
      expect(refused(await schedule(director, id, at))).toBe('bad-time');
    const at = inAnHour();
    ok(await schedule(director, id, at));
    expect((await workOf(id)).publishAt).toEqual(new Date(Math.floor(at.getTime() / 60_000) * 60_000));
    expect((await rowOf(id)).status).toBe('scheduled');
    expect(refused(await publishSigned(chief, id))).toBe('wrong-stage');
    ok(await unschedule(director, id));
    expect(await workOf(id)).toMatchObject({ stage: 'signed', publishAt: null, signedBy: chief.id });
    ok(await publishSigned(director, id));
  });

  it('that is not there is not found', async () => {
    expect(refused(await recall(chief, 999_999))).toBe('not-found');
    expect(refused(await startStory(reporter, { sectionId: 999_999 }))).toBe('unknown-reference');
  });

  it('is nobody’s business outside of his sections', async () => {
    const elsewhere = person('editor', 9, [room.economy]);
    const above = person('editor', 8, [room.news]);
    const id = await started(room.qinzhou);
    await submitted(id);
    expect(refused(await review(elsewhere, id, await seen(id)))).toBe('not-your-section');
    expect(refused(await startStory(elsewhere, written(room.qinzhou)))).toBe('not-your-section');
    const own = await started(room.economy, {}, elsewhere);
    expect(refused(await saveWork(elsewhere, own, 1, written(room.local)))).toBe('not-your-section');
    await reviewedBy(id, above);
  });

  it('that is put aside comes back as it was', async () => {
    const id = await started(room.qinzhou);
    ok(await saveWork(reporter, id, 1, written(room.qinzhou, { title: '只有标题', body: text() })));
    expect(refused(await discard(editor, id))).toBe('forbidden');
    ok(await discard(reporter, id));
    expect(await workOf(id)).toMatchObject({ stage: 'none', content: null });
    ok(await amend(reporter, id));
    expect((await workOf(id)).content).toMatchObject({ title: '只有标题' });
    expect(await rowOf(id)).toMatchObject({ status: 'draft' });
  });

  it('belongs to the section where readers find it, whatever an amendment that was put aside said', async () => {
    const id = await publishedStory();
    ok(await amend(reporter, id));
    ok(await saveWork(reporter, id, await versionOf(id), written(room.economy, { title: '换了栏目' })));
    ok(await discard(reporter, id));
    expect(await workOf(id)).toMatchObject({ title: '夜间公交延时', sectionId: room.qinzhou });
    const elsewhere = person('director', 9, [room.economy]);
    expect(refused(await withdrawStory(elsewhere, id, '有误'))).toBe('not-your-section');
    // Past the desk too.
    ok(await change(id, { sectionId: room.economy, title: '命令行改的标题' }, 'cli'));
    expect(await workOf(id)).toMatchObject({ title: '命令行改的标题', sectionId: room.economy });
    ok(await withdrawStory(elsewhere, id, '有误'));
  });

  it('steps back whole where a step fails at its end', async () => {
    const id = await started(room.qinzhou, { leadMediaId: room.sound });
    expect(refused(await submit(reporter, id, { version: 1 }))).toBe('unknown-reference');
    expect(await workOf(id)).toMatchObject({ stage: 'draft' });
    expect(await trail(id)).toEqual(['write reporter-1']);
  });

  it('lists everything that is missing at submission', async () => {
    const id = await started(room.qinzhou, { title: ' ', body: text(), originalTitle: '字'.repeat(301) });
    const result = await submit(reporter, id, { version: 1 });
    expect(result).toMatchObject({ ok: false, code: 'incomplete' });
    expect(result.ok ? [] : result.problems?.map(({ field }) => field)).toEqual(['title', 'originalTitle']);
  });

  it('goes one way where two act at once', async () => {
    const id = await started(room.qinzhou);
    await submitted(id);
    const version = await versionOf(id);
    const results = await Promise.all([
      review(editor, id, { version }),
      sendBack(editor2, id, '重写'),
      recall(reporter, id),
      review(editor, id, { version }),
    ]);
    // Whatever came first leaves nothing of this to do for the others.
    const done = results.filter((result) => result.ok).length;
    expect((await trail(id)).length).toBe(2 + done);
    expect(done).toBe(1);
  });

  it('is published once where everybody presses at once', async () => {
    const id = await signedStory();
    const results = await Promise.all(Array.from({ length: 6 }, () => publishSigned(director, id)));
    expect(results.map(refused).sort()).toEqual(['done', ...Array(5).fill('wrong-stage')]);
    expect(await events(base.db)).toHaveLength(1);
  });
});

describe('an amendment', () => {
  it('goes through the same steps while readers keep what was signed, and tells them what was corrected', async () => {
    const id = await publishedStory();
    expect(refused(await amend(reporter2, id))).toBe('forbidden');
    ok(await amend(editor, id));
    expect(refused(await amend(editor, id))).toBe('wrong-stage');
    expect(refused(await submit(editor, id, await seen(id)))).toBe('unchanged');
    ok(await saveWork(editor, id, await versionOf(id), written(room.qinzhou, { title: '夜间公交再延时' })));
    ok(await submit(editor, id, { ...(await seen(id)), correction: '末班应为 23:40。' }));
    expect(refused(await review(editor, id, await seen(id)))).toBe('own-story');
    await reviewedBy(id, editor2, director, chief2);
    ok(await sign(chief, id, await seen(id)));
    expect(await rowOf(id)).toMatchObject({ status: 'published', title: '夜间公交延时' });
    const step = ok<Step | Refusal>(await publishSigned(director, id));
    expect(step.done?.event.type).toBe('story-changed');
    expect(step.done?.also.map(({ event }) => event.type)).toEqual(['story-corrected']);
    expect(await rowOf(id)).toMatchObject({ status: 'published', title: '夜间公交再延时' });
    expect(await base.db.select().from(correction)).toMatchObject([{ text: '末班应为 23:40。' }]);
    expect(await workOf(id)).toMatchObject({ stage: 'none', ownerId: reporter.id, title: '夜间公交再延时' });
  });

  it('keeps what others changed meanwhile, and is refused where both changed the same', async () => {
    const id = await publishedStory();
    ok(await amend(editor, id));
    ok(await saveWork(editor, id, await versionOf(id), written(room.qinzhou, { title: '新标题' })));
    ok(await change(id, { summary: '别处补的摘要' }, 'cli'));
    await submitted(id, editor);
    ok(await publishDirectly(chief, id, { ...(await seen(id)), reason: '急' }));
    expect(await rowOf(id)).toMatchObject({ title: '新标题', summary: '别处补的摘要' });
    ok(await amend(editor, id));
    ok(
      await saveWork(
        editor,
        id,
        await versionOf(id),
        written(room.qinzhou, { title: '更新的标题', summary: '别处补的摘要' }),
      ),
    );
    ok(await change(id, { title: '别处改的标题' }, 'cli'));
    const result = await publishDirectly(chief, id, { ...(await seen(id)), reason: '急' });
    expect(result).toMatchObject({ ok: false, code: 'changed-meanwhile', problems: [{ field: 'title' }] });
    expect(await rowOf(id)).toMatchObject({ title: '别处改的标题' });
  });

  it('of a story that came by import begins from what readers see', async () => {
    const id = await published({ sectionId: room.qinzhou });
    expect(refused(await amend(reporter, id))).toBe('forbidden');
    ok(await amend(editor, id));
    expect(await workOf(id)).toMatchObject({ ownerId: editor.id, content: { title: '夜间公交延时' } });
  });

  it('of a withdrawn story publishes it again when it is signed', async () => {
    const id = await publishedStory();
    ok(await withdrawStory(director, id, '有误'));
    ok(await amend(reporter, id));
    ok(await saveWork(reporter, id, await versionOf(id), written(room.qinzhou, { title: '核实后的标题' })));
    await submitted(id);
    await reviewedBy(id, editor, director, chief2);
    ok(await sign(chief, id, await seen(id)));
    expect((await rowOf(id)).status).toBe('withdrawn');
    const step = ok<Step | Refusal>(await publishSigned(chief, id));
    expect([step.done, ...(step.done?.also ?? [])].map((each) => each?.event.type)).toEqual([
      'story-changed',
      'story-republished',
    ]);
    expect(await rowOf(id)).toMatchObject({ status: 'published', title: '核实后的标题' });
  });
});

describe('what is out', () => {
  it('is corrected, withdrawn and published again by those who may', async () => {
    const id = await publishedStory();
    expect(refused(await publishCorrection(editor, id, '更正'))).toBe('forbidden');
    ok(await publishCorrection(director, id, '更正'));
    expect(refused(await withdrawStory(director, id, ' '))).toBe('reason-missing');
    ok(await withdrawStory(director, id, '有误'));
    expect(refused(await withdrawStory(director, id, '有误'))).toBe('wrong-stage');
    expect(refused(await republishStory(director, id, '已核实'))).toBe('forbidden');
    ok(await republishStory(chief, id, '已核实'));
    expect((await events(base.db)).map(({ type }) => type)).toEqual([
      'story-published',
      'story-corrected',
      'story-withdrawn',
      'story-republished',
    ]);
  });

  it('is withdrawn with what was scheduled for it', async () => {
    const id = await publishedStory();
    ok(await scheduleWithdrawal(director, id, inAnHour(), '到期'));
    ok(await amend(reporter, id));
    ok(await saveWork(reporter, id, await versionOf(id), written(room.qinzhou, { title: '新标题' })));
    await submitted(id);
    await reviewedBy(id, editor, director, chief2);
    ok(await sign(chief, id, await seen(id)));
    ok(await schedule(chief, id, inAnHour()));
    ok(await withdrawStory(chief, id, '有误'));
    expect(await workOf(id)).toMatchObject({
      stage: 'draft',
      publishAt: null,
      withdrawAt: null,
      sentBack: { reason: '稿件已撤回：有误', from: 'scheduled' },
    });
  });

  it('and withdrawn past the desk is not brought back by a schedule', async () => {
    const id = await publishedStory();
    ok(await amend(reporter, id));
    ok(await saveWork(reporter, id, await versionOf(id), written(room.qinzhou, { title: '新标题' })));
    await submitted(id);
    await reviewedBy(id, editor, director, chief2);
    ok(await sign(chief, id, await seen(id)));
    ok(await schedule(chief, id, inAnHour()));
    ok(await scheduleWithdrawal(director, id, inAnHour(), '到期'));
    ok(await withdraw(id, '有误', 'cli'));
    expect(await workOf(id)).toMatchObject({ stage: 'signed', publishAt: null, withdrawAt: null });
  });

  it('can have its withdrawal set and cancelled', async () => {
    const id = await publishedStory();
    expect(refused(await unscheduleWithdrawal(director, id))).toBe('wrong-stage');
    ok(await scheduleWithdrawal(director, id, inAnHour(), '到期'));
    ok(await unscheduleWithdrawal(director, id));
    expect(await workOf(id)).toMatchObject({ withdrawAt: null, withdrawReason: null });
  });

  it('has a version for every text that a step was taken with', async () => {
    const id = await publishedStory();
    const notes = (
      await base.db.select().from(revision).where(eq(revision.storyId, id)).orderBy(asc(revision.number))
    ).map(({ note }) => note);
    expect(notes).toEqual(['新建稿件']);
  });
});
