import { sql } from 'drizzle-orm';
import { bigint, boolean, check, index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { id, instant, ref } from './columns.ts';

/**
 * 接口令牌: by what an outside system shows who it is. Only the hash of the token is kept. A row stays when the token is revoked:
 * it says who had let it in, and drafts name it as their writer.
 */
export const apiToken = pgTable(
  'api_token',
  {
    id: id(),
    name: text('name').notNull(),
    /** SHA-256 of the token, in hex. */
    hash: text('hash').notNull(),
    /** Its first letters, by which people tell one from another. */
    hint: text('hint').notNull(),
    scopes: text('scopes').array().notNull(),
    /** Sections, each with all below it; null: all. */
    sectionIds: bigint('section_ids', { mode: 'number' }).array(),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    /** Null: until it is revoked. */
    expiresAt: instant('expires_at'),
    revokedAt: instant('revoked_at'),
    revokedBy: text('revoked_by'),
    /** Rounded down to five minutes: it is written no more often than that. */
    lastUsedAt: instant('last_used_at'),
  },
  (t) => [
    uniqueIndex('api_token_hash').on(t.hash),
    check('api_token_hash_shape', sql`${t.hash} ~ '^[0-9a-f]{64}$'`),
    check('api_token_name_present', sql`length(btrim(${t.name})) between 1 and 60`),
    check('api_token_has_scope', sql`cardinality(${t.scopes}) > 0`),
  ],
);

/** Drafts that came through the interface, for some days: the same request is answered with the same draft. */
export const apiDraft = pgTable(
  'api_draft',
  {
    id: id(),
    tokenId: ref('token_id')
      .notNull()
      .references(() => apiToken.id),
    /** `Idempotency-Key` of the request; null where it had none. */
    key: text('key'),
    /** SHA-256 of what was asked for. */
    asked: text('asked').notNull(),
    storyId: ref('story_id'),
    answer: jsonb('answer').$type<Record<string, unknown>>(),
    at: instant('at').notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex('api_draft_key').on(t.tokenId, t.key).where(sql`${t.key} is not null`),
    index('api_draft_asked').on(t.tokenId, t.asked),
    index('api_draft_at').on(t.at),
  ],
);

/** 外发通知: an address that is told of events. Its deliveries are those of the channel `hook:{id}` (`lib/outbox`). */
export const webhook = pgTable(
  'webhook',
  {
    id: id(),
    name: text('name').notNull(),
    url: text('url').notNull(),
    /** Types of events (`story-published` …). */
    events: text('events').array().notNull(),
    /** Encrypted (`lib/auth/sealed.ts`): signing needs it as it is. */
    secret: text('secret').notNull(),
    /** The one before, and until when messages are signed with it too. */
    previousSecret: text('previous_secret'),
    previousUntil: instant('previous_until'),
    active: boolean('active').notNull().default(true),
    /** Why it was switched off by itself; null where a person did. */
    offReason: text('off_reason'),
    offAt: instant('off_at'),
    /** Since when nothing got through; null: the last attempt did. */
    failingSince: instant('failing_since'),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [
    check('webhook_name_present', sql`length(btrim(${t.name})) between 1 and 60`),
    check('webhook_url_is_web', sql`${t.url} ~ '^https?://'`),
    check('webhook_has_event', sql`cardinality(${t.events}) > 0`),
    check('webhook_previous_has_end', sql`(${t.previousSecret} is null) = (${t.previousUntil} is null)`),
  ],
);

/** The log of the webhooks: every attempt, and what was answered. Jobs keep it bounded. */
export const webhookAttempt = pgTable(
  'webhook_attempt',
  {
    id: id(),
    webhookId: ref('webhook_id')
      .notNull()
      .references(() => webhook.id, { onDelete: 'cascade' }),
    /** Not a reference: deliveries are forgotten by rules of their own. */
    deliveryId: ref('delivery_id').notNull(),
    eventId: ref('event_id').notNull(),
    type: text('type').notNull(),
    storyId: ref('story_id'),
    at: instant('at').notNull().defaultNow(),
    milliseconds: integer('milliseconds').notNull(),
    ok: boolean('ok').notNull(),
    /** Null where there was no answer. */
    status: integer('status'),
    /** Why it failed, in Chinese. */
    error: text('error'),
    /** The first bytes of the answer. */
    answer: text('answer').notNull().default(''),
  },
  (t) => [
    index('webhook_attempt_hook').on(t.webhookId, t.id),
    index('webhook_attempt_failed').on(t.webhookId, t.id).where(sql`not ${t.ok}`),
    index('webhook_attempt_delivery').on(t.deliveryId),
    index('webhook_attempt_at').on(t.at),
  ],
);

/** 设置: what the newsroom has set, by group. What is not here, or null, is as `site.config.ts` says. */
export const setting = pgTable('setting', {
  name: text('name').primaryKey(),
  value: jsonb('value').$type<Record<string, unknown>>(),
  /** One more with every change; a change that knows an older one is refused. */
  version: integer('version').notNull().default(1),
  by: text('by').notNull(),
  at: instant('at').notNull().defaultNow(),
});
