import type { InlineNode, ListItemNode, Mark, TableCell } from '#db/schema/body.ts';
import type { BlockNode, FeedStory, ListItem, MediaModel, PictureModel } from '#lib/content/models.ts';
import { safeHref } from '#lib/text/body.ts';
import { possible } from '../text/xml.ts';

const words = {
  credit: (name: string) => `（图/${name}）`,
  aiMade: '（本图由人工智能生成）',
  correction: (time: string) => `更正（${time}）：`,
  original: '原文：',
};

/**
 * A story as HTML that is safe in any reader: only elements written here, every text and attribute escaped, every address
 * absolute, because it is read away from this site. It says what the story's page says (`components/article`): pictures,
 * text, corrections, and where a reprint comes from.
 */
export function storyHtml(story: FeedStory, origin: string): string {
  return new Writer(story, origin).whole();
}

/** Text as it stands in HTML, in an element or an attribute. */
export function escaped(text: string): string {
  return possible(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

const elements = { bold: 'strong', italic: 'em', strike: 's', code: 'code' } as const;

class Writer {
  private readonly story: FeedStory;
  private readonly origin: string;

  constructor(story: FeedStory, origin: string) {
    this.story = story;
    this.origin = origin;
  }

  whole(): string {
    const { gallery, lead, body, corrections, original } = this.story;
    return [
      ...(gallery.length > 0
        ? gallery.map((picture) => this.figure(picture, picture.text))
        : [this.figure(lead ?? this.story.media?.poster)]),
      this.blocks(body.content),
      ...corrections.map(({ time, text }) =>
        wrap('p', wrap('strong', words.correction(time.full.slice(0, 16))) + escaped(text)),
      ),
      original ? this.source(original) : '',
    ].join('');
  }

  private source({ title, url, author }: NonNullable<FeedStory['original']>): string {
    const name = escaped(title ?? url ?? '');
    const href = url === null ? null : safeHref(url);
    const linked = href === null ? name : wrap('a', name, ` href="${this.address(href)}"`);
    return wrap('p', words.original + [linked, escaped(author ?? '')].filter(Boolean).join('，'));
  }

  private blocks(nodes: BlockNode[] | undefined): string {
    return (nodes ?? []).map((node) => this.block(node)).join('');
  }

  private block(node: BlockNode): string {
    switch (node.type) {
      case 'paragraph':
        return wrap('p', this.inline(node.content));
      case 'heading':
        return wrap(node.attrs.level === 3 ? 'h3' : 'h2', this.inline(node.content));
      case 'blockquote':
        return wrap('blockquote', this.blocks(node.content));
      case 'pullQuote':
        return wrap('blockquote', wrap('p', this.inline(node.content)));
      case 'bulletList':
        return wrap('ul', this.listItems(node.content));
      case 'orderedList': {
        const start = Math.trunc(Number(node.attrs?.start ?? 1));
        return wrap('ol', this.listItems(node.content), start === 1 ? '' : ` start="${start}"`);
      }
      case 'codeBlock':
        return wrap('pre', wrap('code', this.inline(node.content)));
      case 'horizontalRule':
        return '<hr>';
      case 'image':
        return this.figure(this.story.pictures[node.attrs.mediaId], node.attrs.caption, node.attrs.alt);
      case 'table':
        return wrap('table', (node.content ?? []).map((row) => this.row(row.content)).join(''));
      case 'storyCard':
        return this.card(this.story.cards[node.attrs.storyId]);
      case 'gallery':
        return node.attrs.items
          .map(({ mediaId, caption }) => this.figure(this.story.pictures[mediaId], caption))
          .join('');
      case 'audio':
      case 'video':
        return this.programme(this.story.programmes[node.attrs.mediaId], node.attrs.caption);
      default:
        return '';
    }
  }

  private listItems(items: ListItemNode[] | undefined): string {
    return (items ?? [])
      .map(({ content }) => {
        const [only, ...rest] = content ?? [];
        const single = only?.type === 'paragraph' && rest.length === 0;
        return wrap('li', single ? this.inline(only.content) : this.blocks(content));
      })
      .join('');
  }

  private row(cells: TableCell[] | undefined): string {
    const drawn = (cells ?? []).map((cell) => {
      const element = cell.type === 'tableHeader' ? 'th' : 'td';
      const inside = (cell.content ?? []).map((paragraph) => this.inline(paragraph.content)).join('<br>');
      // An empty cell keeps its place.
      return `<${element}${span('colspan', cell.attrs?.colspan)}${span('rowspan', cell.attrs?.rowspan)}>${inside}</${element}>`;
    });
    return wrap('tr', drawn.join(''));
  }

  private figure(picture: PictureModel | null | undefined, caption?: string | null, alt?: string | null): string {
    if (!picture) return '';
    const { src, width, height, credit, aiMade } = picture;
    const said = [caption ?? picture.caption, credit && words.credit(credit), aiMade && words.aiMade].filter(Boolean);
    const image = `<img src="${this.address(src)}" alt="${escaped(alt || picture.alt)}" width="${width}" height="${height}">`;
    return `<figure>${image}${wrap('figcaption', escaped(said.join('')))}</figure>`;
  }

  /** Readers that have no player show the link. */
  private programme(media: MediaModel | undefined, caption: string | null | undefined): string {
    if (!media) return '';
    const src = this.address(media.src);
    const link = wrap('a', escaped(caption || this.story.title), ` href="${src}"`);
    return `<figure>${wrap(media.kind, link, ` controls src="${src}"`)}${wrap('figcaption', escaped(caption ?? ''))}</figure>`;
  }

  private card(item: ListItem | undefined): string {
    return item ? `<p><a href="${this.address(item.href)}">${escaped(item.fullTitle)}</a></p>` : '';
  }

  private inline(nodes: InlineNode[] | undefined): string {
    return (nodes ?? [])
      .map((node) => (node.type === 'text' ? this.marked(escaped(node.text), node.marks) : '<br>'))
      .join('');
  }

  /** The first mark is the outermost. */
  private marked(html: string, marks: Mark[] | undefined): string {
    return (marks ?? []).reduceRight((inside, mark) => {
      if (mark.type !== 'link') return elements[mark.type] ? wrap(elements[mark.type], inside) : inside;
      // Checked when the story was stored, and again here: an import may have passed by the editor.
      const href = safeHref(mark.attrs.href);
      return href === null ? inside : wrap('a', inside, ` href="${this.address(href)}"`);
    }, html);
  }

  private address(href: string): string {
    const base = this.origin + this.story.href;
    return escaped(URL.canParse(href, base) ? new URL(href, base).href : base);
  }
}

function span(name: 'colspan' | 'rowspan', count: number | undefined): string {
  return count && count > 1 ? ` ${name}="${Math.min(Math.floor(count), 1000)}"` : '';
}

/** Nothing for what is empty, as on the page. */
function wrap(element: string, inside: string, attributes = ''): string {
  return inside === '' ? '' : `<${element}${attributes}>${inside}</${element}>`;
}
