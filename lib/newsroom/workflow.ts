import { isDeepStrictEqual } from 'node:util';
import { desc, eq } from 'drizzle-orm';
import type { Executor } from '#db/client.ts';
import { revision, story } from '#db/schema/index.ts';
import { knockAt } from '#lib/jobs/knock.ts';
import { type Actor, roleNames, type SystemActor } from './actor.ts';
import { audit } from './audit.ts';
import { passChecks } from './checks.ts';
import type { Finding } from './finding.ts';
import { type Done, done, type Recorded, type Refusal, refuse } from './result.ts';
import { actNames, levelNames, type ReaderState, type StoryAct, type WorkStage } from './rights.ts';
import { changeIn, correctIn, publishIn, republishIn, withdrawIn, writeContent } from './stories.ts';
import { plain, readContent, type StoryContent, type StoryPatch, strict } from './story-content.ts';
import { inTransaction, inTurn } from './transaction.ts';
import {
  clock,
  copiesOf,
  demand,
  factsOf,
  lockWork,
  reviewsNeeded,
  savePoint,
  sectionAndAbove,
  unlocked,
  type Work,
  type WorkRow,
  writeWork,
} from './work.ts';
import { asWork, parseWork, type WorkContent, type WorkInput } from './work-content.ts';

/** A step was taken, and is committed. */
export type Step = {
  ok: true;
  id: number;
  stage: WorkStage;
  readers: ReaderState;
  version: number;
  /** What readers were shown by it, for `toApply`; null where they see nothing of it. */
  done: Done | null;
  /** What the pre-publication check found, blocking or not. */
  findings: Finding[];
};

/** Looked at in this version: where it was saved since, the step is refused. */
type Seen = { version: number };
/** A reason with which blocking findings of the check are passed over, by whoever may; the audit trail keeps both. */
type Override = { override?: string };

type Taken = {
  stage: WorkStage;
  readers?: ReaderState;
  set?: Partial<WorkRow>;
  recorded?: Recorded[];
  detail?: Record<string, unknown>;
  findings?: Finding[];
};

/** Longest reason, in characters. */
const longestReason = 500;
/** Nothing is scheduled further ahead, in milliseconds. */
const furthest = 366 * 24 * 60 * 60 * 1000;

/** A new story, of which nothing need be written yet but in which section it will stand. */
export function startStory(actor: Actor, input: WorkInput): Promise<Step | Refusal> {
  return inTransaction((tx) => startStoryIn(tx, actor, input));
}

/** The same within a transaction. */
export async function startStoryIn(tx: Executor, actor: Actor, input: WorkInput): Promise<Step> {
  const content = parseWork(input);
  const sections = await sectionAndAbove(tx, content.sectionId);
  if (sections.length === 0) return refuse('unknown-reference', `栏目 ${content.sectionId} 不存在。`);
  demand(actor, 'write', { stage: 'none', readers: 'unpublished', own: true, sections });
  // The row readers will be shown one day; until the story is submitted only its number and section mean something.
  const [row] = await tx
    .insert(story)
    .values({ title: unnamed, sectionId: content.sectionId, body: { type: 'doc', content: [] } })
    .returning({ id: story.id });
  if (!row) throw new Error('The story was not written.');
  const work = await lockWork(tx, row.id);
  return take(
    { tx, actor, work, act: 'write' },
    {
      stage: 'draft',
      set: {
        ...opened(actor, content, 1),
        ownerId: actor.id,
        ownerName: actor.name,
        savedAt: await clock(tx),
        savedBy: actor.id,
        savedName: actor.name,
      },
    },
  );
}

/** Hands a draft over for review. Refuses with everything that is missing. */
export function submit(
  actor: Actor,
  id: number,
  { version, correction, override }: Seen & Override & { correction?: string },
): Promise<Step | Refusal> {
  return step(actor, id, 'submit', async ({ tx, work }) => {
    const content = inVersion(work, version);
    const said = correction?.trim() || null;
    if (said && work.readers !== 'published') refuse('invalid', '只有已发布稿件的修订可以附更正说明。');
    if (said && said.length > 2000) refuse('invalid', '更正内容不能超过 2000 字。');
    const ready = complete(content);
    if (work.readers !== 'unpublished') refuseIdle(work, ready, said);
    const { findings, detail } = await passChecks(tx, actor, work, content, { at: 'submit', override });
    if (work.readers === 'unpublished') await writeRow(tx, id, ready);
    const needed = await reviewsNeeded(tx, ready.sectionId);
    return {
      stage: 'submitted',
      set: { ...freshRound, correction: said, reviewsNeeded: needed },
      detail: { reviewsNeeded: needed, ...(said && { correction: said }), ...detail },
      findings,
    };
  });
}

