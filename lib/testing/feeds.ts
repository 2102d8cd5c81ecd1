import { parseRssFeed } from 'feedsmith';
import { validateXML } from 'xmllint-wasm';

/** What libxml2 finds wrong with a text as XML. */
export async function xmlErrors(xml: string): Promise<string[]> {
  const { valid, errors, rawOutput } = await validateXML({
    xml: [{ fileName: 'feed.xml', contents: xml }],
    normalization: 'c14n',
    maxMemoryPages: 16_384,
  });
  return valid ? [] : errors.length > 0 ? errors.map(({ message }) => message) : [rawOutput];
}

const namespaces = {
  itunes: 'http://www.itunes.com/dtds/podcast-1.0.dtd',
  podcast: 'https://podcastindex.org/namespace/1.0',
  atom: 'http://www.w3.org/2005/Atom',
  content: 'http://purl.org/rss/1.0/modules/content/',
};

/** Apple's categories with their subcategories, as far as our shows use them. */
const categories: Record<string, string[]> = {
  Arts: ['Books', 'Design', 'Fashion & Beauty', 'Food', 'Performing Arts', 'Visual Arts'],
  News: [
    'Business News',
    'Daily News',
    'Entertainment News',
    'News Commentary',
    'Politics',
    'Sports News',
    'Tech News',
  ],
  'Society & Culture': ['Documentary', 'Personal Journals', 'Philosophy', 'Places & Travel', 'Relationships'],
};

const web = (address: string | undefined) => /^https:\/\/[^\s]+$/.test(address ?? '');
const bytes = (text: string | undefined) => Buffer.byteLength(text ?? '');
const uuid5 = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/**
 * What is wrong with a feed by PSP-1, The Podcast RSS Standard
 * (https://github.com/Podcast-Standards-Project/PSP-1-Podcast-RSS-Specification): what it requires and, as this site has all
 * of it, what it recommends.
 * @param address the feed's own.
 */
export function podcastProblems(xml: string, address: string): string[] {
  const problems: string[] = [];
  const must = (good: unknown, what: string) => {
    if (!good) problems.push(what);
  };
  const root = /<rss\b[^>]*>/.exec(xml)?.[0] ?? '';
  must(xml.startsWith('<?xml version="1.0" encoding="utf-8"?>'), 'is XML in UTF-8');
  must(root.includes('version="2.0"'), 'is RSS 2.0');
  for (const [prefix, uri] of Object.entries(namespaces))
    must(root.includes(`xmlns:${prefix}="${uri}"`), `declares ${prefix}`);
  for (const value of Array.from(xml.matchAll(/<itunes:explicit>([^<]*)</g), ([, text]) => text))
    must(value === 'true' || value === 'false', `itunes:explicit is true or false, not ${value}`);

  const feed = parseRssFeed(xml);
  const { itunes, podcast } = feed;
  must(feed.title, 'channel: title');
  must(feed.description, 'channel: description');
  must(bytes(feed.description) <= 4000, 'channel: description of 4,000 bytes at most');
  must(web(feed.link), 'channel: link');
  must(/^[a-z]{2}(-[A-Za-z]{2,4})?$/.test(feed.language ?? ''), 'channel: language');
  must(
    feed.atom?.links?.some(({ rel, href }) => rel === 'self' && href === address),
    'channel: atom:link rel=self',
  );
  must(web(itunes?.image), 'channel: itunes:image');
  must(typeof itunes?.explicit === 'boolean', 'channel: itunes:explicit');
  must(itunes?.author, 'channel: itunes:author');
  must(itunes?.categories?.length, 'channel: itunes:category');
  for (const { text, categories: within = [] } of itunes?.categories ?? []) {
    must(text && categories[text], `channel: itunes:category of Apple, not ${text}`);
    for (const { text: sub } of within)
      must(categories[text ?? '']?.includes(sub ?? ''), `channel: subcategory of Apple, not ${sub}`);
  }
  must(podcast?.locked?.value !== undefined, 'channel: podcast:locked');
  must(uuid5.test(podcast?.guid ?? ''), 'channel: podcast:guid');

  const guids = new Set<string>();
  for (const item of feed.items ?? []) {
    const of = (what: string) => `${item.guid?.value ?? item.title}: ${what}`;
    const [enclosure, ...more] = item.enclosures ?? [];
    must(item.title, of('title'));
    must(enclosure && more.length === 0, of('one enclosure'));
    must(web(enclosure?.url), of('enclosure: url'));
    must(Number.isSafeInteger(enclosure?.length) && (enclosure?.length ?? 0) > 0, of('enclosure: length'));
    must(/^(audio|video)\/[a-z0-9.+-]+$/.test(enclosure?.type ?? ''), of('enclosure: type'));
    must(item.guid?.value && !guids.has(item.guid.value), of('a guid of its own'));
    guids.add(item.guid?.value ?? '');
    must(web(item.link), of('link'));
    must(!Number.isNaN(Date.parse(item.pubDate ?? '')), of('pubDate'));
    must(item.description && bytes(item.description) <= 10_000, of('description of 10,000 bytes at most'));
    must(Number.isSafeInteger(item.itunes?.duration) && (item.itunes?.duration ?? 0) > 0, of('itunes:duration'));
    must(item.itunes?.image === undefined || web(item.itunes.image), of('itunes:image'));
    for (const { url, type } of item.podcast?.transcripts ?? [])
      must(
        web(url) && /^(text\/(vtt|plain|html)|application\/(srt|json|x-subrip))$/.test(type ?? ''),
        of('transcript'),
      );
    const { chapters } = item.podcast ?? {};
    must(!chapters || (web(chapters.url) && chapters.type === 'application/json+chapters'), of('chapters'));
  }
  return problems;
}
