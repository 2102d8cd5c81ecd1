import { and, desc, eq, type SQL, sql } from 'drizzle-orm';
import { db } from '#db/client.ts';
import type { MediaKind, UploadState } from '#db/schema/enums.ts';
import { media, mediaUpload } from '#db/schema/index.ts';
import type { Actor } from './actor.ts';
import { may } from './rights.ts';
import { inWorkingCopy, type Use, whereUsed } from './uses.ts';

/** What is looked for; every field that is there must hold. */
export type MediaFilter = {
  /** Words that occur in name, alt text, caption, credit or licence; or a media id. */
  words?: string;
  kind?: MediaKind;
  /** Id of a user. */
  uploadedBy?: string;
  aiMade?: true;
  /** Pictures without alt text, or anything without a credit. */
  lacking?: 'alt' | 'credit';
  /** Stands nowhere. */
  unused?: true;
  /** Only what is older than this id: the last of the page before. */
  before?: number;
};

export type MediaRow = typeof media.$inferSelect;
export type MediaPage = { items: MediaRow[] /** `before` of the next page. */; next: number | null };

const pageSize = 48;

/** Newest first. Empty for whoever may not use the library. */
export async function searchMedia(actor: Actor, filter: MediaFilter): Promise<MediaPage> {
  if (!may(actor, 'use-media').ok) return { items: [], next: null };
  const rows = await db
    .select()
    .from(media)
    .where(and(...conditions(filter)))
    .orderBy(desc(media.id))
    .limit(pageSize + 1);
  const items = rows.slice(0, pageSize);
  return { items, next: rows.length > pageSize ? (items.at(-1)?.id ?? null) : null };
}

function* conditions(filter: MediaFilter): Generator<SQL> {
  if (filter.before) yield sql`${media.id} < ${filter.before}`;
  if (filter.kind) yield eq(media.kind, filter.kind);
  if (filter.uploadedBy) yield eq(media.uploadedBy, filter.uploadedBy);
  if (filter.aiMade) yield eq(media.aiMade, true);
  if (filter.lacking === 'alt') yield sql`${media.kind} = 'image' and ${media.alt} = ''`;
  if (filter.lacking === 'credit') yield sql`${media.credit} = ''`;
  for (const word of (filter.words ?? '').trim().split(/\s+/).slice(0, 8)) {
    if (word === '') continue;
    const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
    const id = /^[1-9]\d{0,14}$/.test(word) ? Number(word) : 0;
    const text = sql`concat_ws(' ', ${media.name}, ${media.alt}, ${media.caption}, ${media.credit}, ${media.licence})`;
    yield sql`(${text} ilike ${pattern} or ${media.id} = ${id})`;
  }
  if (filter.unused) yield unused;
}

/** Each part is a look into an index. */
const unused = sql`not exists (select from story s where s.lead_media_id = ${media.id})
  and not exists (select from story s where s.media_id = ${media.id})
  and not exists (select from story_media g where g.media_id = ${media.id})
  and not exists (select from slot_item i where i.media_id = ${media.id})
  and not exists (select from show w where w.cover_id = ${media.id})
  and not exists (select from topic t where t.lead_media_id = ${media.id})
  and not exists (select from media m where m.poster_id = ${media.id})
  and not exists (select from story_work w where ${inWorkingCopy(sql`${media.id}`)})
  and not exists (select from story s
    where jsonb_path_query_array(s.body, '$.content[*].**.attrs.mediaId') @> to_jsonb(${media.id}))`;

/** One medium with all the places where it stands; null where there is none, or the actor may not see it. */
export async function mediaDetail(
  actor: Actor,
  id: number,
): Promise<{ item: MediaRow; uses: Use[]; more: boolean } | null> {
  if (!may(actor, 'use-media').ok) return null;
  const [item] = await db.select().from(media).where(eq(media.id, id));
  return item ? { item, ...(await whereUsed(id)) } : null;
}

export type UploadStatus = {
  id: string;
  name: string;
  bytes: number;
  state: UploadState;
  /** Files made, and to be made. */
  done: number;
  total: number;
  /** Why it was refused. */
  refusal: string | null;
  mediaId: number | null;
  replaces: number | null;
};

const statusColumns = {
  id: mediaUpload.id,
  name: mediaUpload.name,
  bytes: mediaUpload.bytes,
  state: mediaUpload.state,
  done: mediaUpload.done,
  total: mediaUpload.total,
  refusal: mediaUpload.refusal,
  mediaId: mediaUpload.mediaId,
  replaces: mediaUpload.replaces,
};

/** The actor's own uploads of the last days, newest first. */
export function uploadsOf(actor: Actor): Promise<UploadStatus[]> {
  return db
    .select(statusColumns)
    .from(mediaUpload)
    .where(eq(mediaUpload.by, actor.id))
    .orderBy(desc(mediaUpload.createdAt))
    .limit(200);
}

/** How far one of the actor's own uploads is; null for another's. */
export async function uploadStatus(actor: Actor, id: string): Promise<UploadStatus | null> {
  const [row] = await db
    .select(statusColumns)
    .from(mediaUpload)
    .where(and(eq(mediaUpload.id, id), eq(mediaUpload.by, actor.id)));
  return row ?? null;
}