/** Takes back what nobody has reviewed yet. */
export function recall(actor: Actor, id: number): Promise<Step | Refusal> {
  return step(actor, id, 'recall', async () => ({ stage: 'draft', set: freshRound }));
}

/** Passes a review: the first, second or third, whichever is due. */
export function review(actor: Actor, id: number, { version, note }: Seen & { note?: string }): Promise<Step | Refusal> {
  return step(actor, id, 'review', async ({ tx, work }) => {
    const content = inVersion(work, version);
    const { reviews, reviewsNeeded: needed } = work.row;
    const level = reviews.length + 1;
    if (level > needed) refuse('wrong-stage', `稿件已经过${levelNames[needed]}，等待签发。`);
    if (reviews.some(({ by }) => by === actor.id))
      refuse('reviewed-already', '同一轮里您已经审过这篇稿件，下一审须由他人来做。');
    complete(content);
    const done = {
      level,
      by: actor.id,
      name: actor.name,
      at: (await clock(tx)).toISOString(),
      note: note?.trim().slice(0, longestReason) || null,
      changed: work.row.savedBy === actor.id,
    };
    return {
      stage: 'reviewed',
      set: { reviews: [...reviews, done], ...unlocked },
      detail: { level, of: needed, changed: done.changed, ...(done.note && { note: done.note }) },
    };
  });
}

/** Gives it back to the writer, with the reason. Reviews and signature go. */
export function sendBack(actor: Actor, id: number, reason: string): Promise<Step | Refusal> {
  return step(actor, id, 'send-back', async ({ tx, work }) => {
    const why = reasonOf(reason, '请写明退回的原因。');
    return { stage: 'draft', set: await backWith(tx, actor, work, why), detail: { reason: why } };
  });
}

/** 签发: from now on it may be published as it stands. */
export function sign(actor: Actor, id: number, { version, override }: Seen & Override): Promise<Step | Refusal> {
  return step(actor, id, 'sign', async ({ tx, work }) => {
    const content = inVersion(work, version);
    const { reviews, reviewsNeeded: needed } = work.row;
    if (reviews.length < needed) refuse('reviews-missing', `稿件还没有过${levelNames[reviews.length + 1]}，不能签发。`);
    const ready = complete(content);
    const { findings, detail } = await passChecks(tx, actor, work, content, { at: 'sign', override });
    if (work.readers === 'unpublished') await writeRow(tx, id, ready);
    return {
      stage: 'signed',
      set: { signedBy: actor.id, signedName: actor.name, signedAt: await clock(tx), ...unlocked },
      detail,
      findings,
    };
  });
}

/** Shows readers what was signed. */
export function publishSigned(actor: Actor, id: number): Promise<Step | Refusal> {
  return stepInTurn(actor, id, 'publish', (context) => publication(context));
}

/** Shows readers what was not reviewed to the end: only a chief, with a reason that stays in the audit trail. */
export function publishDirectly(
  actor: Actor,
  id: number,
  { version, reason, override }: Seen & Override & { reason: string },
): Promise<Step | Refusal> {
  return stepInTurn(actor, id, 'publish-directly', async (context) => {
    const { tx, work } = context;
    const content = inVersion(work, version);
    const why = reasonOf(reason, '请写明不经审核直接发布的原因。');
    const { reviews, reviewsNeeded: needed } = work.row;
    complete(content);
    const { findings, detail } = await passChecks(tx, actor, work, content, { at: 'sign', override });
    const taken = await publication(context);
    return {
      ...taken,
      detail: { ...taken.detail, reason: why, reviewed: reviews.length, of: needed, ...detail },
      findings,
    };
  });
}

/** Has it published at a time to come, to the minute; for a while, where a withdrawal is set as well. */
export function schedule(actor: Actor, id: number, at: Date): Promise<Step | Refusal> {
  return step(actor, id, 'schedule', async ({ tx }) => {
    const publishAt = await timeToCome(tx, at);
    await knockAt(tx, publishAt);
    return { stage: 'scheduled', set: { publishAt }, detail: { at: publishAt.toISOString() } };
  });
}

