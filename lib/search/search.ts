import { cardsByIds } from '#db/queries/cards.ts';
import { newest } from '#db/queries/lists.ts';
import {
  bodiesOf,
  newestMatches,
  type Place,
  type RankedPlace,
  rankedMatches,
  rankedMatchesOf,
  type Sought,
  sourceNamed,
} from '#db/queries/search.ts';
import { tags } from '#lib/cache/tags.ts';
import { names } from '#lib/content/questions/answer.ts';
import { cardTags, listItem } from '#lib/content/questions/items.ts';
import { Sections, sectionTree } from '#lib/content/questions/sections.ts';
import { plainText } from '#lib/text/body.ts';
import { addDays, dayStart } from '#lib/text/time.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { gated } from './gate.ts';
import { hot } from './hot.ts';
import { guessesFor } from './meant.ts';
import { type SearchAnswer, SearchBusy, type SearchHit, type SearchRequest } from './models.ts';
import { highlight, passage } from './passage.ts';
import { isLoose, parseQuery, type Query, tsquery } from './query.ts';
import { keyOf } from './request.ts';
import { branch, withTopics } from './terms.ts';
import { inWindows } from './windows.ts';

/** So many characters of a body are searched. */
const searched = 8_000;
/** Hits on a page. */
export const pageSize = 20;

/** Fewer hits than these, and something else may have been meant. */
const few = 3;
/** Guesses that are offered at most. */
const offered = 5;
/** Parts of what was typed, which are no names, must be in one of so many newest stories. */
const recent = 20_000;

/** What stands on a page of an answer, before anything of it is drawn. */
type Page = { ids: number[]; next: string | null; count: number; atLeast: boolean };

/**
 * Searches what readers see. Nothing typed is an error; an unknown section or source has no stories.
 * @throws {SearchBusy} where too many searches are under way, or this one takes longer than the database is given.
 */
export async function search(request: SearchRequest): Promise<SearchAnswer> {
  const [query, sections] = await Promise.all([
    parseQuery(request.q),
    sectionTree().then(({ value }) => new Sections(value)),
  ]);
  const wordless = query.terms.length === 0;
  const page = wordless ? nothing : await hot(keyOf(request), () => gated(() => pageOf(request, query, sections)));
  const { hits, tags: hitTags } = await draw(page.ids, query, sections);
  const none = page.count === 0;
  const [latest, didYouMean] = await Promise.all([
    none ? newest({ kind: 'site', refId: 0 }, 10) : [],
    page.count < few && request.after === undefined ? meant(request, query, sections).catch(withoutGuesses) : [],
  ]);
  return {
    hits,
    next: page.next,
    found: { count: page.count, atLeast: page.atLeast },
    didYouMean,
    wordless,
    instead: latest.map((card) => listItem(card, sections)),
    ignored: query.ignored,
    tags: names(tags.search, hitTags, none ? [tags.list('site'), ...cardTags(latest)] : []),
  };
}

/** What was found is an answer, also where there is no time to guess. */
function withoutGuesses(error: unknown): string[] {
  if (error instanceof SearchBusy) return [];
  throw error;
}

/** Guesses that do find something, with the same filters. */
async function meant(request: SearchRequest, query: Query, sections: Sections): Promise<string[]> {
  if (query.terms.length === 0) return [];
  return hot(`meant ${keyOf(request)}`, async () => {
    const found: string[] = [];
    for (const { q, known } of await guessesFor(request.q, query)) {
      if (found.length === offered) break;
      const other = await parseQuery(q);
      // Single characters are in everything and mean nothing.
      if (other.terms.every(isLoose)) continue;
      const furthest = known ? undefined : recent;
      if (await gated(() => findsAny({ ...request, q }, other, sections, furthest))) found.push(q);
    }
    return found;
  });
}

const nothing: Page = { ids: [], next: null, count: 0, atLeast: false };

async function pageOf(request: SearchRequest, query: Query, sections: Sections): Promise<Page> {
  const cursor = request.after === undefined ? null : readCursor(request.after);
  const ref = cursor && cursor.way !== 'time' ? cursor.ref : Date.now();
  // What is published while somebody pages is on no page; a clock of ours that is a little late hides nothing.
  const within = await soughtOf(request, query, sections, ref + (cursor ? 1 : 60_000));
  if (!within) return nothing;
  const { sought, sectionId } = within;
  if (request.sort === 'time' || cursor?.way === 'older') return byTime(sought, sectionId, cursor, ref);
  return byRelevance(sought, sectionId, cursor?.way === 'ranked' ? cursor.behind : null, ref);
}

