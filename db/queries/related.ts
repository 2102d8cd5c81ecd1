import { sql } from 'drizzle-orm';
import { db } from '../client.ts';
import { termFrequency, topic } from '../schema/index.ts';
import { idArray, prepared } from './prepared.ts';

/** A title's rarest words by which candidates are looked for. */
const rarest = 8;
/** A word in more stories than this relates nothing by itself: neither so many … */
const widest = 500;
/** … nor one of so many of all. */
const share = 200;
/** Newest stories of each word and of each topic that are looked at. */
const ofWord = 100;
const ofTopic = 50;
/** Candidates that are weighed by all their words. */
const weighed = 60;

/** `select term` of the words in the subquery `from` by which stories are looked for: the rarest, without those that all stories have. */
const sought = (from: ReturnType<typeof sql>) => sql`
  select json_agg(term order by stories, term) from (
    select word.term, coalesce(known.stories, 1) as stories
    from ${from} as word(term) left join term_frequency known on known.term = word.term
    where coalesce(known.stories, 1) <= greatest(${sql.raw(String(widest))},
      (select stories from term_frequency where term = '') / ${sql.raw(String(share))})
    order by 2, 1 limit ${sql.raw(String(rarest))}) as rare`;

const basis = prepared((_: 'one') =>
  db
    .select({
      sectionId: sql<number>`story.section_id`.mapWith(Number),
      topics: sql<
        number[] | null
      >`(select json_agg(topic_id order by position) from story_topic where story_id = story.id)`,
      picks: sql<
        number[] | null
      >`(select json_agg(related_id order by position) from story_pick where story_id = story.id)`,
      terms: sql<string[] | null>`(select to_json(terms) from story_terms where story_id = story.id)`,
      words: sql<string[] | null>`(${sought(sql`(select unnest(terms) from story_terms where story_id = story.id)`)})`,
    })
    .from(sql`story`)
    .where(sql`story.id = ${sql.placeholder('id')} and story.status = 'published'`)
    .prepare('related_basis'),
);

/** What stories are found by as alike. */
export type Alike = {
  topics: number[];
  /** All words of the title: each that is shared counts. */
  terms: string[];
  /** Those that are rare enough to look for, the rarest first. */
  words: string[];
};

/** What a story's related stories are chosen by; `picks`: its editor's, in order. */
export type RelatedBasis = Alike & { sectionId: number; picks: number[] };

/** What a story's related stories are chosen by. Null if not published. */
export async function relatedBasis(id: number): Promise<RelatedBasis | null> {
  const [row] = await basis('one').execute({ id });
  if (!row) return null;
  const { sectionId, topics, picks, terms, words } = row;
  return { sectionId, topics: topics ?? [], picks: picks ?? [], terms: terms ?? [], words: words ?? [] };
}

const scored = prepared((_: 'one') =>
  db
    .select({ id: sql<number>`story_id`.mapWith(Number), score: sql<number>`score` })
    .from(sql`(
      with whole as materialized (
        select coalesce((select stories from term_frequency where term = ''), 1)::float8 as stories
      ), word as materialized (
        select mine.term, ln(1 + whole.stories / coalesce(known.stories, 1)) as weight
        from whole cross join unnest(${sql.placeholder('terms')}::text[]) as mine(term)
        left join term_frequency known on known.term = mine.term
      ), topic as materialized (
        select mine.id, ln(1 + whole.stories / coalesce(known.stories, 1)) as weight
        from whole cross join unnest(${sql.placeholder('topics')}::bigint[]) as mine(id)
        left join term_frequency known on known.term = '#' || mine.id
      ), found as (
        select posting.story_id, posting.published_at, word.weight
        from word cross join lateral (
          select story_id, published_at from term_posting where term = word.term
          order by published_at desc, story_id desc limit ${sql.raw(String(ofWord))}) as posting
        where word.term = any(${sql.placeholder('words')}::text[])
        union all
        select entry.story_id, entry.published_at, topic.weight
        from topic cross join lateral (
          select story_id, published_at from list_entry where list = 'topic' and ref_id = topic.id
          order by published_at desc, story_id desc limit ${sql.raw(String(ofTopic))}) as entry
      ), candidate as materialized (
        select story_id, published_at from found
        where story_id <> ${sql.placeholder('id')}
        group by story_id, published_at
        order by sum(weight) desc, published_at desc, story_id desc limit ${sql.raw(String(weighed))}
      ), point as (
        select candidate.story_id, candidate.published_at, word.weight
        from candidate join story_terms on story_terms.story_id = candidate.story_id
        cross join unnest(story_terms.terms) as theirs(term) join word on word.term = theirs.term
        union all
        select candidate.story_id, candidate.published_at, topic.weight
        from candidate join story_topic on story_topic.story_id = candidate.story_id
        join topic on topic.id = story_topic.topic_id
      )
      select story_id, published_at, sum(weight) as score from point group by story_id, published_at) as scored`)
    .orderBy(sql`score desc`, sql`published_at desc`, sql`story_id desc`)
    .limit(40)
    .prepare('related_by_words'),
);

