import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { StoryBody } from './body.ts';
import { id, instant, ref } from './columns.ts';
import { listKind, slotName, storyKind, storyStatus } from './enums.ts';
import { author, blog, media, section, show, source, topic } from './newsroom.ts';

/** 稿件: one story of any kind. */
export const story = pgTable(
  'story',
  {
    id: id(),
    kind: storyKind('kind').notNull().default('news'),
    status: storyStatus('status').notNull().default('draft'),
    title: text('title').notNull(),
    /** 列表短题: shown in lists instead of the title, where an editor set one. */
    listTitle: text('list_title'),
    subtitle: text('subtitle'),
    summary: text('summary').notNull().default(''),
    body: jsonb('body').$type<StoryBody>().notNull(),
    /** Han characters and Latin words of the body; kept beside it so that lists need not read bodies. */
    wordCount: integer('word_count').notNull().default(0),
    sectionId: ref('section_id')
      .notNull()
      .references(() => section.id),
    sourceId: ref('source_id').references(() => source.id),
    originalUrl: text('original_url'),
    originalTitle: text('original_title'),
    originalAuthor: text('original_author'),
    /** Free byline, for names that are not in the author registry. */
    byline: text('byline'),
    /** 责任编辑 */
    editorName: text('editor_name'),
    leadMediaId: ref('lead_media_id').references(() => media.id),
    /** The sound or film of an audio or video story. */
    mediaId: ref('media_id').references(() => media.id),
    showId: ref('show_id').references(() => show.id),
    episode: integer('episode'),
    blogId: ref('blog_id').references(() => blog.id),
    /** First publication; kept when a story is corrected, withdrawn or published again. */
    publishedAt: instant('published_at'),
    updatedAt: instant('updated_at'),
    withdrawnAt: instant('withdrawn_at'),
    withdrawnReason: text('withdrawn_reason'),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [
    check('story_title_present', sql`length(btrim(${t.title})) between 1 and 200`),
    check('story_list_title_present', sql`length(btrim(${t.listTitle})) between 1 and 60`),
    check('story_body_is_document', sql`${t.body} ->> 'type' = 'doc'`),
    check(
      'story_published_has_time',
      sql`${t.status} not in ('published', 'withdrawn') or ${t.publishedAt} is not null`,
    ),
    check(
      'story_withdrawn_has_reason',
      sql`(${t.status} = 'withdrawn') = (${t.withdrawnAt} is not null and ${t.withdrawnReason} is not null)`,
    ),
    check('story_updated_after_published', sql`${t.updatedAt} >= ${t.publishedAt}`),
    check('story_post_has_blog', sql`(${t.kind} = 'post') = (${t.blogId} is not null)`),
    check(
      'story_programme_has_media',
      sql`${t.kind} not in ('audio', 'video') or ${t.mediaId} is not null or ${t.status} not in ('published')`,
    ),
    check('story_original_is_web', sql`${t.originalUrl} ~ '^https?://'`),
    index('story_withdrawn').on(t.withdrawnAt.desc().nullsFirst()).where(sql`${t.status} = 'withdrawn'`),
    index('story_own_section').on(t.sectionId, t.status, t.id),
    index('story_desk').on(t.status, t.id),
    index('story_lead_media').on(t.leadMediaId).where(sql`${t.leadMediaId} is not null`),
    index('story_media_file').on(t.mediaId).where(sql`${t.mediaId} is not null`),
  ],
);

/** Extra sections a story is listed in, beside its own. */
export const storySection = pgTable(
  'story_section',
  {
    storyId: ref('story_id')
      .notNull()
      .references(() => story.id, { onDelete: 'cascade' }),
    sectionId: ref('section_id')
      .notNull()
      .references(() => section.id),
  },
  (t) => [primaryKey({ columns: [t.storyId, t.sectionId] }), index('story_section_section').on(t.sectionId)],
);

export const storyAuthor = pgTable(
  'story_author',
  {
    storyId: ref('story_id')
      .notNull()
      .references(() => story.id, { onDelete: 'cascade' }),
    authorId: ref('author_id')
      .notNull()
      .references(() => author.id),
    position: integer('position').notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.storyId, t.authorId] }), index('story_author_author').on(t.authorId)],
);

export const storyTopic = pgTable(
  'story_topic',
  {
    storyId: ref('story_id')
      .notNull()
      .references(() => story.id, { onDelete: 'cascade' }),
    topicId: ref('topic_id')
      .notNull()
      .references(() => topic.id),
    position: integer('position').notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.storyId, t.topicId] }), index('story_topic_topic').on(t.topicId)],
);

/** 图集: a gallery's pictures, in order. */
export const storyMedia = pgTable(
  'story_media',
  {
    storyId: ref('story_id')
      .notNull()
      .references(() => story.id, { onDelete: 'cascade' }),
    position: integer('position').notNull(),
    mediaId: ref('media_id')
      .notNull()
      .references(() => media.id),
    caption: text('caption'),
  },
  (t) => [
    primaryKey({ columns: [t.storyId, t.position] }),
    check('story_media_from_one', sql`${t.position} >= 1`),
    index('story_media_media').on(t.mediaId),
  ],
);

