import { and, desc, eq, lt, sql } from 'drizzle-orm';
import { db, type Executor } from '#db/client.ts';
import { revision, storyWork } from '#db/schema/index.ts';
import { type Actor, type Role, roles } from './actor.ts';
import { audit } from './audit.ts';
import { type Refusal, refuse } from './result.ts';
import { inTransaction } from './transaction.ts';
import {
  clock,
  copiesOf,
  demand,
  factsOf,
  findWork,
  lockWork,
  savePoint,
  sectionAndAbove,
  unlocked,
  type Work,
  type WorkRow,
  writeWork,
} from './work.ts';
import { parseWork, type WorkContent, type WorkInput } from './work-content.ts';
import { workContent } from './workflow.ts';

/** What stands in the database, with who wrote it. */
export type Standing = { version: number; content: WorkContent; by: string | null; at: Date | null };

export type SaveOutcome =
  | { ok: true; version: number; savedAt: Date }
  /** Somebody else's text stands there, or somebody else holds the lock: both texts, and nothing was overwritten. */
  | { ok: false; code: 'conflict' | 'locked'; message: string; theirs: Standing; yours: WorkContent }
  | Refusal;

export type Lock = { by: string; name: string; since: Date; beat: Date };
export type LockOutcome =
  | { ok: true; lock: Lock; version: number }
  | { ok: false; code: 'locked'; message: string; lock: Lock }
  | Refusal;

export type Version = { number: number; savedAt: Date; savedBy: string; note: string | null };

/** A lock without a heartbeat for so long is nobody's, in seconds. */
export const lockExpires = 60;
/** While somebody writes, a version is kept at most so often, in seconds. */
export const pointEvery = 5 * 60;

/**
 * Saves a working copy that grew out of `version`. The text may be as incomplete as it likes. Where another version stands there by
 * now, or somebody else holds the lock, both texts are returned; a save that arrives twice succeeds twice.
 */
export function saveWork(actor: Actor, id: number, version: number, input: WorkInput): Promise<SaveOutcome> {
  return inTransaction<SaveOutcome>(async (tx) => {
    const work = await lockWork(tx, id);
    const { row } = work;
    demand(actor, 'save', factsOf(actor, work));
    const content = parseWork(input);
    const now = await clock(tx);
    const theirs = { version: row.version, content: workContent(work), by: row.savedName, at: row.savedAt };
    // The answer to the first save was lost on its way.
    if (row.version === version + 1 && row.savedBy === actor.id && row.savedAt && (await isStored(tx, id, content)))
      return { ok: true, version: row.version, savedAt: row.savedAt };
    const holder = holderOf(row, now);
    if (holder && holder.by !== actor.id)
      return { ok: false, code: 'locked', message: `${holder.name}正在编辑这篇稿件。`, theirs, yours: content };
    if (row.version !== version) {
      const message = `${row.savedName ?? '别人'}已经改动了这篇稿件，两份文字都保留着，请核对后再保存。`;
      return { ok: false, code: 'conflict', message, theirs, yours: content };
    }
    await demandSection(tx, actor, work, content);
    const saved = { version: version + 1, savedAt: now, savedBy: actor.id, savedName: actor.name };
    const due = row.pointAt === null || now.getTime() - row.pointAt.getTime() >= pointEvery * 1000;
    const point = due ? await savePoint(tx, { id, ...saved, content, by: actor.name, note: '自动保存' }) : {};
    await writeWork(tx, work, {
      ...saved,
      ...point,
      ...copiesOf(content),
      content,
      writerIds: writersWith(actor, work),
      changedAt: now,
    });
    return { ok: true, version: saved.version, savedAt: now };
  });
}

/** The working copy as it stands. */
export function readWork(actor: Actor, id: number): Promise<({ ok: true; work: WorkRow } & Standing) | Refusal> {
  return reading(actor, id, async (_, work) => {
    const { version, savedName, savedAt } = work.row;
    return { ok: true, work: work.row, version, content: workContent(work), by: savedName, at: savedAt };
  });
}

