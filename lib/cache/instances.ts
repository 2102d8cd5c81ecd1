import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { sql } from '#db/client.ts';
import { processWide } from '../process-wide.ts';
import { clock } from './clock.ts';
import { onEvent } from './revalidate.ts';

/** How often an instance says that it is there, and when one that is silent counts as gone, in seconds. */
const beat = { every: 10, gone: 35 };

/** The name of this process among those of the site. */
export const ownInstance = processWide('instance', () => ({ id: randomUUID() }));

export type Instance = {
  id: string;
  /** `web-1:4021`: machine and process. */
  name: string;
  own: boolean;
  /** Where it can be asked from here; null: nowhere that is known. */
  address: string | null;
  heardEvent: number;
  heardAt: Date;
};

/**
 * Says to the others, in the table `instance`, that this process serves, and after every event how far it has heard: whoever asks
 * what a click refreshed learns it of each. Without a database nothing is said, and nothing is missed: the next beat says it.
 * @param origin where it answers; `INSTANCE_URL` where others reach it elsewhere.
 * @returns a function that ends it and takes the row away.
 */
export function announceInstance(origin: string | null): () => Promise<void> {
  const address = process.env.INSTANCE_URL || origin;
  let writing: Promise<void> | null = null;
  let again = false;
  const write = async () => {
    const heard = clock.now ?? 0;
    await sql`
      insert into instance (id, host, pid, address, heard_event)
      values (${ownInstance.id}, ${hostname()}, ${process.pid}, ${address}, ${heard})
      on conflict (id) do update set beat_at = now(), heard_event = excluded.heard_event,
        heard_at = case when instance.heard_event < excluded.heard_event then clock_timestamp() else instance.heard_at end`;
  };
  /** One at a time; events that come meanwhile are said together. */
  const say = () => {
    if (writing) {
      again = true;
      return;
    }
    writing = write()
      .catch(() => {})
      .then(() => {
        writing = null;
        if (again) say();
        again = false;
      });
  };
  const stopHearing = onEvent(say);
  const timer = setInterval(say, beat.every * 1000);
  timer.unref();
  sql`delete from instance where beat_at < now() - interval '1 day'`.catch(() => {});
  say();
  return async () => {
    stopHearing();
    clearInterval(timer);
    again = false;
    await writing;
    await sql`delete from instance where id = ${ownInstance.id}`.catch(() => {});
  };
}

/** Every process that serves the site now: this one first. */
export async function instancesNow(): Promise<Instance[]> {
  const rows = await sql<
    { id: string; host: string; pid: number; address: string | null; heard_event: string; heard_at: Date | string }[]
  >`
    select id, host, pid, address, heard_event, heard_at from instance
    where beat_at > now() - make_interval(secs => ${beat.gone}) order by id <> ${ownInstance.id}, host, pid`;
  return rows.map(({ id, host, pid, address, heard_event, heard_at }) => ({
    id,
    name: `${host}:${pid}`,
    own: id === ownInstance.id,
    address: address === null ? null : reachable(address, host),
    heardEvent: Number(heard_event),
    heardAt: new Date(heard_at),
  }));
}

/** What another machine calls itself is asked by that machine's name. */
export function reachable(address: string, host: string, own: string = hostname()): string | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (host !== own && /^(?:127\.|localhost$|\[::1\]$)/.test(url.hostname)) url.hostname = host;
  return url.origin;
}
