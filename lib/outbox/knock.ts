import { processWide } from '#lib/process-wide.ts';

/** Set by the worker of this process; the desk's bundle is another module graph. */
export const outboxKnock = processWide<{ wake: (() => void) | null }>('outbox', () => ({ wake: null }));

/** Has this instance look at once at what is due. Without a worker nothing is lost: others look every half minute. */
export function knockOutbox(): void {
  outboxKnock.wake?.();
}
