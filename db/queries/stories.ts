import { eq, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { db } from '../client.ts';
import { author, blog, media, show, source, story } from '../schema/index.ts';
import { type PictureRow, pictureColumns } from './cards.ts';
import { idArray, prepared } from './prepared.ts';

const lead = alias(media, 'lead');
const blogAuthor = alias(author, 'blog_author');

const articleColumns = {
  id: story.id,
  kind: story.kind,
  status: story.status,
  title: story.title,
  subtitle: story.subtitle,
  summary: story.summary,
  body: story.body,
  wordCount: story.wordCount,
  sectionId: story.sectionId,
  originalUrl: story.originalUrl,
  originalTitle: story.originalTitle,
  originalAuthor: story.originalAuthor,
  byline: story.byline,
  editorName: story.editorName,
  mediaId: story.mediaId,
  episode: story.episode,
  publishedAt: story.publishedAt,
  updatedAt: story.updatedAt,
  withdrawnAt: story.withdrawnAt,
  withdrawnReason: story.withdrawnReason,
  source: { id: source.id, name: source.name, url: source.url },
  show: { id: show.id, slug: show.slug, name: show.name },
  blog: { id: blog.id, name: blog.name },
  blogAuthor: { id: blogAuthor.id, slug: blogAuthor.slug, name: blogAuthor.name },
  lead: pictureColumns(lead),
  authors: sql<{ id: number; slug: string; name: string }[] | null>`(
    select json_agg(json_build_object('id', a.id, 'slug', a.slug, 'name', a.name) order by sa.position, a.id)
    from story_author sa join author a on a.id = sa.author_id where sa.story_id = ${story.id})`,
  topics: sql<{ id: number; slug: string; name: string }[] | null>`(
    select json_agg(json_build_object('id', t.id, 'slug', t.slug, 'name', t.name) order by t.kind, st.position, t.id)
    from story_topic st join topic t on t.id = st.topic_id where st.story_id = ${story.id})`,
  gallery: sql<{ position: number; mediaId: number; caption: string | null }[] | null>`(
    select json_agg(json_build_object('position', sm.position, 'mediaId', sm.media_id, 'caption', sm.caption) order by sm.position)
    from story_media sm where sm.story_id = ${story.id})`,
  corrections: sql<{ at: number; text: string }[] | null>`(
    select json_agg(json_build_object('at', extract(epoch from c.corrected_at) * 1000, 'text', c.text) order by c.corrected_at desc)
    from correction c where c.story_id = ${story.id})`,
};

/** Stories with their bodies and everything that belongs to them; whoever asks says which. */
export function articles() {
  return db
    .select(articleColumns)
    .from(story)
    .leftJoin(source, eq(source.id, story.sourceId))
    .leftJoin(show, eq(show.id, story.showId))
    .leftJoin(blog, eq(blog.id, story.blogId))
    .leftJoin(blogAuthor, eq(blogAuthor.id, blog.authorId))
    .leftJoin(lead, eq(lead.id, story.leadMediaId))
    .$dynamic();
}

const oneArticle = prepared((_: 'one') =>
  articles()
    .where(sql`${story.id} = ${sql.placeholder('id')} and ${story.status} in ('published', 'withdrawn')`)
    .prepare('article'),
);

export type ArticleRow = Awaited<ReturnType<ReturnType<typeof oneArticle>['execute']>>[number];

/** A published or withdrawn story with its body and everything that belongs to it; null for any other id. */
export async function articleById(id: number): Promise<ArticleRow | null> {
  const [row] = await oneArticle('one').execute({ id });
  return row ?? null;
}

const around = prepared((_: 'one') => {
  const neighbour = (way: 'older' | 'newer') => {
    const [than, order] = way === 'older' ? [sql.raw('<'), sql.raw('desc')] : [sql.raw('>'), sql.raw('asc')];
    return sql<number | null>`(
      select story_id from list_entry where list = 'section' and ref_id = ${sql.placeholder('section')}
        and (published_at, story_id) ${than} (${sql.placeholder('at')}::timestamptz, ${sql.placeholder('id')}::bigint)
      order by published_at ${order}, story_id ${order} limit 1)`.mapWith(story.id);
  };
  return db
    .select({ older: neighbour('older'), newer: neighbour('newer') })
    .from(sql`(values (1)) as always`)
    .prepare('neighbours');
});

/** The stories next to a place in a section's list: the one published before it and the one after it. */
export async function neighbours(
  sectionId: number,
  place: { publishedAt: Date; id: number },
): Promise<{ older: number | null; newer: number | null }> {
  const [row] = await around('one').execute({ section: sectionId, at: place.publishedAt.toISOString(), id: place.id });
  return row ?? { older: null, newer: null };
}

const poster = alias(media, 'poster');
const file = alias(media, 'file');

const someMedia = prepared((_: 'some') =>
  db
    .select({
      ...pictureColumns(file),
      mime: file.mime,
      bytes: file.bytes,
      durationSeconds: file.durationSeconds,
      captionsFile: file.captionsFile,
      chapters: file.chapters,
      poster: pictureColumns(poster),
    })
    .from(file)
    .leftJoin(poster, eq(poster.id, file.posterId))
    .where(sql`${file.id} = any(${sql.placeholder('ids')}::bigint[])`)
    .prepare('media_by_ids'),
);

export type MediaRow = PictureRow & {
  mime: string;
  bytes: number;
  durationSeconds: number | null;
  captionsFile: string | null;
  chapters: { at: number; title: string }[];
  poster: PictureRow | null;
};

/** Pictures, sound and film by id. Ids that do not exist are absent. */
export async function mediaByIds(ids: readonly number[]): Promise<Map<number, MediaRow>> {
  if (ids.length === 0) return new Map();
  const rows: MediaRow[] = await someMedia('some').execute({ ids: idArray(ids) });
  return new Map(rows.map((row) => [row.id, row]));
}
