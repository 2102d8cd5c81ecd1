import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Executor } from '#db/client.ts';
import { openingOf } from '#db/queries/topics.ts';
import { mostMilestones, topicMilestone, topicOpening, topicTimeline } from '#db/schema/index.ts';
import type { Actor } from './actor.ts';
import { audit } from './audit.ts';
import { permit } from './entries.ts';
import { recordEvent } from './record.ts';
import { lockEntry } from './registry.ts';
import { type Done, done, type Refusal, refuse } from './result.ts';
import { inTurn } from './transaction.ts';
import { validate } from './validate.ts';

const id = z.int().positive();
const lines = (text: string) =>
  text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');

const opening = z.strictObject({
  /** A line is a paragraph. */
  introduction: z.string().max(2000).transform(lines),
  leadStoryId: id.nullable(),
  timeline: z.enum(topicTimeline.enumValues),
  milestones: z
    .array(id)
    .transform((ids) => [...new Set(ids)].sort((a, b) => a - b))
    .refine((ids) => ids.length <= mostMilestones, `大事记最多 ${mostMilestones} 篇`),
});
type Opening = z.output<typeof opening>;

/**
 * Sets what stands above the list of a topic. Stories that are named must be published and belong to the topic, but for those that were
 * named before: what was withdrawn or filed elsewhere may come back.
 */
export function arrangeTopic(actor: Actor, topicId: number, wanted: z.input<typeof opening>): Promise<Done | Refusal> {
  return inTurn(async (tx) => {
    permit(actor, 'manage-registry');
    await lockEntry(tx, 'topic', topicId);
    const parsed = validate(opening, wanted);
    if (!parsed.ok) return refuse('invalid', `专题开头不合要求：${parsed.message}。`);
    const [before, after] = [await openingOf(tx, topicId), parsed.data];
    const differing = (Object.keys(after) as (keyof Opening)[]).filter(
      (field) => JSON.stringify(after[field]) !== JSON.stringify(before[field]),
    );
    if (differing.length === 0) refuse('unchanged', '专题开头没有改动。');
    await checkStories(tx, topicId, newIn(before, after));
    await write(tx, topicId, after);
    const recorded = await recordEvent(tx, { type: 'topic-arranged', id: topicId }, actor.name);
    const only = (set: Opening) => Object.fromEntries(differing.map((field) => [field, set[field]]));
    const detail = { before: only(before), after: only(after) };
    await audit(tx, { actor, act: 'arrange-topic', object: `topic:${topicId}`, detail });
    return done(recorded);
  });
}

function newIn(before: Opening, after: Opening): number[] {
  const known = new Set([before.leadStoryId, ...before.milestones]);
  return [after.leadStoryId, ...after.milestones].filter((story) => story !== null && !known.has(story)) as number[];
}

async function checkStories(tx: Executor, topicId: number, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  const found = await tx.execute<{ id: string }>(sql`
    select story_id as id from list_entry
    where list = 'topic' and ref_id = ${topicId} and story_id = any(${`{${ids.join(',')}}`}::bigint[])`);
  const standing = new Set(found.map((row) => Number(row.id)));
  const missing = ids.filter((story) => !standing.has(story));
  if (missing.length > 0)
    refuse('not-published', `稿件 ${[...new Set(missing)].slice(0, 3).join('、')} 不在这个专题里，或者没有发布。`);
}

async function write(tx: Executor, topicId: number, { milestones, ...set }: Opening): Promise<void> {
  await tx
    .insert(topicOpening)
    .values({ topicId, ...set })
    .onConflictDoUpdate({ target: topicOpening.topicId, set });
  await tx.delete(topicMilestone).where(eq(topicMilestone.topicId, topicId));
  if (milestones.length > 0)
    await tx.insert(topicMilestone).values(milestones.map((storyId) => ({ topicId, storyId })));
}
