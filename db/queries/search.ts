import type { ParameterOrJSON } from 'postgres';
import { boundedSql, sql } from '../client.ts';
import type { StoryBody } from '../schema/body.ts';
import { idArray } from './prepared.ts';

/** One thing that must be in a story, as `lib/search/query.ts` reads it: any of these texts, or one of these topics. */
export type SearchTerm = { variants: readonly string[]; topics: readonly number[] };

/** What is looked for among what readers see. Instants in milliseconds since the epoch. */
export type Sought = {
  /** Every entry that is found satisfies it; written by `tsquery`, without periods. Empty: the periods alone. */
  index: string;
  terms: readonly SearchTerm[];
  without: readonly SearchTerm[];
  /** In one of these sections; null: in any. */
  sectionIds: readonly number[] | null;
  kind: string | null;
  sourceId: number | null;
  /** Published at `from` or later, before `until`. */
  from: number | null;
  until: number;
  /** Every term in the title, rather than anywhere. */
  inTitle?: boolean;
  /** Only in these periods of eight days, both ends included, which the index then knows beforehand; null: in any. */
  periods: { first: number; last: number } | null;
};

/** A place in an order by time: an entry's own. */
export type Place = { at: number; id: number };
/** A place in an order by relevance; `score` as PostgreSQL writes it, which is exact. */
export type RankedPlace = Place & { score: string };

/** At most this many of the newest matches are ranked and counted. */
export const rankedMatches = 1_000;

/** Parameters of a statement, numbered as they are named in it. */
class Parameters {
  readonly values: ParameterOrJSON<never>[] = [];

  add(value: string | number, type: string): string {
    this.values.push(String(value));
    return `$${this.values.length}::text::${type}`;
  }

  ids(ids: readonly number[]): string {
    return this.add(idArray(ids), 'bigint[]');
  }
}

const vector = 'search_vector(e.text, e.at, e.kind, e.section_ids, e.topic_ids, e.source_id)';

function contains(given: Parameters, { variants, topics }: SearchTerm, inTitle = false): string {
  // The title comes first in the text.
  const text = inTitle ? 'left(e.text, e.title_length)' : 'e.text';
  const ways = variants.map((variant) => `strpos(${text}, ${given.add(variant, 'text')}) > 0`);
  if (topics.length > 0) ways.push(`e.topic_ids && ${given.ids(topics)}`);
  return `(${ways.join(' or ')})`;
}

/** What the index says, which finds what has all the pairs, and everything that is asked but the terms. */
function indexed(given: Parameters, sought: Sought, draft: boolean): string[] {
  const { without, sectionIds, kind, sourceId, from, until, periods } = sought;
  const facets = [
    sectionIds && anyOf('s', sectionIds),
    kind && `'#k${kind}'`,
    sourceId === null ? null : `'#o${Math.trunc(sourceId)}'`,
    periods && spanOf(periods.first, periods.last),
  ].filter((facet) => facet !== null);
  return [
    draft ? 'e.draft' : 'not e.draft',
    `${vector} @@ ${given.add([sought.index, ...facets].filter((part) => part !== '').join(' & '), 'tsquery')}`,
    `e.at < ${instant(given, until)}`,
    ...(from === null ? [] : [`e.at >= ${instant(given, from)}`]),
    // What is found has nearly always all terms, so what excludes it is asked first.
    ...without.map((term) => `not ${contains(given, term)}`),
  ];
}

/**
 * The newest first, said so that no index gives this order (the one of all entries by time has nulls first): for the one newest
 * match of a rare word the planner would read a million stories from the newest on and take each apart.
 */
const newestFirst = 'e.at desc nulls last, e.story_id desc';

/** The index finds, the text decides. */
function condition(given: Parameters, sought: Sought, draft: boolean): string {
  const terms = sought.terms.map((term) => contains(given, term, sought.inTitle));
  return [...indexed(given, sought, draft), ...terms].join(' and ');
}

/** A span of periods as the index knows it: the longest that fit, of 512, 64 and 8 days. */
function spanOf(first: number, last: number): string {
  const parts: string[] = [];
  for (let period = first; period <= last; ) {
    const [facet, shift] =
      longer.find(([, bits]) => period % 2 ** bits === 0 && period + 2 ** bits - 1 <= last) ?? shortest;
    parts.push(`'#${facet}${period >> shift}'`);
    period += 2 ** shift;
  }
  return parts.length === 0 ? `'#none'` : `(${parts.join(' | ')})`;
}

/** Periods of the index, by the power of two of those of eight days in them. */
const shortest = ['d', 0] as const;
const longer = [
  ['f', 6],
  ['e', 3],
] as const;

