import { connectApart, sql } from '#db/client.ts';
import { within } from '../within.ts';
import { type AppliedEvent, advance, clock, record } from './clock.ts';
import { announce } from './revalidate.ts';
import type { PanelName } from './tags.ts';

/** How many events back a starting instance looks; pages older than these are rendered anew. */
const lookBack = 20_000;

/**
 * How often the database is asked whether it is there, and how long for an answer is waited, in milliseconds: the first time
 * longer, as a server that is just starting has all else to do, and has had its answers a moment ago.
 */
const pulse = { every: 500, first: 5_000, patience: 1_000 };

/**
 * Follows the events of every instance: reads what happened so far, then hears of each commit by NOTIFY, and after a
 * broken connection asks for what was missed.
 * @returns a function that stops listening.
 */
export async function listenForEvents(): Promise<() => Promise<void>> {
  const [newest] = await sql<{ id: string | null }[]>`select max(id) as id from event`;
  const now = Number(newest?.id ?? 0);
  clock.floor = Math.max(clock.floor, now - lookBack);
  for (const event of await eventsAfter(clock.floor)) {
    record(event);
    advance(event.id);
  }
  advance(now);
  clock.inTouch = true;

  // One query at a time: whoever asks while one is under way waits for the next, which sees what is committed by then.
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  const read = async () => {
    for (const event of await eventsAfter(clock.now ?? 0)) announce(event);
  };
  const catchUp = (): Promise<void> => {
    next ??= (running ?? Promise.resolve())
      .catch(() => {})
      .then(() => {
        running = next;
        next = null;
        return read();
      });
    return next;
  };
  clock.catchUp = catchUp;
  const hear = () => {
    catchUp().catch((error: unknown) => console.error('读取事件失败，数据库恢复后会补读:', error));
  };
  const listening = await sql.listen('weishui_event', hear, hear);
  const stopPulse = feelPulse(catchUp);
  return async () => {
    clock.catchUp = null;
    await stopPulse();
    await listening.unlisten();
    await running?.catch(() => {});
  };
}

/**
 * Keeps `clock.inTouch` true to life. A connection that breaks without a word, as when a network is cut, would keep this
 * instance waiting for notices that cannot come; asking also finds what a lost notice would have told.
 */
function feelPulse(catchUp: () => Promise<void>): () => Promise<void> {
  // A connection of its own: a pool that is busy is not a database that is gone.
  let own = connectApart();
  let stopped = false;
  let patience = pulse.first;
  const feel = async () => {
    try {
      const [newest] = await within(patience, own<{ id: string | null }[]>`select max(id) as id from event`);
      if (Number(newest?.id ?? 0) > (clock.now ?? 0)) await within(pulse.patience, catchUp());
      if (!clock.inTouch) console.log('数据库恢复了应答，漏掉的事件已经补上。');
      clock.inTouch = true;
    } catch (error) {
      if (clock.inTouch && !stopped)
        console.error('数据库没有应答，已有的页面照常提供，恢复后自动更新:', (error as Error).message);
      clock.inTouch = false;
      // Not to wait for the end of a connection that is cut: a new one shows sooner that the database is back.
      if (!stopped) {
        void own.end({ timeout: 0 });
        own = connectApart();
      }
    }
    patience = pulse.patience;
  };
  let timer: NodeJS.Timeout;
  let beat: Promise<void>;
  const next = () => {
    beat = feel().then(() => {
      if (!stopped) timer = setTimeout(next, pulse.every);
    });
  };
  next();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await own.end({ timeout: 1 });
    await beat;
    clock.inTouch = false;
  };
}

async function eventsAfter(id: number): Promise<AppliedEvent[]> {
  const rows = await sql<
    { id: string; type: string; hard_tags: string[]; soft_tags: string[]; panels: PanelName[] | null }[]
  >`
    select id, type, hard_tags, soft_tags, payload -> 'panels' as panels from event where id > ${id} order by id`;
  return rows.map((row) => ({
    id: Number(row.id),
    type: row.type,
    hard: row.hard_tags,
    soft: row.soft_tags,
    panels: row.panels ?? [],
  }));
}
