import { sql } from 'drizzle-orm';
import { check, date, index, integer, jsonb, pgTable, primaryKey, real, text } from 'drizzle-orm/pg-core';
import { id, instant, ref } from './columns.ts';
import { deliveryState } from './enums.ts';

/**
 * What is told to outside systems, by the name of the channel (`lib/outbox`). An instance enters the channels that its
 * environment configures; a trigger on `event` writes a delivery for each of them, whoever writes the event. Without a
 * channel nothing is written.
 */
export const deliveryChannel = pgTable('delivery_channel', {
  name: text('name').primaryKey(),
  /** Types of events that it is told of; null: all. */
  events: text('events').array(),
  /** How often everything is delivered: see `lib/outbox/channel.ts`. */
  rounds: integer('rounds').notNull().default(1),
  /** When an instance last had it in its environment; one that none has any more is forgotten. */
  seenAt: instant('seen_at').notNull().defaultNow(),
  /** Nothing is sent before: the receiver asked for a pause. */
  pausedUntil: instant('paused_until'),
  /** A delivery is due so many seconds after its event, so that a burst of events goes out as one. */
  delaySeconds: real('delay_seconds').notNull().default(0),
  /** How many addresses the receiver still takes on `quotaDay` (Asia/Shanghai); null: not known. */
  quotaLeft: integer('quota_left'),
  quotaDay: date('quota_day'),
});

/** Stories that a channel was told of which wants to hear of each only once. */
export const toldStory = pgTable(
  'told_story',
  {
    channel: text('channel').notNull(),
    /** Not a reference: a story that is gone was told all the same. */
    storyId: ref('story_id').notNull(),
    at: instant('at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.channel, t.storyId] })],
);

/** The outbox: what a channel is still to be told, and for a while what it was told. */
export const delivery = pgTable(
  'delivery',
  {
    id: id(),
    channel: text('channel').notNull(),
    /** Not a reference: events are forgotten by their own rules, deliveries by theirs. */
    eventId: ref('event_id').notNull(),
    payload: jsonb('payload').$type<Record<string, unknown>>().notNull().default({}),
    state: deliveryState('state').notNull().default('waiting'),
    /** Begun in this round, whatever came of them. */
    attempts: integer('attempts').notNull().default(0),
    roundsLeft: integer('rounds_left').notNull().default(1),
    /** When it is due; for one that is being delivered, when its worker counts as lost. */
    nextAt: instant('next_at').notNull().defaultNow(),
    lastError: text('last_error'),
    createdAt: instant('created_at').notNull().defaultNow(),
    /** When it was done, or given up. */
    endedAt: instant('ended_at'),
  },
  (t) => [
    index('delivery_due').on(t.channel, t.nextAt, t.id).where(sql`${t.state} = 'waiting'`),
    index('delivery_ended').on(t.endedAt).where(sql`${t.endedAt} is not null`),
    check('delivery_ended_or_waiting', sql`(${t.state} = 'waiting') = (${t.endedAt} is null)`),
  ],
);
