import { clock } from '#lib/cache/clock.ts';
import { onEvent } from '#lib/cache/revalidate.ts';
import { Hub } from './hub.ts';

// The bundle that Next.js builds opens streams, the script that serves it ends them: two module graphs in one process.
const holder = globalThis as { [key: symbol]: Hub | undefined };
const key = Symbol.for('weishui.live');

/** This instance's hub, fed by the events that it applies. `LIVE_MAX_CLIENTS` (10000) bounds it. */
export function liveHub(): Hub {
  holder[key] ??= new Hub({
    subscribe: onEvent,
    newest: () => clock.now,
    maxClients: Number(process.env.LIVE_MAX_CLIENTS) || 10_000,
  });
  return holder[key];
}

/** Ends every live stream of this process, for good: it is about to stop. */
export function closeLive(): void {
  holder[key]?.close();
}