/** How alike a story is: the summed weights of what is shared. */
export type ScoredStory = { id: number; score: number };

/**
 * Published stories that share words of the title or topics with a story, best first: by the sum over what is shared, each
 * word and topic weighing by its inverse document frequency as counted last night; among equals the newest. Candidates are
 * the newest with each of `words` and of each topic, so that the question does not grow with the archive.
 * @param id the story that is not alike itself; 0 for a text that is none yet.
 */
export async function storiesLike(id: number, { topics, terms, words }: Alike): Promise<ScoredStory[]> {
  if (topics.length === 0 && words.length === 0) return [];
  return scored('one').execute({
    id,
    topics: idArray(topics),
    terms: textArray(terms),
    words: textArray(words),
  });
}

function textArray(texts: Iterable<string>): string {
  return `{${Array.from(texts, quoted).join(',')}}`;
}

/** As an element of an array's text. */
function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** In how many stories each of these words stands, as counted last night; none for words of one story. The number of all under ''. */
export async function termFrequencies(terms: readonly string[]): Promise<Map<string, number>> {
  const rows = await frequencies('one').execute({ terms: textArray(['', ...terms]) });
  return new Map(rows.map(({ term, stories }) => [term, stories]));
}

const frequencies = prepared((_: 'one') =>
  db
    .select({ term: termFrequency.term, stories: termFrequency.stories })
    .from(termFrequency)
    .where(sql`${termFrequency.term} = any(${sql.placeholder('terms')}::text[])`)
    .prepare('related_frequencies'),
);

/** Those of a text's words by which stories are looked for, the rarest first. */
export async function soughtWords(terms: readonly string[]): Promise<string[]> {
  const [row] = await soughtOf('one').execute({ terms: textArray(terms) });
  return row?.words ?? [];
}

const soughtOf = prepared((_: 'one') =>
  db
    .select({
      words: sql<string[] | null>`(${sought(sql`(select unnest(${sql.placeholder('terms')}::text[]))`)})`,
    })
    .from(sql`(values (1)) as once`)
    .prepare('related_sought'),
);

export type TopicRow = { id: number; name: string; kind: (typeof topic.$inferSelect)['kind'] };

/** Most topics that one text may name. */
const mostNamed = 200;

/** Topics whose names, of two characters or more, stand in a text that is in lower case. In no order. */
export async function topicsNamedIn(text: string): Promise<TopicRow[]> {
  const characters = [...text];
  // Two characters tell nearly all names apart, and cost less than looking for each name in the text.
  const pairs = new Set(characters.slice(1).map((character, n) => `${characters[n]}${character}`));
  return namedIn('one').execute({ text, pairs: textArray(pairs) });
}

const namedIn = prepared((_: 'one') =>
  db
    .select({
      id: sql<number>`id`.mapWith(Number),
      name: sql<string>`name`,
      kind: sql<TopicRow['kind']>`kind`,
    })
    .from(sql`(
      with near as materialized (
        select topic.id, topic.name, topic.kind from topic
        join unnest(${sql.placeholder('pairs')}::text[]) as pair(start) on pair.start = left(lower(topic.name), 2)
        where length(topic.name) >= 2
      )
      select * from near where strpos(${sql.placeholder('text')}::text, lower(name)) > 0
      limit ${sql.raw(String(mostNamed))}) as named`)
    .prepare('topics_named_in'),
);

/**
 * Topics of stories that are alike, those first that tell most: each story counts by the square of its score, so that one that is very much
 * alike outweighs many that are a little, and each topic by its inverse document frequency. A topic must have a quarter of what all
 * stories count.
 */
export async function topicsOf(stories: readonly ScoredStory[]): Promise<TopicRow[]> {
  return ofStories('one').execute({
    ids: idArray(stories.map(({ id }) => id)),
    weights: `{${stories.map(({ score }) => score ** 2).join(',')}}`,
  });
}

const ofStories = prepared((_: 'one') =>
  db
    .select({ id: topic.id, name: topic.name, kind: topic.kind })
    .from(sql`(
      select story_topic.topic_id, sum(alike.weight) as share
      from unnest(${sql.placeholder('ids')}::bigint[], ${sql.placeholder('weights')}::float8[]) as alike(id, weight)
      join story_topic on story_topic.story_id = alike.id
      group by story_topic.topic_id
      having sum(alike.weight) * 4 >= (
        select sum(weight) from unnest(${sql.placeholder('weights')}::float8[]) as every(weight))) as shared`)
    .innerJoin(topic, sql`${topic.id} = shared.topic_id`)
    .leftJoin(termFrequency, sql`${termFrequency.term} = '#' || ${topic.id}`)
    .orderBy(
      sql`share * ln(1 + coalesce((select stories from term_frequency where term = ''), 1)::float8
        / coalesce(${termFrequency.stories}, 1)) desc`,
      topic.id,
    )
    .limit(20)
    .prepare('topics_of_stories'),
);
