import { Time } from '#components/ui/time.tsx';
import type { Article, ListItem } from '#lib/content/models.ts';
import { SafeLink } from './safe-link.tsx';
import { storyStrings } from './strings.ts';

/** What follows the text: corrections, where it was printed first, topics, neighbours. */
export function StoryFoot({ article }: { article: Article }) {
  return (
    <footer className="story-foot">
      <Corrections article={article} />
      <Original original={article.original} />
      {article.topics.length > 0 && (
        <nav className="story-topics" aria-label={storyStrings.topics}>
          <ul>
            {article.topics.map((topic) => (
              <li key={topic.href}>
                <a href={topic.href}>{topic.name}</a>
              </li>
            ))}
          </ul>
        </nav>
      )}
      <Neighbours previous={article.previous} next={article.next} />
    </footer>
  );
}

/** 更正: what was wrong, when it was set right. Shown on the story itself, for as long as the story stands. */
export function Corrections({ article }: { article: Article }) {
  if (article.corrections.length === 0) return null;
  return (
    <section className="story-note corrections" aria-labelledby="corrections">
      <h2 id="corrections">{storyStrings.corrections}</h2>
      {article.corrections.map((correction) => (
        <p key={correction.time.iso}>
          <Time time={correction.time} label="full" /> {correction.text}
        </p>
      ))}
    </section>
  );
}

export function Original({ original }: { original: Article['original'] }) {
  if (!original) return null;
  const text = storyStrings.original;
  return (
    <section className="story-note" aria-labelledby="original">
      <h2 id="original">{text.heading}</h2>
      {original.title && (
        <p>
          {text.title}
          {original.title}
        </p>
      )}
      {original.author && (
        <p>
          {text.author}
          {original.author}
        </p>
      )}
      {original.url && (
        <p>
          {text.link}
          <SafeLink href={original.url}>{original.url}</SafeLink>
        </p>
      )}
    </section>
  );
}

function Neighbours({ previous, next }: { previous: ListItem | null; next: ListItem | null }) {
  if (!previous && !next) return null;
  const text = storyStrings.neighbours;
  return (
    <nav className="story-neighbours" aria-label={text.label}>
      {previous && (
        <a href={previous.href} rel="prev">
          <span>{text.previous}</span>
          {previous.title}
        </a>
      )}
      {next && (
        <a href={next.href} rel="next">
          <span>{text.next}</span>
          {next.title}
        </a>
      )}
    </nav>
  );
}
