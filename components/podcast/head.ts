import type { Metadata } from 'next';
import { storyStrings } from '#components/article/strings.ts';
import { pageMeta, shared } from '#components/ui/page-meta.ts';
import { pageHref } from '#components/ui/pagination-pages.ts';
import type { ShowModel } from '#lib/content/models.ts';
import { feedLinks } from '#lib/feeds/addresses.ts';

/** Head of a programme's page; further pages are named by their number, and are their own canonical address. */
export function showMetadata(show: ShowModel, page: number): Metadata {
  const about = show.description || storyStrings.shows.description;
  const title = page === 1 ? show.name : `${show.name} ${storyStrings.page(page)}`;
  return pageMeta({
    title,
    description: page === 1 ? about : `${title}。${about}`,
    path: pageHref(show.href, page),
    feeds: feedLinks(show.href, show.name, ['rss']),
    picture: show.cover ? shared(show.cover) : undefined,
  });
}

export const showTrail = [{ name: storyStrings.shows.title, href: '/podcast' }];
