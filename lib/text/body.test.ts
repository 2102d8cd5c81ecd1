import { describe, expect, it } from 'vitest';
import type { StoryBody } from '#db/schema/body.ts';
import {
  bodyReferences,
  bodyWordCount,
  countWords,
  normaliseBody,
  plainText,
  readingMinutes,
  safeHref,
} from './body.ts';

const doc = (...content: unknown[]) => ({ type: 'doc', content });
const text = (value: string, ...marks: unknown[]) => ({
  type: 'text',
  text: value,
  ...(marks.length > 0 && { marks }),
});
const paragraph = (...content: unknown[]) => ({ type: 'paragraph', content });
const link = (href: string) => ({ type: 'link', attrs: { href } });

const codes = (input: unknown) => {
  const result = normaliseBody(input);
  return result.ok ? [] : result.problems.map((problem) => `${problem.path} ${problem.code}`);
};

describe('a body that is taken in', () => {
  it('keeps every node and mark that exists', () => {
    const body = doc(
      paragraph(
        text('一', { type: 'bold' }, { type: 'italic' }),
        { type: 'hardBreak' },
        text('二', link('https://example.org/a?b=c#d')),
      ),
      { type: 'heading', attrs: { level: 3 }, content: [text('小标题')] },
      { type: 'blockquote', content: [paragraph(text('引文'))] },
      { type: 'pullQuote', content: [text('金句')] },
      { type: 'bulletList', content: [{ type: 'listItem', content: [paragraph(text('项'))] }] },
      { type: 'orderedList', attrs: { start: 3 }, content: [{ type: 'listItem', content: [paragraph(text('项'))] }] },
      { type: 'codeBlock', content: [text('x = 1')] },
      { type: 'horizontalRule' },
      { type: 'image', attrs: { mediaId: 7, caption: '图注', alt: '说明' } },
      {
        type: 'table',
        content: [
          {
            type: 'tableRow',
            content: [
              { type: 'tableHeader', attrs: { colspan: 2 }, content: [paragraph(text('品种'))] },
              { type: 'tableCell', content: [paragraph(text('1.6'))] },
            ],
          },
        ],
      },
      { type: 'storyCard', attrs: { storyId: 12 } },
      { type: 'gallery', attrs: { items: [{ mediaId: 7, caption: '一' }, { mediaId: 8 }] } },
      { type: 'audio', attrs: { mediaId: 9, caption: '录音' } },
      { type: 'video', attrs: { mediaId: 10 } },
    );
    expect(normaliseBody(body)).toEqual({ ok: true, body });
  });

  it.each([
    'javascript:alert(1)',
    ' JavaScript:alert(1)',
    'java\tscript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'file:///etc/passwd',
    '//evil.example/x',
    '/\\evil.example',
    'https://',
    '\u0001javascript:alert(1)',
    '',
  ])('is refused for the link %j', (href) => {
    expect(codes(doc(paragraph(text('点', link(href)))))).toEqual(['content.0.content.0.marks.0 bad-link']);
  });

  it('may link to the web, mail, telephones and this site', () => {
    for (const href of [
      'https://example.org/',
      'HTTP://example.org',
      'mailto:a@example.org',
      'tel:09380000000',
      '/section/local',
      '#gallery',
    ]) {
      expect(safeHref(href), href).toBe(href);
    }
  });

  it('is refused for nodes and marks that do not exist, all named at once', () => {
    expect(
      codes(
        doc(
          { type: 'iframe', attrs: { src: 'https://example.org' } },
          paragraph(text('字', { type: 'script' })),
          paragraph(paragraph()),
          'text',
        ),
      ),
    ).toEqual([
      'content.0 unknown-node',
      'content.1.content.0.marks.0 unknown-mark',
      'content.2.content.0 unknown-node',
      'content.3 unknown-node',
    ]);
  });

  it.each([null, 'text', [], {}, { type: 'paragraph' }, { type: 'doc' }, { type: 'doc', content: 'x' }])(
    'is no document: %j',
    (input) => {
      expect(codes(input)).toEqual([' not-a-document']);
    },
  );

  it('is refused for attributes of the wrong kind', () => {
    expect(codes(doc({ type: 'image', attrs: { mediaId: '7' } }))).toEqual(['content.0 bad-attribute']);
    expect(codes(doc({ type: 'storyCard', attrs: { storyId: 0 } }))).toEqual(['content.0 bad-attribute']);
    expect(codes(doc({ type: 'heading', content: [] }))).toEqual(['content.0 bad-attribute']);
    expect(codes(doc({ type: 'gallery', attrs: { items: [{ mediaId: 1 }, { mediaId: '2' }] } }))).toEqual([
      'content.0.attrs.items.1 bad-attribute',
    ]);
    expect(codes(doc({ type: 'gallery', attrs: { items: 'all' } }))).toEqual(['content.0 bad-attribute']);
    expect(codes(doc({ type: 'video', attrs: { src: '/film.mp4' } }))).toEqual(['content.0 bad-attribute']);
    expect(codes(doc(paragraph({ type: 'text', text: 5 })))).toEqual(['content.0.content.0 bad-text']);
  });

  it('cannot be endlessly deep or long', () => {
    let deep: unknown = paragraph(text('底'));
    for (let level = 0; level < 50; level += 1) deep = { type: 'blockquote', content: [deep] };
    expect(codes(doc(deep)).at(0)).toContain('too-deep');
    expect(codes(doc(paragraph(text('长'.repeat(400_001)))))).toEqual(['content.0.content.0 too-large']);
  });

  it('comes out clean: unknown attributes gone, equal neighbours joined, control characters and empty ends dropped', () => {
    const result = normaliseBody(
      doc(
        paragraph(),
        {
          type: 'paragraph',
          attrs: { style: 'color:red', onclick: 'x' },
          content: [text('渭'), text('水\u0000\ud800')],
        },
        { type: 'heading', attrs: { level: 1, id: 'x' }, content: [text('题')] },
        paragraph(text('  ')),
      ),
    );
    expect(result).toEqual({
      ok: true,
      body: doc(paragraph(text('渭水\ufffd')), { type: 'heading', attrs: { level: 2 }, content: [text('题')] }),
    });
  });
});

