import { sql } from 'drizzle-orm';
import { bigint, check, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { instant, ref } from './columns.ts';
import { uploadState } from './enums.ts';
import { media } from './newsroom.ts';

/**
 * 上传: a file on its way into the media library, until some days after its end. What has arrived of it lies in the folder of
 * uploads of one instance, or of several that share the folder (`node`); its row is the queue of what is to be done with it.
 */
export const mediaUpload = pgTable(
  'media_upload',
  {
    /** 32 hex digits that nobody guesses: its URL. */
    id: text('id').primaryKey(),
    node: text('node').notNull(),
    /** The name under which it came: shown, never believed. */
    name: text('name').notNull(),
    bytes: bigint('bytes', { mode: 'number' }).notNull(),
    /** Id of the user. */
    by: text('by').notNull(),
    /** The user as they were then: the audit trail names them when the file takes effect. */
    actor: jsonb('actor').$type<{ id: string; name: string; role: string; sectionIds: number[] | null }>().notNull(),
    /** Takes the place of this file (换图) instead of becoming a new one. */
    replaces: ref('replaces').references(() => media.id, { onDelete: 'cascade' }),
    state: uploadState('state').notNull().default('receiving'),
    /** Files that were made and that are to be made; for people to watch. */
    done: integer('done').notNull().default(0),
    total: integer('total').notNull().default(0),
    /** Why it was refused: a Chinese sentence. */
    refusal: text('refusal'),
    /** Of the original, once it was read: files may lie in this folder of the storage already. */
    hash: text('hash'),
    /** What it became; or what the library had of the same bytes. */
    mediaId: ref('media_id').references(() => media.id, { onDelete: 'set null' }),
    /** How often its processing was begun. */
    attempts: integer('attempts').notNull().default(0),
    /** Until then a worker is at it; later it counts as lost. */
    leaseUntil: instant('lease_until'),
    createdAt: instant('created_at').notNull().defaultNow(),
    /** Removed then: an upload that was never finished, or the memory of one that was. */
    expiresAt: instant('expires_at').notNull(),
  },
  (t) => [
    index('media_upload_queue').on(t.node, t.createdAt).where(sql`${t.state} in ('received', 'working')`),
    index('media_upload_by').on(t.by, t.createdAt),
    index('media_upload_expires').on(t.expiresAt),
    index('media_upload_replaces').on(t.replaces).where(sql`${t.replaces} is not null`),
    index('media_upload_media').on(t.mediaId).where(sql`${t.mediaId} is not null`),
    check('media_upload_refused_why', sql`(${t.state} = 'refused') = (${t.refusal} is not null)`),
  ],
);

/** Files that no media row names any more; removed from the storage some time later, when no kept page shows them. */
export const mediaRemoval = pgTable(
  'media_removal',
  {
    hash: text('hash').primaryKey(),
    dueAt: instant('due_at').notNull(),
  },
  (t) => [index('media_removal_due').on(t.dueAt)],
);
