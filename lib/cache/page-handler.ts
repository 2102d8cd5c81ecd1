import type { CacheHandler, CacheHandlerValue } from 'next/dist/server/lib/incremental-cache/index.js';
import type { IncrementalCacheValue } from 'next/dist/server/response-cache/index.js';
import { clock } from './clock.ts';
import { toDocument } from './document.ts';
import { etagOf } from './page.ts';
import { pageStore } from './store.ts';

type Context = Parameters<CacheHandler['set']>[2];

/**
 * The page handler of Next.js (`cacheHandler` in next.config.mjs). Next.js renders and hands each page over once; here the
 * page becomes a document and is stored. It is served by `lib/server/documents.ts`, which decides whether it is still true,
 * so that Next.js is only ever asked for pages that must be rendered anew.
 */
export default class PageHandler implements CacheHandler {
  async get(): Promise<CacheHandlerValue | null> {
    return null;
  }

  async set(_key: string, value: IncrementalCacheValue | null, context: Context): Promise<void> {
    // Outside a rendering that the server asked for (that is, in a build) nothing is stored.
    const rendering = clock.rendering.getStore();
    if (!rendering || value?.kind !== 'APP_PAGE') return;
    const document = toDocument(value.html as unknown as string, rendering.began);
    const html = Buffer.from(document.html);
    const cacheControl = 'cacheControl' in context ? context.cacheControl : undefined;
    rendering.page = {
      path: rendering.path,
      status: document.status ?? value.status ?? 200,
      html,
      etag: etagOf(html),
      tags: tagsOf(value.headers),
      began: rendering.began,
      renderedAt: Date.now(),
      revalidate: typeof cacheControl?.revalidate === 'number' ? cacheControl.revalidate : null,
    };
    pageStore.keep(rendering.page);
  }

  async revalidateTag(): Promise<void> {}

  resetRequestCache(): void {}
}

/** The tags that Next.js gathered from every cached question of the page; its own path tags (`_N_T_…`) are not used here. */
function tagsOf(headers: Record<string, unknown> | undefined): string[] {
  const list = headers?.['x-next-cache-tags'];
  return typeof list === 'string' ? list.split(',').filter((tag) => tag !== '' && !tag.startsWith('_N_T_')) : [];
}
