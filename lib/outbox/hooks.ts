import { sql } from '#db/client.ts';
import type { Channel } from './channel.ts';
import { hook } from './channels/hook.ts';

/** Channels that come and go while an instance runs. */
export type ChannelSource = {
  /** Those that there are now. A channel of a name that is known is not made anew. */
  channels(): Promise<Channel[]>;
  /** Keeps their entries in `delivery_channel` as they must be. */
  enter(): Promise<void>;
};

/** The webhooks that editors have set up and that are switched on. */
export const hooks: ChannelSource = {
  async channels() {
    const rows = await sql<{ id: number }[]>`select id::int from webhook where active order by id`;
    return rows.map(({ id }) => hook(id));
  },
  async enter() {
    await sql`
      insert into delivery_channel (name, events)
      select 'hook:' || id, events from webhook where active
      on conflict (name) do update set events = excluded.events, seen_at = now()`;
    await sql`
      delete from delivery_channel
      where name like 'hook:%' and name not in (select 'hook:' || id from webhook where active)`;
  },
};
