import { eq, sql } from 'drizzle-orm';
import type { Executor } from '#db/client.ts';
import { type StoryStatus, story, storyWork } from '#db/schema/index.ts';
import { readSetting } from '#lib/settings/settings.ts';
import { site } from '#site.config.ts';
import type { Actor } from './actor.ts';
import { refuse } from './result.ts';
import { may, type ReaderState, type RightFacts, type StoryAct, type WorkStage } from './rights.ts';
import { writeRevision } from './story-content.ts';
import type { WorkContent } from './work-content.ts';

export type WorkRow = typeof storyWork.$inferSelect;

/** A story as the desk sees it: its working copy, what readers have, and where it stands. */
export type Work = {
  id: number;
  readers: ReaderState;
  stage: WorkStage;
  row: WorkRow;
  /** Whether the row exists yet: stories of imports have none until somebody touches them. */
  stored: boolean;
  /** The section and all above it. */
  sections: number[];
};

/** Locks a story and its working copy, in this order. Refuses with `not-found`. */
export async function lockWork(tx: Executor, id: number): Promise<Work> {
  await tx.select({ id: story.id }).from(story).where(eq(story.id, id)).for('update');
  return findWork(tx, id);
}

/** The same for who only looks. Whoever changes a working copy holds the lock of its story. */
export async function findWork(tx: Executor, id: number): Promise<Work> {
  const [shown] = await tx
    .select({ status: story.status, title: story.title, kind: story.kind, sectionId: story.sectionId })
    .from(story)
    .where(eq(story.id, id));
  if (!shown) return refuse('not-found', `稿件 ${id} 不存在。`);
  const [row] = await tx.select().from(storyWork).where(eq(storyWork.storyId, id));
  const work = row ?? untouched(id, shown);
  return {
    id,
    readers: readersOf(shown.status),
    stage: work.stage,
    row: work,
    stored: row !== undefined,
    sections: await sectionAndAbove(tx, work.sectionId),
  };
}

export function readersOf(status: StoryStatus): ReaderState {
  return status === 'published' || status === 'withdrawn' ? status : 'unpublished';
}

export async function sectionAndAbove(tx: Executor, sectionId: number): Promise<number[]> {
  const rows = await tx.execute<{ id: string }>(sql`select id from section_and_ancestors(${sectionId}) as up(id)`);
  return rows.map((row) => Number(row.id));
}

/** How many reviews a story of this section needs. */
export async function reviewsNeeded(tx: Executor, sectionId: number): Promise<number> {
  const [row] = await tx.execute<{ reviews: number }>(sql`
    with recursive up(id, parent_id, reviews, depth) as (
      select id, parent_id, reviews, 0 from section where id = ${sectionId}
      union all
      select s.id, s.parent_id, s.reviews, up.depth + 1 from section s join up on s.id = up.parent_id
    )
    select reviews from up where reviews is not null order by depth limit 1`);
  return row?.reviews ?? (await readSetting('reviews', tx)).reviews;
}

/** What a right depends on. The author of a story counts as its writer in every amendment. */
export function factsOf(actor: Actor, { stage, readers, row, sections }: Work): RightFacts {
  return {
    stage,
    readers,
    own: row.ownerId === actor.id || row.writerIds.includes(actor.id),
    sections,
    level: row.reviews.length + 1,
  };
}

/** Refuses, with the reason, what the actor may not do. */
export function demand(actor: Actor, act: StoryAct, facts: RightFacts): void {
  const verdict = may(actor, act, facts);
  if (!verdict.ok) refuse(verdict.code, verdict.message);
}

/** Writes the working copy's row; a new one where there was none. */
export async function writeWork(tx: Executor, { id, row, stored }: Work, set: Partial<WorkRow>): Promise<void> {
  if (stored) await tx.update(storyWork).set(set).where(eq(storyWork.storyId, id));
  else await tx.insert(storyWork).values({ ...row, ...set });
}

/** Keeps the text as a version. @returns what the row must remember of it. */
export async function savePoint(
  tx: Executor,
  { id, version, content, by, note }: { id: number; version: number; content: WorkContent; by: string; note: string },
): Promise<Partial<WorkRow>> {
  await writeRevision(tx, id, content, by, note);
  return { pointVersion: version, pointAt: await clock(tx) };
}

/** The database's time: that of instances may differ. */
export async function clock(tx: Executor): Promise<Date> {
  const [row] = await tx.execute<{ ms: string }>(
    sql`select floor(extract(epoch from clock_timestamp()) * 1000)::bigint::text as ms`,
  );
  return new Date(Number(row?.ms));
}

/** What a change of the content means for the row's copies of it. */
export function copiesOf(content: WorkContent): Pick<WorkRow, 'title' | 'kind' | 'sectionId'> {
  return { title: content.title.trim().slice(0, 300), kind: content.kind, sectionId: content.sectionId };
}

function untouched(
  storyId: number,
  { title, kind, sectionId }: Pick<typeof story.$inferSelect, 'title' | 'kind' | 'sectionId'>,
): WorkRow {
  const now = new Date();
  return {
    storyId,
    stage: 'none',
    stageAt: now,
    content: null,
    base: null,
    correction: null,
    version: 0,
    pointVersion: 0,
    pointAt: null,
    savedAt: null,
    savedBy: null,
    savedName: null,
    changedAt: now,
    title,
    kind,
    sectionId,
    ownerId: null,
    ownerName: null,
    writerIds: [],
    reviewsNeeded: site.desk.reviews,
    reviews: [],
    signedBy: null,
    signedName: null,
    signedAt: null,
    sentBack: null,
    publishAt: null,
    withdrawAt: null,
    withdrawReason: null,
    ...unlocked,
  };
}

export const unlocked = { lockBy: null, lockName: null, lockRole: null, lockSince: null, lockBeat: null };
