import { generateRssFeed, type RssFeed } from 'feedsmith';
import type { FeedModel, FeedStory } from '#lib/content/models.ts';
import { feedFormats, feedHref } from './addresses.ts';
import { storyHtml } from './html.ts';
import { stylesheets, withLinks } from './in-browsers.ts';
import {
  changed,
  feedDescription,
  feedTitle,
  language,
  lastChange,
  type Making,
  pictureOf,
  subjects,
  writers,
} from './items.ts';
import { finished, line } from './text.ts';

/** The feed as RSS 2.0, with whole stories. */
export function rssFeed(feed: FeedModel, making: Making): string {
  return rssXml(
    { ...rssChannel(feed, making), items: feed.stories.map((story) => rssItem(story, making)) },
    feed,
    making,
  );
}

/** A channel as XML. */
export function rssXml(channel: RssFeed.Feed<Date>, feed: FeedModel, { site }: Making): string {
  const xml = finished(generateRssFeed(channel, { stylesheets }));
  return withLinks(xml, {
    head: /<channel>/,
    page: site.origin + feed.href,
    address: 'guid isPermaLink="true"',
    stories: feed.stories,
  });
}

export function rssChannel(feed: FeedModel, { site, hub }: Making): Omit<RssFeed.Feed<Date>, 'items'> {
  const title = line(feedTitle(feed, site));
  const link = site.origin + feed.href;
  const last = lastChange(feed);
  return {
    title,
    link,
    description: line(feedDescription(feed, site)),
    language,
    copyright: line(`© ${site.publisher.name}`),
    ...(last && { lastBuildDate: last }),
    image: { url: `${site.origin}/icon-192.png`, title, link },
    atom: {
      links: [
        { href: site.origin + feedHref(feed.href, 'rss'), rel: 'self', type: feedFormats.rss.type },
        ...(hub ? [{ href: hub, rel: 'hub' }] : []),
      ],
    },
  };
}

export function rssItem(story: FeedStory, { site }: Making): RssFeed.Item<Date> {
  const { origin } = site;
  const link = origin + story.href;
  const picture = pictureOf(story);
  const creators = writers(story).map(({ name }) => line(name));
  return {
    title: line(story.title),
    link,
    guid: { value: link, isPermaLink: true },
    pubDate: new Date(story.published.iso),
    ...(story.summary && { description: line(story.summary) }),
    categories: subjects(story).map((name) => ({ name: line(name) })),
    content: { encoded: storyHtml(story, origin) },
    dc: { ...(creators.length > 0 && { creators }), ...(story.source && { sources: [line(story.source)] }) },
    ...(story.updated && { atom: { updated: changed(story) } }),
    ...(story.media && {
      enclosures: [{ url: origin + story.media.src, length: story.media.bytes, type: story.media.mime }],
    }),
    ...(picture && {
      media: {
        contents: [
          {
            url: origin + picture.full,
            medium: 'image',
            width: picture.width,
            height: picture.height,
            ...(picture.caption && { description: { value: line(picture.caption), type: 'plain' } }),
            ...(picture.credit && { credits: [{ value: line(picture.credit), role: 'photographer' }] }),
          },
        ],
      },
    }),
  };
}
