import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  real,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { id, instant, ref } from './columns.ts';
import { authorRole, mediaKind, sourceKind, topicKind } from './enums.ts';
import type { MediaFacts, PictureFormat } from './media-facts.ts';

const slugShape = /* sql */ `'^[a-z0-9]+(-[a-z0-9]+)*$'`;

/** The section tree, of any depth. A section's slug is its URL; moving or renaming it is an event. */
export const section = pgTable(
  'section',
  {
    id: id(),
    slug: text('slug').notNull().unique(),
    name: text('name').notNull(),
    description: text('description').notNull().default(''),
    parentId: ref('parent_id').references((): AnyPgColumn => section.id),
    position: integer('position').notNull().default(0),
    /** How many reviews a story of this section needs, 1 to 3; null: as many as in the section above. */
    reviews: integer('reviews'),
  },
  (t) => [
    check('section_reviews', sql`${t.reviews} between 1 and 3`),
    index('section_parent').on(t.parentId, t.position),
    check('section_slug_shape', sql`${t.slug} ~ ${sql.raw(slugShape)}`),
    check('section_not_its_own_parent', sql`${t.parentId} <> ${t.id}`),
    check('section_name_present', sql`length(btrim(${t.name})) between 1 and 40`),
  ],
);

/** 来源: where a story comes from. */
export const source = pgTable(
  'source',
  {
    id: id(),
    slug: text('slug').notNull().unique(),
    name: text('name').notNull(),
    url: text('url'),
    kind: sourceKind('kind').notNull().default('partner'),
    /** 稿源白名单: may be reprinted from. One's own sources need not be on it. */
    whitelisted: boolean('whitelisted').notNull().default(false),
  },
  (t) => [
    check('source_slug_shape', sql`${t.slug} ~ ${sql.raw(slugShape)}`),
    check('source_url_is_web', sql`${t.url} ~ '^https?://'`),
  ],
);

/**
 * 媒体资源: pictures, sound and film. `file`, the variants and the crops are what readers get, in the folder `hash`
 * of the media storage (`lib/media/storage.ts`); the original lies apart, out of readers' reach.
 */
