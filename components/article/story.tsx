import { Columnist } from '#components/blog/columnist.tsx';
import { Gallery } from '#components/gallery/gallery.tsx';
import { Related } from '#components/panels/related.tsx';
import { Player } from '#components/player/player.tsx';
import type { Article, ContactModel, ListItem } from '#lib/content/models.ts';
import { StoryBodyView } from './body.tsx';
import { StoryFigure } from './story-figure.tsx';
import { StoryFoot } from './story-foot.tsx';
import { StoryHead } from './story-head.tsx';
import { StoryTools } from './story-tools.tsx';
import { storyStrings } from './strings.ts';

type Props = { article: Article; related: ListItem[]; contact: ContactModel };

/** A published story of any kind, whole: head, tools, what is seen or heard, text, and what follows it. */
export function Story({ article, related, contact }: Props) {
  return (
    <article className={`story story-${article.kind}`}>
      <StoryHead article={article} />
      <StoryTools article={article} mail={contact.email} />
      <StoryLead article={article} />
      <div id="story-body" className="story-body">
        <StoryBodyView {...article} />
      </div>
      {article.editor && (
        <p className="story-editor">
          {storyStrings.meta.editor}
          {article.editor}
        </p>
      )}
      {article.blog && <Columnist blog={article.blog} authors={article.authors} />}
      <StoryFoot article={article} />
      <Related items={related} />
    </article>
  );
}

/** What stands before the text: gallery, player, or the lead picture. */
function StoryLead({ article }: { article: Article }) {
  if (article.gallery.length > 0) return <Gallery pictures={article.gallery} />;
  if (article.media) return <Player story={article} media={article.media} cover={article.lead} />;
  return article.lead && <StoryFigure className="story-lead" picture={article.lead} first />;
}
