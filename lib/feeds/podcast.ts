import { createHash } from 'node:crypto';
import type { RssFeed } from 'feedsmith';
import type { FeedModel, FeedStory, MediaModel } from '#lib/content/models.ts';
import { feedHref } from './addresses.ts';
import type { Making } from './items.ts';
import { rssChannel, rssItem, rssXml } from './rss.ts';
import { line } from './text.ts';

/** The feed of a show for podcast players, by PSP-1 (https://github.com/Podcast-Standards-Project/PSP-1-Podcast-RSS-Specification). */
export function podcastFeed(feed: FeedModel & { show: NonNullable<FeedModel['show']> }, making: Making): string {
  const { show } = feed;
  const { origin, name, publisher, podcasts } = making.site;
  const channel = rssChannel(feed, making);
  const [category, subcategory] = podcasts.categories[feed.href.split('/').at(-1) ?? ''] ?? podcasts.category;
  const cover = `${origin}${show.cover ? coverHref(feed.href) : '/icon-512.png'}`;
  const title = line(feed.name ?? name);
  return rssXml(
    {
      ...channel,
      title,
      image: { url: cover, title, link: origin + feed.href },
      itunes: {
        author: line(show.host?.name ?? name),
        owner: { name: line(publisher.name), email: publisher.email },
        image: cover,
        categories: [{ text: category ?? 'News', ...(subcategory ? { categories: [{ text: subcategory }] } : {}) }],
        explicit: podcasts.explicit,
        type: 'episodic',
      },
      podcast: {
        guid: podcastGuid(origin + feedHref(feed.href, 'rss')),
        locked: { value: true, owner: publisher.email },
        medium: show.kind === 'video' ? 'video' : 'podcast',
        ...(show.host && {
          persons: [{ display: line(show.host.name), role: 'host', href: origin + show.host.href }],
        }),
      },
      items: feed.stories.flatMap((story) => (story.media ? [episode(story, story.media, making)] : [])),
    },
    feed,
    making,
  );
}

function episode(story: FeedStory, media: MediaModel, making: Making): RssFeed.Item<Date> {
  const { origin, podcasts } = making.site;
  const picture = story.lead ?? media.poster;
  const number = story.episode;
  return {
    ...rssItem(story, making),
    itunes: {
      ...(media.durationSeconds > 0 && { duration: media.durationSeconds }),
      ...(picture && { image: origin + picture.full }),
      ...(number !== null && { episode: number }),
      explicit: podcasts.explicit,
      episodeType: 'full',
    },
    podcast: {
      ...(number !== null && { episode: { number } }),
      ...(media.captions && {
        transcripts: [{ url: origin + media.captions, type: 'text/vtt', language: 'zh-CN', rel: 'captions' }],
      }),
      ...(media.chapters.length > 0 && {
        chapters: { url: `${origin}${chaptersHref(story.href)}`, type: chaptersType },
      }),
    },
  };
}

/** Address of a show's cover as directories ask for it: square. */
function coverHref(show: string): string {
  return `${show}/cover.jpg`;
}

export const chaptersType = 'application/json+chapters';

/** Address of the chapters of a story's sound or film. */
export function chaptersHref(story: string): string {
  return `${story}/chapters.json`;
}

/** Chapters as podcast players read them (podcastindex.org, JSON chapters 1.2). */
export function chaptersJson(chapters: MediaModel['chapters']): string {
  return `${JSON.stringify({
    version: '1.2.0',
    chapters: chapters.map(({ at, title }) => ({ startTime: at, title })),
  })}\n`;
}

/** The namespace that podcastindex.org has set for podcasts. */
const namespace = 'ead4c236-bf58-58c6-a2c6-a6b28d128cb6';

/** `podcast:guid`: UUID version 5 (RFC 9562) of the feed's address without its scheme and without slashes at its end. */
export function podcastGuid(address: string): string {
  const name = address.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').replace(/\/+$/, '');
  const hash = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name)
    .digest()
    .subarray(0, 16);
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
