import type { siteSlots } from '#db/schema/enums.ts';
import type { SlotItem } from '#lib/newsroom/index.ts';
import type { Newsroom } from './test.ts';

type SiteSlot = (typeof siteSlots)[number];

/** What stands in slots now, in order: a test that arranges them puts it back. */
export async function slotsOf({ sql }: Newsroom, slots: SiteSlot[]): Promise<Map<SiteSlot, SlotItem[]>> {
  type Row = { slot: SiteSlot; item: SlotItem };
  const rows = await sql`
    select slot, story_id, title_override, media_id, pinned, from_at, until_at from slot_item
    where slot in ${sql(slots)} order by pinned desc, position, id`;
  const found = rows.map(
    (row): Row => ({
      slot: row.slot,
      item: {
        storyId: Number(row.story_id),
        titleOverride: row.title_override,
        mediaId: row.media_id === null ? null : Number(row.media_id),
        pinned: row.pinned,
        fromAt: row.from_at && new Date(row.from_at),
        untilAt: row.until_at && new Date(row.until_at),
      },
    }),
  );
  return new Map(slots.map((slot) => [slot, found.filter((one) => one.slot === slot).map(({ item }) => item)]));
}
