import { eq, type SQL, sql } from 'drizzle-orm';
import { alias, type PgColumn } from 'drizzle-orm/pg-core';
import { db } from '../client.ts';
import { media, source, story } from '../schema/index.ts';
import { idArray, prepared } from './prepared.ts';

const picture = alias(media, 'picture');
const film = alias(media, 'film');

const pictureKeys = [
  'id',
  'kind',
  'hash',
  'file',
  'width',
  'height',
  'color',
  'focalX',
  'focalY',
  'alt',
  'caption',
  'credit',
  'licence',
  'aiMade',
  'widths',
  'formats',
  'cropX',
  'cropY',
] as const;
type PictureKey = (typeof pictureKeys)[number];

/** What is drawn of a picture, from the table of media under whatever alias. */
export function pictureColumns<Table extends Record<PictureKey, PgColumn>>(table: Table): Pick<Table, PictureKey> {
  return Object.fromEntries(pictureKeys.map((key) => [key, table[key]])) as Pick<Table, PictureKey>;
}

export type PictureRow = Pick<typeof media.$inferSelect, PictureKey>;

/** What a list draws of a story: everything but its body. The section's name comes from the section tree. */
const cardColumns = {
  id: story.id,
  kind: story.kind,
  title: story.title,
  listTitle: story.listTitle,
  summary: story.summary,
  publishedAt: sql<Date>`${story.publishedAt}`.mapWith(story.publishedAt),
  sectionId: story.sectionId,
  byline: story.byline,
  mediaId: story.mediaId,
  episode: story.episode,
  sourceId: source.id,
  sourceName: source.name,
  authors: sql<{ id: number; name: string }[] | null>`(
    select json_agg(json_build_object('id', a.id, 'name', a.name) order by sa.position, a.id)
    from story_author sa join author a on a.id = sa.author_id where sa.story_id = ${story.id})`,
  picture: pictureColumns(picture),
};

export type CardRow = {
  id: number;
  kind: (typeof story.$inferSelect)['kind'];
  title: string;
  listTitle: string | null;
  summary: string;
  publishedAt: Date;
  sectionId: number;
  byline: string | null;
  mediaId: number | null;
  episode: number | null;
  sourceId: number | null;
  sourceName: string | null;
  authors: { id: number; name: string }[] | null;
  picture: PictureRow | null;
};

/**
 * Cards of the stories that `keys`, a subquery with a column `story_id`, names. A story that is not published (any more)
 * is left out. Sound and film without a lead picture show their poster.
 */
export function cardsOf(keys: SQL) {
  return db
    .select(cardColumns)
    .from(sql`(${keys}) as keys`)
    .innerJoin(story, sql`${story.id} = keys.story_id and ${story.status} = 'published'`)
    .leftJoin(source, eq(source.id, story.sourceId))
    .leftJoin(film, eq(film.id, story.mediaId))
    .leftJoin(picture, sql`${picture.id} = coalesce(${story.leadMediaId}, ${film.posterId})`)
    .$dynamic();
}

const byIds = prepared((_: 'all') =>
  cardsOf(
    sql`select id as story_id, place from unnest(${sql.placeholder('ids')}::bigint[]) with ordinality as given(id, place)`,
  )
    .orderBy(sql`keys.place`)
    .prepare('cards_by_ids'),
);

/** Cards of given stories, in the order given; those that are not published are absent. */
export async function cardsByIds(ids: readonly number[]): Promise<CardRow[]> {
  return ids.length === 0 ? [] : byIds('all').execute({ ids: idArray(ids) });
}
