import type { Metadata } from 'next';
import { storyStrings } from '#components/article/strings.ts';
import { pageMeta } from '#components/ui/page-meta.ts';
import { pageHref } from '#components/ui/pagination-pages.ts';
import type { ShowModel } from '#lib/content/models.ts';

/** Head of a programme's page; further pages are named by their number, and are their own canonical address. */
export function showMetadata(show: ShowModel, page: number): Metadata {
  return pageMeta({
    title: page === 1 ? show.name : `${show.name} ${storyStrings.page(page)}`,
    description: show.description || storyStrings.shows.description,
    path: pageHref(show.href, page),
  });
}

export const showTrail = [{ name: storyStrings.shows.title, href: '/podcast' }];
