import type { Metadata } from 'next';
import { cardSize, pageMeta, type SharePicture, shared } from '#components/ui/page-meta.ts';
import type { Article, Withdrawn } from '#lib/content/models.ts';
import { storyPicture } from '#lib/seo/story.ts';
import { plainText } from '#lib/text/body.ts';
import { site } from '#site.config.ts';
import { storyStrings } from './strings.ts';

/** Head of a story's page, from the very answer that the page draws. */
export function storyMetadata(story: Article | Withdrawn): Metadata {
  if (story.state === 'withdrawn') {
    return { title: storyStrings.withdrawn.title, robots: { index: false, follow: true } };
  }
  const page = pageMeta({
    title: story.title,
    description: story.summary || plainText(story.body) || story.title,
    path: story.href,
    picture: sharePicture(story),
  });
  const names = [...story.authors.map(({ name }) => name), ...(story.byline ? [story.byline] : [])];
  return {
    ...page,
    authors: story.authors.map(({ name, href }) => ({ name, url: site.origin + href })),
    openGraph: {
      ...page.openGraph,
      type: 'article',
      publishedTime: story.published.iso,
      modifiedTime: (story.updated ?? story.published).iso,
      section: story.section.name,
      tags: story.topics.map(({ name }) => name),
      // Names, as Baidu's form of it has them; who reads addresses finds those in `author` and in the structured data.
      authors: names,
    },
  };
}

/** The print page points to the story, and is not to be found by itself. */
export function printMetadata(story: Article): Metadata {
  return {
    title: storyStrings.print.title(story.title),
    alternates: { canonical: site.origin + story.href },
    robots: { index: false, follow: true },
  };
}

/** A story without a picture shows its title, drawn. */
function sharePicture(story: Article): SharePicture {
  const picture = storyPicture(story);
  if (!picture) return { url: `${story.href}/card.png`, ...cardSize, alt: story.title };
  return shared(picture);
}
