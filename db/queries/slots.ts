import { desc, sql } from 'drizzle-orm';
import { db } from '../client.ts';
import { type SlotName, slotItem } from '../schema/index.ts';
import { prepared } from './prepared.ts';

export type SlotRow = {
  slot: SlotName;
  storyId: number;
  titleOverride: string | null;
  mediaId: number | null;
  fromAt: Date | null;
  untilAt: Date | null;
};

const items = prepared((_: 'all') =>
  db
    .select({
      slot: slotItem.slot,
      storyId: slotItem.storyId,
      titleOverride: slotItem.titleOverride,
      mediaId: slotItem.mediaId,
      fromAt: slotItem.fromAt,
      untilAt: slotItem.untilAt,
    })
    .from(slotItem)
    .where(
      sql`${slotItem.slot} = any(${sql.placeholder('slots')}::slot_name[])
        and (${slotItem.untilAt} is null or ${slotItem.untilAt} > ${sql.placeholder('now')}::timestamptz)`,
    )
    .orderBy(slotItem.slot, desc(slotItem.pinned), slotItem.position, slotItem.id)
    .prepare('slot_items'),
);

/**
 * What editors put into slots, pinned items first, then by position: what stands there at `now` and what will (`fromAt` in
 * the future), without what has ended.
 */
export async function slotItems(slots: readonly SlotName[], now: Date): Promise<SlotRow[]> {
  return items('all').execute({ slots: `{${slots.join(',')}}`, now: now.toISOString() });
}
