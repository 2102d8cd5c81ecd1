import { Marked, type Token, type Tokens } from 'marked';
import { parse as parseYaml } from 'yaml';
import type { BlockNode, InlineNode, ListItemNode, Mark, StoryBody, TableCell } from '#db/schema/body.ts';
import { normaliseBody, safeHref } from './body.ts';

/** A Markdown file that cannot become a story; the message says where and why. */
export class MarkdownError extends Error {}

/**
 * Parts a file into its YAML front matter and its Markdown. A file without front matter is all Markdown.
 * @throws {MarkdownError} when the front matter is not closed, not YAML, or not a list of names and values.
 */
export function splitFrontMatter(file: string): { front: Record<string, unknown>; markdown: string } {
  const text = file.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
  if (!text.startsWith('---\n')) return { front: {}, markdown: text };
  const end = text.indexOf('\n---', 3);
  if (end < 0) throw new MarkdownError('文件开头的信息区没有用 --- 结束。');
  const markdown = text.slice(end + 4).replace(/^[^\n]*\n?/, '');
  let front: unknown;
  try {
    front = parseYaml(text.slice(4, end + 1)) ?? {};
  } catch (error) {
    throw new MarkdownError(`文件开头的信息区不是有效的 YAML:${error instanceof Error ? error.message : error}`);
  }
  if (typeof front !== 'object' || front === null || Array.isArray(front)) {
    throw new MarkdownError('文件开头的信息区应当是“名称: 值”的列表。');
  }
  return { front: front as Record<string, unknown>, markdown };
}

/**
 * Markdown as newsrooms write it, to a story's body. Besides CommonMark and tables: `![alt](media:key "caption")` on a line
 * of its own is a picture of the media library, `> [!pull] …` a pull quote, `[…](story:123)` on a line of its own the card
 * of another story. Lines of a quotation stay lines (verse); those of a paragraph are joined. HTML stays visible text.
 * @param mediaId id of the picture with a key; null for an unknown one.
 * @throws {MarkdownError} for unknown pictures and for addresses that must not be linked.
 */
export function markdownToBody(markdown: string, mediaId: (key: string) => number | null): StoryBody {
  const content = new Converter(mediaId).blocks(parser.lexer(markdown));
  const result = normaliseBody({ type: 'doc', content });
  if (!result.ok) {
    throw new MarkdownError(
      `正文无法使用：${result.problems.map((problem) => `${problem.path} ${problem.code}`).join(',')}`,
    );
  }
  return result.body;
}

// CommonMark does not see bold text where ** meets Chinese punctuation on the inside and a character on the outside
// (`**“金句”**后`). Chinese has no spaces to go by, so the nearest pair counts.
const parser = new Marked({
  gfm: true,
  extensions: [
    {
      name: 'strong',
      level: 'inline',
      start: (text: string) => text.indexOf('**'),
      tokenizer(text: string) {
        const match = /^\*\*(?![\s*])((?:\\.|[^\\])*?[^\s\\*])\*\*(?!\*)/s.exec(text);
        const inner = match?.[1];
        if (!match || inner === undefined) return undefined;
        return { type: 'strong', raw: match[0], text: inner, tokens: this.lexer.inlineTokens(inner) };
      },
    },
  ],
});

class Converter {
  private readonly mediaId: (key: string) => number | null;
  private inQuote = false;

  constructor(mediaId: (key: string) => number | null) {
    this.mediaId = mediaId;
  }

  blocks(tokens: readonly Token[]): BlockNode[] {
    return tokens.flatMap((token) => this.block(token as Tokens.Generic));
  }

  private block(token: Tokens.Generic): BlockNode[] {
    switch (token.type) {
      case 'space':
      case 'def':
        return [];
      case 'paragraph':
      case 'text':
        return this.paragraph(token.tokens ?? [{ type: 'text', raw: token.raw, text: token.text }]);
      case 'heading':
        return [
          { type: 'heading', attrs: { level: token.depth <= 2 ? 2 : 3 }, content: this.inline(token.tokens ?? [], []) },
        ];
      case 'blockquote':
        return [this.quote(token as Tokens.Blockquote)];
      case 'list':
        return [this.list(token as Tokens.List)];
      case 'code':
        return [{ type: 'codeBlock', content: textNodes(token.text, []) }];
      case 'hr':
        return [{ type: 'horizontalRule' }];
      case 'table':
        return [this.table(token as Tokens.Table)];
      default:
        return [{ type: 'paragraph', content: textNodes(token.raw.trim(), []) }];
    }
  }

  /** A paragraph; pictures and story cards in it stand as blocks of their own between what is before and after them. */
  private paragraph(tokens: readonly Token[]): BlockNode[] {
    const only = tokens.length === 1 ? (tokens[0] as Tokens.Generic) : null;
    const card = only?.type === 'link' ? /^story:(\d+)$/.exec(only.href)?.[1] : undefined;
    if (card) return [{ type: 'storyCard', attrs: { storyId: Number(card) } }];

    const blocks: BlockNode[] = [];
    let run: Token[] = [];
    const close = () => {
      const content = trimmed(this.inline(run, []));
      if (content.length > 0) blocks.push({ type: 'paragraph', content });
      run = [];
    };
    for (const token of tokens) {
      if (token.type === 'image') {
        close();
        blocks.push(this.image(token as Tokens.Image));
      } else {
        run.push(token);
      }
    }
    close();
    return blocks;
  }

