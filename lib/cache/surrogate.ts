import { createHash } from 'node:crypto';
import type { StoredPage } from './page.ts';
import { tags } from './tags.ts';

/**
 * Tags as a CDN sees them: `Surrogate-Key` (separated by spaces) and `Cache-Tag` (by commas) of a page, and the keys that an
 * event purges. A CDN keeps what it was sent, so both sides must spell a tag alike: here, and nowhere else.
 */

/**
 * On pages that have more tags than fit, and on answers that say that nothing is here (any event may put something there).
 * Every event purges it.
 */
export const anyEvent = 'any-event';

/**
 * Bytes of one header. Both are sent, and together with all others they must stay below 16 KB, where clients and proxies
 * begin to refuse; Fastly and Cloudflare take 16 KB of each.
 */
const maxBytes = 6 * 1024;
const maxKeyBytes = 200;

/** Whether a tag can stand in either header as it is: visible ASCII without the comma. */
const plain = /^[!-+\--~]+$/;

/** A tag's name in a header and in a purge. */
export function surrogateKey(tag: string): string {
  if (tag.length <= maxKeyBytes && plain.test(tag)) return tag;
  return `sha256:${createHash('sha256').update(tag).digest('hex').slice(0, 32)}`;
}

/** What a page must be purged by. */
export function keysOfPage({ path, tags: own }: Pick<StoredPage, 'path' | 'tags'>, status: number): string[] {
  const always = [tags.everything, tags.path(path), ...(status === 200 || status === 410 ? [] : [anyEvent])];
  const keys = [...new Set([...always, ...own].map(surrogateKey))];
  if (keys.join(' ').length <= maxBytes) return keys;
  return [...new Set([...always, anyEvent].map(surrogateKey))];
}

/** What an event purges. */
export function keysOfTags(stale: Iterable<string>): string[] {
  return [...new Set([...[...stale].map(surrogateKey), anyEvent])];
}
