import { type Extensions, Node } from '@tiptap/core';
import { Table, TableCell, TableHeader, TableRow } from '@tiptap/extension-table';
import type { Node as ProseNode } from '@tiptap/pm/model';
import { StarterKit } from '@tiptap/starter-kit';
import type { BlockNode, StoryBody } from '#db/schema/body.ts';
import { bodyWordCount, normaliseBody, safeHref } from '#lib/text/body.ts';

/**
 * The document that is edited: exactly the nodes of `db/schema/body.ts`, and `pending`, a picture that is on its way into the
 * media library and is never stored.
 */
const attribute = { default: null, rendered: false };

/**
 * A block without text of its own. On the clipboard it carries its attributes, so that it can be cut and pasted; what comes
 * from there is checked like everything else before it is stored.
 */
function atom(name: string, attributes: Record<string, { default: unknown; rendered: boolean }>) {
  return Node.create({
    name,
    group: 'block',
    atom: true,
    draggable: true,
    addAttributes: () => attributes,
    renderHTML: ({ node }) => ['figure', { 'data-node': name, 'data-attributes': JSON.stringify(node.attrs) }],
    parseHTML: () => [{ tag: `figure[data-node="${name}"]`, getAttrs: readAttributes }],
  });
}

function readAttributes(element: HTMLElement): Record<string, unknown> | false {
  try {
    const attributes: unknown = JSON.parse(element.dataset.attributes ?? '');
    return typeof attributes === 'object' && attributes !== null ? { ...attributes } : false;
  } catch {
    return false;
  }
}

export const Image = atom('image', { mediaId: attribute, caption: attribute, alt: attribute });
export const Gallery = atom('gallery', { items: { default: [], rendered: false } });
export const Audio = atom('audio', { mediaId: attribute, caption: attribute });
export const Video = atom('video', { mediaId: attribute, caption: attribute });
export const StoryCard = atom('storyCard', { storyId: attribute });
/** `key` names the upload. */
export const Pending = atom('pending', { key: attribute, src: attribute, caption: attribute, alt: attribute });

export const PullQuote = Node.create({
  name: 'pullQuote',
  group: 'block',
  content: 'inline*',
  defining: true,
  renderHTML: () => ['blockquote', { class: 'pull' }, ['p', 0]],
  parseHTML: () => [{ tag: 'blockquote.pull', priority: 60, contentElement: 'p' }],
});

// Without its column widths, which are inline styles: the reading page lays tables out by itself.
const PlainTable = Table.extend({ renderHTML: () => ['table', ['tbody', 0]] }).configure({ resizable: false });
const cellContent = { content: 'paragraph+' };

/** Nodes and marks without their views. */
export const starter = StarterKit.configure({
  heading: { levels: [2, 3] },
  underline: false,
  dropcursor: { class: 'drop-cursor', color: false },
  link: {
    openOnClick: false,
    defaultProtocol: 'https',
    isAllowedUri: (href) => safeHref(href) !== null,
    HTMLAttributes: { rel: null, target: null },
  },
});

export const tables: Extensions = [
  PlainTable,
  TableRow,
  TableCell.extend(cellContent),
  TableHeader.extend(cellContent),
];

const converted = new WeakMap<ProseNode, { block: BlockNode | null; words: number }>();

/** One block of the document as it is stored; each is converted once, as ProseMirror never changes a node. */
function convert(node: ProseNode): { block: BlockNode | null; words: number } {
  const known = converted.get(node);
  if (known) return known;
  const result = normaliseBody({ type: 'doc', content: withoutPending([node.toJSON()]) });
  let block = result.ok ? (result.body.content[0] ?? null) : (node.toJSON() as BlockNode);
  // At the ends of a document empty paragraphs go; between others they stay.
  if (!block && node.type.name === 'paragraph') block = { type: 'paragraph', content: [] };
  const one = { block, words: block ? bodyWordCount({ type: 'doc', content: [block] }) : 0 };
  converted.set(node, one);
  return one;
}

type Json = { type?: string; content?: Json[] };

function withoutPending(nodes: Json[]): Json[] {
  return nodes
    .filter(({ type }) => type !== 'pending')
    .map((node) => (node.content ? { ...node, content: withoutPending(node.content) } : node));
}

/** The document as it is stored. */
export function bodyOf(doc: ProseNode): StoryBody {
  const content = doc.children.flatMap((node) => convert(node).block ?? []);
  const empty = (block: BlockNode | undefined) => block?.type === 'paragraph' && !block.content?.length;
  while (empty(content.at(-1))) content.pop();
  while (empty(content[0])) content.shift();
  return { type: 'doc', content };
}

/** 字数, as the site counts it. */
export function wordsOf(doc: ProseNode): number {
  return doc.children.reduce((sum, node) => sum + convert(node).words, 0);
}

export type OutlineEntry = { level: 2 | 3; text: string; pos: number };

/** Headings with their places; also those within quotations. */
export function outlineOf(doc: ProseNode): OutlineEntry[] {
  const found: OutlineEntry[] = [];
  doc.forEach((node, pos) => {
    if (node.type.name === 'heading') found.push({ level: node.attrs.level, text: node.textContent, pos });
  });
  return found;
}
