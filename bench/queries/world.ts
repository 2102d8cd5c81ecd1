import type { Sql } from 'postgres';

/** A list of the site with what it belongs to and how many stories it has. */
export type Sized = { id: number; slug: string; stories: number };

/** What there is to ask for in a database: the parameters of the measured queries are drawn from here. */
export type World = {
  total: number;
  /** Stories over the whole time of the site, in no order. */
  stories: { id: number; sectionId: number; publishedAt: Date; topics: number[]; media: number[] }[];
  /** Ids of other stories, for cards. */
  ids: number[];
  withdrawn: number;
  /** Largest first. */
  sections: Sized[];
  topics: Sized[];
  authors: Sized[];
  blogs: Sized[];
  shows: Sized[];
  pictured: number;
  /** The commonest words of titles. */
  words: string[];
  /** Days with stories, oldest first. */
  days: { day: string; stories: number }[];
};

const samples = 500;

export async function worldOf(sql: Sql): Promise<World> {
  const [bounds] = await sql<{ last: number; withdrawn: number; pictured: number; total: number }[]>`
    select max(id)::int as last,
      (select min(id)::int from story where status = 'withdrawn') as withdrawn,
      (select sum(stories)::int from list_day where list = 'pictured') as pictured,
      (select sum(stories)::int from list_day where list = 'site') as total
    from story`;
  if (!bounds) throw new Error('The database has no stories.');
  const { last, total, withdrawn, pictured } = bounds;
  // Ids rise with time, so that steps of an uneven length over them are an even draw over the years.
  const drawn = (start: number) =>
    Array.from({ length: samples }, (_, n) => 1 + ((start + n * 7919 * Math.max(1, Math.floor(last / 4001))) % last));
  const stories = await sql<(Omit<World['stories'][number], 'publishedAt'> & { at: number })[]>`
    select s.id::int as id, s.section_id::int as "sectionId", (extract(epoch from s.published_at) * 1000)::float8 as at,
      coalesce((select array_agg(topic_id::int) from story_topic where story_id = s.id), '{}') as topics,
      array_remove(array[s.lead_media_id::int, s.media_id::int]
        || array(select media_id::int from story_media where story_id = s.id), null) as media
    from story s where s.id = any(${drawn(17)}) and s.status = 'published' order by md5(s.id::text)`;
  const sized = (rows: Sized[]) => rows.toSorted((a, b) => b.stories - a.stories || a.id - b.id);
  const counted = (kind: string, id: string) =>
    `coalesce((select sum(stories) from list_day where list = '${kind}' and ref_id = ${id}), 0)::int as stories`;
  const list = async (query: string) => sized(await sql.unsafe<Sized[]>(query));
  return {
    total,
    stories: stories.map(({ at: published, ...story }) => ({ ...story, publishedAt: new Date(published) })),
    ids: drawn(4243),
    withdrawn,
    pictured,
    sections: await list(`select id::int, slug, ${counted('section', 'section.id')} from section`),
    topics: await list(`select id::int, slug, ${counted('topic', 'topic.id')} from topic`),
    authors: await list(`select id::int, slug, ${counted('author', 'author.id')} from author`),
    blogs: await list(
      `select b.id::int, a.slug, ${counted('blog', 'b.id')} from blog b join author a on a.id = b.author_id`,
    ),
    shows: await list(`select id::int, slug, ${counted('show', 'show.id')} from show`),
    words: await commonest(sql),
    days: await sql<World['days']>`
      select day::text, stories from list_day where list = 'site' and ref_id = 0 and stories > 0 order by day`,
  };
}

async function commonest(sql: Sql): Promise<string[]> {
  const rows = await sql<{ term: string }[]>`
    select term from term_frequency where term ~ '^[^#]' order by stories desc, term limit 8`;
  return rows.map(({ term }) => term);
}

/** The member of a list that belongs to measurement `n`, round and round. */
export function at<T>(all: readonly T[], n: number): T {
  const one = all[n % all.length];
  if (one === undefined) throw new Error('There is nothing to ask for.');
  return one;
}
