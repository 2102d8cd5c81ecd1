import { sql } from 'drizzle-orm';
import { db } from '#db/client.ts';
import { recordEvent } from '#lib/newsroom/record.ts';
import type { Recorded } from '#lib/newsroom/result.ts';

/**
 * Counts 热门 out anew. Pages that show it are drawn anew when what it shows has changed, and not otherwise.
 * @param now until when reads count.
 * @returns the event, in whose transaction the list changed; null where nothing that is shown changed.
 */
export function rankReads(now: Date): Promise<Recorded | null> {
  return db.transaction(async (tx) => {
    const [row] = await tx.execute<{ changed: boolean }>(sql`select rank_reads(${now.toISOString()}) as changed`);
    return row?.changed ? recordEvent(tx, { type: 'most-read-changed' }, 'system') : null;
  });
}
