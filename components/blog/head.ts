import type { Metadata } from 'next';
import { storyStrings } from '#components/article/strings.ts';
import { pageMeta } from '#components/ui/page-meta.ts';
import { pageHref } from '#components/ui/pagination-pages.ts';
import type { BlogModel } from '#lib/content/models.ts';
import { feedLinks } from '#lib/feeds/addresses.ts';

/** Head of a column's page; further pages are named by their number, and are their own canonical address. */
export function blogMetadata(blog: BlogModel, page: number): Metadata {
  const name = `${blog.name}（${blog.author.name}）`;
  // A column that says nothing of itself shows its author's own words, which stand on the author's page too.
  const about = storyStrings.blogs.column(blog.author.name, blog.name, blog.description);
  const title = page === 1 ? name : `${name} ${storyStrings.page(page)}`;
  return pageMeta({
    title,
    description: page === 1 ? about : `${title}。${about}`,
    path: pageHref(blog.href, page),
    feeds: feedLinks(blog.href, name),
  });
}

export const blogTrail = [{ name: storyStrings.blogs.title, href: '/blog' }];
