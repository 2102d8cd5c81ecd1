import { sql } from 'drizzle-orm';
import { index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { ref } from './columns.ts';
import { topicTimeline } from './enums.ts';
import { topic } from './newsroom.ts';
import { story } from './story.ts';

/** What editors set above the list of a topic. Most topics have no row. */
export const topicOpening = pgTable(
  'topic_opening',
  {
    topicId: ref('topic_id')
      .primaryKey()
      .references(() => topic.id, { onDelete: 'cascade' }),
    /** 导语: paragraphs, with an empty line between two. */
    introduction: text('introduction').notNull().default(''),
    /** Null: the newest story with a picture. */
    leadStoryId: ref('lead_story_id').references(() => story.id, { onDelete: 'set null' }),
    timeline: topicTimeline('timeline').notNull().default('stories'),
  },
  (t) => [index('topic_opening_lead').on(t.leadStoryId).where(sql`${t.leadStoryId} is not null`)],
);

/** So many stories may be chosen for the timeline of a topic. */
export const mostMilestones = 40;

/** 大事记: stories that editors chose for the timeline of a topic. One that does not belong to the topic (any more) is not shown. */
export const topicMilestone = pgTable(
  'topic_milestone',
  {
    topicId: ref('topic_id')
      .notNull()
      .references(() => topic.id, { onDelete: 'cascade' }),
    storyId: ref('story_id')
      .notNull()
      .references(() => story.id, { onDelete: 'cascade' }),
  },
  (t) => [primaryKey({ columns: [t.topicId, t.storyId] }), index('topic_milestone_story').on(t.storyId)],
);
