import { desc, sql } from 'drizzle-orm';
import { db } from '../client.ts';
import { type SlotPlace, slotColumns, slotItem, slotPlace } from '../schema/index.ts';
import { prepared } from './prepared.ts';

export type SlotRow = {
  slot: SlotPlace;
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
      sectionId: slotItem.sectionId,
      storyId: slotItem.storyId,
      titleOverride: slotItem.titleOverride,
      mediaId: slotItem.mediaId,
      fromAt: slotItem.fromAt,
      untilAt: slotItem.untilAt,
    })
    .from(slotItem)
    .where(
      sql`((${slotItem.slot} = any(${sql.placeholder('slots')}::slot_name[]) and ${slotItem.sectionId} is null)
          or ${slotItem.sectionId} = any(${sql.placeholder('sections')}::bigint[]))
        and (${slotItem.untilAt} is null or ${slotItem.untilAt} > ${sql.placeholder('now')}::timestamptz)`,
    )
    .orderBy(slotItem.slot, desc(slotItem.pinned), slotItem.position, slotItem.id)
    .prepare('slot_items'),
);

/**
 * What editors put into slots, pinned items first, then by position: what stands there at `now` and what will (`fromAt` in
 * the future), without what has ended.
 */
export async function slotItems(places: readonly SlotPlace[], now: Date): Promise<SlotRow[]> {
  const columns = places.map(slotColumns);
  const sections = columns.flatMap(({ sectionId }) => sectionId ?? []);
  const slots = columns.filter(({ sectionId }) => sectionId === null).map(({ slot }) => slot);
  const rows = await items('all').execute({
    slots: `{${slots.join(',')}}`,
    sections: `{${sections.join(',')}}`,
    now: now.toISOString(),
  });
  return rows.map(({ slot, sectionId, ...row }) => ({ ...row, slot: slotPlace({ slot, sectionId }) }));
}