/** Keeps the text as it stands as a version, by hand, with a note. */
export function keepVersion(
  actor: Actor,
  id: number,
  { version, note }: { version: number; note: string },
): Promise<{ ok: true; number: number } | Refusal> {
  return inTransaction(async (tx) => {
    const work = await lockWork(tx, id);
    demand(actor, 'save', factsOf(actor, work));
    if (work.row.version !== version) refuse('saved-since', '稿件又有改动，请看过新的文字再存为版本。');
    const said = note.trim();
    if (said.length > 200) refuse('invalid', '版本说明不能超过 200 字。');
    const kept = { id, version, content: workContent(work), by: actor.name, note: said || '手动保存' };
    await writeWork(tx, work, await savePoint(tx, kept));
    return { ok: true, number: await newestNumber(tx, id) };
  });
}

/** The versions of a story, newest first; before `before`, where the earlier ones are asked for. */
export function listVersions(
  actor: Actor,
  id: number,
  { before, count = 50 }: { before?: number; count?: number } = {},
): Promise<{ ok: true; versions: Version[] } | Refusal> {
  return reading(actor, id, async (tx) => ({
    ok: true,
    versions: await tx
      .select({ number: revision.number, savedAt: revision.savedAt, savedBy: revision.savedBy, note: revision.note })
      .from(revision)
      .where(and(eq(revision.storyId, id), before === undefined ? undefined : lt(revision.number, before)))
      .orderBy(desc(revision.number))
      .limit(Math.min(Math.max(1, count), 200)),
  }));
}

/** One version, with its text. */
export function readVersion(
  actor: Actor,
  id: number,
  number: number,
): Promise<{ ok: true; version: Version; content: WorkContent } | Refusal> {
  return reading(actor, id, async (tx) => {
    const { content, ...version } = await versionRow(tx, id, number);
    return { ok: true, version, content };
  });
}

/** Makes an old version's text the text, as a new version: what stood there before stays among the versions. */
export function restoreVersion(
  actor: Actor,
  id: number,
  { version, number }: { version: number; number: number },
): Promise<SaveOutcome> {
  return inTransaction<SaveOutcome>(async (tx) => {
    const work = await lockWork(tx, id);
    demand(actor, 'save', factsOf(actor, work));
    const { row } = work;
    if (row.version !== version) return refuse('saved-since', '稿件又有改动，请看过新的文字再恢复。');
    const now = await clock(tx);
    const holder = holderOf(row, now);
    if (holder && holder.by !== actor.id) return refuse('locked', `${holder.name}正在编辑这篇稿件。`);
    const { content } = await versionRow(tx, id, number);
    await demandSection(tx, actor, work, content);
    if (row.version > row.pointVersion)
      await savePoint(tx, {
        id,
        version,
        content: workContent(work),
        by: row.savedName ?? actor.name,
        note: '恢复之前',
      });
    const saved = { version: version + 1, savedAt: now, savedBy: actor.id, savedName: actor.name };
    const point = await savePoint(tx, { id, ...saved, content, by: actor.name, note: `恢复第 ${number} 版` });
    await writeWork(tx, work, {
      ...saved,
      ...point,
      ...copiesOf(content),
      content,
      writerIds: writersWith(actor, work),
      changedAt: now,
    });
    return { ok: true, version: saved.version, savedAt: now };
  });
}

/**
 * Takes the lock, or keeps it: call it at the beginning and then every few seconds. Held by another within the last minute (by the
 * database's clock), it is refused with who holds it.
 */
export function lockStory(actor: Actor, id: number): Promise<LockOutcome> {
  return inTransaction<LockOutcome>(async (tx) => {
    const work = await lockWork(tx, id);
    demand(actor, 'save', factsOf(actor, work));
    const now = await clock(tx);
    const holder = holderOf(work.row, now);
    if (holder && holder.by !== actor.id)
      return { ok: false, code: 'locked', message: `${holder.name}正在编辑这篇稿件。`, lock: holder };
    const lock = { by: actor.id, name: actor.name, since: holder?.since ?? now, beat: now };
    await writeWork(tx, work, columnsOf(lock, actor.role));
    return { ok: true, lock, version: work.row.version };
  });
}

