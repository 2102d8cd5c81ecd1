/**
 * Who answers a path: the contract of `product.md` as a table.
 *
 * `document`: a reading page, stored whole and served from the store. `machine`: a route handler of Next.js that speaks for
 * itself. Whatever is in neither is not found, without asking Next.js or the database. `lib/server/routes.test.ts` holds the
 * table against the files of `app/`.
 */
export type Route = 'document' | 'machine' | 'unknown';

const id = '[1-9]\\d{0,14}';
const slug = '[a-z0-9]+(?:-[a-z0-9]+)*';
const paged = '(?:/page/(?:[2-9]|[1-9]\\d{1,6}))?';

/** Addresses of documents. The edge takes the same expression (`deploy/nginx.ts`), so it stays within what PCRE reads too. */
export const documentPattern = new RegExp(
  `^(?:/|${[
    `/section/${slug}${paged}`,
    `/article/${id}(?:/print)?`,
    '/latest',
    '/archive/\\d{4}-\\d{2}-\\d{2}',
    `/pictures${paged}`,
    `/topic/${slug}${paged}`,
    `/author/${slug}${paged}`,
    '/blog',
    `/blog/${slug}${paged}`,
    '/podcast',
    `/podcast/${slug}${paged}`,
    `/panel/${slug}`,
    '/(?:corrections|about|contact|copyright|accessibility)',
  ].join('|')})$`,
);

const machines = /^\/api\/(?:revalidate|live|health|ready)$/;

/** @param path the path of a URL, without query, still percent-encoded. */
export function routeOf(path: string): Route {
  if (path.length > 200) return 'unknown';
  if (documentPattern.test(path)) return 'document';
  return machines.test(path) ? 'machine' : 'unknown';
}

/**
 * The one address of a document that was asked for in another way: with a slash too many, in capitals, as `index.html`, or as
 * page 1 of a list.
 * @returns the path itself where there is nothing to mend.
 */
export function canonicalPath(path: string): string {
  if (path.length > 200) return path;
  const mended = path
    .toLowerCase()
    .replace(/\/{2,}/g, '/')
    .replace(/\/index\.html?$/, '/')
    .replace(/\/$/, '')
    .replace(/\/page\/1$/, '');
  return routeOf(mended || '/') === 'document' ? mended || '/' : path;
}

/** The document that stands in for whatever is not found; it has no address of its own. */
export const notFoundPath = '/not-found-page';
