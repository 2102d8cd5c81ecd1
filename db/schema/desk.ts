import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { id, instant, ref } from './columns.ts';
import { storyKind } from './enums.ts';
import { section } from './newsroom.ts';
import { story } from './story.ts';

/** Where that stands which is being written; `none`: nothing is. */
export const workStage = pgEnum('work_stage', ['none', 'draft', 'submitted', 'reviewed', 'signed', 'scheduled']);

/** How much a finding of the pre-publication check weighs. */
export const findingLevel = pgEnum('finding_level', ['forbid', 'warn', 'suggest']);

/** One review of the round: its level (1 to 3), who, when, and whether the reviewer changed the text. */
export type Review = { level: number; by: string; name: string; at: string; note: string | null; changed: boolean };

/** Why the writer has it back, and from where. */
export type SentBack = { by: string; name: string; at: string; reason: string; from: string };

/**
 * 操作日志: who did what, in the order in which it was committed. Triggers number and chain the rows (each hash covers the
 * row and the hash before it) and refuse UPDATE, DELETE and TRUNCATE: `lib/newsroom/audit.ts`.
 */
export const audit = pgTable(
  'audit',
  {
    /** 1, 2, 3 … without a gap; the trigger gives it. */
    id: bigint('id', { mode: 'number' }).primaryKey().default(0),
    at: instant('at').notNull().defaultNow(),
    actorId: text('actor_id').notNull(),
    actorName: text('actor_name').notNull(),
    actorRole: text('actor_role').notNull(),
    act: text('act').notNull(),
    /** What it was done to: `story:12`, `user:…`, `section:3`. */
    object: text('object').notNull(),
    detail: jsonb('detail').$type<Record<string, unknown>>().notNull().default({}),
    previous: text('previous').notNull().default(''),
    hash: text('hash').notNull().default(''),
  },
  (t) => [
    index('audit_object').on(t.object, t.id),
    index('audit_actor').on(t.actorId, t.id),
    check('audit_hash_shape', sql`${t.hash} ~ '^[0-9a-f]{64}$'`),
  ],
);

/**
 * 工作稿: what is being written of a story, beside what readers see of it. For a published story it is the amendment, which goes
 * through the same reviews. The row stays when nothing is being written (`none`): it also says whose the story is and when it
 * will be withdrawn. Only `lib/newsroom` writes it.
 */
export const storyWork = pgTable(
  'story_work',
  {
    storyId: ref('story_id')
      .primaryKey()
      .references(() => story.id, { onDelete: 'cascade' }),
    stage: workStage('stage').notNull(),
    /** Since when it stands there. */
    stageAt: instant('stage_at').notNull().defaultNow(),
    /** As the editor left it: it may be incomplete. Null while nothing is being written. */
    content: jsonb('content').$type<Record<string, unknown>>(),
    /** What readers had when the amendment began. */
    base: jsonb('base').$type<Record<string, unknown>>(),
    /** 更正: what readers are told of the amendment when it is published. */
    correction: text('correction'),
    /** One more with every save; a save that knows an older one is refused. */
    version: integer('version').notNull().default(0),
    /** The version of the newest save point. */
    pointVersion: integer('point_version').notNull().default(0),
    pointAt: instant('point_at'),
    savedAt: instant('saved_at'),
    savedBy: text('saved_by'),
    savedName: text('saved_name'),
    /** Last save or step: the order of lists. */
    changedAt: instant('changed_at').notNull().defaultNow(),
    /** Copies from the content, for lists. */
    title: text('title').notNull().default(''),
    kind: storyKind('kind').notNull().default('news'),
    sectionId: ref('section_id')
      .notNull()
      .references(() => section.id),
    ownerId: text('owner_id'),
    ownerName: text('owner_name'),
    /** Everybody who saved it as a draft in this round: nobody of them reviews or signs it. */
    writerIds: text('writer_ids').array().notNull().default(sql`'{}'`),
    reviewsNeeded: integer('reviews_needed').notNull().default(3),
    reviews: jsonb('reviews').$type<Review[]>().notNull().default([]),
    signedBy: text('signed_by'),
    signedName: text('signed_name'),
    signedAt: instant('signed_at'),
    sentBack: jsonb('sent_back').$type<SentBack>(),
    publishAt: instant('publish_at'),
    withdrawAt: instant('withdraw_at'),
    withdrawReason: text('withdraw_reason'),
    lockBy: text('lock_by'),
    lockName: text('lock_name'),
    lockRole: text('lock_role'),
    lockSince: instant('lock_since'),
    lockBeat: instant('lock_beat'),
  },
  (t) => [
    check('story_work_has_content', sql`(${t.stage} = 'none') = (${t.content} is null)`),
    check('story_work_scheduled_has_time', sql`(${t.stage} = 'scheduled') = (${t.publishAt} is not null)`),
    check('story_work_signed_has_signer', sql`${t.stage} not in ('signed', 'scheduled') or ${t.signedBy} is not null`),
    check('story_work_withdrawal_has_reason', sql`(${t.withdrawAt} is null) = (${t.withdrawReason} is null)`),
    check('story_work_reviews_needed', sql`${t.reviewsNeeded} between 1 and 3`),
    index('story_work_owner').on(t.ownerId, t.changedAt.desc().nullsFirst(), t.storyId.desc().nullsFirst()),
    index('story_work_open')
      .on(t.changedAt.desc().nullsFirst(), t.storyId.desc().nullsFirst())
      .where(sql`${t.stage} <> 'none'`),
    index('story_work_review').on(t.stageAt, t.storyId).where(sql`${t.stage} in ('submitted', 'reviewed')`),
    index('story_work_publish_at').on(t.publishAt, t.storyId).where(sql`${t.stage} = 'scheduled'`),
    index('story_work_withdraw_at').on(t.withdrawAt, t.storyId).where(sql`${t.withdrawAt} is not null`),
    index('story_work_section').on(t.sectionId),
  ],
);

