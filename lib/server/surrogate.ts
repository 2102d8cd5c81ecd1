import type { ServerResponse } from 'node:http';
import type { StoredPage } from '../cache/page.ts';
import { keysOfPage } from '../cache/surrogate.ts';

/** By a page's list of tags: the same page is sent many times. */
const known = new WeakMap<readonly string[], { of: string; keys: string[] }>();

/** Tells a CDN what to purge an answer by, where `SURROGATE_KEYS=on`. The caches that read these headers keep them from readers. */
export function setSurrogateKeys(
  response: ServerResponse,
  page: Pick<StoredPage, 'path' | 'tags'>,
  status: number,
): void {
  if (process.env.SURROGATE_KEYS !== 'on') return;
  const of = `${status} ${page.path}`;
  let found = known.get(page.tags);
  if (found?.of !== of) {
    found = { of, keys: keysOfPage(page, status) };
    known.set(page.tags, found);
  }
  response.setHeader('Surrogate-Key', found.keys.join(' '));
  response.setHeader('Cache-Tag', found.keys.join(','));
}
