import { and, eq, sql } from 'drizzle-orm';
import type { Executor } from '#db/client.ts';
import { correction, story, storyWork } from '#db/schema/index.ts';
import type { StoryFacts } from '#lib/cache/events.ts';
import { writeFingerprint } from './duplicates.ts';
import { storyFacts } from './facts.ts';
import { recordEvent } from './record.ts';
import { type Done, done, type Recorded, type Refusal, refuse } from './result.ts';
import {
  changed,
  checkReferences,
  columns,
  missing,
  type NewStory,
  parseNewStory,
  parsePatch,
  readContent,
  type StoryContent,
  type StoryPatch,
  writeLinks,
  writeRevision,
} from './story-content.ts';
import { inTransaction, inTurn } from './transaction.ts';

/** A draft was saved: readers see nothing of it, so there is no event. */
export type Saved = { ok: true; id: number };

/** Writes a new draft, with its first revision. */
export function createStory(input: NewStory, by: string): Promise<Saved | Refusal> {
  return inTransaction(async (tx) => {
    const content = parseNewStory(input);
    await checkReferences(tx, content);
    const [row] = await tx.insert(story).values(columns(content)).returning({ id: story.id });
    if (!row) throw new Error('The story was not written.');
    await writeLinks(tx, row.id, content);
    await writeFingerprint(tx, row.id);
    await writeRevision(tx, row.id, content, by, null);
    return { ok: true, id: row.id };
  });
}

/** Saves a story that was never published. One that readers know is changed by `change`. */
export function saveStory(id: number, patch: StoryPatch, by: string): Promise<Saved | Refusal> {
  return inTransaction(async (tx) => {
    const row = await lockStory(tx, id);
    if (row.status === 'published') return refuse('already-published', '稿件已经发布，请按“修改已发布稿件”处理。');
    if (row.status === 'withdrawn') return refuse('withdrawn', '稿件已撤回，请按“修改已发布稿件”处理。');
    const before = await readContent(tx, id);
    const after = changed(before, parsePatch(patch));
    if (after) {
      await writeContent(tx, id, before, after);
      await writeRevision(tx, id, after, by, null);
    }
    return { ok: true, id };
  });
}

/** Shows a story to readers for the first time. */
export function publish(id: number, by: string): Promise<Done | Refusal> {
  return inTurn(async (tx) => done(await publishIn(tx, id, by)));
}

/** The same within a transaction of `inTurn`, as for the others below that end in `In`. */
export async function publishIn(tx: Executor, id: number, by: string): Promise<Recorded> {
  const row = await lockStory(tx, id);
  if (row.status === 'published') return refuse('already-published', '稿件已经发布。');
  if (row.status === 'withdrawn') return refuse('withdrawn', '稿件已撤回；要再次发布，请用“重新发布”。');
  refuseIncomplete(await readContent(tx, id));
  await tx
    .update(story)
    // A time that an import set beforehand is kept; one in the future would put the story above all that follow.
    .set({
      status: 'published',
      publishedAt: sql`least(coalesce(${story.publishedAt}, clock_timestamp()), clock_timestamp())`,
    })
    .where(eq(story.id, id));
  return recordEvent(tx, { type: 'story-published', story: await facts(tx, id) }, by);
}

/**
 * Changes a story that readers know: its text, titles, sections, authors, topics, pictures. Also a withdrawn one, to be put
 * right before it is published again. The kind of a story does not change after publication: its address promises one thing.
 */
export function change(id: number, patch: StoryPatch, by: string): Promise<Done | Refusal> {
  return inTurn(async (tx) => done(await changeIn(tx, id, patch, by)));
}

/** @param note what the version is remembered by. */
export async function changeIn(
  tx: Executor,
  id: number,
  patch: StoryPatch,
  by: string,
  note: string | null = null,
): Promise<Recorded> {
  const row = await lockStory(tx, id);
  if (row.status !== 'published' && row.status !== 'withdrawn')
    return refuse('not-published', '稿件尚未发布，请直接保存。');
  const before = await readContent(tx, id);
  const after = changed(before, parsePatch(patch));
  if (!after) return refuse('unchanged', '稿件没有改动。');
  if (after.kind !== before.kind) return refuse('invalid', '已发布稿件的体裁不能更改。');
  if (row.status === 'published') refuseIncomplete(after);
  const stood = await facts(tx, id);
  await tx.update(story).set({ updatedAt: now }).where(eq(story.id, id));
  await writeContent(tx, id, before, after);
  await writeRevision(tx, id, after, by, note);
  const { title, kind, sectionId } = after;
  await tx
    .update(storyWork)
    .set({ title, kind, sectionId })
    .where(and(eq(storyWork.storyId, id), eq(storyWork.stage, 'none')));
  return recordEvent(tx, { type: 'story-changed', story: await facts(tx, id), before: stood }, by);
}

