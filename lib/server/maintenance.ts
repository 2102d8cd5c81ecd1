import type { ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { sql } from '#db/client.ts';
import { onEvent } from '../cache/revalidate.ts';
import { processWide } from '../process-wide.ts';
import { refuse } from './refuse.ts';

/**
 * Maintenance: an operator has asked that nothing be done with the database for readers (`npm run maintenance`). Stored pages are
 * served on, nothing is rendered, and what needs the database answers 503. In milliseconds since the epoch; null: the site is open.
 */
export const closed = processWide('maintenance', (): { since: number | null; until: number | null } => ({
  since: null,
  until: null,
}));

/** Where no end was announced, or it has passed: in seconds. */
const usualWait = 300;
const waits = { shortest: 30, longest: 24 * 3600 };
const untilDatabase = 500;

/** Follows the switch: reads how it stands, then looks again at every event that says it was moved. @returns what ends it. */
export async function followMaintenance(): Promise<() => void> {
  const stop = new AbortController();
  const look = async () => {
    while (!stop.signal.aborted) {
      try {
        return await read();
      } catch {
        // It may have been moved just before the database went away.
        await setTimeout(untilDatabase, null, { signal: stop.signal }).catch(() => {});
      }
    }
  };
  const stopHearing = onEvent(({ type }) => {
    if (type === 'maintenance-changed') void look();
  });
  await read();
  return () => {
    stopHearing();
    stop.abort();
  };
}

async function read(): Promise<void> {
  const [row] = await sql<{ since: number; until: number | null }[]>`
    select extract(epoch from since)::float8 * 1000 as since, extract(epoch from until)::float8 * 1000 as until
    from maintenance`;
  closed.since = row?.since ?? null;
  closed.until = row?.until ?? null;
}

/** Whether an address is of no use while the site is closed: everything that asks or writes, but not the probes of balancers. */
export function needsDatabase(path: string): boolean {
  return /^\/(?:api\/(?!(?:health|ready)$)|desk(?:\/|$))/.test(path);
}

/** When to come again, in seconds. */
export function retryAfter(now: number): number {
  const left = closed.until === null ? 0 : Math.ceil((closed.until - now) / 1000);
  return left <= 0 ? usualWait : Math.min(Math.max(left, waits.shortest), waits.longest);
}

/** 503 for programs and editors. */
export function refuseClosed(response: ServerResponse): void {
  refuse(response, 'unavailable', '网站正在维护，请稍后再试。', { 'Retry-After': retryAfter(Date.now()) });
}
