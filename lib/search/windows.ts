import { type Found, type Place, periodCounts, type Sought, sharesOf } from '#db/queries/search.ts';
import { dayOf } from '#lib/text/time.ts';
import { isLoose, tsquery } from './query.ts';

/**
 * A common word stands in hundreds of thousands of stories, and the newest of them are wanted: they are looked for in the
 * newest days first, in periods that the index knows. How many there are says how far back the next look must go, but step by step: a
 * word of a season is rare in this one and has thousands of stories in another. What is still too few is looked for in all.
 */
const newestStories = 2_500;
/** The next look goes so much further than it should need to. */
const margin = 1.4;
/** It covers at most so many times the stories of the one before. */
const step = 16;
/** In so many stories single characters are looked for in the texts alone. */
const readable = 20_000;
/** A single character in more than this share of the stories is left to the texts. */
const frequent = 0.1;
/** A look that would cover this share of all is a look at all. */
const nearlyAll = 0.6;
/** Counts of periods may be so old, in milliseconds: they choose how far back the first look goes, not what is found. */
const countsLast = 60_000;

/** Lengths of the index's longer periods, in those of eight days. */
const longPeriods = [64, 8] as const;

type Periods = { period: number; stories: number }[];
const known = new Map<string, { at: number; periods: Promise<Periods> }>();

/** The number of the period of a day in Asia/Shanghai, as in the index. */
export function periodNumber(milliseconds: number): number {
  return Math.floor((Date.parse(dayOf(new Date(milliseconds))) - Date.UTC(2000, 0, 1)) / (8 * 86_400_000));
}

/**
 * Asks in the newest days before `sought.until`, then further back, until there are `enough` matches or no more.
 * @param sectionId whose stories count; null: the site's.
 * @param furthest so many stories are looked at for sure, and not many more.
 */
export async function inWindows<P extends Place>(
  sought: Sought,
  sectionId: number | null,
  enough: number,
  ask: (sought: Sought) => Promise<Found<P>>,
  furthest = Number.POSITIVE_INFINITY,
): Promise<Found<P>> {
  const last = periodNumber(Math.min(sought.until - 1, Date.now() + 86_400_000));
  const newest = sought.until >= Date.now();
  const earliest = sought.from === null ? 0 : periodNumber(sought.from);
  const all = (await countsOf(sectionId)).filter(({ period }) => period <= last && period >= earliest);
  const total = all.reduce((sum, { stories }) => sum + stories, 0);
  const near = tsquery(sought.terms.filter((term) => !isLoose(term)));
  let far: Promise<string> | undefined;
  const afar = () => {
    far ??= indexAfar(sought);
    return far;
  };
  for (let wanted = newestStories; wanted < total * nearlyAll; ) {
    const periods = span(firstOf(all, wanted, last), last, newest);
    const stories = all.reduce((sum, { period, stories: here }) => sum + (period >= periods.first ? here : 0), 0);
    const index = stories <= readable ? near : await afar();
    const found = await ask({ ...sought, index, periods });
    if (found.count >= enough || stories >= furthest) return found;
    wanted = Math.min(furthest, stories * Math.min(step, (enough / found.count) * margin));
  }
  const index = await afar();
  // Days that were asked for are periods too.
  const days = earliest > 0 ? span(earliest, last, newest) : null;
  return ask({ ...sought, index, periods: days });
}

/** The first of the newest periods that have `wanted` stories together. */
function firstOf(all: Periods, wanted: number, last: number): number {
  let stories = 0;
  let first = last;
  for (const { period, stories: here } of all) {
    if (stories >= wanted) break;
    stories += here;
    first = period;
  }
  return first;
}

/**
 * At least the periods from one to another, in few words of the index: to look in three long periods takes a third of the time of
 * twelve of different lengths. A little more than was asked for is looked at, and behind the newest story there is none.
 */
function span(first: number, last: number, newest: boolean): { first: number; last: number } {
  const whole = longPeriods.find((periods) => last - first >= periods * 1.5) ?? 1;
  return { first: first - (first % whole), last: newest ? last | (Math.max(whole, 8) - 1) : last };
}

/** The index for many stories: without the single characters that are in very many of them, but for the rarest where there is nothing else. */
async function indexAfar({ index, terms }: Sought): Promise<string> {
  const loose = terms.filter(isLoose);
  if (loose.length === 0 || terms.length === 1) return index;
  const shares = await sharesOf(loose);
  const most = loose.length < terms.length ? frequent : Math.max(frequent, Math.min(...shares));
  return tsquery(terms.filter((term) => (shares[loose.indexOf(term)] ?? 0) <= most));
}

/** For measurements: what is asked next is asked of another database. */
export function forgetCounts(): void {
  known.clear();
}

function countsOf(sectionId: number | null): Promise<Periods> {
  const key = String(sectionId);
  const had = known.get(key);
  if (had && Date.now() - had.at < countsLast) return had.periods;
  if (known.size > 200) known.clear();
  const asked = periodCounts(sectionId);
  known.set(key, { at: Date.now(), periods: asked });
  asked.catch(() => known.delete(key));
  return asked;
}
