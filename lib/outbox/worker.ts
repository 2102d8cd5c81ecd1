import { setTimeout as wait } from 'node:timers/promises';
import { sql } from '#db/client.ts';
import { onEvent } from '#lib/cache/revalidate.ts';
import { reasonOf } from './call.ts';
import { type Channel, type Delivery, DeliveryError, type Outcome, type Payload } from './channel.ts';
import type { ChannelSource } from './hooks.ts';
import { outboxKnock } from './knock.ts';

/** How deliveries are paced, in seconds. */
export type Pace = {
  /** A receiver must have answered by then. */
  deadline: number;
  /** A delivery that was begun so long ago is taken over: its worker is lost. Longer than the deadline. */
  lease: number;
  /** Wait after the first failure; it doubles with each further one, up to `longestWait`, and varies by a quarter. */
  firstWait: number;
  longestWait: number;
  /** Given up after so many attempts: with these waits, after some four hours. */
  attempts: number;
  /** Between two rounds of the same delivery. */
  betweenRounds: number;
  /** What instances add to an event is delivered so much later: what readers ask for has been rendered by then. */
  addedLater: number;
  /** At least so often each channel is looked after, be there an event or not. */
  look: number;
  /** How often channels are entered anew and what is old is removed. */
  housekeeping: number;
  /** A channel that no instance has had in its environment for so long is forgotten. */
  forgetChannel: number;
  keepDone: number;
  keepDead: number;
};

const hour = 3600;
const day = 24 * hour;

export const usualPace: Pace = {
  deadline: 20,
  lease: 30,
  firstWait: 1,
  longestWait: 15 * 60,
  attempts: 26,
  betweenRounds: 3,
  addedLater: 10,
  look: 30,
  housekeeping: hour,
  forgetChannel: day,
  keepDone: 7 * day,
  keepDead: 90 * day,
};

/** Deliveries that a worker holds, until when, and how often each has been begun. */
type Claim = { deliveries: Delivery[]; attempts: number; until: string };

/**
 * Delivers the outbox from this instance; every instance does, and they share the work. It needs no database to start with:
 * whatever fails is tried again.
 */
export class OutboxWorker {
  readonly #channels: readonly Channel[];
  /** Channels that come and go, and those of them that are looked after now. */
  readonly #source: ChannelSource | null;
  readonly #coming = new Map<string, { gone: AbortController; looking: Promise<void> }>();
  readonly #pace: Pace;
  readonly #began = performance.now();
  readonly #stop = new AbortController();
  /** Ends what is under way once stopping has waited long enough. */
  readonly #end = new AbortController();
  readonly #wakers = new Set<() => void>();
  readonly #adding = new Set<Promise<void>>();
  readonly #stopHearing: () => void;
  readonly #running: Promise<void>[];
  #complained = false;

