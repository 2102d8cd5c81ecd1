import type { Executor } from '#db/client.ts';
import { event } from '#db/schema/index.ts';
import { type NewsroomEvent, staleBy } from '#lib/cache/events.ts';
import type { Recorded } from './result.ts';

/**
 * Writes what happened, in the transaction in which it happens; instances hear of it by NOTIFY when that commits.
 * @param by who did it: an editor's name, `cli`, or the caller of `/api/revalidate`.
 */
export async function recordEvent(tx: Executor, happened: NewsroomEvent, by: string): Promise<Recorded> {
  const stale = staleBy(happened);
  const { type, ...facts } = happened;
  const [row] = await tx
    .insert(event)
    .values({ type, payload: { ...facts, panels: stale.panels }, hardTags: stale.hard, softTags: stale.soft, by })
    .returning({ id: event.id });
  if (!row) throw new Error('The event was not written.');
  return { id: row.id, event: happened, stale };
}
