import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { BlogPosts } from '#components/blog/blog-posts.tsx';
import { blogMetadata, blogTrail } from '#components/blog/head.ts';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import * as content from '#lib/content/index.ts';

type Props = { params: Promise<{ author: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const found = await content.blogPage((await params).author, 1);
  return found ? blogMetadata(found.blog, 1) : {};
}

/** A columnist's posts, newest first. */
export default async function BlogPage({ params }: Props) {
  const found = await content.blogPage((await params).author, 1);
  if (!found) notFound();
  return (
    <div className="page">
      <Breadcrumb trail={blogTrail} current={found.blog.name} />
      <BlogPosts {...found} />
    </div>
  );
}
