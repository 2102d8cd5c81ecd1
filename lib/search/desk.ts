import { type DeskRow, type DeskWords, deskByIds, deskPublished, deskStandings } from '#db/queries/desk.ts';
import { newestMatches, type Place, type Sought } from '#db/queries/search.ts';
import type { StoryKind } from '#db/schema/enums.ts';
import { Sections, sectionTree } from '#lib/content/questions/sections.ts';
import type { Actor } from '#lib/newsroom/actor.ts';
import { may } from '#lib/newsroom/rights.ts';
import { readersOf } from '#lib/newsroom/work.ts';
import { gated } from './gate.ts';
import { parseQuery, type Query, tsquery } from './query.ts';
import { branch, withTopics } from './terms.ts';
import { inWindows } from './windows.ts';

export type DeskSearch = {
  q: string;
  /** With everything below it. */
  sectionId?: number;
  kind?: StoryKind;
};

/** `next` is where to go on; null at the end. A page may have fewer rows than asked for and still not be the last. */
export type DeskFound = { rows: DeskRow[]; next: Place | null };

/** Matches that are looked through for one page at most: what somebody may not read costs them pages, not others time. */
const rounds = 5;
/** Stories that a list is narrowed to by their numbers, at most. */
const nameable = 2_000;

/**
 * Searches what the desk has: what readers see, what is being written of it, drafts, and what was withdrawn; the last changed or
 * published first. Only stories that the actor may read; nothing for a query without a word.
 * @throws {SearchBusy}
 */
export async function searchDesk(
  actor: Actor,
  wanted: DeskSearch,
  after: Place | null,
  count: number,
): Promise<DeskFound> {
  const query = await parseQuery(wanted.q);
  if (query.terms.length === 0) return { rows: [], next: null };
  const { value } = await sectionTree();
  const section = wanted.sectionId === undefined ? null : new Sections(value).withId(wanted.sectionId);
  if (wanted.sectionId !== undefined && !section) return { rows: [], next: null };
  const sought = await soughtOf(query, section && branch(section), wanted.kind ?? null);
  const rows: DeskRow[] = [];
  let behind = after;
  for (let round = 0; round < rounds; round++) {
    const places = await gated(() =>
      newestOf({ ...sought, until: behind ? behind.at + 1 : sought.until }, behind, count),
    );
    const known = new Set(rows.map(({ id }) => id));
    const found = await readable(
      actor,
      places.map(({ id }) => id).filter((id) => !known.has(id)),
    );
    for (const place of places) {
      if (rows.length === count) return { rows, next: behind };
      behind = place;
      const row = found.get(place.id);
      if (row && !rows.includes(row)) rows.push({ ...row, at: new Date(place.at) });
      found.delete(place.id);
    }
    if (places.length < count) return { rows, next: null };
    if (rows.length === count) break;
  }
  return { rows, next: behind };
}

/**
 * What a list is narrowed to by words: the stories that have them, or, where these are too many, what to look for in each story of the list.
 * @param most so many are named.
 * @throws {SearchBusy}
 */
export async function wordsAtDesk(q: string, where: DeskWords['where'], most = nameable): Promise<DeskWords> {
  const query = await parseQuery(q);
  if (query.terms.length === 0) return { terms: [], without: [], where, storyIds: [] };
  const sought = await soughtOf(query, null, null);
  const places = await gated(() => Promise.all(entriesOf(sought, null, most + 1, where)));
  const storyIds = places.every(({ length }) => length <= most) ? places.flat().map(({ id }) => id) : null;
  return { terms: sought.terms, without: sought.without, where, storyIds };
}

/**
 * Published stories to choose from: those with these words in the title or as a topic, the newest first; where nothing is asked for, the newest.
 * @throws {SearchBusy}
 */
export async function storiesToPick(q: string, count: number): Promise<number[]> {
  if (q.trim() === '') return (await deskPublished({}, null, count)).rows.map(({ id }) => id);
  const query = await parseQuery(q);
  if (query.terms.length === 0) return [];
  const sought = await soughtOf(query, null, null);
  const [places = []] = await gated(() => Promise.all(entriesOf({ ...sought, inTitle: true }, null, count, 'shown')));
  return places.map(({ id }) => id);
}

async function soughtOf(query: Query, sectionIds: number[] | null, kind: StoryKind | null): Promise<Sought> {
  const [terms, without] = await Promise.all([
    Promise.all(query.terms.map(withTopics)),
    Promise.all(query.without.map(withTopics)),
  ]);
  // Whatever the clocks say: nothing that is there lies ahead.
  const until = Date.now() * 2;
  return { index: tsquery(terms), terms, without, sectionIds, kind, sourceId: null, from: null, until, periods: null };
}

/** The newest entries for readers, and for the desk alone. */
function entriesOf(sought: Sought, behind: Place | null, count: number, where: DeskWords['where']): Promise<Place[]>[] {
  const ways = {
    shown: () => inWindows(sought, null, count, (within) => newestMatches(within, behind, count)),
    draft: () => newestMatches(sought, behind, count, true),
  };
  const wanted = where === 'either' ? (['shown', 'draft'] as const) : [where];
  return wanted.map(async (each) => (await ways[each]()).places);
}

/** Entries for readers and for the desk, merged by time. */
async function newestOf(sought: Sought, behind: Place | null, count: number): Promise<Place[]> {
  const found = await Promise.all(entriesOf(sought, behind, count, 'either'));
  return found
    .flat()
    .sort((a, b) => b.at - a.at || b.id - a.id)
    .slice(0, count);
}

async function readable(actor: Actor, ids: readonly number[]): Promise<Map<number, DeskRow>> {
  const unique = [...new Set(ids)];
  const [rows, standings] = await Promise.all([deskByIds(unique), deskStandings(unique)]);
  const allowed = new Set(
    standings
      .filter(({ status, stage, ownerId, writerIds, sections }) => {
        const own = ownerId === actor.id || writerIds.includes(actor.id);
        return may(actor, 'read', { stage, readers: readersOf(status), own, sections }).ok;
      })
      .map(({ id }) => id),
  );
  return new Map(rows.filter(({ id }) => allowed.has(id)).map((row) => [row.id, row]));
}
