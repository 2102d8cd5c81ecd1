import { type SQL, sql } from 'drizzle-orm';
import { db, type Executor } from '#db/client.ts';

export type UsePlace = 'draft' | 'lead' | 'recording' | 'gallery' | 'body' | 'slot' | 'show' | 'topic' | 'poster';

/** A place where a medium stands. */
export type Use = {
  place: UsePlace;
  /** Of the story, show, topic, or other medium. */
  id: number;
  title: string;
  /** Of a story: what readers have of it. */
  status: string | null;
  /** `《立冬》的题图` */
  label: string;
};

const words: Record<UsePlace, string> = {
  draft: '工作稿',
  lead: '题图',
  recording: '音视频',
  gallery: '图集',
  body: '正文配图',
  slot: '推荐位配图',
  show: '节目封面',
  topic: '专题头图',
  poster: '视频封面',
};

/** Places that are told apart; there may be more. */
const most = 200;

/**
 * Where a medium stands, newest stories first: every part is a look into an index, none a scan.
 * @returns at most 200 places, and whether there are more.
 */
export async function usesOf(tx: Executor, mediaId: number): Promise<{ uses: Use[]; more: boolean }> {
  const rows = await tx.execute<{ place: UsePlace; id: string; title: string; status: string | null }>(sql`
    select * from (
      (select 'draft' as place, w.story_id as id, w.title, w.stage::text as status from story_work w
        where ${inWorkingCopy(mediaId)} order by w.story_id desc limit ${most + 1})
      union all
      (select 'lead', s.id, s.title, s.status::text from story s where s.lead_media_id = ${mediaId} order by s.id desc limit ${most + 1})
      union all
      (select 'recording', s.id, s.title, s.status::text from story s where s.media_id = ${mediaId} order by s.id desc limit ${most + 1})
      union all
      (select 'gallery', s.id, s.title, s.status::text from story_media g join story s on s.id = g.story_id
        where g.media_id = ${mediaId} order by s.id desc limit ${most + 1})
      union all
      (select 'body', s.id, s.title, s.status::text from story s
        where jsonb_path_query_array(s.body, '$.content[*].**.attrs.mediaId') @> to_jsonb(${mediaId}::bigint)
        order by s.id desc limit ${most + 1})
      union all
      (select 'slot', s.id, s.title, s.status::text from slot_item i join story s on s.id = i.story_id where i.media_id = ${mediaId})
      union all
      (select 'show', w.id, w.name, null from show w where w.cover_id = ${mediaId})
      union all
      (select 'topic', t.id, t.name, null from topic t where t.lead_media_id = ${mediaId})
      union all
      (select 'poster', m.id, coalesce(nullif(m.caption, ''), nullif(m.name, ''), '未命名'), null from media m where m.poster_id = ${mediaId})
    ) used limit ${most + 1}`);
  const uses = rows.slice(0, most).map(
    ({ place, id, title, status }): Use => ({
      place,
      id: Number(id),
      title,
      status,
      label: `《${title}》的${words[place]}`,
    }),
  );
  return { uses, more: rows.length > most };
}

/**
 * Whether a working copy `w` names a medium: as lead, film, in its gallery or its text. Two indexes have the same
 * expressions.
 */
export function inWorkingCopy(mediaId: number | SQL) {
  return sql`((w.content ->> 'leadMediaId')::bigint = ${mediaId}
    or jsonb_path_query_array(w.content, '$.**.mediaId') @> to_jsonb(${mediaId}::bigint))`;
}

/** The same outside of a transaction, for the library's screens. */
export function whereUsed(mediaId: number): Promise<{ uses: Use[]; more: boolean }> {
  return usesOf(db, mediaId);
}