describe('what is known of a body', () => {
  const body = doc(
    paragraph(text('渭水流过天水'), { type: 'hardBreak' }, text('全长 818 公里')),
    { type: 'image', attrs: { mediaId: 3, caption: '图注' } },
    { type: 'blockquote', content: [{ type: 'image', attrs: { mediaId: 4 } }] },
    { type: 'storyCard', attrs: { storyId: 9 } },
    { type: 'image', attrs: { mediaId: 3 } },
    { type: 'gallery', attrs: { items: [{ mediaId: 4, caption: '组图' }, { mediaId: 5 }] } },
    { type: 'audio', attrs: { mediaId: 6 } },
    { type: 'video', attrs: { mediaId: 7, caption: '片段' } },
  ) as StoryBody;

  it('is its plain text', () => expect(plainText(body)).toBe('渭水流过天水\n全长 818 公里\n图注\n组图\n片段'));
  it('is which pictures, sounds, films and stories it names', () =>
    expect(bodyReferences(body)).toEqual({ media: [3, 4, 5], programmes: [6, 7], stories: [9] }));
  it('is its length in characters and words', () => {
    expect(bodyWordCount(body)).toBe(6 + 2 + 1 + 2 + 2 + 2 + 2);
    expect(countWords('Next.js 16.4 和 PostgreSQL，共 3 个')).toBe(7);
    expect(countWords('')).toBe(0);
    expect(readingMinutes(0)).toBe(1);
    expect(readingMinutes(1000)).toBe(3);
  });
});
