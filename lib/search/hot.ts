import { beginning, clock, freshness } from '#lib/cache/clock.ts';
import { Lru } from '#lib/cache/lru.ts';
import { tags } from '#lib/cache/tags.ts';

/** An answer is true until an event; without one, age and the day move on slowly. In milliseconds. */
const life = 60_000;

type Kept = { value: Promise<unknown>; began: number; until: number };

/** What was found for the queries that many ask: only ids, so that there is room for thousands. */
const kept = new Lru<Kept>(4_000, () => 1);

/**
 * What `ask` says, once for everybody who asks the same meanwhile, until an event changes what is found. An instance that does
 * not hear of events remembers nothing.
 */
export async function hot<T>(key: string, ask: () => Promise<T>): Promise<T> {
  if (clock.now === null) return ask();
  const had = kept.get(key);
  if (had && Date.now() < had.until && freshness(had.began, [tags.search]) === 'fresh') return had.value as Promise<T>;
  const value = ask();
  const entry = { value, began: beginning(), until: Date.now() + life };
  kept.set(key, entry);
  value.catch(() => {
    if (kept.get(key) === entry) kept.delete(key);
  });
  return value;
}

/** For measurements: what is asked next is asked of the database. */
export function forgetHot(): void {
  kept.clear();
}