/** Cancels the schedule: it stays signed. */
export function unschedule(actor: Actor, id: number): Promise<Step | Refusal> {
  return step(actor, id, 'unschedule', async ({ work }) => ({
    stage: 'signed',
    set: { publishAt: null },
    detail: { at: work.row.publishAt?.toISOString() },
  }));
}

/** Begins an amendment of what readers know, or takes up again what was put aside. */
export function amend(actor: Actor, id: number): Promise<Step | Refusal> {
  return step(actor, id, 'amend', async ({ tx, work }) => {
    const { row, readers } = work;
    const base = readers === 'unpublished' ? null : await readContent(tx, id);
    const content = base ? asWork(base) : await lastVersion(tx, work);
    return {
      stage: 'draft',
      set: {
        ...opened(actor, content, row.version + 1),
        base,
        ownerId: row.ownerId ?? actor.id,
        ownerName: row.ownerName ?? actor.name,
      },
    };
  });
}

/** Puts a draft aside. Its text stays among the versions; readers keep what they have. */
export function discard(actor: Actor, id: number): Promise<Step | Refusal> {
  return step(actor, id, 'discard', async ({ tx, work }) => {
    const content = workContent(work);
    const point =
      work.row.version > work.row.pointVersion
        ? await savePoint(tx, { id, version: work.row.version, content, by: actor.name, note: actNames.discard })
        : {};
    const shown = work.readers === 'unpublished' ? {} : await copiesOfShown(tx, id);
    return { stage: 'none', set: { ...closed, ...point, ...shown } };
  });
}

/** Adds a correction (更正) that readers see. */
export function publishCorrection(actor: Actor, id: number, text: string): Promise<Step | Refusal> {
  return stepInTurn(actor, id, 'correct', async ({ tx, work }) => ({
    stage: work.stage,
    recorded: [await correctIn(tx, id, text, actor.name)],
    detail: { text: text.trim() },
  }));
}

/** Takes it from readers, with the reason that they are shown. What is being written goes back to the draft. */
export function withdrawStory(actor: Actor, id: number, reason: string): Promise<Step | Refusal> {
  return stepInTurn(actor, id, 'withdraw', (context) => withdrawal(context, reason));
}

/** Has it taken from readers at a time to come, to the minute. */
export function scheduleWithdrawal(actor: Actor, id: number, at: Date, reason: string): Promise<Step | Refusal> {
  return step(actor, id, 'schedule-withdrawal', async ({ tx, work }) => {
    const withdrawReason = reasonOf(reason, '请写明撤稿原因。');
    const withdrawAt = await timeToCome(tx, at);
    await knockAt(tx, withdrawAt);
    const detail = { at: withdrawAt.toISOString(), reason: withdrawReason };
    return { stage: work.stage, set: { withdrawAt, withdrawReason }, detail };
  });
}

/** Cancels that. */
export function unscheduleWithdrawal(actor: Actor, id: number): Promise<Step | Refusal> {
  return step(actor, id, 'schedule-withdrawal', async ({ work }) => {
    const { withdrawAt } = work.row;
    if (!withdrawAt) return refuse('wrong-stage', '稿件没有设定撤回时间。');
    return { stage: work.stage, set: noWithdrawal, detail: { cancelled: withdrawAt.toISOString() } };
  });
}

/** Shows a withdrawn story again as it was, at its old address and time. */
export function republishStory(actor: Actor, id: number, reason: string): Promise<Step | Refusal> {
  return stepInTurn(actor, id, 'republish', async ({ tx, work }) => {
    const why = reasonOf(reason, '请写明重新发布的原因。');
    const recorded = [await republishIn(tx, id, actor.name)];
    return { stage: work.stage, readers: 'published', recorded, detail: { reason: why } };
  });
}

/** What a step has at hand. */
export type Context = { tx: Executor; actor: Actor | SystemActor; work: Work; act: StoryAct };

/** One step that readers see nothing of, as one transaction. */
export function step(
  actor: Actor,
  id: number,
  act: StoryAct,
  body: (context: Context) => Promise<Taken>,
): Promise<Step | Refusal> {
  return inTransaction((tx) => walk(tx, actor, id, act, body));
}

/** One step that readers see. */
export function stepInTurn(
  actor: Actor,
  id: number,
  act: StoryAct,
  body: (context: Context) => Promise<Taken>,
): Promise<Step | Refusal> {
  return inTurn((tx) => walk(tx, actor, id, act, body));
}

