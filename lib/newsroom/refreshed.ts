import { and, asc, eq, gte, inArray, or, sql } from 'drizzle-orm';
import type { Executor } from '#db/client.ts';
import { soughtWords, storiesLike } from '#db/queries/related.ts';
import { delivery, event } from '#db/schema/index.ts';
import type { StoryFacts } from '#lib/cache/events.ts';
import type { Actor } from './actor.ts';
import { type Refusal, refuse } from './result.ts';
import { inTransaction } from './transaction.ts';
import { demand, factsOf, findWork } from './work.ts';

export type Told = {
  id: number;
  channel: string;
  state: (typeof delivery.$inferSelect)['state'];
  attempts: number;
  lastError: string | null;
  createdAt: Date;
  endedAt: Date | null;
};

export type Refreshed = {
  ok: true;
  /** Of the one act, oldest first. */
  events: { id: number; at: Date; type: string; by: string }[];
  hard: string[];
  soft: string[];
  panels: string[];
  told: Told[];
  /** Where the story stood, when it was withdrawn: the places that a receipt asks. */
  left: Place[] | null;
};

/** What an act on a story made stale, and whom it was told. */
export function refreshedBy(actor: Actor, storyId: number, eventId: number): Promise<Refreshed | Refusal> {
  return inTransaction<Refreshed | Refusal>(async (tx) => {
    demand(actor, 'read', factsOf(actor, await findWork(tx, storyId)));
    // All events of the transaction bear its time.
    const events = await tx
      .select()
      .from(event)
      .where(
        and(
          sql`${event.at} = (select at from event where id = ${eventId})`,
          sql`${event.payload} -> 'story' ->> 'id' = ${String(storyId)}`,
        ),
      )
      .orderBy(asc(event.id));
    const [first] = events;
    if (!first) return refuse('not-found', '没有这次刷新的记录：它可能属于别的稿件，或者已经过了保留期。');
    const ids = events.map(({ id }) => id);
    const told = await tx
      .select()
      .from(delivery)
      .where(
        and(
          inArray(delivery.eventId, ids),
          // Both parts are indexes: nothing was done with a delivery before its event.
          or(eq(delivery.state, 'waiting'), gte(delivery.endedAt, first.at)),
        ),
      )
      .orderBy(asc(delivery.channel), asc(delivery.id));
    const withdrawn = events.find(({ type }) => type === 'story-withdrawn');
    const panels = unique(events.flatMap(({ payload }) => (payload.panels as string[] | undefined) ?? []));
    return {
      ok: true,
      events: events.map(({ id, at, type, by }) => ({ id, at, type, by })),
      hard: unique(events.flatMap(({ hardTags }) => hardTags)),
      soft: unique(events.flatMap(({ softTags }) => softTags)),
      panels,
      told,
      left: withdrawn ? placesOf(await addressesOf(tx, withdrawn.payload.story as StoryFacts, panels)) : null,
    };
  });
}

export type PlaceKind = 'page' | 'front' | 'lists' | 'search' | 'feeds' | 'maps' | 'panels' | 'related';
/** Where a reader or a machine met the story. `gone`: the address itself says so (410); else it may not name it. */
export type Place = { kind: PlaceKind; path: string; gone: boolean };

/** Where it stood, by the parts of addresses. */
export type Stood = {
  id: number;
  title: string;
  day: string;
  pictured: boolean;
  sections: string[];
  authors: string[];
  topics: string[];
  blog: string | null;
  show: string | null;
  panels: string[];
  /** Stories that named it as previous, next or related. */
  named: number[];
};

