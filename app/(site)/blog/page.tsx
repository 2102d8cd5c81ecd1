import { storyStrings } from '#components/article/strings.ts';
import { BlogIndex } from '#components/blog/blog-index.tsx';
import { JsonLd } from '#components/seo/json-ld.tsx';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import { pageMeta } from '#components/ui/page-meta.ts';
import * as content from '#lib/content/index.ts';
import { collectionGraph } from '#lib/seo/lists.ts';

const { title, description, lead } = storyStrings.blogs;

export const metadata = pageMeta({ title, description, path: '/blog' });

/** 博客: every columnist with the latest post. */
export default async function BlogsPage() {
  const blogs = await content.blogs();
  return (
    <div className="page">
      <JsonLd nodes={collectionGraph({ href: '/blog', name: title, description, here: title }, blogs)} />
      <Breadcrumb trail={[]} current={title} />
      <header className="plain-head">
        <h1>{title}</h1>
        <p>{lead}</p>
      </header>
      <BlogIndex blogs={blogs} />
    </div>
  );
}