  private image({ href, text, title }: Tokens.Image): BlockNode {
    const key = /^media:([a-z0-9-]+)$/.exec(href)?.[1];
    if (!key) throw new MarkdownError(`图片地址 ${href} 不是图库编号(media:…)。`);
    const mediaId = this.mediaId(key);
    if (mediaId === null) throw new MarkdownError(`图库里没有图片 ${key}。`);
    const alt = decodeEntities(text);
    const caption = decodeEntities(title ?? '');
    return { type: 'image', attrs: { mediaId, ...(caption && { caption }), ...(alt && { alt }) } };
  }

  private quote(token: Tokens.Blockquote): BlockNode {
    const pull = /^\[!pull\]\s*/;
    const [first, ...more] = token.tokens.filter((each) => each.type !== 'space') as Tokens.Generic[];
    if (first?.type === 'paragraph' && more.length === 0 && pull.test(first.text)) {
      return { type: 'pullQuote', content: this.inline(parser.Lexer.lexInline(first.text.replace(pull, '')), []) };
    }
    const outer = this.inQuote;
    this.inQuote = true;
    const content = this.blocks(token.tokens);
    this.inQuote = outer;
    return { type: 'blockquote', content };
  }

  private list(token: Tokens.List): BlockNode {
    const content = token.items.map((item): ListItemNode => ({ type: 'listItem', content: this.blocks(item.tokens) }));
    if (!token.ordered) return { type: 'bulletList', content };
    return {
      type: 'orderedList',
      ...(Number(token.start) !== 1 && { attrs: { start: Number(token.start) } }),
      content,
    };
  }

  private table(token: Tokens.Table): BlockNode {
    const cell =
      (type: TableCell['type']) =>
      (each: Tokens.TableCell): TableCell => ({
        type,
        content: [{ type: 'paragraph', content: this.inline(each.tokens, []) }],
      });
    return {
      type: 'table',
      content: [
        { type: 'tableRow', content: token.header.map(cell('tableHeader')) },
        ...token.rows.map((row) => ({ type: 'tableRow' as const, content: row.map(cell('tableCell')) })),
      ],
    };
  }

  private inline(tokens: readonly Token[], marks: Mark[]): InlineNode[] {
    return tokens.flatMap((each): InlineNode[] => {
      const token = each as Tokens.Generic;
      const inside = (mark: Mark) => this.inline(token.tokens ?? [], [...marks, mark]);
      switch (token.type) {
        case 'text':
          return token.tokens ? this.inline(token.tokens, marks) : this.lines(decodeEntities(token.text), marks);
        case 'escape':
          return textNodes(token.text, marks);
        case 'strong':
          return inside({ type: 'bold' });
        case 'em':
          return inside({ type: 'italic' });
        case 'del':
          return inside({ type: 'strike' });
        case 'codespan':
          return textNodes(decodeEntities(token.text), [...marks, { type: 'code' }]);
        case 'br':
          return [{ type: 'hardBreak' }];
        case 'link': {
          const href = safeHref(token.href);
          if (href === null) throw new MarkdownError(`链接地址 ${token.href} 不能使用。`);
          return inside({ type: 'link', attrs: { href } });
        }
        case 'image':
          throw new MarkdownError(`图片 ${token.href} 应当单独成段。`);
        default:
          return textNodes(token.raw, marks);
      }
    });
  }

  private lines(text: string, marks: Mark[]): InlineNode[] {
    if (!this.inQuote) return textNodes(joinLines(text), marks);
    return text
      .split('\n')
      .flatMap((line, index) => [...(index > 0 ? [{ type: 'hardBreak' } as const] : []), ...textNodes(line, marks)]);
  }
}

/** Joins the lines of a paragraph: a line break between Latin words is a space, beside a Chinese character nothing. */
function joinLines(text: string): string {
  return text.replace(/([^\n]?)\n+([^\n]?)/gu, (_, before: string, after: string) =>
    /^[\u0021-\u02af]{2}$/.test(before + after) ? `${before} ${after}` : before + after,
  );
}

function textNodes(text: string, marks: Mark[]): InlineNode[] {
  return text === '' ? [] : [marks.length > 0 ? { type: 'text', text, marks } : { type: 'text', text }];
}

/** Without line breaks and spaces at the ends, as remain around a picture that was taken out. */
function trimmed(nodes: InlineNode[]): InlineNode[] {
  const kept = nodes.map((node, index) => {
    if (node.type !== 'text') return node;
    const text = index === 0 ? node.text.trimStart() : node.text;
    return { ...node, text: index === nodes.length - 1 ? text.trimEnd() : text };
  });
  const empty = (node: InlineNode | undefined) => node && (node.type === 'hardBreak' || node.text === '');
  while (empty(kept[0])) kept.shift();
  while (empty(kept.at(-1))) kept.pop();
  return kept;
}

const entities: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  hellip: '…',
  mdash: '—',
  middot: '·',
};

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]+));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return entities[name] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