/** Every place that a withdrawn story must have left. */
export function placesOf(stood: Stood): Place[] {
  const { id, day } = stood;
  const lists = [
    '/latest',
    `/archive/${day}`,
    ...stood.sections.map((slug) => `/section/${slug}`),
    ...stood.authors.map((slug) => `/author/${slug}`),
    ...stood.topics.map((slug) => `/topic/${slug}`),
    ...(stood.blog === null ? [] : ['/blog', `/blog/${stood.blog}`]),
    ...(stood.show === null ? [] : ['/podcast', `/podcast/${stood.show}`]),
    ...(stood.pictured ? ['/pictures'] : []),
  ];
  const feeds = [
    '/feed.xml',
    '/atom.xml',
    '/feed.json',
    ...stood.sections.map((slug) => `/section/${slug}/feed.xml`),
    ...stood.authors.map((slug) => `/author/${slug}/feed.xml`),
    ...stood.topics.map((slug) => `/topic/${slug}/feed.xml`),
    ...(stood.blog === null ? [] : [`/blog/${stood.blog}/feed.xml`]),
    ...(stood.show === null ? [] : [`/podcast/${stood.show}/feed.xml`]),
  ];
  const among = (kind: PlaceKind, paths: string[], gone = false) => paths.map((path) => ({ kind, path, gone }));
  return [
    ...among('page', [`/article/${id}`, `/article/${id}/print`, `/hant/article/${id}`], true),
    ...among('front', ['/', '/hant']),
    ...among('lists', lists),
    ...among('search', [`/search?q=${encodeURIComponent(stood.title)}`]),
    ...among('feeds', feeds),
    ...among('maps', ['/news-sitemap.xml', `/sitemap/${day.slice(0, 7)}.xml`]),
    ...among(
      'panels',
      stood.panels.map((name) => `/panel/${name}`),
    ),
    ...among(
      'related',
      stood.named.map((other) => `/article/${other}`),
    ),
  ];
}

/** Whether a document links to a story, in either script; a number that only begins with its number is another story. */
export function namesStory(text: string, id: number): boolean {
  return new RegExp(`/article/${id}(?![0-9])`).test(text);
}

/** The event knows places by number. A neighbour that is gone itself is asked nothing. */
async function addressesOf(tx: Executor, facts: StoryFacts, panels: string[]): Promise<Stood> {
  const { id, day, sections, authors, topics, blog, show, pictured, gallery, neighbours } = facts;
  const list = (ids: readonly (number | null)[]) =>
    sql.raw(
      `array[${ids
        .filter((one) => one !== null)
        .map(Number)
        .join()}]::bigint[]`,
    );
  const [row] = await tx.execute<{
    authors: string[] | null;
    topics: string[] | null;
    blog: string | null;
    show: string | null;
    title: string;
    named: string[] | null;
  }>(sql`
    select
      (select array_agg(a.slug) from author a where a.id = any(${list(authors)})) as authors,
      (select array_agg(t.slug) from topic t where t.id = any(${list(topics)})) as topics,
      (select a.slug from blog b join author a on a.id = b.author_id where b.id = any(${list([blog])})) as blog,
      (select s.slug from show s where s.id = any(${list([show])})) as show,
      (select title from story where id = ${id}) as title,
      (select array_agg(n.id) from (
        select s.id from story s where s.id = any(${list(neighbours)}) and s.status = 'published'
        union
        (select e.story_id from list_entry e
          where e.list = 'topic' and e.ref_id = any(${list(topics)}) order by e.published_at desc limit 5)
        union
        select unnest(${list(await alike(id, facts))})
      ) n where n.id <> ${id}) as named`);
  return {
    id,
    title: row?.title ?? '',
    day,
    pictured: pictured || gallery,
    sections: sections.map(({ slug }) => slug),
    authors: row?.authors ?? [],
    topics: row?.topics ?? [],
    blog: row?.blog ?? null,
    show: row?.show ?? null,
    panels,
    named: (row?.named ?? []).map(Number),
  };
}

/** Stories that share most words with it: likely to have named it as related. */
async function alike(id: number, { topics, terms = [] }: StoryFacts): Promise<number[]> {
  const found = await storiesLike(id, { topics, terms, words: await soughtWords(terms) });
  return found.slice(0, 5).map((story) => story.id);
}

function unique(all: string[]): string[] {
  return [...new Set(all)];
}
