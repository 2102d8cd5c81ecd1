import type { CacheHandler, CacheHandlerValue } from 'next/dist/server/lib/incremental-cache/index.js';
import type { IncrementalCacheValue } from 'next/dist/server/response-cache/index.js';
import { clock, type Rendering } from './clock.ts';
import { toDocument } from './document.ts';
import { documentType, etagOf, type StoredPage } from './page.ts';
import { pageStore } from './store.ts';

/** A page is rendered anew after a week even if nothing happened, in milliseconds. */
const longestLife = 7 * 24 * 3600 * 1000;

/**
 * The page handler of Next.js (`cacheHandler` in next.config.mjs). Next.js renders and hands each page over once; here the
 * page becomes a document and is stored. It is served by `lib/server/documents.ts`, which decides whether it is still true,
 * so that Next.js is only ever asked for pages that must be rendered anew.
 */
export default class PageHandler implements CacheHandler {
  async get(): Promise<CacheHandlerValue | null> {
    return null;
  }

  async set(_key: string, value: IncrementalCacheValue | null): Promise<void> {
    // Outside a rendering that the server asked for (that is, in a build) nothing is stored.
    const rendering = clock.rendering.getStore();
    const drawn = rendering && value && drawnOf(value, rendering);
    if (!drawn) return;
    const now = Date.now();
    rendering.page = {
      path: rendering.path,
      ...drawn,
      etag: etagOf(drawn.body),
      tags: [...rendering.tags],
      began: rendering.began,
      renderedAt: now,
      until: Math.min(rendering.until, now + longestLife),
    };
    pageStore.keep(rendering.page);
  }

  async revalidateTag(): Promise<void> {}

  resetRequestCache(): void {}
}

type Drawn = Pick<StoredPage, 'status' | 'body' | 'type' | 'headers'>;

/** A page becomes a document; what a route handler made (a feed, a site map) is stored as it is. */
function drawnOf(value: IncrementalCacheValue, { began, path }: Rendering): Drawn | null {
  if (value.kind === 'APP_PAGE') {
    const { html, status } = toDocument(value.html as unknown as string, began, path);
    return { status: status ?? value.status ?? 200, body: Buffer.from(html), type: documentType, headers: {} };
  }
  if (value.kind !== 'APP_ROUTE') return null;
  const type = value.headers['content-type'];
  const headers = Object.entries(value.headers).filter(([name]) => kept.has(name));
  return {
    status: value.status,
    body: value.body,
    type: typeof type === 'string' ? type : 'application/octet-stream',
    headers: Object.fromEntries(headers.map(([name, text]) => [name, String(text)])),
  };
}

const kept = new Set(['link', 'x-robots-tag', 'access-control-allow-origin']);
