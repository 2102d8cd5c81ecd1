import { bigint, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { id, instant } from './columns.ts';

/** What came of one story of many. */
export type BulkOutcome = {
  id: number;
  title: string;
  ok: boolean;
  message: string;
  /** What readers were shown by it. */
  eventId: number | null;
  /** What must be known to take it back; null: it cannot be. */
  undo: Record<string, unknown> | null;
};

/** 批量操作: one act upon many stories, each in a transaction of its own; for whoever did it, to read and to take back. */
export const bulkAct = pgTable(
  'bulk_act',
  {
    id: id(),
    actorId: text('actor_id').notNull(),
    act: text('act').notNull(),
    at: instant('at').notNull().defaultNow(),
    storyIds: bigint('story_ids', { mode: 'number' }).array().notNull(),
    /** In the order of the stories; fewer than those where the process died on the way. */
    outcomes: jsonb('outcomes').$type<BulkOutcome[]>().notNull().default([]),
    undoneAt: instant('undone_at'),
    undone: jsonb('undone').$type<BulkOutcome[]>().notNull().default([]),
  },
  (t) => [index('bulk_act_at').on(t.at)],
);

/** Processes that serve the site: each says that it is there, and up to which event it has heard. */
export const instance = pgTable('instance', {
  /** Drawn anew by every start. */
  id: text('id').primaryKey(),
  host: text('host').notNull(),
  pid: integer('pid').notNull(),
  /** Where others reach it; null: nowhere that it knows. */
  address: text('address'),
  startedAt: instant('started_at').notNull().defaultNow(),
  beatAt: instant('beat_at').notNull().defaultNow(),
  heardEvent: bigint('heard_event', { mode: 'number' }).notNull().default(0),
  /** When it heard of that one, by the database's clock. */
  heardAt: instant('heard_at').notNull().defaultNow(),
});
