import { Phrases } from '#components/ui/phrases.tsx';
import { Time } from '#components/ui/time.tsx';
import type { Article } from '#lib/content/models.ts';
import { site } from '#site.config.ts';
import { StoryBodyView } from './body.tsx';
import { StoryFigure } from './story-figure.tsx';
import { Corrections, Original } from './story-foot.tsx';
import { StoryMeta } from './story-head.tsx';
import { storyStrings } from './strings.ts';

const text = storyStrings.print;

/** A story for paper: one column, black on white, where it is from at its head and its address at its foot. */
export function PrintStory({ article }: { article: Article }) {
  const url = site.origin + article.href;
  return (
    <article className="print-page">
      <p className="print-top">
        <b>{site.name}</b>
        <span>{article.trail.map(({ name }) => name).join(' · ')}</span>
        <Time time={article.published} label="day" />
      </p>
      <p className="print-bar">
        <ws-print>
          <button type="button" hidden>
            {text.button}
          </button>
        </ws-print>
        <a href={article.href}>{text.back}</a>
      </p>
      <h1>
        <Phrases text={article.title} />
      </h1>
      {article.subtitle && <p className="subtitle">{article.subtitle}</p>}
      <StoryMeta article={article} />
      {article.gallery.length === 0 && article.lead && <StoryFigure picture={article.lead} first />}
      {article.media && <p className="print-media">{text.watch(article.media.duration)}</p>}
      <div className="story-body">
        <StoryBodyView {...article} />
        {article.gallery.map((picture) => (
          <StoryFigure key={picture.position} picture={picture} caption={picture.text} first />
        ))}
      </div>
      {article.editor && (
        <p className="story-editor">
          {storyStrings.meta.editor}
          {article.editor}
        </p>
      )}
      <Corrections article={article} />
      <Original original={article.original} />
      <footer className="print-foot">
        <p>
          {text.from} {site.name}（{site.publisher.name}）
        </p>
        <p>
          {text.url} {url}
        </p>
      </footer>
    </article>
  );
}
