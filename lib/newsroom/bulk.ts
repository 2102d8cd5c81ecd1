import { and, eq, gt, isNull, lt, sql } from 'drizzle-orm';
import { db } from '#db/client.ts';
import { type BulkOutcome, bulkAct, topic } from '#db/schema/index.ts';
import type { Actor } from './actor.ts';
import { audit } from './audit.ts';
import { listVersions, restoreVersion } from './drafts.ts';
import { backTo, type Filed, type FiledStep, fileStory, intoSection, withoutTopic, withTopic } from './filing.ts';
import type { Refusal } from './result.ts';
import { may, type StoryAct } from './rights.ts';
import { inTransaction } from './transaction.ts';
import { demand, factsOf, findWork, type Work } from './work.ts';
import * as flow from './workflow.ts';

/** What can be done to many stories at once. A review and a signature are not among them: each text is looked at. */
export const bulkActs = [
  'submit',
  'recall',
  'publish',
  'schedule',
  'unschedule',
  'withdraw',
  'move',
  'add-topic',
  'remove-topic',
  'discard',
] as const;
export type BulkAct = (typeof bulkActs)[number];

/** Most stories of one act. */
export const mostAtOnce = 100;
/** For so long an act can be taken back, in minutes. */
export const undoMinutes = 10;
/** For so many days it can be read what came of it. */
const keptDays = 30;

/** A story in the version that was seen in the list. */
export type Picked = { id: number; version: number };
/** What an act asks beside the stories. */
export type BulkInput = { at?: Date; reason?: string; sectionId?: number; topicId?: number };
/** Is called after every story that was changed: so that readers see the first before the last is done. */
export type AfterEach = (step: flow.Step) => Promise<unknown>;

const rightOf: Record<BulkAct, StoryAct> = {
  submit: 'submit',
  recall: 'recall',
  publish: 'publish',
  schedule: 'schedule',
  unschedule: 'unschedule',
  withdraw: 'withdraw',
  move: 'file',
  'add-topic': 'file',
  'remove-topic': 'file',
  discard: 'discard',
};

/** A story before the act: whether it can be done, as far as it shows from outside. */
export type Foreseen = { id: number; version: number; title: string; problem: string | null };

/** What an act would meet now. The act itself asks again. */
export async function foresee(actor: Actor, act: BulkAct, picked: readonly Picked[]): Promise<Foreseen[]> {
  const found: Foreseen[] = [];
  for (const { id, version } of picked.slice(0, mostAtOnce)) {
    const seen = await look(actor, id);
    if (!seen.ok) {
      found.push({ id, version, title: `稿件 ${id}`, problem: seen.message });
      continue;
    }
    const verdict = may(actor, rightOf[act], factsOf(actor, seen.work));
    const since = act === 'submit' && seen.work.row.version !== version;
    const problem = verdict.ok ? (since ? '在列表里看过之后又有改动。' : null) : verdict.message;
    found.push({ id, version, title: titleOf(seen.work), problem });
  }
  return found;
}

/**
 * Does one act upon many stories, one after the other, each in a transaction of its own with its own row of the audit trail:
 * what is refused holds up nothing else. Refuses the whole where nothing, or more than `mostAtOnce`, is picked.
 * @returns the number under which it can be read what came of it.
 */
export async function actOnMany(
  actor: Actor,
  act: BulkAct,
  picked: readonly Picked[],
  input: BulkInput,
  afterEach: AfterEach = async () => {},
): Promise<{ ok: true; id: number; outcomes: BulkOutcome[] } | Refusal> {
  const stories = [...new Map(picked.map((each) => [each.id, each])).values()];
  if (stories.length === 0) return { ok: false, code: 'invalid', message: '没有选中稿件。' };
  if (stories.length > mostAtOnce)
    return { ok: false, code: 'invalid', message: `一次最多处理 ${mostAtOnce} 篇，请分几次。` };
  await db.delete(bulkAct).where(lt(bulkAct.at, sql`now() - make_interval(days => ${keptDays})`));
  const [row] = await db
    .insert(bulkAct)
    .values({ actorId: actor.id, act, storyIds: stories.map(({ id }) => id) })
    .returning({ id: bulkAct.id });
  if (!row) throw new Error('The act was not written.');
  const outcomes: BulkOutcome[] = [];
  for (const story of stories) {
    const outcome = await one(actor, story.id, afterEach, (work) => deeds[act]({ actor, story, input, work }));
    outcomes.push(outcome);
    // Kept after each: a process that dies on the way leaves what is done, and can be taken back.
    await db
      .update(bulkAct)
      .set({ outcomes: sql`${bulkAct.outcomes} || ${JSON.stringify([outcome])}::text::jsonb` })
      .where(eq(bulkAct.id, row.id));
  }
  await inTransaction((tx) => {
    const detail = { what: act, count: stories.length, done: outcomes.filter(({ ok }) => ok).length };
    return audit(tx, { actor, act: 'bulk', object: `bulk:${row.id}`, detail });
  });
  return { ok: true, id: row.id, outcomes };
}

