import type { BlockNode, InlineNode, ListItemNode, Mark, TableCell } from '#db/schema/body.ts';
import { safeHref } from '#lib/text/body.ts';

/**
 * What is on a clipboard, as a body can hold it: from Word, WPS, WeChat articles, Google Docs and web pages. Colours, sizes,
 * fonts, classes and scripts stay behind; headings, lists, tables, links, stress and pictures come along.
 */
export type Pasted = {
  blocks: PastedBlock[];
  /** It is running text out of one paragraph: it goes on where the cursor stands. */
  inline: boolean;
};

/** A picture that is not in the media library yet. `src`: http(s), data, blob or file, or nothing of use (`cid:`). */
export type PastedPicture = { type: 'pastedImage'; attrs: { src: string; alt: string; caption: string } };

/** As `BlockNode`, with pictures that are still to be taken in, at the top. */
export type PastedBlock = BlockNode | PastedPicture;

/** The part of a DOM that is read, which parsers outside browsers have too. */
export type SourceNode = { nodeType: number; textContent: string | null; childNodes: ArrayLike<SourceNode> };
type SourceElement = SourceNode & { tagName: string; getAttribute(name: string): string | null | undefined };

/** @param parse a whole document or a fragment; in a browser `DOMParser`. */
export function cleanPaste(html: string, parse: (html: string) => SourceNode): Pasted {
  const source = new Cleaner();
  const blocks = source.blocks(children(parse(prepared(html))), plain);
  const tidy = joinLists(dropEmpty(blocks));
  return { blocks: tidy, inline: tidy.length === 1 && tidy[0]?.type === 'paragraph' && !source.sawBlock };
}

/** Plain text: empty lines part paragraphs, as do single line breaks where there are no empty lines. */
export function cleanText(text: string): Pasted {
  const lines = text.replace(/\r\n?/g, '\n').replace(/^\n+|\n+$/g, '');
  const paragraphs = lines
    .split(/\n+/)
    .map((line) => trimmed([{ type: 'text', text: line.replace(/\t/g, ' ') }]))
    .filter((content) => content.length > 0);
  return {
    blocks: paragraphs.map((content) => ({ type: 'paragraph', content })),
    inline: paragraphs.length === 1,
  };
}

/** Without what is no HTML. */
function prepared(html: string): string {
  return (
    html
      // The clipboard format of Windows begins with the places of its parts.
      .replace(/^Version:[^<]*/, '')
      // `<![if !supportLists]>…<![endif]>` shows what is inside; `<!--[if …]>…<![endif]-->` is a comment as it stands.
      .replace(/<!--[\s\S]*?-->/g, '')
      .replace(/<!\[(?:if|endif)[^\]]*\]*>/gi, '')
      // Names with a colon (`<o:p>`, `<w:sdt>`, `<v:shape>`) are elements that no parser outside Word knows.
      .replace(/<\?xml[^>]*>/gi, '')
      .replace(/<style[\s>][\s\S]*?<\/style\s*>/gi, '')
      // A document that is only read is under the page's policy all the same: it would be reported for every style and handler.
      .replace(/<[a-z][^>]*>/gi, (tag) =>
        tag.replace(/\sstyle\s*=/gi, ' data-style=').replace(/\son[a-z]+\s*=/gi, ' data-off='),
      )
  );
}

const ELEMENT = 1;
const TEXT = 3;

