import { sql } from 'drizzle-orm';
import { check, date, index, integer, pgTable, primaryKey } from 'drizzle-orm/pg-core';
import { instant, ref } from './columns.ts';
import { readSpan, visitKind } from './enums.ts';
import { section } from './newsroom.ts';
import { story } from './story.ts';

/**
 * Reads as they were counted (`lib/reads`): sums, never a row of a reader. What grows finer than a day is rolled up or removed, so
 * that the size stays what a few days make it (`docs/reads.md`). Days are those of Asia/Shanghai.
 */
const ofStory = () =>
  ref('story_id')
    .notNull()
    .references(() => story.id, { onDelete: 'cascade' });
const ofSection = () =>
  ref('section_id')
    .notNull()
    .references(() => section.id, { onDelete: 'cascade' });
const reads = () => integer('reads').notNull().default(0);

/** Of the last hour, for 现在. */
export const readMinute = pgTable(
  'read_minute',
  { minute: instant('minute').notNull(), storyId: ref('story_id').notNull(), reads: reads() },
  (t) => [primaryKey({ columns: [t.minute, t.storyId] })],
);

/** Reads of a story by hour (UTC hours), of the last days. */
export const readHour = pgTable(
  'read_hour',
  { storyId: ofStory(), hour: instant('hour').notNull(), reads: reads() },
  (t) => [
    primaryKey({ columns: [t.storyId, t.hour] }),
    index('read_hour_hour').on(t.hour),
    check('read_hour_positive', sql`${t.reads} >= 0`),
  ],
);

/** The most read stories of each day that is no longer kept by hour. */
export const readDay = pgTable('read_day', { day: date('day').notNull(), storyId: ofStory(), reads: reads() }, (t) => [
  primaryKey({ columns: [t.day, t.storyId] }),
  index('read_day_story').on(t.storyId),
]);

/** All reads of a story that are no longer kept by hour. */
export const readTotal = pgTable('read_total', { storyId: ofStory().primaryKey(), reads: reads() });

/** Reads by section (the story's own, at the time) and kind of visit, by hour. */
export const visitHour = pgTable(
  'visit_hour',
  { hour: instant('hour').notNull(), sectionId: ofSection(), visit: visitKind('visit').notNull(), reads: reads() },
  (t) => [primaryKey({ columns: [t.hour, t.sectionId, t.visit] }), index('visit_hour_section').on(t.sectionId, t.hour)],
);

/** The same by day, of the days that are no longer kept by hour. */
export const visitDay = pgTable(
  'visit_day',
  { day: date('day').notNull(), sectionId: ofSection(), visit: visitKind('visit').notNull(), reads: reads() },
  (t) => [primaryKey({ columns: [t.day, t.sectionId, t.visit] }), index('visit_day_section').on(t.sectionId, t.day)],
);

/** The most read stories as they were last counted out (`rank_reads()`): more than are shown, as some may be withdrawn since. */
export const readTop = pgTable(
  'read_top',
  { span: readSpan('span').notNull(), position: integer('position').notNull(), storyId: ofStory(), reads: reads() },
  (t) => [primaryKey({ columns: [t.span, t.position] }), index('read_top_story').on(t.storyId)],
);
