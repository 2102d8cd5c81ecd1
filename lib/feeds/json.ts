import { generateJsonFeed, type JsonFeed } from 'feedsmith';
import type { FeedModel, FeedStory } from '#lib/content/models.ts';
import { possible } from '../text/xml.ts';
import { feedHref } from './addresses.ts';
import { storyHtml } from './html.ts';
import { feedDescription, feedTitle, language, type Making, pictureOf, subjects, writers } from './items.ts';

/** The feed as JSON Feed 1.1, with whole stories. */
export function jsonFeed(feed: FeedModel, { site, hub }: Making): string {
  const items = feed.stories.map((story) => item(story, site.origin));
  const generated = generateJsonFeed({
    title: possible(feedTitle(feed, site)),
    home_page_url: site.origin + feed.href,
    feed_url: site.origin + feedHref(feed.href, 'json'),
    description: possible(feedDescription(feed, site)),
    icon: `${site.origin}/icon-512.png`,
    favicon: `${site.origin}/icon-192.png`,
    language,
    authors: [{ name: possible(site.publisher.name), url: `${site.origin}/` }],
    ...(hub && { hubs: [{ type: 'WebSub', url: hub }] }),
    items,
  });
  // The generator leaves out a list that is empty, which the format requires.
  return `${JSON.stringify(items.length > 0 ? generated : { ...(generated as object), items })}\n`;
}

function item(story: FeedStory, origin: string): JsonFeed.Item<Date> {
  const { media } = story;
  const picture = pictureOf(story);
  const authors = writers(story).map(({ name, href }) => ({
    name: possible(name),
    ...(href && { url: origin + href }),
  }));
  return {
    id: origin + story.href,
    url: origin + story.href,
    title: possible(story.title),
    content_html: storyHtml(story, origin),
    ...(story.summary && { summary: possible(story.summary) }),
    ...(picture && { image: origin + picture.full }),
    date_published: new Date(story.published.iso),
    ...(story.updated && { date_modified: new Date(story.updated.iso) }),
    ...(authors.length > 0 && { authors }),
    ...(story.original?.url && { external_url: story.original.url }),
    tags: subjects(story).map(possible),
    ...(media && {
      attachments: [
        {
          url: origin + media.src,
          mime_type: media.mime,
          size_in_bytes: media.bytes,
          duration_in_seconds: media.durationSeconds,
        },
      ],
    }),
  };
}
