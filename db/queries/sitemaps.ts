import { asc, desc, eq, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { db } from '../client.ts';
import { author, media, story, topic } from '../schema/index.ts';
import { prepared } from './prepared.ts';

const rows = (count: number) => sql.raw(String(Math.trunc(count)));
const changed = sql`greatest(published_at, updated_at, withdrawn_at)`;

export type MonthRow = {
  /** `yyyy-mm` in Asia/Shanghai. */
  month: string;
  stories: number;
  /** When a story of the month was last published, edited, corrected or withdrawn. */
  changedAt: Date | null;
};

const everyMonth = prepared((_: 'all') =>
  db
    .select({
      month: sql<string>`to_char(months.first, 'YYYY-MM')`,
      stories: sql<number>`months.stories`.mapWith(Number),
      changedAt: sql<Date | null>`(
        select ${changed} from story
        where date_trunc('month', published_at at time zone 'Asia/Shanghai') = months.first
          and status in ('published', 'withdrawn')
        order by ${changed} desc limit 1)`.mapWith(story.publishedAt),
    })
    .from(sql`(
      select date_trunc('month', day::timestamp) as first, sum(stories) as stories
      from list_day where list = 'site' and ref_id = 0 and stories > 0 group by 1) as months`)
    .orderBy(sql`months.first`)
    .prepare('site_months'),
);

/** Months of first publication that have stories, oldest first. It adds up the days' counts and reads no story of a month but one. */
export async function monthsOfSite(): Promise<MonthRow[]> {
  return everyMonth('all').execute();
}

const film = alias(media, 'film');
const poster = alias(media, 'poster');

export type MapRow = {
  id: number;
  title: string;
  summary: string;
  publishedAt: Date;
  updatedAt: Date | null;
  /** Lead, gallery, pictures of the text, in this order; one may come twice. */
  pictures: { hash: string; file: string }[] | null;
  film: {
    kind: (typeof media.$inferSelect)['kind'];
    hash: string;
    file: string;
    durationSeconds: number | null;
  } | null;
  poster: { kind: (typeof media.$inferSelect)['kind']; hash: string; file: string } | null;
};

const oldestFirst = prepared((count: number) =>
  db
    .select({
      id: story.id,
      title: story.title,
      summary: story.summary,
      publishedAt: sql<Date>`${story.publishedAt}`.mapWith(story.publishedAt),
      updatedAt: story.updatedAt,
      pictures: sql<MapRow['pictures']>`(
        select json_agg(json_build_object('hash', m.hash, 'file', m.file) order by named.place)
        from (
          select ${story.leadMediaId} as id, 0 as place
          union all
          select sm.media_id, sm.position from story_media sm where sm.story_id = ${story.id}
          union all
          select (id #>> '{}')::numeric::bigint, 100000 + place
          from jsonb_path_query(${story.body}, '$.content[*].**.attrs.mediaId ? (@.type() == "number")')
            with ordinality as body(id, place)
        ) as named
        join media m on m.id = named.id and m.kind = 'image')`,
      film: { kind: film.kind, hash: film.hash, file: film.file, durationSeconds: film.durationSeconds },
      poster: { kind: poster.kind, hash: poster.hash, file: poster.file },
    })
    .from(sql`(
      select story_id from list_entry where list = 'site' and ref_id = 0
        and (published_at, story_id) > (${sql.placeholder('at')}::timestamptz, ${sql.placeholder('id')}::bigint)
        and published_at < ${sql.placeholder('before')}::timestamptz
      order by published_at, story_id offset ${sql.placeholder('skip')}::int limit ${rows(count)}) as keys`)
    .innerJoin(story, sql`${story.id} = keys.story_id and ${story.status} = 'published'`)
    .leftJoin(film, eq(film.id, story.mediaId))
    .leftJoin(poster, sql`${poster.id} = coalesce(${film.posterId}, ${story.leadMediaId})`)
    .orderBy(asc(story.publishedAt), asc(story.id))
    .prepare(`map_${count}`),
);

/**
 * Published stories in the order of their first publication, at most `count`: those after a place, before a time.
 * @param skip steps over that many, one by one in the index.
 */
export async function storiesAfter(
  place: { publishedAt: Date; id: number },
  before: Date,
  count: number,
  skip = 0,
): Promise<MapRow[]> {
  const { publishedAt, id } = place;
  return oldestFirst(count).execute({ at: publishedAt.toISOString(), id, before: before.toISOString(), skip });
}

const newestSince = prepared((count: number) =>
  db
    .select({
      id: story.id,
      title: story.title,
      publishedAt: sql<Date>`${story.publishedAt}`.mapWith(story.publishedAt),
    })
    .from(sql`(
      select story_id from list_entry where list = 'site' and ref_id = 0
        and published_at >= ${sql.placeholder('since')}::timestamptz
      order by published_at desc, story_id desc limit ${rows(count)}) as keys`)
    .innerJoin(story, sql`${story.id} = keys.story_id and ${story.status} = 'published'`)
    .orderBy(desc(story.publishedAt), desc(story.id))
    .prepare(`news_${count}`),
);

/** Stories that were first published since a time, newest first, at most `count`. */
export async function storiesSince(
  since: Date,
  count: number,
): Promise<{ id: number; title: string; publishedAt: Date }[]> {
  return newestSince(count).execute({ since: since.toISOString() });
}

const someTopics = prepared((_: 'some') =>
  db
    .select({ slug: topic.slug })
    .from(topic)
    .where(sql`${topic.id} > ${sql.placeholder('after')}::bigint and ${topic.id} <= ${sql.placeholder('last')}::bigint`)
    .orderBy(topic.id)
    .prepare('topic_slugs'),
);

/** Slugs of the dossiers and tags with ids after one and up to another. */
export async function topicSlugs(after: number, last: number): Promise<string[]> {
  return (await someTopics('some').execute({ after, last })).map(({ slug }) => slug);
}

const newestTopic = prepared((_: 'one') =>
  db.select({ id: topic.id }).from(topic).orderBy(desc(topic.id)).limit(1).prepare('last_topic'),
);

/** The highest id of a dossier or tag; 0 where there is none. */
export async function lastTopicId(): Promise<number> {
  const [row] = await newestTopic('one').execute();
  return row?.id ?? 0;
}

const everyAuthor = prepared((_: 'all') =>
  db.select({ slug: author.slug }).from(author).orderBy(author.id).prepare('author_slugs'),
);

/** Slugs of all authors: a newsroom has hundreds. */
export async function authorSlugs(): Promise<string[]> {
  return (await everyAuthor('all').execute()).map(({ slug }) => slug);
}