  constructor(channels: readonly Channel[], pace: Partial<Pace> = {}, source: ChannelSource | null = null) {
    this.#channels = channels;
    this.#source = source;
    this.#pace = { ...usualPace, ...pace };
    this.#stopHearing = onEvent((event) => {
      for (const channel of channels) {
        if (!channel.add) continue;
        const adding = this.#add(channel.name, event.id, channel.add(event)).finally(() => this.#adding.delete(adding));
        this.#adding.add(adding);
      }
      this.#wake();
    });
    this.#running = [
      this.#keepHouse(),
      ...channels.map((channel) => this.#look(channel)),
      ...(source ? [this.#follow(source)] : []),
    ];
    outboxKnock.wake = this.#knocked;
  }

  /**
   * Takes nothing new, waits for what is under way, and gives back what does not end in time.
   * @param patience in seconds.
   */
  async stop(patience = 3): Promise<void> {
    this.#stopHearing();
    if (outboxKnock.wake === this.#knocked) outboxKnock.wake = null;
    this.#stop.abort();
    this.#wake();
    const late = setTimeout(() => this.#end.abort(), patience * 1000);
    await Promise.all([...this.#running, ...this.#adding]);
    await Promise.all([...this.#coming.values()].map(({ looking }) => looking));
    clearTimeout(late);
    for (const channel of this.#channels) channel.close?.();
  }

  /** Looks after one channel: delivers what is due, then sleeps until an event, or until something is. */
  async #look(channel: Channel, until: AbortSignal = this.#stop.signal): Promise<void> {
    while (!until.aborted) {
      const waking = this.#waking();
      try {
        while (!until.aborted) {
          const claim = await this.#claim(channel);
          if (claim.deliveries.length === 0) break;
          await this.#deliver(channel, claim);
        }
        this.#recovered();
        await waking.within(await this.#untilNext(channel));
      } catch (error) {
        this.#complain(error);
        await waking.within(this.#pace.firstWait);
      } finally {
        waking.end();
      }
    }
  }

  /** Looks after channels as they come, and no longer after those that are gone. */
  async #follow(source: ChannelSource): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const waking = this.#waking();
      try {
        const now = new Map((await source.channels()).map((channel) => [channel.name, channel]));
        for (const [name, { gone, looking }] of this.#coming) {
          if (now.has(name)) continue;
          gone.abort();
          this.#coming.delete(name);
          const ending = looking.finally(() => this.#adding.delete(ending));
          this.#adding.add(ending);
          this.#wake();
        }
        for (const [name, channel] of now) {
          if (this.#coming.has(name) || this.#stop.signal.aborted) continue;
          const gone = new AbortController();
          const looking = this.#look(channel, AbortSignal.any([this.#stop.signal, gone.signal]));
          this.#coming.set(name, { gone, looking });
        }
        this.#recovered();
        await waking.within(this.#pace.look);
      } catch (error) {
        this.#complain(error);
        await waking.within(this.#pace.firstWait);
      } finally {
        waking.end();
      }
    }
  }

  readonly #knocked = () => this.#wake();

  #wake(): void {
    for (const wake of this.#wakers) wake();
  }

  /** Hears of events from the moment of the call, so that none is slept through. */
  #waking(): { within(seconds: number): Promise<void>; end(): void } {
    let wake = () => {};
    const woken = new Promise<void>((resolve) => {
      wake = resolve;
    });
    this.#wakers.add(wake);
    return {
      within: async (seconds) => {
        const timer = new AbortController();
        await Promise.race([woken, wait(seconds * 1000, undefined, { signal: timer.signal }).catch(() => {})]);
        timer.abort();
      },
      end: () => this.#wakers.delete(wake),
    };
  }

  /**
   * Takes what is due. A delivery that failed comes back in ever smaller company, and apart from those that have not failed: so
   * one that the receiver will never take ends alone and holds up nobody. Where a channel waits before it tells, what would be due
   * soon goes along with what is due.
   */
  async #claim({ name, batch, delay = 0, newestFirst = false }: Channel): Promise<Claim> {
    const { lease, deadline } = this.#pace;
    // Never what another worker still holds.
    const soon = Math.min(delay, Math.max(0, lease - deadline - 1));
    type Row = { id: string; event_id: string; created: number; payload: Payload; attempts: number; until: string };
    const rows = await sql<Row[]>`
      with first as (
        select attempts from delivery
        where channel = ${name} and state = 'waiting' and next_at <= clock_timestamp()
          and not exists (
            select from delivery_channel where name = ${name} and paused_until > clock_timestamp())
        order by attempts > 0, next_at, id
        limit 1
        for update skip locked
      ), due as (
        select id from delivery
        where channel = ${name} and state = 'waiting' and next_at <= clock_timestamp() + ${seconds(soon)}
          and attempts = (select attempts from first)
        order by case when ${newestFirst} then -id end, next_at, id
        limit (select greatest(1, ${batch}::int >> least(attempts, 30)) from first)
        for update skip locked
      )
      update delivery d
      set attempts = d.attempts + 1, next_at = now() + ${seconds(lease)}
      from due where d.id = due.id
      returning d.id, d.event_id, extract(epoch from d.created_at)::float8 as created, d.payload, d.attempts, d.next_at::text as until`;
    return {
      attempts: rows[0]?.attempts ?? 0,
      until: rows[0]?.until ?? '',
      deliveries: rows
        .map((row) => ({
          id: Number(row.id),
          eventId: Number(row.event_id),
          createdAt: new Date(row.created * 1000),
          payload: row.payload,
        }))
        .sort((a, b) => a.id - b.id),
    };
  }

  async #deliver(channel: Channel, claim: Claim): Promise<void> {
    const deadline = AbortSignal.timeout(this.#pace.deadline * 1000);
    let outcome: Outcome;
    try {
      outcome = (await channel.deliver(claim.deliveries, AbortSignal.any([deadline, this.#end.signal]))) ?? {};
    } catch (error) {
      if (this.#end.signal.aborted) await this.#giveBack(claim);
      else await this.#failed(channel, claim, error);
      return;
    }
    await this.#except(channel, claim, outcome);
    await sql`
      update delivery
      set rounds_left = rounds_left - 1,
        attempts = 0,
        last_error = null,
        next_at = clock_timestamp() + ${seconds(this.#pace.betweenRounds)},
        state = case when rounds_left > 1 then 'waiting' else 'done' end::delivery_state,
        ended_at = case when rounds_left > 1 then null else clock_timestamp() end
      where ${held(claim)}`;
  }

  /** What a call that succeeded did not take: it is no longer held when the rest is marked as done. */
  async #except(channel: Channel, claim: Claim, { refused = new Map(), later }: Outcome): Promise<void> {
    if (later && later.ids.length > 0) {
      await sql`
        update delivery
        set attempts = 0, last_error = ${later.reason}, next_at = clock_timestamp() + ${seconds(later.seconds)}
        where ${held(claim)} and id = any(${[...later.ids]}::bigint[])`;
    }
    if (refused.size === 0) return;
    const [ids, reasons] = [[...refused.keys()], [...refused.values()].map((reason) => reason.slice(0, 1000))];
    await sql`
      update delivery d
      set state = 'dead', ended_at = clock_timestamp(), last_error = no.reason
      from unnest(${ids}::bigint[], ${reasons}::text[]) as no(id, reason)
      where d.id = no.id and ${held(claim, sql`d.`)}`;
    const [first] = reasons;
    console.error(`${channel.name} 没有接受 ${refused.size} 件，不再重试：${first}`);
  }

  async #failed(channel: Channel, claim: Claim, error: unknown): Promise<void> {
    const { firstWait, longestWait, attempts } = this.#pace;
    const reason = error instanceof DeliveryError ? error.message : `出错：${reasonOf(error)}`;
    if (!(error instanceof DeliveryError)) console.error(`投递到 ${channel.name} 时出错:`, error);
    const pause = error instanceof DeliveryError ? error.pauseSeconds : null;
    const usual = Math.min(firstWait * 2 ** (claim.attempts - 1), longestWait) * (0.75 + Math.random() / 2);
    await sql.begin(async (tx) => {
      if (pause !== null)
        await tx`
          update delivery_channel set paused_until = greatest(paused_until, clock_timestamp() + ${seconds(pause)})
          where name = ${channel.name}`;
      await tx`
        update delivery
        set last_error = ${reason.slice(0, 1000)},
          next_at = clock_timestamp() + ${seconds(Math.max(usual, pause ?? 0))},
          state = ${claim.attempts < attempts ? 'waiting' : 'dead'}::delivery_state,
          ended_at = ${claim.attempts < attempts ? null : tx`clock_timestamp()`}
        where ${held(claim)}`;
    });
    const numbers = claim.deliveries.map(({ eventId }) => eventId).join('、');
    if (claim.attempts >= attempts)
      console.error(`投递到 ${channel.name} 失败 ${claim.attempts} 次，不再重试(事件 ${numbers}):${reason}`);
    else if (claim.attempts === 1) console.error(`投递到 ${channel.name} 没有成功，会重试(事件 ${numbers}):${reason}`);
  }

  /** As if it had not been begun. */
  async #giveBack(claim: Claim): Promise<void> {
    await sql`update delivery set attempts = attempts - 1, next_at = clock_timestamp() where ${held(claim)}`;
  }

  /** Seconds until something is due, as far as is known. */
  async #untilNext({ name }: Channel): Promise<number> {
    const [next] = await sql<{ seconds: number | null }[]>`
      select extract(epoch from greatest(
        min(d.next_at), (select paused_until from delivery_channel where name = ${name})) - clock_timestamp())::float8 as seconds
      from delivery d where channel = ${name} and state = 'waiting'`;
    // A millisecond more than the database's rounding, so that it is due then.
    return Math.min(Math.max(next?.seconds ?? Number.POSITIVE_INFINITY, 0) + 0.002, this.#pace.look);
  }

  async #add(channel: string, eventId: number, payloads: Promise<Payload[]>): Promise<void> {
    try {
      for (const payload of await payloads)
        await sql`
          insert into delivery (channel, event_id, payload, next_at)
          values (${channel}, ${eventId}, ${JSON.stringify(payload)}::text::jsonb, now() + ${seconds(this.#pace.addedLater)})`;
      this.#wake();
    } catch (error) {
      this.#complain(error);
    }
  }

  /** Enters the channels of this instance, forgets those that nobody has any more, and removes what is old. */
  async #keepHouse(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      let pause = this.#pace.housekeeping;
      try {
        for (const { name, events, rounds, delay = 0 } of this.#channels)
          await sql`
            insert into delivery_channel (name, events, rounds, delay_seconds)
            values (${name}, ${events as string[] | null}, ${rounds}, ${delay})
            on conflict (name) do update set events = excluded.events, rounds = excluded.rounds,
              delay_seconds = excluded.delay_seconds, seen_at = now()`;
        await this.#source?.enter();
        // An instance that has just come back after a long absence of all must not forget what another is about to enter.
        if ((performance.now() - this.#began) / 1000 >= this.#pace.forgetChannel)
          await sql`delete from delivery_channel where seen_at < now() - ${seconds(this.#pace.forgetChannel)}`;
        await sql`
          delete from delivery
          where (state = 'waiting' and channel not in (select name from delivery_channel))
            or (state = 'done' and ended_at < now() - ${seconds(this.#pace.keepDone)})
            or (state = 'dead' and ended_at < now() - ${seconds(this.#pace.keepDead)})`;
        this.#recovered();
      } catch (error) {
        this.#complain(error);
        pause = this.#pace.firstWait;
      }
      await wait(pause * 1000, undefined, { signal: this.#stop.signal }).catch(() => {});
    }
  }

  /** Once an outage, not once an attempt. */
  #complain(error: unknown): void {
    if (this.#complained || this.#stop.signal.aborted) return;
    this.#complained = true;
    console.error('发件箱暂时读写不了数据库，恢复后继续投递:', error instanceof Error ? error.message : error);
  }

  #recovered(): void {
    this.#complained = false;
  }
}

/** Still this worker's: neither ended nor begun again by another after it counted as lost. */
function held({ deliveries, until }: Claim, table = sql``) {
  return sql`${table}id = any(${deliveries.map(({ id }) => id)}::bigint[]) and ${table}state = 'waiting'
    and ${table}next_at = ${until}::text::timestamptz`;
}

function seconds(count: number) {
  return sql`make_interval(secs => ${count}::float8)`;
}
