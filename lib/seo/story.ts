import type { BlogPosting, CorrectionComment, ImageGallery, NewsArticle, PodcastEpisode } from 'schema-dts';
import type { Article, LinkModel, PictureModel } from '#lib/content/models.ts';
import { cropShapes } from '#lib/media/crops.ts';
import { absolute, ids, type Nodes, ref } from './graph.ts';
import { audioNode, imageNode, pictureNode, videoNode } from './media.ts';
import { siteNodes, trailNode } from './site.ts';
import { oneLine, shortened } from './text.ts';

/** Google reads no more of a headline, in characters. */
const longestHeadline = 110;

/** The picture that stands for a story where its address is shown. */
export function storyPicture(story: Article): PictureModel | null {
  return story.lead ?? story.media?.poster ?? story.gallery[0] ?? null;
}

/** One story of any kind: itself, what is seen or heard in it, its trail, and who publishes it. */
export function storyGraph(story: Article): Nodes {
  const { media } = story;
  const nodes: Nodes[number][] = [storyNode(story)];
  if (story.gallery.length > 0) nodes.push(galleryNode(story));
  if (media?.kind === 'video') {
    nodes.push({ ...videoNode(story, media), ...(story.show && { isPartOf: series(story.show) }) });
  } else if (media) {
    nodes.push(story.show ? episodeNode(story, story.show) : audioNode(story, media));
  }
  return [...nodes, trailNode(story.href, story.trail, story.title), ...siteNodes];
}

function storyNode(story: Article): NewsArticle | BlogPosting {
  const { href, media, original, source, blog } = story;
  const shared = {
    '@id': ids.of(href, 'story'),
    url: absolute(href),
    mainEntityOfPage: absolute(href),
    headline: headline(story.title),
    ...(story.summary && { description: story.summary }),
    image: storyImages(story),
    datePublished: story.published.iso,
    dateModified: (story.updated ?? story.published).iso,
    author: authors(story),
    publisher: ref(ids.publisher),
    ...(source && { sourceOrganization: { '@type': 'Organization' as const, ...named(source) } }),
    articleSection: story.section.name,
    ...(story.topics.length > 0 && { keywords: story.topics.map(({ name }) => name) }),
    wordCount: story.wordCount,
    inLanguage: 'zh-CN',
    isPartOf: blog
      ? { '@type': 'Blog' as const, '@id': ids.of(blog.href, 'blog'), name: blog.name, url: absolute(blog.href) }
      : ref(ids.site),
    ...(story.gallery.length > 0 && { hasPart: ref(ids.of(href, 'gallery')) }),
    ...(media?.kind === 'video' && { video: ref(ids.of(href, 'video')) }),
    ...(media?.kind === 'audio' && { audio: ref(ids.of(href, 'audio')) }),
    ...(original && { isBasedOn: originalNode(original) }),
    ...(story.corrections.length > 0 && { correction: story.corrections.map(correctionNode) }),
    speakable: { '@type': 'SpeakableSpecification' as const, cssSelector: speakable(story) },
  };
  return blog ? { '@type': 'BlogPosting', ...shared } : { '@type': 'NewsArticle', ...shared };
}

export function headline(title: string): string {
  return shortened(oneLine(title), longestHeadline);
}

/**
 * The picture and its three crops. A gallery's own are told with its ImageGallery: here it is one of them, by its address. A
 * story without any shows its title, drawn.
 */
function storyImages(story: Article) {
  const picture = storyPicture(story);
  if (!picture) return [absolute(`${story.href}/card.png`)];
  const shown = story.gallery.some(({ full }) => full === picture.full);
  // Cut when the picture was taken in, or when they are asked for.
  const crops = picture.crops ?? Object.keys(cropShapes).map((shape) => `${story.href}/${shape}.jpg`);
  return [shown ? absolute(picture.full) : imageNode(picture), ...crops.map(absolute)];
}

function authors({ authors: registered, byline }: Article): NewsArticle['author'] {
  const people = [
    ...registered.map(({ name, href }) => ({ '@type': 'Person' as const, name, url: absolute(href) })),
    ...(byline ? [{ '@type': 'Person' as const, name: byline }] : []),
  ];
  return people.length > 0 ? people : ref(ids.publisher);
}

function galleryNode(story: Article): ImageGallery {
  return {
    '@type': 'ImageGallery',
    '@id': ids.of(story.href, 'gallery'),
    image: story.gallery.map((picture) => pictureNode(picture, picture.text)),
  };
}

function episodeNode(story: Article, show: NonNullable<Article['show']>): PodcastEpisode {
  return {
    '@type': 'PodcastEpisode',
    '@id': ids.of(story.href, 'episode'),
    name: story.title,
    url: absolute(story.href),
    datePublished: story.published.iso,
    ...(story.summary && { description: story.summary }),
    ...(show.episode !== null && { episodeNumber: show.episode }),
    ...(story.media && { associatedMedia: audioNode(story, story.media) }),
    partOfSeries: { '@type': 'PodcastSeries', '@id': ids.of(show.href, 'series'), ...link(show) },
  };
}

function series(show: LinkModel) {
  return { '@type': 'CreativeWorkSeries' as const, '@id': ids.of(show.href, 'series'), ...link(show) };
}

/** What a reprint was before. */
function originalNode({ title, url, author }: NonNullable<Article['original']>) {
  return {
    '@type': 'CreativeWork' as const,
    ...(title && { name: title }),
    ...(url && { url }),
    ...(author && { author: { '@type': 'Person' as const, name: author } }),
  };
}

function correctionNode({ time, text }: Article['corrections'][number]): CorrectionComment {
  return { '@type': 'CorrectionComment', datePublished: time.iso, text };
}

/** The title, and the first paragraph that stands in the text by itself. */
function speakable(story: Article): string | string[] {
  const opens = story.body.content?.some((node) => node.type === 'paragraph' && node.content?.length);
  return opens ? ['h1', '#story-body>p:first-of-type'] : 'h1';
}

function named({ name, url }: { name: string; url: string | null }) {
  return { name, ...(url && { url }) };
}

function link({ name, href }: LinkModel) {
  return { name, url: absolute(href) };
}