async function walk(
  tx: Executor,
  actor: Actor,
  id: number,
  act: StoryAct,
  body: (context: Context) => Promise<Taken>,
): Promise<Step> {
  const work = await lockWork(tx, id);
  demand(actor, act, factsOf(actor, work));
  const context = { tx, actor, work, act };
  return take(context, await body(context));
}

/** Writes where it stands now, and the row of the audit trail. */
export async function take({ tx, actor, work, act }: Context, taken: Taken): Promise<Step> {
  const { stage, readers = work.readers, set = {}, recorded = [], detail = {}, findings = [] } = taken;
  const now = await clock(tx);
  const moved = stage !== work.stage;
  const point = await pointOf(tx, actor, work, act, set);
  const after = { ...set, ...point, stage, changedAt: now, ...(moved && { stageAt: now }) };
  await writeWork(tx, work, after);
  if (readers === 'unpublished' && moved)
    await tx
      .update(story)
      .set({ status: stage === 'none' ? 'draft' : stage })
      .where(eq(story.id, work.id));
  const version = after.version ?? work.row.version;
  await audit(tx, {
    actor,
    act,
    object: `story:${work.id}`,
    detail: {
      from: { stage: work.stage, readers: work.readers },
      to: { stage, readers },
      version,
      title: after.title ?? work.row.title,
      ...detail,
    },
  });
  const [first, ...also] = recorded;
  return { ok: true, id: work.id, stage, readers, version, done: first ? done(first, ...also) : null, findings };
}

/** Every step keeps the text that it was taken with, where that is not kept yet. */
async function pointOf(
  tx: Executor,
  actor: Actor | SystemActor,
  { id, row }: Work,
  act: StoryAct,
  set: Partial<WorkRow>,
): Promise<Partial<WorkRow>> {
  if (set.pointVersion !== undefined || act === 'publish' || act === 'publish-directly') return {};
  const { content, version } = { ...row, ...set };
  if (!content || version <= row.pointVersion) return {};
  return savePoint(tx, { id, version, content: content as WorkContent, by: actor.name, note: actNames[act] });
}

/** Readers are shown what is written: for the first time, as an amendment, or again. */
export async function publication({ tx, actor, work, act }: Context): Promise<Taken> {
  const { id, row, readers } = work;
  const content = complete(workContent(work));
  const recorded: Recorded[] = [];
  const point: Partial<WorkRow> = {};
  if (readers === 'unpublished') {
    await writeRow(tx, id, content);
    if (row.version > row.pointVersion) {
      const kept = { id, version: row.version, content: workContent(work), by: actor.name, note: actNames[act] };
      Object.assign(point, await savePoint(tx, kept));
    }
    recorded.push(await publishIn(tx, id, actor.name));
  } else {
    const patch = await amendment(tx, work, content);
    if (Object.keys(patch).length > 0) recorded.push(await changeIn(tx, id, patch, actor.name, '发布修订'));
    if (row.correction && readers === 'published') recorded.push(await correctIn(tx, id, row.correction, actor.name));
    if (readers === 'withdrawn') recorded.push(await republishIn(tx, id, actor.name));
    if (recorded.length === 0) refuse('unchanged', '修订与读者现在看到的内容没有差别。');
  }
  return {
    stage: 'none',
    readers: 'published',
    recorded,
    set: { ...closed, ...point, ...(await copiesOfShown(tx, id)) },
    detail: {
      reviews: row.reviews.map(({ level, name, by }) => ({ level, name, by })),
      signedBy: row.signedBy,
      ...(row.correction && { correction: row.correction }),
    },
  };
}

/** Where nothing is being written, the text that readers have says in whose section it is and how lists call it. */
async function copiesOfShown(tx: Executor, id: number): Promise<Partial<WorkRow>> {
  return copiesOf(asWork(await readContent(tx, id)));
}

export async function withdrawal({ tx, actor, work }: Context, reason: string): Promise<Taken> {
  const { id, stage } = work;
  const recorded = [await withdrawIn(tx, id, reason, actor.name)];
  const why = reason.trim();
  const back = stage === 'none' || stage === 'draft' ? {} : await backWith(tx, actor, work, `稿件已撤回：${why}`);
  return {
    stage: stage === 'none' ? 'none' : 'draft',
    readers: 'withdrawn',
    recorded,
    set: { ...back, ...noWithdrawal },
    detail: { reason: why },
  };
}

