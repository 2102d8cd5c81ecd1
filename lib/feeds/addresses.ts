import { site } from '#site.config.ts';

/** The formats in which each list can be followed: file name, media type, and what people call it. */
export const feedFormats = {
  rss: { file: 'feed.xml', type: 'application/rss+xml', name: 'RSS' },
  atom: { file: 'atom.xml', type: 'application/atom+xml', name: 'Atom' },
  json: { file: 'feed.json', type: 'application/feed+json', name: 'JSON Feed' },
} as const;

export type FeedFormat = keyof typeof feedFormats;

/** Address of the feed of a page: `/section/local` has `/section/local/feed.xml`. */
export function feedHref(page: string, format: FeedFormat): string {
  return `${page === '/' ? '' : page}/${feedFormats[format].file}`;
}

/**
 * What the head of a page says of its feeds (`alternates.types` of Next.js's metadata), the richest format first.
 * @param name what the feed is called besides the site; null for the site's own.
 */
export function feedLinks(
  page: string,
  name: string | null,
  formats: readonly FeedFormat[] = ['rss', 'atom', 'json'],
): Record<string, { url: string; title: string }[]> {
  return Object.fromEntries(
    formats.map((format) => {
      const { type, name: kind } = feedFormats[format];
      const title = name === null ? site.name : `${name} - ${site.name}`;
      return [type, [{ url: feedHref(page, format), title: `${title} (${kind})` }]];
    }),
  );
}
