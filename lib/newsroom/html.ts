import { type HTMLElement, type Node, NodeType, parse, type TextNode } from 'node-html-parser';
import type { BlockNode, InlineNode, ListItemNode, Mark, StoryBody, TableCell } from '#db/schema/body.ts';
import { normaliseBody, safeHref } from '#lib/text/body.ts';

/** A story as an HTML file holds it. */
export type HtmlStory = {
  /** The first `h1`, else `title`; null where there is neither. */
  title: string | null;
  /** Pictures in the order of the text, as the file addresses them. */
  images: { src: string; alt: string; caption: string }[];
  /**
   * The text as a story's body. Only what a body can hold is taken over; scripts, styles, forms and frames are left out with
   * all that is in them, and links that are not safe become plain text.
   * @param mediaId id of the picture at an address; null leaves the picture out.
   */
  body(mediaId: (src: string) => number | null): StoryBody;
};

/** Reads an HTML document or fragment: the `article` in it, else `main`, else `body`, else all. Never fails: HTML has no wrong syntax. */
export function readHtml(html: string): HtmlStory {
  const root = parse(html, {
    comment: false,
    blockTextElements: { script: false, style: false, noscript: false, pre: true },
  });
  const heading = root.querySelector('h1');
  const title = collapse(heading?.text ?? root.querySelector('title')?.text ?? '').trim() || null;
  heading?.remove();
  const scope = root.querySelector('article') ?? root.querySelector('main') ?? root.querySelector('body') ?? root;
  const reader = new Reader(() => null);
  reader.blocks(scope.childNodes, []);
  return {
    title,
    images: reader.images,
    body(mediaId) {
      const result = normaliseBody({ type: 'doc', content: new Reader(mediaId).blocks(scope.childNodes, []) });
      // What the reader makes is of the right shape; only a text beyond every measure is refused.
      if (!result.ok) throw new RangeError(`HTML 正文无法使用：${result.problems[0]?.code}。`);
      return result.body;
    },
  };
}

const dropped = new Set(
  'script style noscript template iframe frame object embed applet form input select textarea button svg math head title nav audio video canvas link meta'.split(
    ' ',
  ),
);
const marks: Record<string, Exclude<Mark['type'], 'link'>> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  s: 'strike',
  strike: 'strike',
  del: 'strike',
  code: 'code',
  kbd: 'code',
  samp: 'code',
};
const blockNames = new Set(
  'address article aside blockquote center dd details div dl dt fieldset figure figcaption footer h1 h2 h3 h4 h5 h6 header hr img li main ol p picture pre section summary table tbody td tfoot th thead tr ul'.split(
    ' ',
  ),
);
/** Nesting beyond this is nobody's story. */
const deepest = 60;

class Reader {
  readonly images: HtmlStory['images'] = [];
  readonly #mediaId: (src: string) => number | null;
  #depth = 0;

  constructor(mediaId: (src: string) => number | null) {
    this.#mediaId = mediaId;
  }

