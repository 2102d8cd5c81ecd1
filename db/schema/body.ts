/**
 * A story's body: the JSON of a ProseMirror document, as TipTap stores it. Only these nodes and marks exist; whatever
 * else arrives is refused or dropped at the border (`lib/text/body`), so that rendering never meets raw HTML.
 */
export type Mark =
  | { type: 'bold' }
  | { type: 'italic' }
  | { type: 'strike' }
  | { type: 'code' }
  | { type: 'link'; attrs: { href: string } };

export type InlineNode = { type: 'text'; text: string; marks?: Mark[] } | { type: 'hardBreak' };

export type TableCell = {
  type: 'tableCell' | 'tableHeader';
  attrs?: { colspan?: number; rowspan?: number };
  content?: { type: 'paragraph'; content?: InlineNode[] }[];
};

export type BlockNode =
  | { type: 'paragraph'; content?: InlineNode[] }
  | { type: 'heading'; attrs: { level: 2 | 3 }; content?: InlineNode[] }
  | { type: 'blockquote'; content?: BlockNode[] }
  | { type: 'pullQuote'; content?: InlineNode[] }
  | { type: 'bulletList'; content?: ListItemNode[] }
  | { type: 'orderedList'; attrs?: { start?: number }; content?: ListItemNode[] }
  | { type: 'codeBlock'; content?: InlineNode[] }
  | { type: 'horizontalRule' }
  | { type: 'image'; attrs: { mediaId: number; caption?: string | null; alt?: string | null } }
  | { type: 'table'; content?: { type: 'tableRow'; content?: TableCell[] }[] }
  | { type: 'storyCard'; attrs: { storyId: number } }
  | { type: 'gallery'; attrs: { items: GalleryItem[] } }
  | { type: 'audio' | 'video'; attrs: { mediaId: number; caption?: string | null } };

/** A picture of a gallery that stands in the text; without words of its own it has the picture's. */
export type GalleryItem = { mediaId: number; caption?: string | null };

export type ListItemNode = { type: 'listItem'; content?: BlockNode[] };

export type StoryBody = { type: 'doc'; content: BlockNode[] };
