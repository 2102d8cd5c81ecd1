import { plainSpelling } from '../text/address.ts';

/**
 * Who answers a path: the contract of `product.md` as a table.
 *
 * `document`: a reading page, stored whole and served from the store. `machine`: a route handler of Next.js that speaks for
 * itself. `desk`: the editors' application, always asked anew. `beacon`: that a story was read; answered by the server itself. Whatever is in none is not found, without asking Next.js or the database. `lib/server/routes.test.ts` holds the
 * table against the files of `app/`.
 */
export type Route = 'document' | 'machine' | 'desk' | 'beacon' | 'unknown';

const id = '[1-9]\\d{0,14}';
const slug = '[a-z0-9]+(?:-[a-z0-9]+)*';
const paged = '(?:/page/(?:[2-9]|[1-9]\\d{1,6}))?';

/** Addresses of reading pages below the front page: each stands under `/hant` too, in traditional characters. */
const reading = [
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
  '/search',
  '/(?:corrections|about|contact|copyright|accessibility)',
].join('|');
const files = [
  '/(?:robots\\.txt|manifest\\.webmanifest|opensearch\\.xml|(?:news-)?sitemap\\.xml)',
  '/sitemap/(?:plain\\.xml|(?:plain/)?(?:pages|(?:topics|\\d{4}-(?:0[1-9]|1[0-2]))(?:-(?:[2-9]|[1-9]\\d{1,3}))?)\\.xml)',
  `(?:/(?:section|topic|author|blog)/${slug})?/(?:feed\\.(?:xml|json)|atom\\.xml)`,
  `/podcast/${slug}/(?:feed\\.xml|cover\\.jpg)`,
  `/article/${id}/chapters\\.json`,
  `(?:/article/${id})?/card\\.png`,
  `/article/${id}/(?:16x9|4x3|1x1)\\.jpg`,
].join('|');

/** Addresses of documents. The edge takes the same expression (`deploy/nginx.ts`), so it stays within what PCRE reads too. */
export const documentPattern = new RegExp(`^(?:/|/hant|(?:/hant)?(?:${reading})|${files})$`);
const readingPattern = new RegExp(`^(?:/|${reading})$`);

const desk = /^\/desk(?:\/|$)/;
/** Where a reader's page says that it was read (`lib/server/read.ts`). */
export const readPath = '/api/read';
const machines = new RegExp(
  `^/api/(?:revalidate|live|suggest|health|ready|stories(?:/${id})?|media(?:/[0-9a-f]{32})?)$`,
);

/** @param path the path of a URL, without query, still percent-encoded. */
export function routeOf(path: string): Route {
  // A link of the desk may carry more than a reading page's address does.
  if (path.length <= 2000 && desk.test(path)) return 'desk';
  if (path.length > 200) return 'unknown';
  if (documentPattern.test(path)) return 'document';
  if (path === readPath) return 'beacon';
  return machines.test(path) ? 'machine' : 'unknown';
}

/** Whether a path is a reading page in simplified characters, so that there is one in traditional characters too. */
export function isReading(path: string): boolean {
  return path.length <= 195 && readingPattern.test(path);
}

/** A path may be so long before it is in its plain spelling, in which one character stands for three. */
const longestSpelling = 600;

/**
 * The one address of a document that was asked for in another way: with a slash too many, in capitals, with escapes that it
 * does not need, with `.` or `..` in it, as `index.html`, or as page 1 of a list.
 * @returns the path itself where there is nothing to mend.
 */
export function canonicalPath(path: string): string {
  if (path.length > longestSpelling) return path;
  const mended = plainSpelling(path).replace(/\/page\/1$/, '');
  return routeOf(mended) === 'document' ? mended : path;
}

/** The document that stands in for whatever is not found; it has no address of its own. */
export const notFoundPath = '/not-found-page';
