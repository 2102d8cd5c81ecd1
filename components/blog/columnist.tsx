import { storyStrings } from '#components/article/strings.ts';
import type { LinkModel } from '#lib/content/models.ts';

const text = storyStrings.post;

/** Below a post: whose column it is, and the way in. */
export function Columnist({ blog, authors }: { blog: LinkModel; authors: LinkModel[] }) {
  return (
    <aside className="columnist" aria-label={text.card}>
      <span className="monogram" aria-hidden="true">
        {blog.name.slice(0, 1)}
      </span>
      <p>
        <a className="columnist-name" href={blog.href}>
          {blog.name}
        </a>
        {authors.map((author) => (
          <a key={author.href} href={author.href}>
            {author.name}
          </a>
        ))}
      </p>
      <a className="columnist-enter" href={blog.href}>
        {text.enter}
      </a>
    </aside>
  );
}