/** Adds a correction (更正) that readers see on the story and on `/corrections`. */
export function correct(id: number, text: string, by: string): Promise<Done | Refusal> {
  return inTurn(async (tx) => done(await correctIn(tx, id, text, by)));
}

export async function correctIn(tx: Executor, id: number, text: string, by: string): Promise<Recorded> {
  const row = await lockStory(tx, id);
  refuseUnlessPublished(row.status);
  const said = text.trim();
  if (said === '') return refuse('text-missing', '请写明更正内容。');
  if (said.length > 2000) return refuse('invalid', '更正内容不能超过 2000 字。');
  await tx.insert(correction).values({ storyId: id, text: said, correctedAt: sql`clock_timestamp()` });
  await tx.update(story).set({ updatedAt: now }).where(eq(story.id, id));
  return recordEvent(tx, { type: 'story-corrected', story: await facts(tx, id) }, by);
}

/** Takes a story from readers: its page answers 410 with the reason, and nothing names it any more. */
export function withdraw(id: number, reason: string, by: string): Promise<Done | Refusal> {
  return inTurn(async (tx) => done(await withdrawIn(tx, id, reason, by)));
}

export async function withdrawIn(tx: Executor, id: number, reason: string, by: string): Promise<Recorded> {
  const row = await lockStory(tx, id);
  if (row.status === 'withdrawn') return refuse('withdrawn', '稿件已经撤回。');
  refuseUnlessPublished(row.status);
  const why = reason.trim();
  if (why === '') return refuse('reason-missing', '请写明撤稿原因。');
  if (why.length > 500) return refuse('invalid', '撤稿原因不能超过 500 字。');
  const stood = await facts(tx, id);
  await tx
    .update(story)
    .set({ status: 'withdrawn', withdrawnAt: sql`clock_timestamp()`, withdrawnReason: why })
    .where(eq(story.id, id));
  // Whoever withdraws it, also past the desk: no schedule may bring it back.
  await tx.execute(sql`
    update story_work set withdraw_at = null, withdraw_reason = null, publish_at = null,
      stage = case when stage = 'scheduled' then 'signed' else stage end
    where story_id = ${id} and (withdraw_at is not null or stage = 'scheduled')`);
  // Those between which it stood, and those who are neighbours now.
  const neighbours = [...new Set([...stood.neighbours, ...(await facts(tx, id)).neighbours])].sort((a, b) => a - b);
  return recordEvent(tx, { type: 'story-withdrawn', story: { ...stood, neighbours } }, by);
}

/** Shows a withdrawn story again, at its old address and its old time. */
export function republish(id: number, by: string): Promise<Done | Refusal> {
  return inTurn(async (tx) => done(await republishIn(tx, id, by)));
}

export async function republishIn(tx: Executor, id: number, by: string): Promise<Recorded> {
  const row = await lockStory(tx, id);
  if (row.status === 'published') return refuse('already-published', '稿件已经发布。');
  if (row.status !== 'withdrawn') return refuse('not-withdrawn', '稿件没有撤回过，请直接发布。');
  refuseIncomplete(await readContent(tx, id));
  await tx
    .update(story)
    .set({ status: 'published', withdrawnAt: null, withdrawnReason: null, updatedAt: now })
    .where(eq(story.id, id));
  return recordEvent(tx, { type: 'story-republished', story: await facts(tx, id) }, by);
}

/** Never before publication, not even by the rounding to milliseconds. */
const now = sql`greatest(clock_timestamp(), ${story.publishedAt})`;

async function lockStory(tx: Executor, id: number) {
  const [row] = await tx.select({ status: story.status }).from(story).where(eq(story.id, id)).for('update');
  return row ?? refuse('not-found', `稿件 ${id} 不存在。`);
}

/** Writes the story's row, what stands beside it, and by what it is found as near-duplicate; the version is the caller's to keep. */
export async function writeContent(tx: Executor, id: number, before: StoryContent, after: StoryContent): Promise<void> {
  await checkReferences(tx, after);
  await tx.update(story).set(columns(after)).where(eq(story.id, id));
  await writeLinks(tx, id, after, before);
  // At once, not with the hourly look: what comes next may be the same text.
  await writeFingerprint(tx, id);
}

async function facts(tx: Executor, id: number): Promise<StoryFacts> {
  const found = await storyFacts(tx, id);
  if (!found) throw new Error(`Story ${id} has no time of publication.`);
  return found;
}

function refuseUnlessPublished(status: string): void {
  if (status === 'withdrawn') refuse('withdrawn', '稿件已撤回。');
  if (status !== 'published') refuse('not-published', '稿件尚未发布。');
}

function refuseIncomplete(content: StoryContent): void {
  const [first] = missing(content);
  if (first) refuse('incomplete', `${first.message}。`);
}
