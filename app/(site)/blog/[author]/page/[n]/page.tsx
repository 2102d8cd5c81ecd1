import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { BlogPosts } from '#components/blog/blog-posts.tsx';
import { blogMetadata, blogTrail } from '#components/blog/head.ts';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import * as content from '#lib/content/index.ts';
import { positiveInteger } from '#lib/text/number.ts';

type Props = { params: Promise<{ author: string; n: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const found = await pageAt(await params);
  return found ? blogMetadata(found.blog, found.list.page) : {};
}

/** A further page of a columnist's posts. */
export default async function FurtherBlogPage({ params }: Props) {
  const found = await pageAt(await params);
  if (!found) notFound();
  return (
    <div className="page">
      <Breadcrumb trail={blogTrail} current={found.blog.name} />
      <BlogPosts {...found} />
    </div>
  );
}

/** Page 1 has the column's own address, so it is no page here. */
async function pageAt({ author, n }: { author: string; n: string }) {
  const page = positiveInteger(n);
  return page === null || page === 1 ? null : content.blogPage(author, page);
}
