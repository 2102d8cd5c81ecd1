import { Phrases } from '#components/ui/phrases.tsx';
import { Time } from '#components/ui/time.tsx';
import type { Article } from '#lib/content/models.ts';
import { SafeLink } from './safe-link.tsx';
import { storyStrings } from './strings.ts';

const text = storyStrings.meta;

/** Title, and who says so, when: the time to the second, 来源, byline. 责任编辑 signs below the text. */
export function StoryHead({ article }: { article: Article }) {
  return (
    <header className="story-head">
      <Kicker article={article} />
      <h1>
        <Phrases text={article.title} />
      </h1>
      {article.subtitle && (
        <p className="subtitle">
          <Phrases text={article.subtitle} />
        </p>
      )}
      <StoryMeta article={article} />
    </header>
  );
}

/** What the story is a part of: a programme's episode, a column. */
function Kicker({ article: { show, blog } }: { article: Article }) {
  const whole = show ?? blog;
  if (!whole) return null;
  return (
    <p className="kicker">
      <a href={whole.href}>{show ? text.show(show.name, show.episode) : whole.name}</a>
    </p>
  );
}

/** The line below the title; each part stays whole when the line breaks. */
export function StoryMeta({ article }: { article: Article }) {
  const { source, authors, byline, published, updated } = article;
  return (
    <p className="story-meta">
      <Time time={published} label="full" />
      {source && (
        <span>
          {text.source}
          <SafeLink href={source.url}>{source.name}</SafeLink>
        </span>
      )}
      {(authors.length > 0 || byline) && (
        <span>
          {text.author}
          {authors.map((author) => (
            <a key={author.href} href={author.href} rel="author">
              {author.name}
            </a>
          ))}
          {byline}
        </span>
      )}
      {updated && (
        <span>
          {text.updated} <Time time={updated} label="full" />
        </span>
      )}
    </p>
  );
}