export type BulkRow = typeof bulkAct.$inferSelect & { mayUndo: boolean };

/** What came of an act, for whoever did it. */
export async function readBulk(actor: Actor, id: number): Promise<BulkRow | null> {
  const [found] = await db
    .select({ row: bulkAct, young: sql<boolean>`${young}` })
    .from(bulkAct)
    .where(and(eq(bulkAct.id, id), eq(bulkAct.actorId, actor.id)));
  if (!found) return null;
  const { row } = found;
  const takable = row.outcomes.some(({ ok, undo }) => ok && undo !== null);
  return { ...row, mayUndo: found.young && row.undoneAt === null && takable && canUndo(actor, row.act) };
}

/**
 * Takes an act back, once and within `undoMinutes`: for every story a new act that reverses it, with the right that it needs. A story
 * that somebody has changed since stays as it is.
 */
export async function undoBulk(
  actor: Actor,
  id: number,
  afterEach: AfterEach = async () => {},
): Promise<{ ok: true; outcomes: BulkOutcome[] } | Refusal> {
  const [row] = await db
    .update(bulkAct)
    .set({ undoneAt: sql`now()` })
    .where(and(eq(bulkAct.id, id), eq(bulkAct.actorId, actor.id), isNull(bulkAct.undoneAt), young))
    .returning();
  if (!row) return { ok: false, code: 'wrong-stage', message: `撤销不了：已经撤销过，或过了 ${undoMinutes} 分钟。` };
  const outcomes: BulkOutcome[] = [];
  for (const { id: storyId, ok, undo } of row.outcomes) {
    if (!ok || !undo) continue;
    const deed = (work: Work) => reversals[row.act as BulkAct]({ actor, id: storyId, work, undo: undo as Undo });
    outcomes.push({ ...(await one(actor, storyId, afterEach, deed)), undo: null });
    await db.update(bulkAct).set({ undone: outcomes }).where(eq(bulkAct.id, id));
  }
  await inTransaction((tx) => {
    const detail = { what: row.act, count: outcomes.length, done: outcomes.filter((each) => each.ok).length };
    return audit(tx, { actor, act: 'undo-bulk', object: `bulk:${id}`, detail });
  });
  return { ok: true, outcomes };
}

const young = gt(bulkAct.at, sql`now() - make_interval(mins => ${undoMinutes})`);

/** A withdrawal is taken back by publishing again, which is a chief's. */
function canUndo({ role }: Actor, act: string): boolean {
  return act !== 'withdraw' || role === 'chief';
}

/** Topics by what somebody types: an address, or a name. */
export async function topicNamed(typed: string): Promise<{ ok: true; id: number; name: string } | Refusal> {
  const words = typed.trim();
  const fields = { id: topic.id, name: topic.name };
  const bySlug = await db.select(fields).from(topic).where(eq(topic.slug, words));
  const found = bySlug.length > 0 ? bySlug : await db.select(fields).from(topic).where(eq(topic.name, words)).limit(2);
  const [first, second] = found;
  if (!first) return { ok: false, code: 'not-found', message: `没有名称或地址是“${words.slice(0, 40)}”的专题或标签。` };
  if (second) return { ok: false, code: 'invalid', message: `专题和标签里都有“${words}”，请填它的地址。` };
  return { ok: true, ...first };
}

/** Newest first, to choose from. */
export function recentTopics(count = 200): Promise<{ name: string; slug: string }[]> {
  return db.select({ name: topic.name, slug: topic.slug }).from(topic).orderBy(sql`${topic.id} desc`).limit(count);
}

type Deed = { actor: Actor; story: Picked; input: BulkInput; work: Work };
type Undo = Partial<{ at: string; before: Filed; after: Filed; number: number }>;
type Taken = { step: flow.Step | Refusal; undo?: Undo | null };

