import type { Metadata } from 'next';
import { storyStrings } from '#components/article/strings.ts';
import { pageMeta } from '#components/ui/page-meta.ts';
import { pageHref } from '#components/ui/pagination-pages.ts';
import type { BlogModel } from '#lib/content/models.ts';

/** Head of a column's page; further pages are named by their number, and are their own canonical address. */
export function blogMetadata(blog: BlogModel, page: number): Metadata {
  const name = `${blog.name}（${blog.author.name}）`;
  return pageMeta({
    title: page === 1 ? name : `${name} ${storyStrings.page(page)}`,
    description: blog.description || storyStrings.blogs.description,
    path: pageHref(blog.href, page),
  });
}

export const blogTrail = [{ name: storyStrings.blogs.title, href: '/blog' }];
