import { eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import { slotItem, slotName, story } from '#db/schema/index.ts';
import { recordEvent } from './record.ts';
import { type Done, done, type Refusal, refuse } from './result.ts';
import { inTurn } from './transaction.ts';
import { validate } from './validate.ts';

const item = z.strictObject({
  storyId: z.int().positive(),
  titleOverride: z
    .string()
    .trim()
    .max(200)
    .nullish()
    .transform((text) => text || null),
  /** Another picture than the story's own. */
  mediaId: z
    .int()
    .positive()
    .nullish()
    .transform((id) => id ?? null),
  pinned: z.boolean().default(false),
  fromAt: z
    .date()
    .nullish()
    .transform((at) => at ?? null),
  untilAt: z
    .date()
    .nullish()
    .transform((at) => at ?? null),
});
const items = z.array(item).max(50, '一个推荐位最多 50 条');
const slot = z.enum(slotName.enumValues);

export type SlotItem = z.input<typeof item>;

/** Puts these stories, in this order, into a slot (推荐位), in place of what stood there. */
export function setSlot(name: z.infer<typeof slot>, wanted: SlotItem[], by: string): Promise<Done | Refusal> {
  return inTurn(async (tx) => {
    const known = validate(slot, name);
    if (!known.ok) return refuse('not-found', `没有推荐位 ${name}。`);
    const parsed = validate(items, wanted);
    if (!parsed.ok) return refuse('invalid', `推荐位内容不合要求：${parsed.message}。`);
    const storyIds = parsed.data.map(({ storyId }) => storyId);
    if (new Set(storyIds).size < storyIds.length) return refuse('invalid', '同一篇稿件在一个推荐位只能出现一次。');
    const published = new Set(
      storyIds.length === 0
        ? []
        : (
            await tx
              .select({ id: story.id, status: story.status })
              .from(story)
              .where(inArray(story.id, storyIds))
              .for('share')
          )
            .filter(({ status }) => status === 'published')
            .map(({ id }) => id),
    );
    const absent = storyIds.find((id) => !published.has(id));
    if (absent) return refuse('not-published', `稿件 ${absent} 没有发布，不能放进推荐位。`);
    await tx.delete(slotItem).where(eq(slotItem.slot, known.data));
    const rows = parsed.data.map((row, position) => ({ ...row, slot: known.data, position }));
    if (rows.length > 0) await tx.insert(slotItem).values(rows);
    return done(await recordEvent(tx, { type: 'slot-changed', slot: known.data }, by));
  });
}
