import type { ReactNode } from 'react';
import type { ListItemNode } from '#db/schema/body.ts';
import type { BlockNode, ListItem, MediaModel, PictureModel, StoryBody } from '#lib/content/models.ts';
import { each } from './each.ts';
import { Inline, plainText } from './inline.tsx';
import { StoryCard } from './story-card.tsx';
import { StoryFigure } from './story-figure.tsx';
import { StoryGallery } from './story-gallery.tsx';
import { StoryProgramme } from './story-programme.tsx';
import { StoryTable } from './story-table.tsx';

/** What the body only names: pictures, sounds, films and stories, by id. A name that leads nowhere draws nothing. */
export type BodyContext = {
  /** The story's title: what a table or a sound is called that stands under no heading. */
  title: string;
  pictures: Record<number, PictureModel>;
  programmes: Record<number, MediaModel>;
  cards: Record<number, ListItem>;
};

/**
 * A story's body as typeset HTML. Pure: the same document gives the same markup. Knows every node of `db/schema/body.ts`;
 * an unknown one draws nothing, and there is no way in for raw HTML.
 */
export function StoryBodyView({ body, ...context }: { body: StoryBody } & BodyContext): ReactNode {
  return <Blocks nodes={body.content} context={context} />;
}

function Blocks({ nodes, context }: { nodes: BlockNode[] | undefined; context: BodyContext }): ReactNode {
  let heading = context.title;
  return each(nodes, (node) => {
    if (node.type === 'heading') heading = plainText(node.content) || heading;
    return <Block node={node} context={{ ...context, title: heading }} />;
  });
}

function Block({ node, context }: { node: BlockNode; context: BodyContext }): ReactNode {
  switch (node.type) {
    case 'paragraph':
      return plainText(node.content) === '' ? null : (
        <p>
          <Inline content={node.content} />
        </p>
      );
    case 'heading': {
      const Heading = node.attrs.level === 3 ? 'h3' : 'h2';
      return plainText(node.content) === '' ? null : (
        <Heading>
          <Inline content={node.content} />
        </Heading>
      );
    }
    case 'blockquote':
      return (
        <blockquote>
          <Blocks nodes={node.content} context={context} />
        </blockquote>
      );
    case 'pullQuote':
      return (
        <blockquote className="pull">
          <p>
            <Inline content={node.content} large />
          </p>
        </blockquote>
      );
    case 'bulletList':
      return (
        <ul>
          <ListItems items={node.content} context={context} />
        </ul>
      );
    case 'orderedList':
      return (
        <ol start={node.attrs?.start === 1 ? undefined : node.attrs?.start}>
          <ListItems items={node.content} context={context} />
        </ol>
      );
    case 'codeBlock':
      return (
        <pre>
          <code>
            <Inline content={node.content} />
          </code>
        </pre>
      );
    case 'horizontalRule':
      return <hr />;
    case 'image':
      return (
        <StoryFigure picture={context.pictures[node.attrs.mediaId]} caption={node.attrs.caption} alt={node.attrs.alt} />
      );
    case 'table':
      return <StoryTable rows={node.content ?? []} name={context.title} />;
    case 'storyCard':
      return <StoryCard item={context.cards[node.attrs.storyId]} />;
    case 'gallery':
      return <StoryGallery items={node.attrs.items} pictures={context.pictures} />;
    case 'audio':
    case 'video': {
      const { mediaId, caption } = node.attrs;
      const media = context.programmes[mediaId];
      return <StoryProgramme mediaId={mediaId} media={media} caption={caption} title={context.title} />;
    }
    default:
      return null;
  }
}

function ListItems({ items, context }: { items: ListItemNode[] | undefined; context: BodyContext }): ReactNode {
  return each(items, (item) => {
    const [only, ...rest] = item.content ?? [];
    return (
      <li>
        {only?.type === 'paragraph' && rest.length === 0 ? (
          <Inline content={only.content} />
        ) : (
          <Blocks nodes={item.content} context={context} />
        )}
      </li>
    );
  });
}
