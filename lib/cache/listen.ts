import { sql } from '#db/client.ts';
import { type AppliedEvent, advance, clock, record } from './clock.ts';
import { announce } from './revalidate.ts';
import type { PanelName } from './tags.ts';

/** How many events back a starting instance looks; pages older than these are rendered anew. */
const lookBack = 20_000;

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
  return async () => {
    clock.catchUp = null;
    await listening.unlisten();
    await running?.catch(() => {});
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
