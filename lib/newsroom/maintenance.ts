import { maintenance } from '#db/schema/index.ts';
import { recordEvent } from './record.ts';
import { type Done, done, type Refusal, refuse } from './result.ts';
import { inTurn } from './transaction.ts';

/**
 * Closes the site on every instance: stored pages are served on, all else answers 503 until `openSite`. Closing a closed site
 * announces another end.
 * @param until when readers and crawlers are told to come again; it ends nothing by itself. null: in some minutes.
 */
export function closeSite(until: Date | null, by: string): Promise<Done | Refusal> {
  return inTurn(async (tx) => {
    if (until !== null && until.getTime() <= Date.now()) return refuse('invalid', '维护的结束时间须在将来。');
    await tx
      .insert(maintenance)
      .values({ until, by })
      .onConflictDoUpdate({ target: maintenance.on, set: { until, by } });
    return done(await recordEvent(tx, { type: 'maintenance-changed', on: true }, by));
  });
}

/** Opens it again. */
export function openSite(by: string): Promise<Done | Refusal> {
  return inTurn(async (tx) => {
    const gone = await tx.delete(maintenance).returning();
    if (gone.length === 0) return refuse('unchanged', '网站没有在维护。');
    return done(await recordEvent(tx, { type: 'maintenance-changed', on: false }, by));
  });
}
