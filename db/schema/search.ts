import { sql } from 'drizzle-orm';
import { bigint, boolean, foreignKey, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant, ref } from './columns.ts';
import { storyKind } from './enums.ts';
import { story } from './story.ts';

/**
 * What is searched. Triggers keep it in the transaction of every change (the migration `search`): a story has a row for
 * readers exactly while it is published, and one for the desk (`draft`) while it is not, or while something is being written.
 * The index over the texts is an expression's (`search_vector`): there are no vectors in the table, only what they are made of.
 */
export const searchEntry = pgTable(
  'search_entry',
  {
    storyId: ref('story_id').notNull(),
    draft: boolean('draft').notNull(),
    /** First publication; of a draft, when it last changed. */
    at: instant('at').notNull(),
    kind: storyKind('kind').notNull(),
    /** Its own section and the extra ones, without those above them: a section that moves changes nothing here. */
    sectionIds: bigint('section_ids', { mode: 'number' }).array().notNull(),
    /** By id: a topic that is renamed changes nothing here. */
    topicIds: bigint('topic_ids', { mode: 'number' }).array().notNull(),
    sourceId: ref('source_id'),
    /** Title, summary and the first 8,000 characters of the body, folded (`search_fold`), each on a line of its own or more. */
    text: text('text').notNull(),
    /** Characters of the title; where in `text` the body begins, counted from 1. */
    titleLength: integer('title_length').notNull(),
    bodyAt: integer('body_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.storyId, t.draft] }),
    index('search_entry_newest').on(t.at.desc().nullsFirst(), t.storyId.desc().nullsFirst()).where(sql`not ${t.draft}`),
    index('search_entry_drafts').on(t.at.desc().nullsFirst(), t.storyId.desc().nullsFirst()).where(sql`${t.draft}`),
    foreignKey({ columns: [t.storyId], foreignColumns: [story.id], name: 'search_entry_story_fk' }).onDelete('cascade'),
  ],
);