/** 敏感词, each with its own level; what the check looks for is the folded word. */
export const sensitiveWord = pgTable(
  'sensitive_word',
  {
    id: id(),
    word: text('word').notNull(),
    folded: text('folded').notNull(),
    level: findingLevel('level').notNull(),
    /** What to write instead, or why. */
    note: text('note').notNull().default(''),
    addedBy: text('added_by').notNull(),
    addedAt: instant('added_at').notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex('sensitive_word_folded').on(t.folded),
    check('sensitive_word_present', sql`length(${t.folded}) between 2 and 50`),
  ],
);

/** What near-duplicates and same titles are found by (`lib/newsroom/duplicates.ts`). */
export const storyFingerprint = pgTable(
  'story_fingerprint',
  {
    storyId: ref('story_id')
      .primaryKey()
      .references(() => story.id, { onDelete: 'cascade' }),
    /** The title, folded. */
    title: text('title').notNull(),
    /** MinHash: 64 smallest hashes of the text's shingles. Empty for a text too short to compare. */
    signature: integer('signature').array().notNull(),
    /** The signature in 16 bands of 4: two texts that share one may be alike. */
    bands: integer('bands').array().notNull(),
    at: instant('at').notNull().defaultNow(),
  },
  (t) => [index('story_fingerprint_title').on(t.title), index('story_fingerprint_bands').using('gin', t.bands)],
);

/** The words of a story's title, by which related stories are found (`lib/newsroom/terms.ts`). */
export const storyTerms = pgTable('story_terms', {
  storyId: ref('story_id')
    .primaryKey()
    .references(() => story.id, { onDelete: 'cascade' }),
  terms: text('terms').array().notNull(),
});

/**
 * Posting lists: in which published stories' titles a word stands. Triggers keep it (the migration `postings`); of a common
 * word only the newest stories stay, as nobody asks for more. One range of the key is a word's newest stories.
 */
export const termPosting = pgTable(
  'term_posting',
  {
    term: text('term').notNull(),
    publishedAt: instant('published_at').notNull(),
    storyId: ref('story_id').notNull(),
  },
  (t) => [primaryKey({ columns: [t.term, t.publishedAt, t.storyId] })],
);

/**
 * In how many stories a word stands, as counted last night: words in more than one; a topic as `#` and its number; the
 * number of all stories under the empty word.
 */
export const termFrequency = pgTable('term_frequency', {
  term: text('term').primaryKey(),
  stories: integer('stories').notNull(),
});