/** The text of a story that was put aside before anybody was shown it. */
export async function lastVersion(tx: Executor, { id, row }: Work): Promise<WorkContent> {
  const [newest] = await tx
    .select({ content: revision.content })
    .from(revision)
    .where(eq(revision.storyId, id))
    .orderBy(desc(revision.number))
    .limit(1);
  return parseWork({ sectionId: row.sectionId, ...newest?.content });
}

/** The fields that the amendment changes. Where readers were shown another change of one of them meanwhile, it is refused. */
async function amendment(tx: Executor, { id, row }: Work, content: StoryContent): Promise<StoryPatch> {
  const current = await readContent(tx, id);
  const base = row.base as StoryContent | null;
  const patch: StoryPatch = {};
  const lost: string[] = [];
  for (const key of Object.keys(content) as (keyof StoryContent)[]) {
    if (same(content[key], current[key])) continue;
    if (base && same(content[key], base[key])) continue;
    if (base && !same(base[key], current[key])) lost.push(key);
    Object.assign(patch, { [key]: content[key] });
  }
  if (lost.length > 0)
    refuse('changed-meanwhile', '修订期间，读者看到的稿件另有改动，与这次修订相冲突，请退回后重新核对。', {
      problems: lost.map((field) => ({ field, message: '修订期间另有改动' })),
    });
  return patch;
}

/** Whether an amendment says anything at all. */
function refuseIdle({ row, readers }: Work, content: StoryContent, correction: string | null): void {
  const base = row.base as StoryContent | null;
  if (base && base.kind !== content.kind) refuse('invalid', '已发布稿件的体裁不能更改。');
  if (readers === 'published' && base && !correction && same(content, base))
    refuse('unchanged', '修订没有改动任何内容。');
}

async function writeRow(tx: Executor, id: number, content: StoryContent): Promise<void> {
  await writeContent(tx, id, await readContent(tx, id), content);
}

/** The text as readers could be shown it; refuses with everything that is missing. */
export function complete(content: WorkContent): StoryContent {
  const checked = strict(content);
  if (checked.ok) return checked.content;
  const [first] = checked.problems;
  return refuse('incomplete', `稿件还不完整：${first?.message}。`, { problems: checked.problems });
}

function inVersion(work: Work, version: number): WorkContent {
  if (work.row.version !== version)
    refuse('saved-since', `您看过之后，${work.row.savedName ?? '别人'}又改了稿件，请看过新的文字再操作。`);
  return workContent(work);
}

export function workContent({ row }: Work): WorkContent {
  if (!row.content) return refuse('wrong-stage', '稿件现在没有待处理的修改。');
  return row.content as WorkContent;
}

async function backWith(
  tx: Executor,
  { id, name, role }: Actor | SystemActor,
  work: Work,
  reason: string,
): Promise<Partial<WorkRow>> {
  const by = role === 'system' ? name : `${roleNames[role]} ${name}`;
  return {
    ...freshRound,
    publishAt: null,
    sentBack: { by: id, name: by, at: (await clock(tx)).toISOString(), reason, from: work.stage },
  };
}

/** To the minute: what is set for 08:30:20 appears at 08:30. */
async function timeToCome(tx: Executor, at: Date): Promise<Date> {
  const now = (await clock(tx)).getTime();
  const minute = Math.floor(at.getTime() / 60_000) * 60_000;
  // Also what is not a time at all.
  if (!(minute > now)) return refuse('bad-time', '定时须晚于现在。');
  if (minute > now + furthest) return refuse('bad-time', '定时不能晚于一年以后。');
  return new Date(minute);
}

export function reasonOf(reason: string, ask: string): string {
  const why = reason.trim();
  if (why === '') return refuse('reason-missing', ask);
  if (why.length > longestReason) return refuse('invalid', `原因不能超过 ${longestReason} 字。`);
  return why;
}

function opened(actor: Actor, content: WorkContent, version: number): Partial<WorkRow> {
  return {
    ...freshRound,
    ...copiesOf(content),
    content,
    base: null,
    correction: null,
    version,
    writerIds: [actor.id],
    sentBack: null,
  };
}

const freshRound = { reviews: [], signedBy: null, signedName: null, signedAt: null, ...unlocked };
const closed = { content: null, base: null, correction: null, publishAt: null, sentBack: null, ...unlocked };
const noWithdrawal = { withdrawAt: null, withdrawReason: null };
const unnamed = '未命名稿件';

function same(a: unknown, b: unknown): boolean {
  return isDeepStrictEqual(plain(a), plain(b));
}
