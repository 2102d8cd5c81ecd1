import type { FeedModel } from '#lib/content/models.ts';
import { site } from '#site.config.ts';
import { type FeedFormat, feedFormats, feedHref } from './addresses.ts';
import { atomFeed } from './atom.ts';
import { websubHub } from './hub.ts';
import { jsonFeed } from './json.ts';
import { podcastFeed } from './podcast.ts';
import { rssFeed } from './rss.ts';

const writers = { rss: rssFeed, atom: atomFeed, json: jsonFeed };

/**
 * XML is sent as what it is, not as `application/rss+xml`: browsers save that as a file or show its source, and would not
 * dress it. Readers take both.
 */
const types: Record<FeedFormat, string> = {
  rss: 'application/xml; charset=utf-8',
  atom: 'application/xml; charset=utf-8',
  json: 'application/feed+json; charset=utf-8',
};

/** A feed in one of the formats; a show's is for podcast players. Without a feed the server answers with its 404 document. */
export function feedResponse(feed: FeedModel | null, format: FeedFormat): Response {
  if (!feed) return new Response(null, { status: 404 });
  const making = { site, hub: websubHub() };
  const { show } = feed;
  const body = show ? podcastFeed({ ...feed, show }, making) : writers[format](feed, making);
  const self = site.origin + feedHref(feed.href, format);
  return new Response(body, {
    headers: {
      ...publicData,
      'Content-Type': types[format],
      Link: [
        `<${self}>; rel="self"; type="${feedFormats[format].type}"`,
        ...(making.hub ? [`<${making.hub}>; rel="hub"`] : []),
      ].join(', '),
    },
  });
}

/** Read by programs, also by those that run in other sites' pages, and not itself a page to be found. */
export const publicData = { 'Access-Control-Allow-Origin': '*', 'X-Robots-Tag': 'noindex' };

/** The format that a file name stands for; null for other names. */
export function formatOf(file: string): FeedFormat | null {
  const found = Object.entries(feedFormats).find(([, format]) => format.file === file);
  return found ? (found[0] as FeedFormat) : null;
}
