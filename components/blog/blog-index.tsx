import { storyStrings } from '#components/article/strings.ts';
import { Phrases } from '#components/ui/phrases.tsx';
import { Time } from '#components/ui/time.tsx';
import type { BlogModel } from '#lib/content/models.ts';

const text = storyStrings.blogs;

/** Every column with its latest post, which is the largest thing in it. */
export function BlogIndex({ blogs }: { blogs: BlogModel[] }) {
  if (blogs.length === 0) return <p className="empty">{text.empty}</p>;
  return (
    <ul className="blog-index">
      {blogs.map((blog) => (
        <li key={blog.href}>
          <span className="monogram" aria-hidden="true">
            {blog.name.slice(0, 1)}
          </span>
          <h2>
            <a href={blog.href}>{blog.name}</a>
          </h2>
          <p className="by">
            <a href={blog.author.href}>{blog.author.name}</a>
          </p>
          <p className="about">{blog.description}</p>
          {blog.latest && (
            <div className="blog-latest">
              <h3>
                <a href={blog.latest.href}>
                  <Phrases text={blog.latest.fullTitle} />
                </a>
              </h3>
              <p>{blog.latest.summary}</p>
              <Time time={blog.latest.time} label="day" className="meta" />
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}
