import { desc, inArray, sql as query, type SQL } from 'drizzle-orm';
import { db, type Executor, sql } from '#db/client.ts';
import { delivery } from '#db/schema/index.ts';

/** How a channel stands. */
export type ChannelState = {
  name: string;
  waiting: number;
  /** Of those, how many failed at least once. */
  failing: number;
  dead: number;
  done: number;
  pausedUntil: Date | null;
  /** What the receiver still takes today, where it says so. */
  quotaLeft: number | null;
  /** Why something waits or was given up: the newest reason. */
  lastError: string | null;
};

/** A delivery that was given up. */
export type DeadLetter = {
  id: number;
  channel: string;
  eventId: number;
  /** The event, and the story that it is about. */
  type: string | null;
  story: number | null;
  attempts: number;
  endedAt: Date;
  reason: string;
};

/** Which dead letters are meant: of a channel, by their numbers, or all. */
export type Which = { channel?: string; ids?: readonly number[] };

export async function channelStates(): Promise<ChannelState[]> {
  type Row = Omit<ChannelState, 'pausedUntil'> & { pausedUntil: number | null };
  const rows = await sql<Row[]>`
    select
      named.name,
      count(d.*) filter (where d.state = 'waiting')::int as waiting,
      count(d.*) filter (where d.state = 'waiting' and d.last_error is not null)::int as failing,
      count(d.*) filter (where d.state = 'dead')::int as dead,
      count(d.*) filter (where d.state = 'done')::int as done,
      extract(epoch from max(c.paused_until) filter (where c.paused_until > now()))::float8 * 1000 as "pausedUntil",
      max(c.quota_left) filter (where c.quota_day = (now() at time zone 'Asia/Shanghai')::date) as "quotaLeft",
      (array_agg(d.last_error order by d.id desc) filter (where d.last_error is not null))[1] as "lastError"
    from delivery_channel c full join delivery d on d.channel = c.name
    cross join lateral (select coalesce(c.name, d.channel) as name) named
    group by 1 order by 1`;
  return rows.map((row) => ({ ...row, pausedUntil: row.pausedUntil === null ? null : new Date(row.pausedUntil) }));
}

/** Newest first. */
export async function deadLetters(which: Which, limit: number): Promise<DeadLetter[]> {
  type Row = Omit<DeadLetter, 'id' | 'eventId' | 'endedAt'> & { id: string; eventId: string; endedAt: number };
  const rows = await sql<Row[]>`
    select id, channel, event_id as "eventId", payload ->> 'type' as type, (payload #>> '{story,id}')::float8 as story,
      attempts, extract(epoch from ended_at)::float8 * 1000 as "endedAt", coalesce(last_error, '') as reason
    from delivery where ${dead(which)} order by ended_at desc, id desc limit ${limit}`;
  return rows.map((row) => ({
    ...row,
    id: Number(row.id),
    eventId: Number(row.eventId),
    endedAt: new Date(row.endedAt),
  }));
}

/** Has them delivered once more, as if their events had just happened. @returns how many. */
export async function replay(which: Which, tx: Executor = db): Promise<number> {
  const rows = await tx
    .update(delivery)
    .set({
      state: 'waiting',
      endedAt: null,
      attempts: 0,
      roundsLeft: query`greatest(${delivery.roundsLeft}, 1)`,
      createdAt: query`now()`,
      nextAt: query`now()`,
    })
    // What is for a webhook that is off stays until that is on again: waiting, it would be taken for what nobody has any more.
    .where(
      query`${given(which)} and (${delivery.channel} not like 'hook:%' or ${delivery.channel} in (select name from delivery_channel))`,
    )
    .returning({ id: delivery.id });
  return rows.length;
}

/** Forgets them. @returns how many. */
export async function drop(which: Which, tx: Executor = db): Promise<number> {
  return (await tx.delete(delivery).where(given(which)).returning({ id: delivery.id })).length;
}

/** A delivery in whatever state. */
export type Letter = {
  id: number;
  channel: string;
  eventId: number;
  type: string | null;
  story: number | null;
  state: (typeof delivery.$inferSelect)['state'];
  attempts: number;
  createdAt: Date;
  /** When it is due, for one that waits. */
  nextAt: Date;
  endedAt: Date | null;
  reason: string | null;
};

/** Deliveries, newest first: of a state, of a channel, below a number. */
export async function letters(
  filter: { state?: Letter['state']; channel?: string; before?: number | null },
  limit: number,
): Promise<Letter[]> {
  const { id, channel, eventId, state, attempts, createdAt, nextAt, endedAt, lastError: reason, payload } = delivery;
  const rows = await db
    .select({
      ...{ id, channel, eventId, state, attempts, createdAt, nextAt, endedAt, reason },
      type: query<string | null>`${payload} ->> 'type'`,
      story: query<string | null>`${payload} #>> '{story,id}'`,
    })
    .from(delivery)
    .where(
      query.join(
        [
          query`true`,
          ...(filter.state ? [query`${state} = ${filter.state}`] : []),
          ...(filter.channel ? [query`${channel} = ${filter.channel}`] : []),
          ...(filter.before ? [query`${id} < ${filter.before}`] : []),
        ],
        query` and `,
      ),
    )
    .orderBy(desc(id))
    .limit(limit);
  return rows.map((row) => ({ ...row, story: row.story === null ? null : Number(row.story) }));
}

function given({ channel, ids }: Which): SQL {
  return query.join(
    [
      query`${delivery.state} = 'dead'`,
      ...(channel === undefined ? [] : [query`${delivery.channel} = ${channel}`]),
      ...(ids === undefined ? [] : [inArray(delivery.id, [...ids])]),
    ],
    query` and `,
  );
}

function dead({ channel, ids }: Which) {
  return sql`state = 'dead'
    ${channel === undefined ? sql`` : sql`and channel = ${channel}`}
    ${ids === undefined ? sql`` : sql`and id = any(${[...ids]}::bigint[])`}`;
}