function anyOf(facet: string, ids: readonly number[]): string {
  return ids.length === 0 ? `'#none'` : `(${ids.map((id) => `'#${facet}${Math.trunc(id)}'`).join(' | ')})`;
}

function instant(given: Parameters, milliseconds: number): string {
  return `to_timestamp(${given.add(milliseconds, 'float8')} / 1000)`;
}

const ms = (column: string) => `(extract(epoch from ${column}) * 1000)::bigint`;

export type Found<P extends Place> = {
  places: P[];
  /** Matches, at most `rankedMatches`. */
  count: number;
  /** The last of the counted ones by time. */
  oldest: Place | null;
};

type Row = { id: string | null; at: string; score: string; n: number; oldest_at: string | null; oldest_id: string };

/**
 * The best of the newest matches: how much of the query stands in the title, the summary and topics, or the body, and how
 * early, times a factor for age, which halves slowly: today 1, a month ago 0.75, years ago 0.5.
 * @param ref from which age is counted; the same for every page of an answer.
 */
export async function rankedMatchesOf(
  sought: Omit<Sought, 'inTitle'>,
  ref: number,
  after: RankedPlace | null,
  count: number,
): Promise<Found<RankedPlace>> {
  const given = new Parameters();
  const terms = sought.terms.map((term, n) => placesOf(given, term, n));
  const places = terms.flatMap(({ columns }) => columns);
  const behind = after
    ? `where (score, at, story_id) < (${given.add(after.score, 'float8')}, ${instant(given, after.at)}, ${given.add(after.id, 'bigint')})`
    : '';
  const rows = await ask(
    `with m as materialized (
       select e.story_id, e.at, e.title_length, e.body_at, ${places.map(({ name }) => name).join(', ')}
       from search_entry e ${places.map(({ name, value }) => `cross join lateral (select ${value} as ${name} offset 0) as of_${name}`).join(' ')}
       where ${[...indexed(given, sought, false), ...terms.map(({ found }) => found)].join(' and ')}
       order by ${newestFirst} limit ${rankedMatches}),
     scored as (
       select story_id, at, (${terms.map(({ weight }) => weight).join(' + ')})
         * (0.5 + 0.5 / (1 + greatest(0, ${given.add(ref, 'float8')} / 1000 - date_part('epoch', at)) / 2592000)) as score
       from m),
     page as (select * from scored ${behind} order by score desc, at desc, story_id desc limit ${Math.trunc(count)})
     select page.story_id as id, ${ms('page.at')} as at, page.score::text as score, counted.n, o.oldest_at, o.oldest_id
     from (select count(*)::int as n from m) counted
     left join (select ${ms('m.at')} as oldest_at, m.story_id as oldest_id from m order by m.at, m.story_id limit 1) o on true
     left join page on true
     order by page.score desc, page.at desc, page.story_id desc`,
    given,
  );
  return found(rows, (row) => ({ at: Number(row.at), id: Number(row.id), score: row.score }));
}

/**
 * Where a term stands in an entry: looked for once for each match, in columns of their own (`offset 0` keeps the planner from
 * looking again wherever one is used). Only those that are ranked are weighed by them.
 */
function placesOf(given: Parameters, { variants, topics }: SearchTerm, term: number) {
  const columns: { name: string; value: string }[] = [];
  const found: string[] = [];
  const weights: string[] = [];
  for (const variant of variants) {
    const name = `place${term}_${columns.length}`;
    const text = given.add(variant, 'text');
    columns.push({ name, value: `strpos(e.text, ${text})` });
    found.push(`${name} > 0`);
    weights.push(`search_weight(${name}, title_length, body_at, length(${text}))`);
  }
  if (topics.length > 0) {
    const name = `topic${term}`;
    columns.push({ name, value: `e.topic_ids && ${given.ids(topics)}` });
    found.push(name);
    weights.push(`case when ${name} then 0.6 else 0 end`);
  }
  return { columns, found: `(${found.join(' or ')})`, weight: `greatest(${weights.join(', ')})` };
}

/** The newest matches behind a place, of what readers see or of what the desk alone does. `count` beyond a page costs little: it also counts them. */
export async function newestMatches(
  sought: Sought,
  after: Place | null,
  count: number,
  draft = false,
): Promise<Found<Place>> {
  const given = new Parameters();
  const behind = after
    ? ` and (e.at, e.story_id) < (${instant(given, after.at)}, ${given.add(after.id, 'bigint')})`
    : '';
  const rows = await ask(
    `with m as materialized (
       select e.story_id, e.at from search_entry e where ${condition(given, sought, draft)}${behind}
       order by ${newestFirst} limit ${Math.trunc(count)})
     select m.story_id as id, ${ms('m.at')} as at, '' as score, (select count(*)::int from m) as n,
       null as oldest_at, null as oldest_id
     from m order by m.at desc, m.story_id desc`,
    given,
  );
  return found(rows, (row) => ({ at: Number(row.at), id: Number(row.id) }));
}