const deeds: Record<BulkAct, (deed: Deed) => Promise<Taken>> = {
  submit: async ({ actor, story: { id, version } }) => ({ step: await flow.submit(actor, id, { version }), undo: {} }),
  recall: async ({ actor, story: { id } }) => ({ step: await flow.recall(actor, id), undo: {} }),
  publish: async ({ actor, story: { id } }) => ({ step: await flow.publishSigned(actor, id) }),
  schedule: async ({ actor, story: { id }, input }) => {
    const at = input.at ?? new Date(Number.NaN);
    return { step: await flow.schedule(actor, id, at), undo: Number.isNaN(at.getTime()) ? null : { at: minute(at) } };
  },
  unschedule: async ({ actor, story: { id }, work }) => {
    const { publishAt } = work.row;
    return { step: await flow.unschedule(actor, id), undo: publishAt && { at: publishAt.toISOString() } };
  },
  withdraw: async ({ actor, story: { id }, input }) => ({
    step: await flow.withdrawStory(actor, id, input.reason ?? ''),
    undo: {},
  }),
  move: ({ actor, story, input }) => filed(fileStory(actor, story.id, intoSection(input.sectionId ?? 0))),
  'add-topic': ({ actor, story, input }) => filed(fileStory(actor, story.id, withTopic(input.topicId ?? 0))),
  'remove-topic': ({ actor, story, input }) => filed(fileStory(actor, story.id, withoutTopic(input.topicId ?? 0))),
  discard: async ({ actor, story: { id } }) => {
    const step = await flow.discard(actor, id);
    const kept = step.ok ? await listVersions(actor, id, { count: 1 }) : null;
    return { step, undo: kept?.ok ? { number: kept.versions[0]?.number ?? 0 } : null };
  },
};

async function filed(doing: Promise<FiledStep | Refusal>): Promise<Taken> {
  const step = await doing;
  return step.ok ? { step, undo: { before: step.before, after: step.after } } : { step };
}

type Reversal = { actor: Actor; id: number; work: Work; undo: Undo };

const refile = ({ actor, id, undo: { before, after } }: Reversal): Promise<Taken> =>
  before && after ? filed(fileStory(actor, id, backTo(before, after))) : Promise.reject(new Error('Nothing is known.'));

const reversals: Record<BulkAct, (reversal: Reversal) => Promise<Taken>> = {
  // The writer takes it back; whoever handed over what others wrote gives it back to them.
  submit: async ({ actor, id, work }) => ({
    step: may(actor, 'recall', factsOf(actor, work)).ok
      ? await flow.recall(actor, id)
      : await flow.sendBack(actor, id, '撤销批量送审'),
  }),
  recall: async ({ actor, id, work: { row } }) => ({
    step: await flow.submit(actor, id, { version: row.version, ...(row.correction && { correction: row.correction }) }),
  }),
  publish: async () => ({ step: { ok: false, code: 'wrong-stage', message: '发布不能撤销。' } }),
  schedule: async ({ actor, id, work, undo }) => ({
    step:
      work.row.publishAt?.toISOString() === undo.at || work.row.publishAt === null
        ? await flow.unschedule(actor, id)
        : { ok: false, code: 'changed-meanwhile', message: '后来有人改了时间，没有撤销。' },
  }),
  unschedule: async ({ actor, id, undo }) => ({ step: await flow.schedule(actor, id, new Date(undo.at ?? '')) }),
  withdraw: async ({ actor, id }) => ({ step: await flow.republishStory(actor, id, '撤销批量撤稿') }),
  move: refile,
  'add-topic': refile,
  'remove-topic': refile,
  discard: async ({ actor, id, work, undo }) => {
    const step = await flow.amend(actor, id);
    // Of what readers have an amendment begins with that; what was put aside stands in the version.
    if (!step.ok || work.readers === 'unpublished' || !undo.number) return { step };
    const restored = await restoreVersion(actor, id, { version: step.version, number: undo.number });
    return { step: restored.ok ? step : { ok: false, code: 'wrong-stage', message: restored.message } };
  },
};

/** Looks, does, and says what came of it. */
async function one(
  actor: Actor,
  id: number,
  afterEach: AfterEach,
  deed: (work: Work) => Promise<Taken>,
): Promise<BulkOutcome> {
  const seen = await look(actor, id);
  if (!seen.ok) return { id, title: `稿件 ${id}`, ok: false, message: seen.message, eventId: null, undo: null };
  const title = titleOf(seen.work);
  const { step, undo = null } = await deed(seen.work);
  if (!step.ok) return { id, title, ok: false, message: inWords(step), eventId: null, undo: null };
  await afterEach(step);
  const eventId = step.done ? Math.max(step.done.eventId, ...step.done.also.map((each) => each.id)) : null;
  return { id, title, ok: true, message: '', eventId, undo };
}

/** A story that the actor may read; nobody learns the title of another. */
function look(actor: Actor, id: number): Promise<{ ok: true; work: Work } | Refusal> {
  return inTransaction<{ ok: true; work: Work } | Refusal>(async (tx) => {
    const work = await findWork(tx, id);
    demand(actor, 'read', factsOf(actor, work));
    return { ok: true, work };
  });
}

function titleOf({ id, row }: Work): string {
  return row.title || `稿件 ${id}`;
}

function inWords({ message, problems = [] }: Refusal): string {
  const rest = problems.slice(1).map((problem) => problem.message);
  return rest.length > 0 ? `${message}还有：${rest.join('；')}。` : message;
}

function minute(at: Date): string {
  return new Date(Math.floor(at.getTime() / 60_000) * 60_000).toISOString();
}
