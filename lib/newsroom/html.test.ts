import { describe, expect, it } from 'vitest';
import type { BlockNode } from '#db/schema/body.ts';
import { readHtml } from './html.ts';

const blocks = (html: string, pictures: Record<string, number> = {}): BlockNode[] =>
  readHtml(html).body((src) => pictures[src] ?? null).content;
const p = (text: string) => ({ type: 'paragraph', content: [{ type: 'text', text }] });

describe('an HTML file', () => {
  it('gives its article, with the title from its first heading', () => {
    const story = readHtml(
      '<html><head><title>站名</title></head><body><nav>首页</nav><article><h1>夜间公交 <b>延时</b></h1><p>正文。</p></article><p>版权</p></body></html>',
    );
    expect(story.title).toBe('夜间公交 延时');
    expect(story.body(() => null).content).toEqual([p('正文。')]);
    expect(readHtml('<title>站名</title><p>正文</p>').title).toBe('站名');
    expect(readHtml('<p>正文</p>').title).toBeNull();
  });

  it('keeps headings, lists, quotations, tables, code and lines', () => {
    expect(
      blocks(`<h2>小标题</h2><h5>再小</h5><ul><li>一</li><li>二<ol start="3"><li>三</li></ol></li></ul><blockquote><p>引文</p></blockquote>
        <table><thead><tr><th colspan="2">票价</th></tr></thead><tbody><tr><td>一</td><td>二 元</td></tr></tbody></table><pre>a  b
c</pre><hr>`),
    ).toEqual([
      { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: '小标题' }] },
      { type: 'heading', attrs: { level: 3 }, content: [{ type: 'text', text: '再小' }] },
      {
        type: 'bulletList',
        content: [
          { type: 'listItem', content: [p('一')] },
          {
            type: 'listItem',
            content: [
              p('二'),
              { type: 'orderedList', attrs: { start: 3 }, content: [{ type: 'listItem', content: [p('三')] }] },
            ],
          },
        ],
      },
      { type: 'blockquote', content: [p('引文')] },
      {
        type: 'table',
        content: [
          { type: 'tableRow', content: [{ type: 'tableHeader', attrs: { colspan: 2 }, content: [p('票价')] }] },
          {
            type: 'tableRow',
            content: [
              { type: 'tableCell', content: [p('一')] },
              { type: 'tableCell', content: [p('二 元')] },
            ],
          },
        ],
      },
      { type: 'codeBlock', content: [{ type: 'text', text: 'a  b\nc' }] },
      { type: 'horizontalRule' },
    ]);
  });

  it('keeps bold, italic and safe links, each mark once', () => {
    expect(blocks('<p>一<b>二<strong>三</strong></b><a href="/section/local"><i>四</i></a></p>')).toEqual([
      {
        type: 'paragraph',
        content: [
          { type: 'text', text: '一' },
          { type: 'text', text: '二三', marks: [{ type: 'bold' }] },
          {
            type: 'text',
            text: '四',
            marks: [{ type: 'link', attrs: { href: '/section/local' } }, { type: 'italic' }],
          },
        ],
      },
    ]);
  });

  it('makes paragraphs of what old editors wrote: full-width indents, two line breaks, text in div and font', () => {
    expect(
      blocks('  第一段。<br><br>  第二段,<br>同段。<div>第三段。</div><font><p>第四段。</p></font>&nbsp;'),
    ).toEqual([
      p('第一段。'),
      {
        type: 'paragraph',
        content: [{ type: 'text', text: '第二段,' }, { type: 'hardBreak' }, { type: 'text', text: '同段。' }],
      },
      p('第三段。'),
      p('第四段。'),
    ]);
  });

  it('names its pictures with their captions, and leaves out those that are not there', () => {
    const html =
      '<figure><img src="a.jpg" alt="崖壁"><figcaption>图注</figcaption></figure><p>前<img src="b.jpg">后</p>';
    const story = readHtml(html);
    expect(story.images).toEqual([
      { src: 'a.jpg', alt: '崖壁', caption: '图注' },
      { src: 'b.jpg', alt: '', caption: '' },
    ]);
    expect(blocks(html, { 'a.jpg': 7 })).toEqual([
      { type: 'image', attrs: { mediaId: 7, caption: '图注', alt: '崖壁' } },
      p('前'),
      p('后'),
    ]);
    expect(blocks('<p><a href="/x"><img src="b.jpg"></a></p>', { 'b.jpg': 8 })).toEqual([
      { type: 'image', attrs: { mediaId: 8 } },
    ]);
  });

  it.each([
    ['<script>alert(1)</script>'],
    ['<p onclick="alert(1)"><script>alert(1)</script></p>'],
    ['<style>p{}</style><iframe src="//evil.example"><p>框</p></iframe><object><p>物</p></object>'],
    ['<svg><script>alert(1)</script><a href="javascript:alert(1)"><text>字</text></a></svg>'],
    ['<form><input value="x"><button>按</button></form>'],
    ['<!-- <p>注</p> -->'],
    ['<noscript><p>无</p></noscript><template><p>模</p></template>'],
  ])('leaves out what is not text: %s', (html) => {
    expect(blocks(html)).toEqual([]);
  });

  it.each([
    ['javascript:alert(1)'],
    ['JaVaScRiPt:alert(1)'],
    ['java&#10;script:alert(1)'],
    ['data:text/html,x'],
    ['//evil.example'],
    ['vbscript:x'],
    [''],
  ])('makes a link to “%s” plain text', (href) => {
    expect(blocks(`<p><a href="${href}">字</a></p>`)).toEqual([p('字')]);
  });

  it('shows markup that was escaped as the text that it is', () => {
    expect(blocks('<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp; 甲</p>')).toEqual([
      p('<script>alert(1)</script> &amp; 甲'),
    ]);
  });

  it('survives what is broken, endless or empty', () => {
    expect(blocks('<p>一<p>二</b></div><li>')).toEqual([p('一'), p('二')]);
    expect(blocks('')).toEqual([]);
    expect(() => blocks(`${'<div>'.repeat(5000)}深`)).not.toThrow();
    expect(() => blocks(`${'<b>'.repeat(5000)}深`)).not.toThrow();
  });
});
