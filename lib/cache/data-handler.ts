import type { CacheEntry, CacheHandler } from 'next/dist/server/lib/cache-handlers/types.js';
import { beginning, freshness } from './clock.ts';
import { Lru } from './lru.ts';

type Answer = Omit<CacheEntry, 'value'> & { bytes: Uint8Array; began: number };

/** Answers are small and quickly asked again: they are kept in memory only, and bounded. */
const answers = new Lru<Answer>(
  Number(process.env.CACHE_DATA_BYTES ?? 64 * 1024 * 1024),
  (answer) => answer.bytes.length + 400,
);
const pending = new Map<string, Promise<void>>();

/**
 * The data handler of Next.js (`cacheHandlers.default`): answers of `'use cache'` functions. An answer is used while no event
 * touched its tags, softly or hard: softness is for whole pages; a page that is rendered anew is rendered from fresh data.
 */
const handler: CacheHandler = {
  async get(key) {
    await pending.get(key);
    const answer = answers.get(key);
    if (!answer) return undefined;
    if (freshness(answer.began, answer.tags) !== 'fresh' || Date.now() > answer.timestamp + answer.revalidate * 1000) {
      answers.delete(key);
      return undefined;
    }
    const { bytes, began: _, ...entry } = answer;
    return {
      ...entry,
      value: new ReadableStream({
        start(controller) {
          controller.enqueue(bytes);
          controller.close();
        },
      }),
    };
  },

  async set(key, pendingEntry) {
    const began = beginning();
    const storing = (async () => {
      const { value, ...entry } = await pendingEntry;
      const bytes = new Uint8Array(await new Response(value).arrayBuffer());
      answers.set(key, { ...entry, bytes, began });
    })();
    pending.set(
      key,
      storing.catch(() => {}),
    );
    try {
      await storing;
    } catch {
      // A value that broke off is not kept; the rendering that asked for it reports the error.
    } finally {
      pending.delete(key);
    }
  },

  async refreshTags() {},

  async getExpiration() {
    return 0;
  },

  async updateTags() {},
};

export default handler;
