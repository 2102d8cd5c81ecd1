import { parse } from 'node-html-parser';
import { describe, expect, it } from 'vitest';
import { normaliseBody } from '#lib/text/body.ts';
import { pasteCases } from './paste.fixtures.ts';
import { cleanPaste, cleanText, type SourceNode } from './paste.ts';

const tree = (html: string): SourceNode =>
  parse(html, {
    comment: false,
    blockTextElements: { script: false, style: false, noscript: false, pre: true },
  }) as never;
const clean = (html: string) => cleanPaste(html, tree);
const words = (html: string) =>
  JSON.stringify(clean(html).blocks.flatMap((block) => (block.type === 'paragraph' ? (block.content ?? []) : [])));

describe('What is pasted comes out clean', () => {
  it.each(pasteCases)('$name', ({ html, blocks }) => {
    expect(clean(html).blocks).toEqual(blocks);
  });

  it.each(pasteCases)('$name: and is a body that may be stored', ({ blocks }) => {
    const body = { type: 'doc', content: blocks.filter(({ type }) => type !== 'pastedImage') };
    expect(normaliseBody(body)).toEqual({ ok: true, body });
  });
});

describe('A clipboard', () => {
  it('with a few words out of a paragraph is running text', () => {
    expect(clean("<meta charset='utf-8'><span style='color:red'>几个字</span>")).toEqual({
      inline: true,
      blocks: [{ type: 'paragraph', content: [{ type: 'text', text: '几个字' }] }],
    });
    expect(clean('<p>整段</p>').inline).toBe(false);
  });

  it('with nothing of use is nothing', () => {
    for (const html of [
      '',
      '   ',
      '<p><br></p>',
      '<div><span> &nbsp; </span></div>',
      '<script>x</script>',
      '<table></table>',
    ]) {
      expect(clean(html).blocks, html).toEqual([]);
    }
  });

  it('cannot bring anything that runs', () => {
    const html = `<p>字<img src=x onerror=alert(1)><a href="javascript:alert(1)">甲</a><a href="data:text/html,x">乙</a></p><svg onload=alert(1)><p>丙</p></svg>`;
    expect(JSON.stringify(clean(html))).not.toMatch(/javascript|onerror|onload|data:text/);
  });

  it('nested beyond all measure does not end in a crash', () => {
    const html = `${'<div><section>'.repeat(3000)}深${'</section></div>'.repeat(3000)}`;
    expect(() => clean(html)).not.toThrow();
    const quotes = clean(`${'<blockquote>'.repeat(40)}<p>引</p>${'</blockquote>'.repeat(40)}`);
    expect(normaliseBody({ type: 'doc', content: quotes.blocks }).ok).toBe(true);
  });

  it('keeps stress that is a style, and drops stress that a style takes back', () => {
    expect(words('<p><span style="font-weight: 600">甲</span><strong style="font-weight:400">乙</strong></p>')).toBe(
      '[{"type":"text","text":"甲","marks":[{"type":"bold"}]},{"type":"text","text":"乙"}]',
    );
  });

  it('of plain text is a paragraph a line', () => {
    expect(cleanText('　　第一段\r\n\r\n第二段\t续\n第三段\n')).toEqual({
      inline: false,
      blocks: ['第一段', '第二段 续', '第三段'].map((text) => ({
        type: 'paragraph',
        content: [{ type: 'text', text }],
      })),
    });
    expect(cleanText('几个字').inline).toBe(true);
    expect(cleanText(' \n ').blocks).toEqual([]);
  });
});
