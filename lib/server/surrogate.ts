import type { ServerResponse } from 'node:http';
import type { StoredPage } from '../cache/page.ts';
import { keysOfPage } from '../cache/surrogate.ts';
import { isSearch, searchPath } from '../text/search-address.ts';
import { hansPath } from '../text/variants.ts';

/** Keys by a page's list of tags: the same page is sent many times. */
const known = new WeakMap<readonly string[], { of: string; keys: string[] }>();

/** How long a CDN may serve a page that it cannot ask for again, in seconds. */
const staleIfError = 24 * 3600;

/**
 * Tells a CDN how long to keep an answer and what to purge it by, where `SURROGATE_KEYS=on` (docs/cdn.md). Readers see none of
 * it: `Cache-Control` is theirs.
 * @param lasting whether the answer is true as far as this instance knows; a stale one is kept for a second only.
 */
export function speakToCdn(
  response: ServerResponse,
  page: Pick<StoredPage, 'path' | 'tags'> & { until?: number },
  status: number,
  lasting: boolean,
): void {
  if (process.env.SURROGATE_KEYS !== 'on') return;
  if (isSearch(page.path) || hansPath(page.path).startsWith(`${searchPath}/`)) {
    // What readers look for is kept here for a minute, and nowhere else.
    response.setHeader('Surrogate-Control', 'no-store');
    response.setHeader('CDN-Cache-Control', 'no-store');
    return;
  }
  const of = `${status} ${page.path}`;
  let found = known.get(page.tags);
  if (found?.of !== of) {
    found = { of, keys: keysOfPage(page, status) };
    known.set(page.tags, found);
  }
  response.setHeader('Surrogate-Key', found.keys.join(' '));
  response.setHeader('Cache-Tag', found.keys.join(','));
  const usual = lasting ? Number(process.env.CDN_SECONDS || 300) : 1;
  // A page that changes by itself is not kept beyond that moment.
  const left = Math.max(0, Math.floor(((page.until ?? Number.POSITIVE_INFINITY) - Date.now()) / 1000));
  const control = `max-age=${Math.min(usual, left)}, stale-if-error=${staleIfError}`;
  response.setHeader('Surrogate-Control', control);
  response.setHeader('CDN-Cache-Control', control);
}