async function findsAny(request: SearchRequest, query: Query, sections: Sections, furthest?: number): Promise<boolean> {
  const within = await soughtOf(request, query, sections, Date.now() + 60_000);
  if (!within) return false;
  const { count } = await inWindows(
    within.sought,
    within.sectionId,
    1,
    (part) => newestMatches(part, null, 1),
    furthest,
  );
  return count > 0;
}

/** Null where there is no such section or source. */
async function soughtOf(
  request: SearchRequest,
  query: Query,
  sections: Sections,
  until: number,
): Promise<{ sought: Sought; sectionId: number | null } | null> {
  const section = request.section === undefined ? null : sections.withSlug(request.section);
  if (request.section !== undefined && !section) return null;
  const [sourceId, terms, without] = await Promise.all([
    request.source === undefined ? null : sourceNamed(request.source),
    Promise.all(query.terms.map(withTopics)),
    Promise.all(query.without.map(withTopics)),
  ]);
  if (request.source !== undefined && sourceId === null) return null;
  const to = request.to === undefined ? Number.POSITIVE_INFINITY : dayStart(addDays(request.to, 1)).getTime();
  const sought: Sought = {
    index: tsquery(terms),
    terms,
    without,
    sectionIds: section && branch(section),
    kind: request.kind ?? null,
    sourceId,
    from: request.from === undefined ? null : dayStart(request.from).getTime(),
    until: Math.min(until, to),
    periods: null,
  };
  return { sought, sectionId: section?.id ?? null };
}

async function byRelevance(
  sought: Sought,
  sectionId: number | null,
  behind: RankedPlace | null,
  ref: number,
): Promise<Page> {
  const found = await inWindows(sought, sectionId, rankedMatches, (within) =>
    rankedMatchesOf(within, ref, behind, pageSize + 1),
  );
  const atLeast = found.count >= rankedMatches;
  const ids = found.places.slice(0, pageSize).map(({ id }) => id);
  const last = found.places[pageSize - 1];
  let next: string | null = null;
  if (found.places.length > pageSize && last) next = writeCursor({ way: 'ranked', ref, behind: last });
  else if (atLeast && found.oldest) next = writeCursor({ way: 'older', ref, behind: found.oldest, count: found.count });
  return { ids, next, count: found.count, atLeast };
}

async function byTime(
  sought: Sought,
  sectionId: number | null,
  cursor: ReturnType<typeof readCursor>,
  ref: number,
): Promise<Page> {
  const behind: Place | null = cursor?.behind ?? null;
  const until = behind ? Math.min(sought.until, behind.at + 1) : sought.until;
  // The first page counts too; those behind it are told.
  const wanted = behind ? pageSize + 1 : rankedMatches;
  const found = await inWindows({ ...sought, until }, sectionId, wanted, (within) =>
    newestMatches(within, behind, wanted),
  );
  const count = cursor && cursor.way !== 'ranked' ? Math.min(cursor.count, rankedMatches) : found.count;
  const last = found.places[pageSize - 1];
  const next =
    found.places.length > pageSize && last
      ? writeCursor(
          cursor?.way === 'older' ? { way: 'older', ref, behind: last, count } : { way: 'time', behind: last, count },
        )
      : null;
  return { ids: found.places.slice(0, pageSize).map(({ id }) => id), next, count, atLeast: count >= rankedMatches };
}

/** Cards are read anew for every answer, and only of published stories: whatever was remembered, a withdrawn one is not drawn. */
async function draw(
  ids: readonly number[],
  query: Query,
  sections: Sections,
): Promise<{ hits: SearchHit[]; tags: string[] }> {
  const [cards, bodies] = await Promise.all([cardsByIds(ids), bodiesOf(ids)]);
  const variants = query.terms.flatMap((term) => term.variants);
  const hits = cards.map((card): SearchHit => {
    const item = listItem(card, sections);
    const body = bodies.get(card.id);
    return {
      ...item,
      titlePieces: highlight(item.fullTitle, variants),
      passage: passage([card.summary, body ? plainText(body).slice(0, searched) : ''], variants),
    };
  });
  return { hits, tags: names(cardTags(cards)) };
}
