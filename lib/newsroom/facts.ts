import { sql } from 'drizzle-orm';
import type { Executor } from '#db/client.ts';
import type { StoryFacts } from '#lib/cache/events.ts';

/**
 * What an event must know of a story, as the transaction sees it now: so take it after a story was published, before it is
 * withdrawn, and on both sides of a change.
 * @returns null for a story that does not exist or was never published.
 */
export async function storyFacts(tx: Executor, id: number): Promise<StoryFacts | null> {
  // A story is the previous or next one of its neighbour in *that* neighbour's own section: a story of 秦州 stands in the list of
  // 本地 too, and may come between two stories whose own section is 本地.
  const rows = await tx.execute<{ facts: StoryFacts }>(sql`
    with standing as (
      select distinct up.id
      from (
        select s.section_id as id from story s where s.id = ${id}
        union all
        select x.section_id from story_section x where x.story_id = ${id}
      ) own
      cross join lateral section_and_ancestors(own.id) as up(id)
    )
    select json_build_object(
      'id', s.id,
      'day', to_char(site_day(s.published_at), 'YYYY-MM-DD'),
      'pictured', s.lead_media_id is not null,
      'gallery', s.kind = 'gallery',
      'sections', (
        select json_agg(json_build_object('id', c.id, 'slug', c.slug) order by c.id)
        from section c join standing on standing.id = c.id),
      'authors', coalesce((select json_agg(a.author_id order by a.author_id) from story_author a where a.story_id = s.id), '[]'),
      'topics', coalesce((select json_agg(t.topic_id order by t.topic_id) from story_topic t where t.story_id = s.id), '[]'),
      'terms', coalesce((select to_json(w.terms) from story_terms w where w.story_id = s.id), '[]'),
      'show', s.show_id,
      'blog', s.blog_id,
      'programme', s.kind in ('audio', 'video'),
      'slots', coalesce((select json_agg(concat_ws(':', i.slot, i.section_id) order by i.slot, i.section_id) from slot_item i where i.story_id = s.id), '[]'),
      'hot', exists (select from read_top r where r.story_id = s.id),
      'neighbours', coalesce((
        select json_agg(distinct near.story_id order by near.story_id)
        from standing
        cross join lateral (
          (select e.story_id from list_entry e
            where e.list = 'section' and e.ref_id = standing.id and (e.published_at, e.story_id) < (s.published_at, s.id)
            order by e.published_at desc, e.story_id desc limit 1)
          union all
          (select e.story_id from list_entry e
            where e.list = 'section' and e.ref_id = standing.id and (e.published_at, e.story_id) > (s.published_at, s.id)
            order by e.published_at, e.story_id limit 1)
        ) near
        join story o on o.id = near.story_id and o.section_id = standing.id), '[]'),
      'onlyOneOfDay', coalesce((
        select d.stories from list_day d where d.list = 'site' and d.ref_id = 0 and d.day = site_day(s.published_at)), 0)
        - (case when s.status = 'published' then 1 else 0 end) <= 0
    ) as facts
    from story s
    where s.id = ${id} and s.published_at is not null`);
  return rows[0]?.facts ?? null;
}

/** Stories that show a media file: as lead, film, poster, in a gallery, in the text, or in a slot. Ascending. */
export async function storiesShowing(tx: Executor, mediaId: number): Promise<number[]> {
  const rows = await tx.execute<{ id: string }>(sql`
    with used as (select ${mediaId}::bigint as id union select m.id from media m where m.poster_id = ${mediaId})
    select s.id from story s where s.lead_media_id in (select id from used)
    union select s.id from story s where s.media_id in (select id from used)
    union select g.story_id from story_media g where g.media_id = ${mediaId}
    union select i.story_id from slot_item i where i.media_id = ${mediaId}
    union select s.id from story s
      where jsonb_path_query_array(s.body, '$.content[*].**.attrs.mediaId') @> to_jsonb(${mediaId}::bigint)
    order by 1`);
  return rows.map((row) => Number(row.id));
}
