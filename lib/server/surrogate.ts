import type { ServerResponse } from 'node:http';
import type { StoredPage } from '../cache/page.ts';
import { keysOfPage } from '../cache/surrogate.ts';

/** By the page, then the status: the document of the 404 answer is one page under two. */
const known = new WeakMap<readonly string[], Map<string, string[]>>();

/** Tells a CDN what to purge a document by, where `SURROGATE_KEYS=on`. Caches in between keep these headers from readers. */
export function setSurrogateKeys(response: ServerResponse, page: StoredPage, status: number): void {
  if (process.env.SURROGATE_KEYS !== 'on') return;
  const byName = known.get(page.tags) ?? new Map<string, string[]>();
  known.set(page.tags, byName);
  const name = `${status} ${page.path}`;
  const keys = byName.get(name) ?? keysOfPage(page, status);
  byName.set(name, keys);
  response.setHeader('Surrogate-Key', keys.join(' '));
  response.setHeader('Cache-Tag', keys.join(','));
}
