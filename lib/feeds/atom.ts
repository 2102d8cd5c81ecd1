import { type AtomFeed, generateAtomFeed } from 'feedsmith';
import type { FeedModel, FeedStory } from '#lib/content/models.ts';
import { feedFormats, feedHref } from './addresses.ts';
import { storyHtml } from './html.ts';
import { stylesheets, withLinks } from './in-browsers.ts';
import { changed, feedDescription, feedTitle, language, lastChange, type Making, subjects, writers } from './items.ts';
import { finished, line } from './text.ts';

/** The feed as Atom (RFC 4287), with whole stories. */
export function atomFeed(feed: FeedModel, { site, hub }: Making): string {
  const self = site.origin + feedHref(feed.href, 'atom');
  const page = site.origin + feed.href;
  const atom: AtomFeed.Feed<Date> = {
    id: self,
    title: { value: line(feedTitle(feed, site)) },
    subtitle: { value: line(feedDescription(feed, site)) },
    // Required, also of a feed that lists nothing yet.
    updated: lastChange(feed) ?? new Date(0),
    // For stories that name nobody.
    authors: [{ name: line(site.publisher.name), uri: `${site.origin}/` }],
    rights: { value: line(`© ${site.publisher.name}`) },
    icon: `${site.origin}/icon-192.png`,
    links: [
      { href: self, rel: 'self', type: feedFormats.atom.type },
      { href: page, rel: 'alternate', type: 'text/html' },
      ...(hub ? [{ href: hub, rel: 'hub' }] : []),
    ],
    entries: feed.stories.map((story) => entry(story, site.origin)),
    xml: { lang: language },
  };
  return withLinks(finished(generateAtomFeed(atom, { stylesheets })), {
    head: /<feed [^>]*>/,
    page,
    address: 'id',
    stories: feed.stories,
  });
}

function entry(story: FeedStory, origin: string): AtomFeed.Entry<Date> {
  const { media } = story;
  const authors = writers(story).map(({ name, href }) => ({ name: line(name), ...(href && { uri: origin + href }) }));
  return {
    id: origin + story.href,
    title: { value: line(story.title) },
    published: new Date(story.published.iso),
    updated: changed(story),
    ...(authors.length > 0 && { authors }),
    ...(story.summary && { summary: { value: line(story.summary) } }),
    content: { type: 'html', value: storyHtml(story, origin) },
    categories: subjects(story).map((name) => ({ term: line(name) })),
    links: [
      { href: origin + story.href, rel: 'alternate', type: 'text/html' },
      ...(media ? [{ href: origin + media.src, rel: 'enclosure', type: media.mime, length: media.bytes }] : []),
    ],
  };
}
