import { clock, freshness, type Rendering } from '#lib/cache/clock.ts';
import { Lru } from '#lib/cache/lru.ts';
import { UnderWay } from '#lib/cache/under-way.ts';
import type { Answer } from './questions/answer.ts';

type Remembered = { value: unknown; tags: readonly string[]; until: number; began: number; size: number };

/** Answers are small and quickly asked again: they are kept in memory only, and bounded. */
const answers = new Lru<Remembered>(Number(process.env.CACHE_DATA_BYTES ?? 64 * 1024 * 1024), ({ size }) => size);
const underWay = new UnderWay<Remembered>();

/**
 * Makes a question that is asked once for all the pages that need it. Its answer is used while no event touched its tags,
 * softly or hard (softness is for whole pages: one that is rendered anew is rendered from fresh answers), and until the
 * moment at which it changes by itself. Pages that are rendered at the same time wait for the same answer.
 *
 * The page under way takes over the tags and the moment. Outside a rendering (`npm run dev`, a build) nothing is remembered.
 *
 * @param name tells the question from others; with the arguments it is the key.
 * @throws what `ask` throws; a failure is not remembered.
 */
export function remembered<Args extends (string | number)[], T>(
  name: string,
  ask: (...args: Args) => Promise<Answer<T>>,
): (...args: Args) => Promise<T> {
  return async (...args) => {
    const rendering = clock.rendering.getStore();
    if (!rendering) return (await ask(...args)).value;
    const key = `${name} ${JSON.stringify(args)}`;
    const { began } = rendering;
    const answer =
      recall(key) ??
      (await (underWay.join(key, began) ?? underWay.ask(key, began, () => answerOf(key, began, ask(...args)))));
    depend(rendering, answer);
    return answer.value as T;
  };
}

/**
 * Makes a question of one page only whose answer is large: it is asked each time and not kept. The page depends on it as on
 * all others.
 */
export function unkept<Args extends unknown[], T>(
  ask: (...args: Args) => Promise<Answer<T>>,
): (...args: Args) => Promise<T> {
  return async (...args) => {
    const { value, tags, until } = await ask(...args);
    const rendering = clock.rendering.getStore();
    if (rendering) depend(rendering, { tags, until: until?.getTime() ?? Number.POSITIVE_INFINITY });
    return value;
  };
}

function recall(key: string): Remembered | null {
  const answer = answers.get(key);
  if (!answer) return null;
  if (Date.now() < answer.until && freshness(answer.began, answer.tags) === 'fresh') return answer;
  answers.delete(key);
  return null;
}

async function answerOf(key: string, began: number, asking: Promise<Answer<unknown>>): Promise<Remembered> {
  const { value, tags, until } = await asking;
  const answer = {
    value: freeze(value),
    tags,
    until: until?.getTime() ?? Number.POSITIVE_INFINITY,
    began,
    // Objects take about three times the room of their JSON.
    size: 500 + 3 * JSON.stringify(value).length,
  };
  if (began >= (answers.get(key)?.began ?? 0)) answers.set(key, answer);
  return answer;
}

function depend(rendering: Rendering, { tags, until }: Pick<Remembered, 'tags' | 'until'>): void {
  for (const tag of tags) rendering.tags.add(tag);
  rendering.until = Math.min(rendering.until, until);
}

/** Many pages are drawn from one answer: none of them may change it. */
function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) freeze(part);
  return Object.freeze(value);
}
