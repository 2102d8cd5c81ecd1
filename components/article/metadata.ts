import type { Metadata } from 'next';
import { pageMeta } from '#components/ui/page-meta.ts';
import type { Article, Withdrawn } from '#lib/content/models.ts';
import { site } from '#site.config.ts';
import { storyStrings } from './strings.ts';

/** Head of a story's page, from the very answer that the page draws. */
export function storyMetadata(story: Article | Withdrawn): Metadata {
  if (story.state === 'withdrawn') {
    return { title: storyStrings.withdrawn.title, robots: { index: false, follow: true } };
  }
  const picture = leadPicture(story);
  const page = pageMeta({ title: story.title, description: story.summary, path: story.href });
  return {
    ...page,
    authors: story.authors.map(({ name, href }) => ({ name, url: site.origin + href })),
    openGraph: {
      ...page.openGraph,
      type: 'article',
      publishedTime: story.published.iso,
      modifiedTime: (story.updated ?? story.published).iso,
      section: story.section.name,
      ...(picture && { images: [{ url: new URL(picture.full, site.origin), alt: picture.alt }] }),
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

/** The picture that stands for a story where its address is shown. */
export function leadPicture(story: Article) {
  return story.lead ?? story.media?.poster ?? story.gallery[0] ?? null;
}