const dropped = new Set(
  'script style noscript template iframe frame object embed applet form input select textarea button svg math head title nav audio video canvas link meta xml mp-common-profile mpvoice mpvideosnap qqmusic mp-miniprogram mpprofile v:shapetype v:imagedata w:sdtpr'.split(
    ' ',
  ),
);
const blockNames = new Set(
  'address article aside blockquote body center dd details div dl dt fieldset figure figcaption footer h1 h2 h3 h4 h5 h6 header hr html img li main ol p picture pre section summary table tbody td tfoot th thead tr ul v:shape'.split(
    ' ',
  ),
);
const marksByName: Record<string, 'bold' | 'italic' | 'strike' | 'code'> = {
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
const deepest = 60;
/** A body's own limit is lower; a quotation within quotations within a list is nobody's story. */
const deepestQuote = 4;

type Stress = { bold: boolean; italic: boolean; strike: boolean; code: boolean; href: string | null; pre: boolean };
const plain: Stress = { bold: false, italic: false, strike: false, code: false, href: null, pre: false };

type WordItem = { type: 'wordItem'; level: number; ordered: boolean; start: number; content: InlineNode[] };

class Cleaner {
  sawBlock = false;
  #depth = 0;
  #quotes = 0;

  blocks(nodes: SourceNode[], stress: Stress): PastedBlock[] {
    return nestWordLists(this.#mixed(nodes, stress));
  }

  #mixed(nodes: SourceNode[], stress: Stress): (PastedBlock | WordItem)[] {
    if (this.#depth >= deepest) return [];
    this.#depth += 1;
    const blocks: (PastedBlock | WordItem)[] = [];
    let run: InlineNode[] = [];
    const close = () => {
      for (const content of paragraphsOf(run)) blocks.push({ type: 'paragraph', content });
      run = [];
    };
    for (const node of nodes) {
      const element = elementOf(node);
      if (element && skipped(element)) continue;
      if (element && (blockNames.has(nameOf(element)) || displayedAsBlock(element) || holdsBlocks(element))) {
        close();
        blocks.push(...this.#block(element, stress));
      } else run.push(...this.inline(node, stress));
    }
    close();
    this.#depth -= 1;
    return blocks;
  }

  #block(element: SourceElement, outer: Stress): (PastedBlock | WordItem)[] {
    const name = nameOf(element);
    const inner = children(element);
    const stress = stressOf(element, outer);
    if (name !== 'body' && name !== 'html') this.sawBlock = true;
    const word = wordHeading(element) ?? heading[name];
    if (word && !holdsBlocks(element, 8, nested)) return this.#heading(element, word);
    switch (name) {
      case 'blockquote': {
        if (this.#quotes >= deepestQuote) return this.#mixed(inner, stress);
        this.#quotes += 1;
        const content = this.blocks(inner, stress);
        this.#quotes -= 1;
        return parted(content, (part) => ({ type: 'blockquote', content: part }));
      }
      case 'ul':
      case 'ol':
        return this.#list(element, name, stress);
      case 'li':
        return this.#list({ ...asSource([element]), tagName: 'ul', getAttribute: () => null }, 'ul', outer);
      case 'pre': {
        const text = (element.textContent ?? '').replace(/\r\n?/g, '\n').replace(/^\n|\n+$/g, '');
        return text.trim() ? [{ type: 'codeBlock', content: [{ type: 'text', text }] }] : [];
      }
      case 'hr':
        return [{ type: 'horizontalRule' }];
      case 'img':
        return this.#picture(element, '');
      case 'v:shape':
        return [];
      case 'figure': {
        const caption = find(element, 'figcaption');
        const pictures = findAll(element, 'img');
        const words = caption ? this.#oneLine(caption) : '';
        if (pictures.length === 0) return this.#mixed(inner, stress);
        return pictures.flatMap((picture, at) => this.#picture(picture, at === pictures.length - 1 ? words : ''));
      }
      case 'table':
        return this.#table(element, stress);
      default: {
        const item = wordItem(element);
        if (item) {
          const content = trimmed(inner.flatMap((child) => this.inline(child, stress)));
          return content.length > 0 ? [{ ...item, content }] : [];
        }
        return this.#mixed(inner, stress);
      }
    }
  }

  #heading(element: SourceElement, level: 2 | 3): PastedBlock[] {
    // A heading is bold by itself; what is stressed in it again is not.
    const words = trimmed(children(element).flatMap((child) => this.inline(child, plain))).map((node) =>
      without(node, 'bold'),
    );
    const pictures = findAll(element, 'img').flatMap((picture) => this.#picture(picture, ''));
    return [...(words.length > 0 ? [{ type: 'heading' as const, attrs: { level }, content: words }] : []), ...pictures];
  }

  #list(list: SourceElement, name: 'ul' | 'ol', stress: Stress): PastedBlock[] {
    const items: ListItemNode[] = [];
    const outside: PastedBlock[] = [];
    for (const node of children(list)) {
      const element = elementOf(node);
      if (!element || skipped(element)) continue;
      const inner = nameOf(element);
      // Word online and old pages put a nested list beside the item that it belongs to.
      if ((inner === 'ul' || inner === 'ol') && items.length > 0) {
        items.at(-1)?.content?.push(...bodyBlocks(this.#list(element, inner, stress)));
        continue;
      }
      const blocks = this.blocks(inner === 'li' ? children(element) : [element], stressOf(element, stress));
      outside.push(...blocks.filter(isPicture));
      const content = bodyBlocks(blocks).flatMap(flatInItem);
      if (content.length > 0) items.push({ type: 'listItem', content: startsWithText(content) });
    }
    if (items.length === 0) return outside;
    if (name === 'ul') return [{ type: 'bulletList', content: items }, ...outside];
    const start = Number(list.getAttribute('start') ?? 1);
    const attrs = Number.isInteger(start) && start >= 0 && start !== 1 ? { attrs: { start } } : {};
    return [{ type: 'orderedList', ...attrs, content: items }, ...outside];
  }

  #table(table: SourceElement, stress: Stress): PastedBlock[] {
    const rows = findAll(table, 'tr', 'table');
    const cellsOf = (row: SourceElement) =>
      children(row)
        .map(elementOf)
        .filter((cell) => cell !== null && ['td', 'th'].includes(nameOf(cell)));
    // One cell around everything is layout, as in mails and old pages.
    const all = rows.flatMap(cellsOf);
    if (all.length <= 1) return all.flatMap((cell) => (cell ? this.blocks(children(cell), stress) : []));
    const outside: PastedBlock[] = [];
    const content = rows.flatMap((row) => {
      const cells = cellsOf(row).flatMap((cell): TableCell[] => {
        if (!cell) return [];
        const blocks = this.blocks(children(cell), cellStress(cell, stress));
        outside.push(...blocks.filter(isPicture));
        const spans = { ...span(cell, 'colspan', 100), ...span(cell, 'rowspan', 1000) };
        return [
          {
            type: nameOf(cell) === 'th' ? 'tableHeader' : 'tableCell',
            ...(Object.keys(spans).length > 0 && { attrs: spans }),
            content: paragraphsIn(blocks),
          },
        ];
      });
      return cells.length > 0 ? [{ type: 'tableRow' as const, content: cells }] : [];
    });
    return content.length > 0 ? [{ type: 'table', content: headed(content) }, ...outside] : outside;
  }

  #picture(element: SourceElement, caption: string): PastedBlock[] {
    // WeChat and many sites load lazily: `src` is then a placeholder, and the address stands elsewhere.
    const names = ['data-src', 'data-original', 'data-lazy-src', 'data-actualsrc', 'src'];
    const src = names
      .map((name) => element.getAttribute(name)?.trim())
      .find((value) => value && !/^data:image\/(?:gif|svg)/i.test(value));
    if (!src || tiny(element)) return [];
    return [{ type: 'pastedImage', attrs: { src, alt: oneLine(element.getAttribute('alt')), caption } }];
  }

  /** A caption's lines in one; after a full stop nothing need part them. */
  #oneLine(element: SourceElement): string {
    const text = this.inline(element, plain).map((node) => (node.type === 'text' ? node.text : ' '));
    return oneLine(text.join('')).replace(/([，。；：！？、]) /g, '$1');
  }

  inline(node: SourceNode, outer: Stress): InlineNode[] {
    if (node.nodeType === TEXT) {
      const text = outer.pre ? (node.textContent ?? '') : collapse(node.textContent ?? '');
      return outer.pre ? lines(text, outer) : textOf(text, outer);
    }
    const element = elementOf(node);
    if (!element || skipped(element) || this.#depth >= deepest) return [];
    if (nameOf(element) === 'br') return [{ type: 'hardBreak' }];
    const stress = stressOf(element, outer);
    this.#depth += 1;
    const content = children(element).flatMap((child) => this.inline(child, stress));
    this.#depth -= 1;
    return content;
  }
}

/* Elements */

const heading: Record<string, 2 | 3> = { h1: 2, h2: 2, h3: 3, h4: 3, h5: 3, h6: 3 };
const nested = new Set('p div ul ol table blockquote section'.split(' '));

/** Word's heading styles, which are paragraphs where the style is a newsroom's own. */
function wordHeading(element: SourceElement): 2 | 3 | undefined {
  const style = styleOf(element);
  const level =
    /^(?:mso)?heading([1-6])$/i.exec(element.getAttribute('class') ?? '')?.[1] ?? style['mso-outline-level'];
  if (!level || !/^[1-6]$/.test(level) || nameOf(element) !== 'p') return undefined;
  return Number(level) <= 2 ? 2 : 3;
}

/** A list item of Word or WPS: a paragraph that says which list and level, and draws its own number or bullet. */
function wordItem(element: SourceElement): WordItem | null {
  if (nameOf(element) !== 'p' && nameOf(element) !== 'div') return null;
  const list = /\bl\d+\s+level(\d+)/i.exec(styleOf(element)['mso-list'] ?? '');
  if (!list) return null;
  const marker = oneLine(markerOf(element)?.textContent);
  const number = /^[(（]?(\d+|[a-zA-Z]{1,4}|[一二三四五六七八九十百]+)[.)）、．]/.exec(marker)?.[1];
  const start = number && /^\d+$/.test(number) ? Number(number) : 1;
  return { type: 'wordItem', level: Number(list[1]), ordered: number !== undefined, start, content: [] };
}

function markerOf(element: SourceElement): SourceElement | null {
  for (const child of children(element)) {
    const inner = elementOf(child);
    if (!inner) continue;
    if (isMarker(inner)) return inner;
    const deeper = markerOf(inner);
    if (deeper) return deeper;
  }
  return null;
}

function isMarker(element: SourceElement): boolean {
  return /^ignore$/i.test(styleOf(element)['mso-list'] ?? '');
}

function skipped(element: SourceElement): boolean {
  const name = nameOf(element);
  if (dropped.has(name)) return true;
  const style = styleOf(element);
  if (isMarker(element) || style.display === 'none' || /^all$/i.test(style['mso-hide'] ?? '')) return true;
  // Comments and their anchors in Word.
  return (
    /^(?:comment|comment-list|field-begin|field-separator|field-end)$/i.test(style['mso-element'] ?? '') ||
    /^MsoCommentReference$/i.test(element.getAttribute('class') ?? '')
  );
}

function stressOf(element: SourceElement, outer: Stress): Stress {
  const name = nameOf(element);
  const style = styleOf(element);
  const next = { ...outer };
  const mark = marksByName[name];
  if (mark) next[mark] = true;
  // What the style says overrules the name: Google Docs wraps everything in `<b style="font-weight:normal">`.
  const weight = style['font-weight'];
  if (weight) next.bold = weight === 'bold' || weight === 'bolder' || Number(weight) >= 600;
  const slant = style['font-style'];
  if (slant) next.italic = slant === 'italic' || slant === 'oblique';
  const line = style['text-decoration-line'] ?? style['text-decoration'];
  if (line?.includes('line-through')) next.strike = true;
  const white = style['white-space'] ?? style['white-space-collapse'];
  if (white && (name === 'span' || name === 'p' || name === 'div'))
    next.pre = /^(?:pre|pre-wrap|preserve|break-spaces)$/.test(white);
  if (name === 'a') next.href = safeHref(element.getAttribute('href') ?? '') ?? outer.href;
  // A link to a place within the document that it was copied from leads nowhere here.
  if (next.href?.startsWith('#')) next.href = null;
  return next;
}

/** A cell's own boldness is its being a header. */
function cellStress(cell: SourceElement, outer: Stress): Stress {
  return nameOf(cell) === 'th' ? { ...outer, bold: false } : outer;
}

function displayedAsBlock(element: SourceElement): boolean {
  return nameOf(element) === 'span' && styleOf(element).display === 'block';
}

function tiny(element: SourceElement): boolean {
  const size = (name: 'width' | 'height') =>
    Number.parseFloat(element.getAttribute(name) ?? styleOf(element)[name] ?? '');
  return size('width') <= 2 || size('height') <= 2;
}

function styleOf(element: SourceElement): Record<string, string> {
  const text = element.getAttribute('data-style');
  if (!text) return {};
  return Object.fromEntries(
    text.split(';').flatMap((part) => {
      const at = part.indexOf(':');
      return at > 0
        ? [
            [
              part.slice(0, at).trim().toLowerCase(),
              part
                .slice(at + 1)
                .trim()
                .toLowerCase(),
            ],
          ]
        : [];
    }),
  );
}

function holdsBlocks(element: SourceElement, within = 8, names = blockNames): boolean {
  return children(element).some((node) => {
    const child = elementOf(node);
    return (
      child !== null &&
      !skipped(child) &&
      (names.has(nameOf(child)) || (within > 0 && holdsBlocks(child, within - 1, names)))
    );
  });
}

function children(node: SourceNode): SourceNode[] {
  return Array.from(node.childNodes);
}

function asSource(nodes: SourceNode[]): SourceNode {
  return { nodeType: ELEMENT, textContent: '', childNodes: nodes };
}

function elementOf(node: SourceNode): SourceElement | null {
  return node.nodeType === ELEMENT && 'tagName' in node ? (node as SourceElement) : null;
}

function nameOf(element: SourceElement): string {
  return (element.tagName ?? '').toLowerCase();
}

function find(element: SourceElement, name: string): SourceElement | null {
  return findAll(element, name)[0] ?? null;
}

function findAll(element: SourceElement, name: string, notWithin = ''): SourceElement[] {
  return children(element).flatMap((node) => {
    const child = elementOf(node);
    if (!child) return [];
    if (nameOf(child) === name) return [child];
    return nameOf(child) === notWithin ? [] : findAll(child, name, notWithin);
  });
}

function span(cell: SourceElement, key: 'colspan' | 'rowspan', most: number): Record<string, number> {
  const value = Number(cell.getAttribute(key));
  return Number.isInteger(value) && value > 1 && value <= most ? { [key]: value } : {};
}

/* Text */

/** White space as HTML shows it. No-break spaces, which programs use to fill, are spaces too; the full-width one means itself. */
function collapse(text: string): string {
  return text.replace(/[ \t\r\n\f\u00a0]+/g, ' ').replace(/[\u200b\ufeff]/g, '');
}

function oneLine(text: string | null | undefined): string {
  return collapse(text ?? '').trim();
}

function lines(text: string, stress: Stress): InlineNode[] {
  return text
    .split('\n')
    .flatMap((line, at): InlineNode[] => [
      ...(at > 0 ? [{ type: 'hardBreak' as const }] : []),
      ...textOf(line.replace(/[\t\u00a0]/g, ' ').replace(/[\r\u200b\ufeff]/g, ''), stress),
    ]);
}

function textOf(text: string, stress: Stress): InlineNode[] {
  if (text === '') return [];
  const marks: Mark[] = [];
  if (stress.href !== null) marks.push({ type: 'link', attrs: { href: stress.href } });
  for (const type of ['bold', 'italic', 'strike'] as const) if (stress[type]) marks.push({ type });
  // Code has no other marks, as in the editor.
  if (stress.code) return [{ type: 'text', text, marks: [{ type: 'code' }] }];
  return [marks.length > 0 ? { type: 'text', text, marks } : { type: 'text', text }];
}

/** Two line breaks in a row are how web editors write paragraphs. */
function paragraphsOf(run: InlineNode[]): InlineNode[][] {
  const paragraphs: InlineNode[][] = [[]];
  let breaks = 0;
  for (const node of run) {
    if (node.type === 'hardBreak') {
      breaks += 1;
      continue;
    }
    if (breaks > 0 && node.text.trim() === '') continue;
    if (breaks > 1) paragraphs.push([]);
    else if (breaks === 1) paragraphs.at(-1)?.push({ type: 'hardBreak' });
    breaks = 0;
    paragraphs.at(-1)?.push(node);
  }
  return paragraphs.map(trimmed).filter((content) => content.length > 0);
}

/** Without line breaks and white space at the ends, full-width indents among it: the page sets those itself. */
function trimmed(nodes: InlineNode[]): InlineNode[] {
  const kept = joined(nodes);
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

function joined(nodes: InlineNode[]): InlineNode[] {
  const result: InlineNode[] = [];
  for (const node of nodes) {
    const last = result.at(-1);
    if (node.type === 'text' && last?.type === 'text' && JSON.stringify(node.marks) === JSON.stringify(last.marks)) {
      result[result.length - 1] = { ...last, text: (last.text + node.text).replace(/ {2,}/g, ' ') };
    } else result.push(node);
  }
  return result;
}

function without(node: InlineNode, type: Mark['type']): InlineNode {
  if (node.type !== 'text' || !node.marks) return node;
  const marks = node.marks.filter((mark) => mark.type !== type);
  return marks.length > 0 ? { ...node, marks } : { type: 'text', text: node.text };
}

/* Structure */

function isPicture(block: PastedBlock): block is PastedPicture {
  return block.type === 'pastedImage';
}

function bodyBlocks(blocks: PastedBlock[]): BlockNode[] {
  return blocks.filter((block): block is BlockNode => !isPicture(block));
}

/** Blocks in a wrapper that cannot hold new pictures: these part it. */
function parted(blocks: PastedBlock[], wrap: (content: BlockNode[]) => BlockNode): PastedBlock[] {
  const result: PastedBlock[] = [];
  let run: BlockNode[] = [];
  const close = () => {
    if (run.length > 0) result.push(wrap(run));
    run = [];
  };
  for (const block of blocks) {
    if (isPicture(block)) {
      close();
      result.push(block);
    } else run.push(block);
  }
  close();
  return result;
}

/** Headings and quotations within list items come from pages that are laid out by lists. */
function flatInItem(block: BlockNode): BlockNode[] {
  if (block.type === 'heading') return [{ type: 'paragraph', ...(block.content && { content: block.content }) }];
  return block.type === 'horizontalRule' ? [] : [block];
}

/** An item begins with a paragraph. */
function startsWithText(content: BlockNode[]): BlockNode[] {
  return content[0]?.type === 'paragraph' ? content : [{ type: 'paragraph', content: [] }, ...content];
}

type CellParagraph = { type: 'paragraph'; content?: InlineNode[] };

/** What is left of blocks where only paragraphs may stand, as in a table's cell. */
export function paragraphsIn(blocks: PastedBlock[]): CellParagraph[] {
  const found = blocks.flatMap((block): CellParagraph[] => {
    switch (block.type) {
      case 'paragraph':
        return [block];
      case 'heading':
      case 'pullQuote':
      case 'codeBlock':
        return [{ type: 'paragraph', ...(block.content && { content: block.content }) }];
      case 'blockquote':
        return paragraphsIn(block.content ?? []);
      case 'bulletList':
      case 'orderedList':
        return (block.content ?? []).flatMap((item) => paragraphsIn(item.content ?? []));
      case 'table':
        return (block.content ?? []).flatMap((row) => (row.content ?? []).flatMap((cell) => cell.content ?? []));
      default:
        return [];
    }
  });
  return found.length > 0 ? found : [{ type: 'paragraph', content: [] }];
}

type Row = { type: 'tableRow'; content: TableCell[] };

/** A first row that is bold throughout is a head, as Word and WPS write it. */
function headed(rows: Row[]): Row[] {
  const [first, ...rest] = rows;
  if (!first || rest.length === 0 || first.content.some((cell) => cell.type === 'tableHeader')) return rows;
  const texts = first.content.flatMap((cell) => (cell.content ?? []).flatMap((paragraph) => paragraph.content ?? []));
  const bold = (node: InlineNode) =>
    node.type === 'hardBreak' || node.text.trim() === '' || node.marks?.some(({ type }) => type === 'bold');
  if (texts.length === 0 || !texts.every(bold)) return rows;
  const content = first.content.map(
    (cell): TableCell => ({
      ...cell,
      type: 'tableHeader',
      content: (cell.content ?? []).map((paragraph) => ({
        ...paragraph,
        content: (paragraph.content ?? []).map((node) => without(node, 'bold')),
      })),
    }),
  );
  return [{ type: 'tableRow', content }, ...rest];
}

/** Word's list paragraphs, which follow each other, as lists within lists. */
function nestWordLists(blocks: (PastedBlock | WordItem)[]): PastedBlock[] {
  const result: PastedBlock[] = [];
  let open: { level: number; ordered: boolean; items: ListItemNode[] }[] = [];
  for (const block of blocks) {
    if (block.type !== 'wordItem') {
      open = [];
      result.push(block);
      continue;
    }
    open = open.filter(({ level }) => level <= block.level);
    let list = open.at(-1);
    // A level may hold a numbered list after a bulleted one.
    if (list?.level === block.level && list.ordered !== block.ordered) {
      open.pop();
      list = open.at(-1);
    }
    if (!list || list.level < block.level) {
      const items: ListItemNode[] = [];
      const node: BlockNode = block.ordered
        ? { type: 'orderedList', ...(block.start > 1 && { attrs: { start: block.start } }), content: items }
        : { type: 'bulletList', content: items };
      const parent = list?.items.at(-1);
      if (parent) parent.content?.push(node);
      else result.push(node);
      list = { level: block.level, ordered: block.ordered, items };
      open.push(list);
    }
    list.items.push({ type: 'listItem', content: [{ type: 'paragraph', content: block.content }] });
  }
  return result;
}

/** Items of one list that were copied one by one (each in a list of its own) are one list. */
function joinLists(blocks: PastedBlock[]): PastedBlock[] {
  const result: PastedBlock[] = [];
  for (const block of blocks) {
    const last = result.at(-1);
    if (last?.type === 'bulletList' && block.type === 'bulletList') {
      result[result.length - 1] = { ...last, content: [...(last.content ?? []), ...(block.content ?? [])] };
    } else result.push(block);
  }
  return result;
}

function dropEmpty(blocks: PastedBlock[]): PastedBlock[] {
  return blocks.filter((block) => block.type !== 'paragraph' || (block.content ?? []).length > 0);
}
