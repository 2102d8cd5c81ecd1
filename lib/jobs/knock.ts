import type { Executor } from '#db/client.ts';
import { processWide } from '#lib/process-wide.ts';

/** Sends a job in a transaction: it exists exactly if that commits. */
export type Send = (tx: Executor, at: Date) => Promise<void>;

/** Set by `startJobs`; the desk's bundle and the server that starts the jobs are two module graphs. */
export const sender = processWide<{ send: Send | null }>('jobs', () => ({ send: null }));

/**
 * Has somebody look at `at` at what is due. Only a knock: what is to be done stands in the story's row, and the look of
 * every minute would find it as well. So a knock that cannot be sent, or a process without jobs, loses nothing but seconds.
 */
export async function knockAt(tx: Executor, at: Date): Promise<void> {
  const { send } = sender;
  if (!send) return;
  try {
    // In a savepoint: a failed statement must not take the editor's step with it.
    await tx.transaction((inner) => send(inner, at));
  } catch (error) {
    console.error('定时任务没有登记上，到时由每分钟的巡查处理:', error instanceof Error ? error.message : error);
  }
}
