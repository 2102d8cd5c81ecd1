import { storyStrings } from '#components/article/strings.ts';
import { JsonLd } from '#components/seo/json-ld.tsx';
import { Pagination } from '#components/ui/pagination.tsx';
import { pageHref } from '#components/ui/pagination-pages.ts';
import { Phrases } from '#components/ui/phrases.tsx';
import { Time } from '#components/ui/time.tsx';
import type { BlogModel, ListPage } from '#lib/content/models.ts';
import { blogGraph } from '#lib/seo/lists.ts';
import { blogTrail } from './head.ts';

const text = storyStrings.blogs;

/** A column: who writes it, and its posts with their opening words, newest first. */
export function BlogPosts({ blog, list }: { blog: BlogModel; list: ListPage }) {
  const facts = { href: pageHref(blog.href, list.page), name: blog.name, trail: blogTrail, here: blog.name };
  return (
    <div className="index-page">
      <JsonLd nodes={blogGraph(facts, blog, list)} />
      <header>
        <span className="monogram" aria-hidden="true">
          {blog.name.slice(0, 1)}
        </span>
        <h1>{blog.name}</h1>
        <p className="by">
          <a href={blog.author.href}>{blog.author.name}</a>
        </p>
        <p className="about">{blog.description}</p>
      </header>
      <div>
        {list.items.length === 0 && <p className="empty">{text.emptyPosts}</p>}
        <ol className="posts">
          {list.items.map((post) => (
            <li key={post.id}>
              <Time time={post.time} label="day" className="meta" />
              <h2>
                <a href={post.href}>
                  <Phrases text={post.fullTitle} />
                </a>
              </h2>
              <p>{post.summary}</p>
            </li>
          ))}
        </ol>
        <Pagination list={blog.href} page={list.page} pages={list.pages} />
      </div>
    </div>
  );
}