/** Takes the lock from whoever holds it: a senior's right, and recorded. */
export function takeOverLock(actor: Actor, id: number): Promise<LockOutcome> {
  return inTransaction<LockOutcome>(async (tx) => {
    const work = await lockWork(tx, id);
    const facts = factsOf(actor, work);
    demand(actor, 'save', facts);
    const now = await clock(tx);
    const holder = holderOf(work.row, now);
    const role = roles.find((each) => each === work.row.lockRole);
    if (holder && holder.by !== actor.id) demand(actor, 'take-over', { ...facts, ...(role && { holder: role }) });
    const lock = { by: actor.id, name: actor.name, since: now, beat: now };
    await writeWork(tx, work, columnsOf(lock, actor.role));
    if (holder && holder.by !== actor.id)
      await audit(tx, {
        actor,
        act: 'take-over',
        object: `story:${id}`,
        detail: { from: { id: holder.by, name: holder.name, since: holder.since.toISOString() } },
      });
    return { ok: true, lock, version: work.row.version };
  });
}

/** Gives the lock back; without effect where another holds it by now. */
export async function releaseLock(actor: Actor, id: number): Promise<void> {
  await db
    .update(storyWork)
    .set(unlocked)
    .where(and(eq(storyWork.storyId, id), eq(storyWork.lockBy, actor.id)));
}

/** Who holds the lock now, for whoever may see the story. */
export function holderOf({ lockBy, lockName, lockSince, lockBeat }: WorkRow, now: Date): Lock | null {
  if (!lockBy || !lockName || !lockSince || !lockBeat) return null;
  if (now.getTime() - lockBeat.getTime() >= lockExpires * 1000) return null;
  return { by: lockBy, name: lockName, since: lockSince, beat: lockBeat };
}

/** Whoever saves a draft is one of its writers, and will not review it. */
function writersWith({ id }: Actor, { stage, row }: Work): string[] {
  return stage === 'draft' && !row.writerIds.includes(id) ? [...row.writerIds, id] : row.writerIds;
}

function columnsOf({ by, name, since, beat }: Lock, role: Role): Partial<WorkRow> {
  return { lockBy: by, lockName: name, lockRole: role, lockSince: since, lockBeat: beat };
}

/** Into which section it goes is not for somebody to decide who has no right there. */
async function demandSection(tx: Executor, actor: Actor, work: Work, content: WorkContent): Promise<void> {
  if (content.sectionId === work.row.sectionId) return;
  const sections = await sectionAndAbove(tx, content.sectionId);
  if (sections.length === 0) refuse('unknown-reference', `栏目 ${content.sectionId} 不存在。`);
  demand(actor, 'save', { ...factsOf(actor, work), sections });
}

async function isStored(tx: Executor, id: number, content: WorkContent): Promise<boolean> {
  const rows = await tx.execute(
    sql`select from story_work where story_id = ${id} and content = ${JSON.stringify(content)}::text::jsonb`,
  );
  return rows.length > 0;
}

async function versionRow(tx: Executor, id: number, number: number): Promise<Version & { content: WorkContent }> {
  const [row] = await tx
    .select()
    .from(revision)
    .where(and(eq(revision.storyId, id), eq(revision.number, number)));
  if (!row) return refuse('not-found', `没有第 ${number} 版。`);
  const { savedAt, savedBy, note } = row;
  return { number, savedAt, savedBy, note, content: parseWork(row.content as WorkInput) };
}

async function newestNumber(tx: Executor, id: number): Promise<number> {
  const [row] = await tx
    .select({ number: revision.number })
    .from(revision)
    .where(eq(revision.storyId, id))
    .orderBy(desc(revision.number))
    .limit(1);
  return row?.number ?? 0;
}

function reading<T>(actor: Actor, id: number, ask: (tx: Executor, work: Work) => Promise<T>): Promise<T | Refusal> {
  return inTransaction(async (tx) => {
    const work = await findWork(tx, id);
    demand(actor, 'read', factsOf(actor, work));
    return ask(tx, work);
  });
}