export const media = pgTable(
  'media',
  {
    id: id(),
    kind: mediaKind('kind').notNull(),
    /** First 16 hex digits of the SHA-256 of the original: its folder, and its URL. A replaced file has another. */
    hash: text('hash').notNull().unique(),
    file: text('file').notNull(),
    mime: text('mime').notNull(),
    bytes: integer('bytes').notNull(),
    width: integer('width'),
    height: integer('height'),
    /** Dominant colour as `#rrggbb`, painted while the picture loads. */
    color: text('color'),
    /** Focal point as fractions of width and height; crops keep it in view. */
    focalX: real('focal_x').notNull().default(0.5),
    focalY: real('focal_y').notNull().default(0.5),
    alt: text('alt').notNull().default(''),
    caption: text('caption').notNull().default(''),
    credit: text('credit').notNull().default(''),
    licence: text('licence').notNull().default(''),
    aiMade: boolean('ai_made').notNull().default(false),
    /** Widths, in pixels, of the variants that were made when it was taken in, ascending. */
    widths: jsonb('widths').$type<number[]>().notNull().default([]),
    /** Formats in which there is a variant of every width; `webp` is always among them. */
    formats: text('formats').array().$type<PictureFormat[]>().notNull().default(['webp']),
    /** The point, in hundredths, through which the crops that exist were cut; it is part of their names. Null: none exist. */
    cropX: integer('crop_x'),
    cropY: integer('crop_y'),
    /** Its crops are to be cut (anew): the focal point has moved, or they could not be cut yet. */
    cropsDue: boolean('crops_due').notNull().default(false),
    /** Where the unaltered original lies within the area of originals: `{hash}/original.jpg`; null for media from before it was kept. */
    original: text('original'),
    /** The name under which it came, for people to find it by. */
    name: text('name').notNull().default(''),
    /** What the original says of itself. */
    facts: jsonb('facts').$type<MediaFacts>().notNull().default({}),
    /** Id of the user who took it in; null for what came in by commands. */
    uploadedBy: text('uploaded_by'),
    durationSeconds: integer('duration_seconds'),
    posterId: ref('poster_id').references((): AnyPgColumn => media.id),
    captionsFile: text('captions_file'),
    chapters: jsonb('chapters').$type<{ at: number; title: string }[]>().notNull().default([]),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [
    check('media_picture_has_size', sql`${t.kind} <> 'image' or (${t.width} > 0 and ${t.height} > 0)`),
    check('media_sound_has_length', sql`${t.kind} = 'image' or ${t.durationSeconds} > 0`),
    check('media_focal_inside', sql`${t.focalX} between 0 and 1 and ${t.focalY} between 0 and 1`),
    check('media_color_shape', sql`${t.color} ~ '^#[0-9a-f]{6}$'`),
    check('media_hash_shape', sql`${t.hash} ~ '^[0-9a-f]{16}$'`),
    check('media_formats_known', sql`${t.formats} <@ array['avif', 'webp', 'jpeg'] and 'webp' = any(${t.formats})`),
    check(
      'media_crop_whole',
      sql`(${t.cropX} is null) = (${t.cropY} is null) and ${t.cropX} between 0 and 100 and ${t.cropY} between 0 and 100`,
    ),
    index('media_kind').on(t.kind, t.id),
    index('media_poster').on(t.posterId).where(sql`${t.posterId} is not null`),
    index('media_crops_due').on(t.id).where(sql`${t.cropsDue}`),
  ],
);

/** 作者: reporters, photographers, columnists, hosts. */
export const author = pgTable(
  'author',
  {
    id: id(),
    slug: text('slug').notNull().unique(),
    name: text('name').notNull(),
    role: authorRole('role').notNull().default('reporter'),
    bio: text('bio').notNull().default(''),
  },
  (t) => [check('author_slug_shape', sql`${t.slug} ~ ${sql.raw(slugShape)}`)],
);

/** 博客: a columnist's column. Its URL is the author's: `/blog/{author}`. */
export const blog = pgTable('blog', {
  id: id(),
  authorId: ref('author_id')
    .notNull()
    .unique()
    .references(() => author.id),
  name: text('name').notNull(),
  description: text('description').notNull().default(''),
});

/** 播客: a programme of sound or film. */
export const show = pgTable(
  'show',
  {
    id: id(),
    slug: text('slug').notNull().unique(),
    name: text('name').notNull(),
    kind: mediaKind('kind').notNull(),
    description: text('description').notNull().default(''),
    hostId: ref('host_id').references(() => author.id),
    coverId: ref('cover_id').references(() => media.id),
  },
  (t) => [
    index('show_cover').on(t.coverId).where(sql`${t.coverId} is not null`),
    check('show_slug_shape', sql`${t.slug} ~ ${sql.raw(slugShape)}`),
    check('show_is_sound_or_film', sql`${t.kind} <> 'image'`),
  ],
);

/** 专题 (`special`: an editor's dossier) and 标签 (`tag`: a word on a story); both live at `/topic/{slug}`. */
export const topic = pgTable(
  'topic',
  {
    id: id(),
    slug: text('slug').notNull().unique(),
    name: text('name').notNull(),
    kind: topicKind('kind').notNull().default('tag'),
    description: text('description').notNull().default(''),
    leadMediaId: ref('lead_media_id').references(() => media.id),
  },
  (t) => [
    index('topic_lead_media').on(t.leadMediaId).where(sql`${t.leadMediaId} is not null`),
    uniqueIndex('topic_kind_name').on(t.kind, t.name),
    check('topic_slug_shape', sql`${t.slug} ~ ${sql.raw(slugShape)}`),
  ],
);

/** Old and renamed URLs: one hop, 301. */
export const redirect = pgTable(
  'redirect',
  {
    fromPath: text('from_path').primaryKey(),
    toPath: text('to_path').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [
    check('redirect_goes_elsewhere', sql`${t.fromPath} <> ${t.toPath}`),
    check('redirect_from_is_path', sql`${t.fromPath} like '/%'`),
    check('redirect_stays_here', sql`${t.toPath} ~ '^/([^/]|$)'`),
  ],
);

/**
 * Maintenance: the row is there while nobody but the operator is let at the database (docs/deploy.md). Instances learn of it by
 * the event `maintenance-changed`.
 */
export const maintenance = pgTable(
  'maintenance',
  {
    /** There is one site, so one row at most. */
    on: boolean('on').primaryKey().default(true),
    since: instant('since').notNull().defaultNow(),
    /** When the operator expects to be done: what `Retry-After` is made of. It ends nothing by itself. */
    until: instant('until'),
    by: text('by').notNull().default('system'),
  },
  (t) => [check('maintenance_is_on', sql`${t.on}`)],
);

/**
 * What happened, in order: the outbox. A row is written in the transaction of the change itself; instances hear of it by
 * NOTIFY and catch up by id, so its ids also are the clock of the page store (`lib/cache`).
 */
export const event = pgTable(
  'event',
  {
    id: id(),
    at: instant('at').notNull().defaultNow(),
    type: text('type').notNull(),
    payload: jsonb('payload').$type<Record<string, unknown>>().notNull().default({}),
    /** Tags whose pages must not be served again. */
    hardTags: text('hard_tags').array().notNull().default(sql`'{}'`),
    /** Tags whose pages may be seen once more while they are rendered anew. */
    softTags: text('soft_tags').array().notNull().default(sql`'{}'`),
    by: text('by').notNull().default('system'),
  },
  (t) => [index('event_at').on(t.at)],
);

/** Every call of `/api/revalidate`, answered or refused. */
export const revalidationCall = pgTable(
  'revalidation_call',
  {
    id: id(),
    at: instant('at').notNull().defaultNow(),
    caller: text('caller').notNull(),
    status: integer('status').notNull(),
    request: jsonb('request'),
    answer: jsonb('answer'),
  },
  (t) => [index('revalidation_call_at').on(t.at)],
);

/** Signatures that were accepted, so that none is accepted twice. Rows older than the time window are removed. */
export const usedSignature = pgTable(
  'used_signature',
  { signature: text('signature').notNull(), at: instant('at').notNull().defaultNow() },
  (t) => [primaryKey({ columns: [t.signature] }), index('used_signature_at').on(t.at)],
);
