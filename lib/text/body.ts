import type { BlockNode, GalleryItem, InlineNode, ListItemNode, Mark, StoryBody, TableCell } from '#db/schema/body.ts';

/** Why a body was refused, and where: `content.3.content.0.marks.1`. */
export type BodyProblem = {
  path: string;
  code:
    | 'not-a-document'
    | 'unknown-node'
    | 'unknown-mark'
    | 'bad-attribute'
    | 'bad-link'
    | 'bad-text'
    | 'too-deep'
    | 'too-large';
};

export type BodyResult = { ok: true; body: StoryBody } | { ok: false; problems: BodyProblem[] };

const deepest = 12;
const longest = 400_000;
const largestGallery = 300;

/**
 * Checks a body that came from outside against the nodes and marks that exist (`db/schema/body.ts`) and returns a clean
 * copy: unknown attributes are left out, neighbouring texts with equal marks are joined, empty paragraphs at the ends go.
 * Unknown nodes, unknown marks and addresses that are not web, mail or telephone are refused, all of them at once.
 */
export function normaliseBody(input: unknown): BodyResult {
  const reader = new BodyReader();
  const content = reader.document(input);
  const [first] = reader.problems;
  return first === undefined ? { ok: true, body: { type: 'doc', content } } : { ok: false, problems: reader.problems };
}

/**
 * An address that may stand in a story: http(s), mailto, tel, or a path or fragment of this site. Returned trimmed; null
 * for everything else, `javascript:` and protocol-relative addresses in any disguise among it.
 */
