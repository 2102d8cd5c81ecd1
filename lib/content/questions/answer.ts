/** What a question answers: the view model, and what it depends on. */
export type Answer<T> = {
  value: T;
  /** Names (`lib/cache/tags.ts`) of everything that the value shows or was chosen by. */
  tags: string[];
  /** When the value changes by itself, without an event: a slot's item that begins or ends. */
  until?: Date | null;
};

/** Lifetime of a cached answer, in seconds, as `cacheLife` takes it. */
export type Life = { stale: number; revalidate: number; expire: number };

const week = 7 * 24 * 3600;
const year = 365 * 24 * 3600;

/**
 * How long an answer may be kept. Events end it; time alone does after a week (rendered anew behind one more view) or a year.
 *
 * With a moment `until` at which it changes by itself, it is asked again after half of the time that is left: a page takes
 * over an answer's whole lifetime, whatever its age, and halving keeps the sum of both short of that moment. Pages must
 * be storable for 300 seconds at least, else Next draws them for every reader anew.
 */
export function lifeOf(until: Date | null | undefined, now: Date): Life {
  if (!until) return { stale: 300, revalidate: week, expire: year };
  const left = Math.max(0, Math.ceil((until.getTime() - now.getTime()) / 1000));
  const revalidate = Math.min(week, Math.max(60, Math.floor(left / 2)));
  return { stale: 300, revalidate, expire: Math.max(300, left) };
}

/** Each name once, without what is absent. */
export function names(...parts: (string | null | undefined | readonly string[])[]): string[] {
  return [...new Set(parts.flatMap((part) => (typeof part === 'string' ? [part] : (part ?? []))))];
}