  /** Blocks of mixed content: loose text between blocks becomes paragraphs. */
  blocks(nodes: Node[], outer: Mark[]): BlockNode[] {
    const blocks: BlockNode[] = [];
    let run: InlineNode[] = [];
    const close = () => {
      // Two line breaks in a row are how old editors wrote paragraphs.
      for (const content of paragraphsOf(run)) blocks.push({ type: 'paragraph', content });
      run = [];
    };
    if (this.#depth >= deepest) return [];
    this.#depth += 1;
    for (const node of nodes) {
      const element = elementOf(node);
      if (element && dropped.has(nameOf(element))) continue;
      if (element && (blockNames.has(nameOf(element)) || holdsBlocks(element))) {
        close();
        blocks.push(...this.#block(element, outer));
      } else {
        run.push(...this.#inline(node, outer));
      }
    }
    close();
    this.#depth -= 1;
    return blocks;
  }

  #block(element: HTMLElement, outer: Mark[]): BlockNode[] {
    const children = element.childNodes;
    switch (nameOf(element)) {
      case 'h1':
      case 'h2':
        return this.#words(children, outer, (content) => ({ type: 'heading', attrs: { level: 2 }, content }));
      case 'h3':
      case 'h4':
      case 'h5':
      case 'h6':
        return this.#words(children, outer, (content) => ({ type: 'heading', attrs: { level: 3 }, content }));
      case 'blockquote':
        return wrapped(this.blocks(children, outer), (content) => ({ type: 'blockquote', content }));
      case 'ul':
        return wrapped(this.#items(element, outer), (content) => ({ type: 'bulletList', content }));
      case 'ol': {
        const start = Number(element.getAttribute('start') ?? 1);
        const attrs = Number.isInteger(start) && start >= 0 && start !== 1 ? { attrs: { start } } : {};
        return wrapped(this.#items(element, outer), (content) => ({ type: 'orderedList', ...attrs, content }));
      }
      case 'pre': {
        const text = element.text.replace(/^\n|\n$/g, '');
        return text ? [{ type: 'codeBlock', content: [{ type: 'text', text }] }] : [];
      }
      case 'hr':
        return [{ type: 'horizontalRule' }];
      case 'img':
        return this.#image(element, '');
      case 'figure': {
        const picture = element.querySelector('img');
        const caption = collapse(element.querySelector('figcaption')?.text ?? '').trim();
        return picture ? this.#image(picture, caption) : this.blocks(children, outer);
      }
      case 'table':
        return this.#table(element, outer);
      default: {
        const mark = markOf(element);
        return this.blocks(children, mark ? [...outer, mark] : outer);
      }
    }
  }

  /** A heading's words; pictures that stand in it follow it. */
  #words(nodes: Node[], outer: Mark[], make: (content: InlineNode[]) => BlockNode): BlockNode[] {
    const content = trimmed(nodes.flatMap((node) => this.#inline(node, outer)));
    return content.length > 0 ? [make(content)] : [];
  }

  #items(list: HTMLElement, outer: Mark[]): ListItemNode[] {
    return list.childNodes.flatMap((node) => {
      const item = elementOf(node);
      if (!item || dropped.has(nameOf(item))) return [];
      const content = this.blocks(nameOf(item) === 'li' ? item.childNodes : [item], outer);
      return content.length > 0 ? [{ type: 'listItem' as const, content }] : [];
    });
  }

  #table(table: HTMLElement, outer: Mark[]): BlockNode[] {
    const rows = table.querySelectorAll('tr').flatMap((row) => {
      const content = row.childNodes.flatMap((node): TableCell[] => {
        const cell = elementOf(node);
        const name = cell && nameOf(cell);
        if (!cell || (name !== 'td' && name !== 'th')) return [];
        const span = (key: 'colspan' | 'rowspan', most: number) => {
          const value = Number(cell.getAttribute(key));
          return Number.isInteger(value) && value > 1 && value <= most ? { [key]: value } : {};
        };
        const spans = { ...span('colspan', 100), ...span('rowspan', 1000) };
        const words = trimmed(cell.childNodes.flatMap((child) => this.#inline(child, outer)));
        return [
          {
            type: name === 'th' ? 'tableHeader' : 'tableCell',
            ...(Object.keys(spans).length > 0 && { attrs: spans }),
            content: [{ type: 'paragraph', content: words }],
          },
        ];
      });
      return content.length > 0 ? [{ type: 'tableRow' as const, content }] : [];
    });
    return rows.length > 0 ? [{ type: 'table', content: rows }] : [];
  }

  #image(element: HTMLElement, caption: string): BlockNode[] {
    const src = element.getAttribute('src')?.trim();
    if (!src) return [];
    const alt = collapse(element.getAttribute('alt') ?? '').trim();
    this.images.push({ src, alt, caption });
    const mediaId = this.#mediaId(src);
    return mediaId === null
      ? []
      : [{ type: 'image', attrs: { mediaId, ...(caption && { caption }), ...(alt && { alt }) } }];
  }

  #inline(node: Node, outer: Mark[]): InlineNode[] {
    if (node.nodeType === NodeType.TEXT_NODE) return textOf(collapse((node as TextNode).text), outer);
    const element = elementOf(node);
    if (!element || dropped.has(nameOf(element)) || this.#depth >= deepest) return [];
    if (nameOf(element) === 'br') return [{ type: 'hardBreak' }];
    const mark = markOf(element);
    this.#depth += 1;
    const content = element.childNodes.flatMap((child) => this.#inline(child, mark ? [...outer, mark] : outer));
    this.#depth -= 1;
    return content;
  }
}

function markOf(element: HTMLElement): Mark | null {
  if (nameOf(element) === 'a') {
    const href = safeHref(element.getAttribute('href') ?? '');
    return href === null ? null : { type: 'link', attrs: { href } };
  }
  const type = marks[nameOf(element)];
  return type ? { type } : null;
}

/** Whether blocks stand inside an inline element, as in `<a><p>…</p></a>` or `<font><p>…</p></font>`. */
function holdsBlocks(element: HTMLElement, within = 8): boolean {
  return element.childNodes.some((node) => {
    const child = elementOf(node);
    return child !== null && (blockNames.has(nameOf(child)) || (within > 0 && holdsBlocks(child, within - 1)));
  });
}

function paragraphsOf(run: InlineNode[]): InlineNode[][] {
  const paragraphs: InlineNode[][] = [[]];
  for (const [index, node] of run.entries()) {
    const follows = run.slice(index + 1).find((next) => next.type === 'hardBreak' || next.text.trim() !== '');
    if (node.type === 'hardBreak' && follows?.type === 'hardBreak') paragraphs.push([]);
    else paragraphs.at(-1)?.push(node);
  }
  return paragraphs.map(trimmed).filter((content) => content.length > 0);
}

/** Without line breaks and white space at the ends, full-width indents among it: the page sets those itself. */
function trimmed(nodes: InlineNode[]): InlineNode[] {
  const kept = [...nodes];
  const empty = (node: InlineNode | undefined) =>
    node !== undefined && (node.type === 'hardBreak' || node.text.trim() === '');
  while (empty(kept[0])) kept.shift();
  while (empty(kept.at(-1))) kept.pop();
  const [first] = kept;
  if (first?.type === 'text') kept[0] = { ...first, text: first.text.trimStart() };
  const last = kept.at(-1);
  if (last?.type === 'text') kept[kept.length - 1] = { ...last, text: last.text.trimEnd() };
  return kept;
}

function wrapped<T>(content: T[], make: (content: T[]) => BlockNode): BlockNode[] {
  return content.length > 0 ? [make(content)] : [];
}

function textOf(text: string, outer: Mark[]): InlineNode[] {
  const distinct = outer.filter((mark, index) => outer.findIndex(({ type }) => type === mark.type) === index);
  return text === '' ? [] : [distinct.length > 0 ? { type: 'text', text, marks: distinct } : { type: 'text', text }];
}

/** White space as HTML shows it: one space, except the no-break and full-width ones, which mean themselves. */
function collapse(text: string): string {
  return text.replace(/[ \t\r\n\f]+/g, ' ');
}

function elementOf(node: Node): HTMLElement | null {
  return node.nodeType === NodeType.ELEMENT_NODE ? (node as HTMLElement) : null;
}

function nameOf(element: HTMLElement): string {
  return element.rawTagName?.toLowerCase() ?? '';
}
