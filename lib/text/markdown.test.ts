import { describe, expect, it } from 'vitest';
import type { BlockNode } from '#db/schema/body.ts';
import { MarkdownError, markdownToBody, splitFrontMatter } from './markdown.ts';

const pictures: Record<string, number> = { 'weihe-1': 11, 'terrace-2': 12 };
const blocks = (markdown: string): BlockNode[] => markdownToBody(markdown, (key) => pictures[key] ?? null).content;
const text = (value: string, ...marks: unknown[]) => ({
  type: 'text',
  text: value,
  ...(marks.length > 0 && { marks }),
});
const paragraph = (...content: unknown[]) => ({ type: 'paragraph', content });

describe('front matter', () => {
  it('is parted from the text', () => {
    expect(splitFrontMatter('---\ntitle: 渭水\ntags: [a, b]\n---\n正文\n\n---\n\n后文')).toEqual({
      front: { title: '渭水', tags: ['a', 'b'] },
      markdown: '正文\n\n---\n\n后文',
    });
  });

  it('may be absent, and may come from Windows', () => {
    expect(splitFrontMatter('正文')).toEqual({ front: {}, markdown: '正文' });
    expect(splitFrontMatter('\ufeff---\r\ntitle: a\r\n---\r\n正文\r\n')).toEqual({
      front: { title: 'a' },
      markdown: '正文\n',
    });
  });

  it('that is broken is told to the editor', () => {
    expect(() => splitFrontMatter('---\ntitle: a')).toThrow(MarkdownError);
    expect(() => splitFrontMatter('---\ntitle: [a\n---\n')).toThrow(MarkdownError);
    expect(() => splitFrontMatter('---\n- a\n---\n')).toThrow(MarkdownError);
  });
});

describe('Markdown', () => {
  it('becomes paragraphs, sub-heads, lists, quotes and rules', () => {
    expect(
      blocks('第一段\n\n## 小标题\n\n#### 更小\n\n- 甲\n- 乙\n\n2. 丙\n\n> 引文\n\n---\n\n```\ncode\n```'),
    ).toEqual([
      paragraph(text('第一段')),
      { type: 'heading', attrs: { level: 2 }, content: [text('小标题')] },
      { type: 'heading', attrs: { level: 3 }, content: [text('更小')] },
      {
        type: 'bulletList',
        content: ['甲', '乙'].map((item) => ({ type: 'listItem', content: [paragraph(text(item))] })),
      },
      { type: 'orderedList', attrs: { start: 2 }, content: [{ type: 'listItem', content: [paragraph(text('丙'))] }] },
      { type: 'blockquote', content: [paragraph(text('引文'))] },
      { type: 'horizontalRule' },
      { type: 'codeBlock', content: [text('code')] },
    ]);
  });

  it('knows bold text beside Chinese punctuation, where CommonMark does not', () => {
    expect(blocks('他说**“金句”**后，见**重点（一）**。')).toEqual([
      paragraph(
        text('他说'),
        text('“金句”', { type: 'bold' }),
        text('后，见'),
        text('重点（一）', { type: 'bold' }),
        text('。'),
      ),
    ]);
  });

  it('keeps asterisks that mark nothing', () => {
    expect(blocks('3 ** 2 和 5 * 4 ** 3')).toEqual([paragraph(text('3 ** 2 和 5 * 4 ** 3'))]);
  });

  it('takes links to the web and to this site, and refuses scripts', () => {
    expect(blocks('见[联系我们](/contact)')).toEqual([
      paragraph(text('见'), text('联系我们', { type: 'link', attrs: { href: '/contact' } })),
    ]);
    expect(() => blocks('[点我](javascript:alert(1))')).toThrow(MarkdownError);
  });

  it('shows HTML as the text that it is', () => {
    expect(blocks('<script>alert(1)</script>')).toEqual([paragraph(text('<script>alert(1)</script>'))]);
    expect(blocks('a<b>c</b> &lt;d&gt; &amp;&#39;')).toEqual([paragraph(text("a<b>c</b> <d> &'"))]);
  });

  it('puts pictures of the library between the paragraphs', () => {
    expect(blocks('前 ![河](media:weihe-1 "图注。渭水图库") 后\n\n![](media:terrace-2)')).toEqual([
      paragraph(text('前')),
      { type: 'image', attrs: { mediaId: 11, caption: '图注。渭水图库', alt: '河' } },
      paragraph(text('后')),
      { type: 'image', attrs: { mediaId: 12 } },
    ]);
  });

  it('names pictures that the library does not have', () => {
    expect(() => blocks('![x](media:none-1)')).toThrow(/none-1/);
    expect(() => blocks('![x](https://example.org/x.jpg)')).toThrow(MarkdownError);
  });

  it('has pull quotes and cards of other stories', () => {
    expect(blocks('> [!pull] 水在**流**\n\n[相关报道](story:42)')).toEqual([
      { type: 'pullQuote', content: [text('水在'), text('流', { type: 'bold' })] },
      { type: 'storyCard', attrs: { storyId: 42 } },
    ]);
  });

  it('keeps the lines of a verse and joins those of a paragraph', () => {
    expect(blocks('> 君问归期未有期\n> 巴山夜雨涨秋池')).toEqual([
      {
        type: 'blockquote',
        content: [paragraph(text('君问归期未有期'), { type: 'hardBreak' }, text('巴山夜雨涨秋池'))],
      },
    ]);
    expect(blocks('中文换行\n不加空格，English\nwords do')).toEqual([
      paragraph(text('中文换行不加空格，English words do')),
    ]);
  });

  it('has tables', () => {
    const cell = (type: string, value: string) => ({ type, content: [paragraph(text(value))] });
    expect(blocks('| 品种 | 价 |\n| --- | --- |\n| 土豆 | 1.6 |')).toEqual([
      {
        type: 'table',
        content: [
          { type: 'tableRow', content: [cell('tableHeader', '品种'), cell('tableHeader', '价')] },
          { type: 'tableRow', content: [cell('tableCell', '土豆'), cell('tableCell', '1.6')] },
        ],
      },
    ]);
  });
});