export function safeHref(href: string): string | null {
  const text = href.trim();
  // Browsers drop tabs and line breaks inside addresses and read a backslash as a slash: nothing honest needs them.
  if (text === '' || text.length > 2000 || /[\p{Cc}\s\\]/u.test(text)) return null;
  if (text.startsWith('#') || (text.startsWith('/') && !text.startsWith('//'))) return text;
  if (/^(mailto|tel):/i.test(text)) return text;
  if (!/^https?:\/\//i.test(text)) return null;
  return URL.canParse(text) ? text : null;
}

/** The readable text of a body, blocks parted by line breaks: for summaries, search and reading aloud. */
export function plainText(body: StoryBody): string {
  const lines: string[] = [];
  const inline = (nodes: InlineNode[] | undefined) =>
    (nodes ?? []).map((node) => (node.type === 'text' ? node.text : '\n')).join('');
  const block = (node: BlockNode | ListItemNode): void => {
    switch (node.type) {
      case 'paragraph':
      case 'heading':
      case 'pullQuote':
      case 'codeBlock':
        lines.push(inline(node.content));
        return;
      case 'image':
      case 'audio':
      case 'video':
        if (node.attrs.caption) lines.push(node.attrs.caption);
        return;
      case 'gallery':
        for (const { caption } of node.attrs.items) if (caption) lines.push(caption);
        return;
      case 'table':
        for (const row of node.content ?? []) {
          lines.push(
            (row.content ?? []).map((cell) => (cell.content ?? []).map((p) => inline(p.content)).join(' ')).join('\t'),
          );
        }
        return;
      case 'horizontalRule':
      case 'storyCard':
        return;
      default:
        for (const child of node.content ?? []) block(child);
    }
  };
  for (const node of body.content) block(node);
  return lines.filter((line) => line.trim() !== '').join('\n');
}

/** Han characters plus Latin words and numbers of a text: what Chinese newsrooms call 字数. */
export function countWords(text: string): number {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  const latin = text.match(/[\p{Script=Latin}\p{Nd}]+(?:[.,'’:-][\p{Script=Latin}\p{Nd}]+)*/gu)?.length ?? 0;
  return han + latin;
}

/** 字数 of a body, captions included. */
export function bodyWordCount(body: StoryBody): number {
  return countWords(plainText(body));
}

/** Minutes to read so many characters at 400 a minute, at least one. */
export function readingMinutes(wordCount: number): number {
  return Math.max(1, Math.round(wordCount / 400));
}

/** Ids of the pictures, of the sounds and films, and of the stories that a body names, each once, in order. */
export function bodyReferences(body: StoryBody): { media: number[]; programmes: number[]; stories: number[] } {
  const media = new Set<number>();
  const programmes = new Set<number>();
  const stories = new Set<number>();
  const block = (node: BlockNode | ListItemNode): void => {
    if (node.type === 'image') media.add(node.attrs.mediaId);
    else if (node.type === 'gallery') for (const item of node.attrs.items) media.add(item.mediaId);
    else if (node.type === 'audio' || node.type === 'video') programmes.add(node.attrs.mediaId);
    else if (node.type === 'storyCard') stories.add(node.attrs.storyId);
    else if (
      node.type === 'blockquote' ||
      node.type === 'bulletList' ||
      node.type === 'orderedList' ||
      node.type === 'listItem'
    ) {
      for (const child of node.content ?? []) block(child);
    }
  };
  for (const node of body.content) block(node);
  return { media: [...media], programmes: [...programmes], stories: [...stories] };
}

type Fields = Record<string, unknown>;

class BodyReader {
  readonly problems: BodyProblem[] = [];
  private size = 0;

  document(input: unknown): BlockNode[] {
    if (!isFields(input) || input.type !== 'doc' || !Array.isArray(input.content)) {
      this.refuse('', 'not-a-document');
      return [];
    }
    const blocks = this.blocks(input.content, 'content', 0);
    while (isEmptyParagraph(blocks.at(-1))) blocks.pop();
    while (isEmptyParagraph(blocks[0])) blocks.shift();
    return blocks;
  }

  private refuse(path: string, code: BodyProblem['code']): void {
    // A hostile body must not answer with a list as long as itself.
    if (this.problems.length < 50) this.problems.push({ path, code });
  }

  private each<T>(input: unknown, path: string, read: (node: Fields, path: string) => T | null): T[] {
    if (input === undefined) return [];
    if (!Array.isArray(input)) {
      this.refuse(path, 'unknown-node');
      return [];
    }
    return input.flatMap((node, index) => {
      const at = `${path}.${index}`;
      if (!isFields(node)) {
        this.refuse(at, 'unknown-node');
        return [];
      }
      const value = read(node, at);
      return value === null ? [] : [value];
    });
  }

  private blocks(input: unknown, path: string, depth: number): BlockNode[] {
    if (depth > deepest) {
      this.refuse(path, 'too-deep');
      return [];
    }
    return this.each(input, path, (node, at) => this.block(node, at, depth));
  }

  private block(node: Fields, path: string, depth: number): BlockNode | null {
    const inside = `${path}.content`;
    const attrs = isFields(node.attrs) ? node.attrs : {};
    switch (node.type) {
      case 'paragraph':
      case 'pullQuote':
        return { type: node.type, content: this.inline(node.content, inside) };
      case 'heading':
        // The page's own title is h1; what an editor or an import calls deeper than h3 is drawn as h3.
        if (!isInteger(attrs.level, 1, 6)) {
          this.refuse(path, 'bad-attribute');
          return null;
        }
        return {
          type: 'heading',
          attrs: { level: attrs.level <= 2 ? 2 : 3 },
          content: this.inline(node.content, inside),
        };
      case 'blockquote':
        return { type: 'blockquote', content: this.blocks(node.content, inside, depth + 1) };
      case 'bulletList':
        return { type: 'bulletList', content: this.listItems(node.content, inside, depth) };
      case 'orderedList':
        return {
          type: 'orderedList',
          ...(isInteger(attrs.start, 0, 1_000_000) && attrs.start !== 1 ? { attrs: { start: attrs.start } } : {}),
          content: this.listItems(node.content, inside, depth),
        };
      case 'codeBlock':
        return { type: 'codeBlock', content: this.inline(node.content, inside) };
      case 'horizontalRule':
        return { type: 'horizontalRule' };
      case 'image':
        return this.image(attrs, path);
      case 'table':
        return { type: 'table', content: this.each(node.content, inside, (row, at) => this.row(row, at)) };
      case 'storyCard':
        if (!isInteger(attrs.storyId, 1)) {
          this.refuse(path, 'bad-attribute');
          return null;
        }
        return { type: 'storyCard', attrs: { storyId: attrs.storyId } };
      case 'gallery':
        return this.gallery(attrs, path);
      case 'audio':
      case 'video':
        if (!isInteger(attrs.mediaId, 1)) {
          this.refuse(path, 'bad-attribute');
          return null;
        }
        return { type: node.type, attrs: { mediaId: attrs.mediaId, ...this.caption(attrs, path) } };
      default:
        this.refuse(path, 'unknown-node');
        return null;
    }
  }

  private image(attrs: Fields, path: string): BlockNode | null {
    if (!isInteger(attrs.mediaId, 1)) {
      this.refuse(path, 'bad-attribute');
      return null;
    }
    return {
      type: 'image',
      attrs: {
        mediaId: attrs.mediaId,
        ...this.caption(attrs, path),
        ...(typeof attrs.alt === 'string' ? { alt: this.text(attrs.alt, path) } : {}),
      },
    };
  }

  private gallery(attrs: Fields, path: string): BlockNode | null {
    if (!Array.isArray(attrs.items) || attrs.items.length > largestGallery) {
      this.refuse(path, 'bad-attribute');
      return null;
    }
    const items = this.each(attrs.items, `${path}.attrs.items`, (item, at): GalleryItem | null => {
      if (isInteger(item.mediaId, 1)) return { mediaId: item.mediaId, ...this.caption(item, at) };
      this.refuse(at, 'bad-attribute');
      return null;
    });
    return items.length > 0 ? { type: 'gallery', attrs: { items } } : null;
  }

  private caption(attrs: Fields, path: string): { caption?: string } {
    return typeof attrs.caption === 'string' ? { caption: this.text(attrs.caption, path) } : {};
  }

  private listItems(input: unknown, path: string, depth: number): ListItemNode[] {
    return this.each(input, path, (node, at) => {
      if (node.type !== 'listItem') {
        this.refuse(at, 'unknown-node');
        return null;
      }
      return { type: 'listItem', content: this.blocks(node.content, `${at}.content`, depth + 1) };
    });
  }

  private row(node: Fields, path: string): { type: 'tableRow'; content: TableCell[] } | null {
    if (node.type !== 'tableRow') {
      this.refuse(path, 'unknown-node');
      return null;
    }
    return {
      type: 'tableRow',
      content: this.each(node.content, `${path}.content`, (cell, at): TableCell | null => {
        if (cell.type !== 'tableCell' && cell.type !== 'tableHeader') {
          this.refuse(at, 'unknown-node');
          return null;
        }
        const attrs = isFields(cell.attrs) ? cell.attrs : {};
        const spans = {
          ...(isInteger(attrs.colspan, 2, 100) ? { colspan: attrs.colspan } : {}),
          ...(isInteger(attrs.rowspan, 2, 1000) ? { rowspan: attrs.rowspan } : {}),
        };
        const content = this.each(cell.content, `${at}.content`, (paragraph, inner) => {
          if (paragraph.type !== 'paragraph') {
            this.refuse(inner, 'unknown-node');
            return null;
          }
          return { type: 'paragraph' as const, content: this.inline(paragraph.content, `${inner}.content`) };
        });
        return { type: cell.type, ...(Object.keys(spans).length > 0 ? { attrs: spans } : {}), content };
      }),
    };
  }

  private inline(input: unknown, path: string): InlineNode[] {
    const nodes = this.each(input, path, (node, at): InlineNode | null => {
      if (node.type === 'hardBreak') return { type: 'hardBreak' };
      if (node.type !== 'text') {
        this.refuse(at, 'unknown-node');
        return null;
      }
      if (typeof node.text !== 'string') {
        this.refuse(at, 'bad-text');
        return null;
      }
      const text = this.text(node.text, at);
      if (text === '') return null;
      const marks = this.each(node.marks, `${at}.marks`, (mark, inner) => this.mark(mark, inner));
      return marks.length > 0 ? { type: 'text', text, marks } : { type: 'text', text };
    });
    return joinEqual(nodes);
  }

  private mark(mark: Fields, path: string): Mark | null {
    switch (mark.type) {
      case 'bold':
      case 'italic':
      case 'strike':
      case 'code':
        return { type: mark.type };
      case 'link': {
        const attrs = isFields(mark.attrs) ? mark.attrs : {};
        const href = typeof attrs.href === 'string' ? safeHref(attrs.href) : null;
        if (href === null) {
          this.refuse(path, 'bad-link');
          return null;
        }
        return { type: 'link', attrs: { href } };
      }
      default:
        this.refuse(path, 'unknown-mark');
        return null;
    }
  }

  private text(text: string, path: string): string {
    this.size += text.length;
    if (this.size > longest) {
      if (this.size - text.length <= longest) this.refuse(path, 'too-large');
      return '';
    }
    // Control characters: PostgreSQL refuses NUL and lone surrogates in jsonb, and nothing draws the rest.
    return text.replace(/(?![\t\n])\p{Cc}/gu, '').replace(/\p{Surrogate}/gu, '\ufffd');
  }
}

function joinEqual(nodes: InlineNode[]): InlineNode[] {
  const joined: InlineNode[] = [];
  for (const node of nodes) {
    const last = joined.at(-1);
    if (node.type === 'text' && last?.type === 'text' && JSON.stringify(node.marks) === JSON.stringify(last.marks)) {
      joined[joined.length - 1] = { ...last, text: last.text + node.text };
    } else {
      joined.push(node);
    }
  }
  return joined;
}

function isEmptyParagraph(node: BlockNode | undefined): boolean {
  return (
    node?.type === 'paragraph' &&
    (node.content ?? []).every((child) => child.type === 'text' && child.text.trim() === '')
  );
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isInteger(value: unknown, from: number, to: number = Number.MAX_SAFE_INTEGER): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= from && value <= to;
}