/** Related stories picked by an editor; they come before the automatic ones. */
export const storyPick = pgTable(
  'story_pick',
  {
    storyId: ref('story_id')
      .notNull()
      .references(() => story.id, { onDelete: 'cascade' }),
    position: integer('position').notNull(),
    relatedId: ref('related_id')
      .notNull()
      .references(() => story.id),
  },
  (t) => [
    primaryKey({ columns: [t.storyId, t.position] }),
    uniqueIndex('story_pick_once').on(t.storyId, t.relatedId),
    index('story_pick_related').on(t.relatedId),
    check('story_pick_not_itself', sql`${t.storyId} <> ${t.relatedId}`),
  ],
);

/** 更正: what was wrong and what is right, shown on the story and on `/corrections`. */
export const correction = pgTable(
  'correction',
  {
    id: id(),
    storyId: ref('story_id')
      .notNull()
      .references(() => story.id, { onDelete: 'cascade' }),
    correctedAt: instant('corrected_at').notNull().defaultNow(),
    text: text('text').notNull(),
  },
  (t) => [
    index('correction_story').on(t.storyId, t.correctedAt),
    index('correction_time').on(t.correctedAt.desc().nullsFirst()),
    check('correction_says_something', sql`length(btrim(${t.text})) > 0`),
  ],
);

/** 版本: every save point of a story, oldest first by number. */
export const revision = pgTable(
  'revision',
  {
    id: id(),
    storyId: ref('story_id')
      .notNull()
      .references(() => story.id, { onDelete: 'cascade' }),
    number: integer('number').notNull(),
    savedAt: instant('saved_at').notNull().defaultNow(),
    savedBy: text('saved_by').notNull(),
    note: text('note'),
    content: jsonb('content').$type<Record<string, unknown>>().notNull(),
  },
  (t) => [uniqueIndex('revision_number').on(t.storyId, t.number)],
);

/** 推荐位: what editors put where, in order, and until when. */
export const slotItem = pgTable(
  'slot_item',
  {
    id: id(),
    slot: slotName('slot').notNull(),
    /** Whose leads they are, where the slot is a section's (`section-lead`). */
    sectionId: ref('section_id').references(() => section.id, { onDelete: 'cascade' }),
    position: integer('position').notNull(),
    storyId: ref('story_id')
      .notNull()
      .references(() => story.id, { onDelete: 'cascade' }),
    titleOverride: text('title_override'),
    mediaId: ref('media_id').references(() => media.id),
    pinned: boolean('pinned').notNull().default(false),
    fromAt: instant('from_at'),
    untilAt: instant('until_at'),
  },
  (t) => [
    index('slot_item_order').on(t.slot, t.sectionId, t.position),
    uniqueIndex('slot_item_once').on(t.slot, t.storyId, sql`coalesce(${t.sectionId}, 0)`),
    index('slot_item_section').on(t.sectionId).where(sql`${t.sectionId} is not null`),
    index('slot_item_story').on(t.storyId),
    index('slot_item_media').on(t.mediaId).where(sql`${t.mediaId} is not null`),
    check('slot_item_ends_after_start', sql`${t.untilAt} > ${t.fromAt}`),
    // As text: a name that a migration adds to the enumeration cannot be used in the same transaction.
    check('slot_item_of_section', sql`(${t.slot}::text = 'section-lead') = (${t.sectionId} is not null)`),
    check('slot_item_breaking_ends', sql`${t.slot}::text <> 'breaking' or ${t.untilAt} is not null`),
  ],
);

/**
 * Which published story stands in which list. Triggers keep it (`db/migrations/0001_lists.sql`): a row exists exactly
 * while the story is published. Every list of the site is one range of its primary key, newest first.
 */
export const listEntry = pgTable(
  'list_entry',
  {
    list: listKind('list').notNull(),
    refId: ref('ref_id').notNull(),
    publishedAt: instant('published_at').notNull(),
    storyId: ref('story_id').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.list, t.refId, t.publishedAt, t.storyId] }),
    index('list_entry_story').on(t.storyId),
    foreignKey({ columns: [t.storyId], foreignColumns: [story.id], name: 'list_entry_story_fk' }).onDelete('cascade'),
  ],
);

/** Stories a day (Asia/Shanghai) in each list; triggers keep it. It turns a page number into a key without counting. */
export const listDay = pgTable(
  'list_day',
  {
    list: listKind('list').notNull(),
    refId: ref('ref_id').notNull(),
    day: date('day', { mode: 'string' }).notNull(),
    stories: integer('stories').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.list, t.refId, t.day] }),
    // Adding up days reads nothing but this.
    index('list_day_count').on(t.list, t.refId, t.day.desc().nullsFirst(), t.stories),
  ],
);