function ask(text: string, given: Parameters): Promise<Row[]> {
  return boundedSql.unsafe<Row[]>(text, given.values, { prepare: true });
}

function found<P extends Place>(rows: readonly Row[], placeOf: (row: Row) => P): Found<P> {
  const [first] = rows;
  return {
    places: rows.filter(({ id }) => id !== null).map(placeOf),
    count: first?.n ?? 0,
    oldest: first?.oldest_at ? { at: Number(first.oldest_at), id: Number(first.oldest_id) } : null,
  };
}

/** The share of the thousand newest stories that has each term. */
export async function sharesOf(terms: readonly SearchTerm[]): Promise<number[]> {
  const given = new Parameters();
  const counts = terms.map(
    (term, at) => `count(*) filter (where ${contains(given, term)})::float8 / count(*) as "${at}"`,
  );
  const [row] = await boundedSql.unsafe<Record<string, number>[]>(
    `select ${counts.join(', ')} from (
       select * from search_entry where not draft order by at desc, story_id desc limit 1000) as e`,
    given.values,
    { prepare: true },
  );
  return terms.map((_, at) => row?.[at] ?? 0);
}

/** How many stories each period of eight days has, by its number (`#d`), the last first: of the site, or of a section with all below it. */
export async function periodCounts(sectionId: number | null): Promise<{ period: number; stories: number }[]> {
  return boundedSql<{ period: number; stories: number }[]>`
    select floor((day - date '2000-01-01') / 8.0)::int as period, sum(stories)::int as stories
    from list_day
    where list = ${sectionId === null ? 'site' : 'section'} and ref_id = ${sectionId ?? 0} and stories > 0
    group by 1 order by 1 desc`;
}

/** Topics whose name contains a folded text; `index` is its pairs as a `tsquery`. At most `count`. */
export async function topicsNamed(variants: readonly string[], index: string, count: number): Promise<number[]> {
  const given = new Parameters();
  const named = variants.map((variant) => `strpos(search_fold(name), ${given.add(variant, 'text')}) > 0`).join(' or ');
  const rows = await boundedSql.unsafe<{ id: string }[]>(
    `select id from topic
     where array_to_tsvector(search_grams(search_fold(name))) @@ ${given.add(index, 'tsquery')} and (${named})
     order by id limit ${Math.trunc(count)}`,
    given.values,
    { prepare: true },
  );
  return rows.map(({ id }) => Number(id));
}

/** The bodies of published stories, to draw passages of. */
export async function bodiesOf(ids: readonly number[]): Promise<Map<number, StoryBody>> {
  if (ids.length === 0) return new Map();
  const rows = await boundedSql<{ id: string; body: StoryBody }[]>`
    select id, body from story where id = any(${idArray(ids)}::text::bigint[]) and status = 'published'`;
  return new Map(rows.map(({ id, body }) => [Number(id), body]));
}

/** Id of a source by its slug. */
export async function sourceNamed(slug: string): Promise<number | null> {
  const [row] = await boundedSql<{ id: string }[]>`select id from source where slug = ${slug}`;
  return row ? Number(row.id) : null;
}

/** A topic, a section or whatever else has a name. */
export type Named = { name: string; slug: string };

/** Topics whose folded name begins with a text, the shortest first. */
export async function topicsBeginning(folded: string, count: number): Promise<Named[]> {
  return boundedSql<Named[]>`
    select name, slug from topic
    where search_fold(name) ~>=~ ${folded} and search_fold(name) ~<~ ${`${folded}\u{10ffff}`}
    order by length(name), id limit ${count}`;
}

/** Dossiers and the newest tags, for whatever is to be guessed from names. */
export async function topicNames(count: number): Promise<Named[]> {
  return boundedSql<Named[]>`
    (select name, slug from topic where kind = 'special' order by id desc limit ${count})
    union all
    (select name, slug from topic where kind = 'tag' order by id desc limit ${count}) limit ${count}`;
}

/** Names of topics. */
export async function topicsByIds(ids: readonly number[]): Promise<Named[]> {
  if (ids.length === 0) return [];
  return boundedSql<Named[]>`select name, slug from topic where id = any(${idArray(ids)}::text::bigint[]) order by id`;
}

/** Puts new entries, which wait in lists that every search reads, into their places in the indexes. @returns pages of the lists that are free now. */
export async function settleEntries(): Promise<number> {
  const [row] = await sql<{ pages: number }[]>`
    select (gin_clean_pending_list('search_entry_text') + gin_clean_pending_list('search_entry_draft_text'))::int as pages`;
  return row?.pages ?? 0;
}
