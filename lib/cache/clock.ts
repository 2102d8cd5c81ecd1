import { AsyncLocalStorage } from 'node:async_hooks';
import { processWide } from '../process-wide.ts';
import type { StoredPage } from './page.ts';
import { type PanelName, tags } from './tags.ts';

/**
 * What this instance knows of the events that happened, and so which stored pages are still true.
 *
 * The clock is the number of the last event, not the time of day: the database numbers events in the order of their commits
 * (`db/migrations/0001_lists.sql`), so that instances with wrong clocks, restarts and pauses cannot disagree. A page carries
 * the number that was known when its rendering began; an event with a higher number on one of its tags makes it stale.
 */
export type Clock = {
  /** Number of the newest event that was applied; null before the first contact with the database. */
  now: number | null;
  /** Whether the database answers. Without it an event may have happened that is not known here. */
  inTouch: boolean;
  /** Pages older than this number are not trusted: what happened to their tags is no longer remembered. */
  floor: number;
  hard: Map<string, number>;
  soft: Map<string, number>;
  /** Tags of withdrawn stories, and of the site maps that listed them: not even a broken database brings these pages back. */
  withdrawn: Map<string, number>;
  listeners: Set<(event: AppliedEvent) => void>;
  /** Asks the database for every event that this instance has not seen; set while it listens. */
  catchUp: (() => Promise<void>) | null;
  rendering: AsyncLocalStorage<Rendering>;
};

export type AppliedEvent = {
  id: number;
  type?: string;
  hard: readonly string[];
  soft: readonly string[];
  panels: readonly PanelName[];
};

/** One rendering under way. */
export type Rendering = {
  readonly path: string;
  /** Where it began on the clock. */
  readonly began: number;
  /** What the page depends on; grows as it is rendered. */
  readonly tags: Set<string>;
  /** When the page changes by itself, in milliseconds since the epoch; Infinity: never. */
  until: number;
  /** What came of it. */
  page: StoredPage | null;
};

export type Freshness = 'fresh' | 'stale' | 'expired';

const maxTags = 100_000;

export const clock = processWide(
  'clock',
  (): Clock => ({
    now: null,
    inTouch: false,
    floor: 0,
    hard: new Map(),
    soft: new Map(),
    withdrawn: new Map(),
    listeners: new Set(),
    catchUp: null,
    rendering: new AsyncLocalStorage(),
  }),
);

/** The number that what begins now may claim. */
export function beginning(): number {
  return clock.now ?? 0;
}

/** How far something that depends on `dependencies` and was begun at number `began` can be trusted. */
export function freshness(began: number, dependencies: readonly string[]): Freshness {
  if (clock.now === null || began < clock.floor || after(clock.hard, tags.everything, began)) return 'expired';
  // Out of touch nothing can be called fresh: an event may have happened meanwhile.
  let stale = !clock.inTouch;
  for (const tag of dependencies) {
    if (after(clock.hard, tag, began)) return 'expired';
    stale ||= after(clock.soft, tag, began);
  }
  return stale ? 'stale' : 'fresh';
}

/** Whether one of the dependencies is a story that was withdrawn since. */
export function namesWithdrawn(began: number, dependencies: readonly string[]): boolean {
  return dependencies.some((tag) => after(clock.withdrawn, tag, began));
}

/** Makes the pages of an event stale. Doing it twice changes nothing. It does not move the clock: see `advance`. */
export function record(event: AppliedEvent): void {
  for (const tag of event.hard) raise(clock.hard, tag, event.id);
  for (const tag of event.soft) raise(clock.soft, tag, event.id);
  if (event.type === 'story-withdrawn') {
    for (const tag of event.hard) if (/^(?:story|sitemap):/.test(tag)) raise(clock.withdrawn, tag, event.id);
  }
  for (const map of [clock.hard, clock.soft, clock.withdrawn]) forgetOldest(map);
}

/**
 * Moves the clock to an event once every event before it has been recorded. Moved earlier, a page that is rendered from an
 * answer which an unknown event made stale would count as newer than that event.
 */
export function advance(id: number): void {
  if (clock.now === null || id > clock.now) clock.now = id;
}

function after(map: Map<string, number>, tag: string, began: number): boolean {
  const at = map.get(tag);
  return at !== undefined && at > began;
}

function raise(map: Map<string, number>, tag: string, id: number): void {
  const known = map.get(tag) ?? 0;
  if (known >= id) return;
  map.delete(tag);
  map.set(tag, id);
}

/** Keeps a map bounded: the tags that were touched longest ago go, and with them the trust in pages of that age. */
function forgetOldest(map: Map<string, number>): void {
  if (map.size <= maxTags) return;
  let left = map.size - maxTags / 2;
  for (const [tag, id] of map) {
    if (left-- <= 0) break;
    map.delete(tag);
    clock.floor = Math.max(clock.floor, id);
  }
}
