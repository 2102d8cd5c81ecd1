import type { Blog, ItemList, Person } from 'schema-dts';
import type {
  AuthorModel,
  BlogModel,
  ContactModel,
  EpisodeModel,
  LinkModel,
  ListPage,
  PictureModel,
  ShowModel,
} from '#lib/content/models.ts';
import { site } from '#site.config.ts';
import { absolute, ids, type Nodes, ref } from './graph.ts';
import { duration, imageNode } from './media.ts';
import { fullSiteNodes, siteNodes, trailNode } from './site.ts';
import { headline } from './story.ts';

/** What a page is, beside what stands in it. `href` is its own address, page number included. */
export type PageFacts = {
  href: string;
  name: string;
  description?: string;
  /** From below the front page to above the page. */
  trail?: readonly LinkModel[];
  /** What the page is called at the end of its trail; nothing where the trail names it already. */
  here?: string;
};

type PageType = 'WebPage' | 'CollectionPage' | 'ImageGallery' | 'ProfilePage' | 'AboutPage' | 'ContactPage';

/** More than that of one page nobody needs to be told in this way: the page itself has all of them. */
const mostItems = 100;

/** A page that lists stories or other pages. */
export function collectionGraph(
  facts: PageFacts,
  items: readonly { href: string }[],
  more: { type?: 'CollectionPage' | 'ImageGallery'; picture?: PictureModel | null } = {},
): Nodes {
  return [
    {
      ...page(more.type ?? 'CollectionPage', facts),
      mainEntity: itemList(items),
      ...(more.picture && { primaryImageOfPage: imageNode(more.picture) }),
    },
    trailOf(facts),
    ...siteNodes,
  ];
}

/** The front page, with all that the site says of itself. */
export function frontGraph(name: string, items: readonly { href: string }[], contact: ContactModel): Nodes {
  return [
    {
      ...page('CollectionPage', { href: '/', name, description: site.description }),
      mainEntity: itemList(items),
      about: ref(ids.publisher),
    },
    ...fullSiteNodes(contact),
  ];
}

/**
 * A page that stands: 关于我们, 联系我们 and the like.
 * @param contact how the publisher is reached, for those that say so.
 */
export function standingGraph(facts: PageFacts, contact?: ContactModel): Nodes {
  const about = facts.href === '/about';
  const type = about ? 'AboutPage' : facts.href === '/contact' ? 'ContactPage' : 'WebPage';
  return [
    { ...page(type, facts), ...(type !== 'WebPage' && { mainEntity: ref(ids.publisher) }) },
    trailOf(facts),
    ...(contact ? fullSiteNodes(contact) : siteNodes),
  ];
}

/** A byline: who it is, and what they signed. */
export function profileGraph(facts: PageFacts, author: AuthorModel, list: ListPage): Nodes {
  const person: Exclude<Person, string> = {
    '@type': 'Person',
    '@id': ids.of(author.href, 'person'),
    name: author.name,
    url: absolute(author.href),
    jobTitle: author.role,
    ...(author.bio && { description: author.bio }),
    worksFor: ref(ids.publisher),
  };
  const stories = list.items.map((item) => ({
    '@type': item.kind === 'post' ? ('BlogPosting' as const) : ('NewsArticle' as const),
    headline: headline(item.fullTitle),
    url: absolute(item.href),
    datePublished: item.time.iso,
    author: ref(ids.of(author.href, 'person')),
  }));
  return [
    { ...page('ProfilePage', facts), mainEntity: ref(ids.of(author.href, 'person')), hasPart: stories },
    person,
    trailOf(facts),
    ...siteNodes,
  ];
}

/** A columnist's posts. */
export function blogGraph(facts: PageFacts, blog: BlogModel, list: ListPage): Nodes {
  const node: Blog = {
    '@type': 'Blog',
    '@id': ids.of(blog.href, 'blog'),
    name: blog.name,
    url: absolute(blog.href),
    ...(blog.description && { description: blog.description }),
    inLanguage: 'zh-CN',
    author: { '@type': 'Person', name: blog.author.name, url: absolute(blog.author.href) },
    publisher: ref(ids.publisher),
    blogPost: list.items.map((post) => ({
      '@type': 'BlogPosting',
      headline: headline(post.fullTitle),
      url: absolute(post.href),
      datePublished: post.time.iso,
    })),
  };
  return [
    { ...page('CollectionPage', facts), mainEntity: ref(ids.of(blog.href, 'blog')) },
    node,
    trailOf(facts),
    ...siteNodes,
  ];
}

/** A programme with its episodes. */
export function showGraph(facts: PageFacts, show: ShowModel, episodes: readonly EpisodeModel[]): Nodes {
  const shared = {
    '@id': ids.of(show.href, 'series'),
    name: show.name,
    url: absolute(show.href),
    ...(show.description && { description: show.description }),
    ...(show.cover && { image: absolute(show.cover.full) }),
    inLanguage: 'zh-CN',
    ...(show.host && { author: { '@type': 'Person' as const, name: show.host.name, url: absolute(show.host.href) } }),
    publisher: ref(ids.publisher),
  };
  const series: Nodes[number] =
    show.kind === 'audio'
      ? { '@type': 'PodcastSeries', ...shared, hasPart: episodes.map(episodeNode) }
      : { '@type': 'CreativeWorkSeries', ...shared, hasPart: episodes.map(filmNode) };
  return [
    { ...page('CollectionPage', facts), mainEntity: ref(ids.of(show.href, 'series')) },
    series,
    trailOf(facts),
    ...siteNodes,
  ];
}

function episodeNode(episode: EpisodeModel) {
  const { media } = episode;
  return {
    '@type': 'PodcastEpisode' as const,
    name: episode.fullTitle,
    url: absolute(episode.href),
    datePublished: episode.time.iso,
    ...(episode.episode !== null && { episodeNumber: episode.episode }),
    ...(media && { associatedMedia: { '@type': 'AudioObject' as const, ...file(media) } }),
  };
}

function filmNode(episode: EpisodeModel) {
  const { media, picture } = episode;
  return {
    '@type': 'VideoObject' as const,
    name: episode.fullTitle,
    url: absolute(episode.href),
    description: episode.summary || episode.fullTitle,
    uploadDate: episode.time.iso,
    thumbnailUrl: absolute(picture ? picture.full : `${episode.href}/card.png`),
    ...(media && file(media)),
  };
}

function file(media: NonNullable<EpisodeModel['media']>) {
  return {
    contentUrl: absolute(media.src),
    encodingFormat: media.mime,
    ...(media.durationSeconds > 0 && { duration: duration(media.durationSeconds) }),
  };
}

/** What this page lists, by its addresses, in the page's order. */
function itemList(items: readonly { href: string }[]): ItemList {
  return {
    '@type': 'ItemList',
    numberOfItems: items.length,
    itemListElement: items.slice(0, mostItems).map((item, index) => ({
      '@type': 'ListItem',
      position: index + 1,
      url: absolute(item.href),
    })),
  };
}

function page<Type extends PageType>(type: Type, { href, name, description }: PageFacts) {
  return {
    '@type': type,
    '@id': absolute(href),
    url: absolute(href),
    name,
    ...(description && { description }),
    inLanguage: 'zh-CN',
    isPartOf: ref(ids.site),
    // The front page is where every trail begins.
    ...(href !== '/' && { breadcrumb: ref(ids.of(href, 'trail')) }),
  };
}

function trailOf({ href, trail = [], here }: PageFacts) {
  return trailNode(href, trail, here);
}
