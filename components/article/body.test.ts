import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { BlockNode, InlineNode, Mark } from '#db/schema/body.ts';
import type { ListItem, MediaModel, PictureModel } from '#lib/content/models.ts';
import { StoryBodyView } from './body.tsx';

const time = { iso: '2026-11-22T08:05:09+08:00', full: '', short: '', clock: '', day: '2026-11-22' };

const picture: PictureModel = {
  mediaId: 7,
  src: '/media/a/828.webp',
  srcset: '/media/a/480.webp 480w',
  avif: null,
  full: '/media/a/1600.webp',
  crops: null,
  width: 1600,
  height: 1067,
  color: '#b08a5e',
  focal: '50% 50%',
  alt: '梯田',
  caption: '雾里的梯田。',
  credit: '渭水图库',
  licence: '',
  aiMade: false,
};

const card: ListItem = {
  id: 4,
  href: '/article/4',
  kind: 'news',
  title: '短题',
  fullTitle: '守灯人的三十年',
  mark: '',
  summary: '',
  time,
  section: { name: '本地', href: '/section/local' },
  source: null,
  author: null,
  picture: null,
};

const sound: MediaModel = {
  kind: 'audio',
  src: '/media/b/original.mp3',
  mime: 'audio/mpeg',
  bytes: 1000,
  size: '1 KB',
  durationSeconds: 65,
  duration: '1:05',
  width: null,
  height: null,
  poster: null,
  captions: null,
  chapters: [],
};
const film: MediaModel = {
  ...sound,
  kind: 'video',
  src: '/media/c/original.mp4',
  width: 640,
  height: 360,
  poster: picture,
};

function draw(...content: BlockNode[]): string {
  const context = {
    title: '稿件标题',
    pictures: { 7: picture },
    programmes: { 5: sound, 6: film },
    cards: { 4: card },
  };
  return renderToStaticMarkup(createElement(StoryBodyView, { body: { type: 'doc', content }, ...context }));
}

function text(words: string, ...marks: Mark[]): InlineNode {
  return { type: 'text', text: words, marks };
}

function paragraph(...content: InlineNode[]): BlockNode & { type: 'paragraph' } {
  return { type: 'paragraph', content };
}

function marked(...marks: Mark[]): string {
  return draw(paragraph(text('字', ...marks)));
}

describe('Every node of a body is drawn as what it is', () => {
  it('a paragraph, with its line breaks', () => {
    expect(draw(paragraph(text('上句'), { type: 'hardBreak' }, text('下句')))).toBe('<p>上句<br/>下句</p>');
  });

  it('an empty paragraph or heading leaves no gap', () => {
    expect(draw(paragraph(), paragraph(text(' 　')), { type: 'heading', attrs: { level: 2 } })).toBe('');
  });

  it('headings of two levels below the title', () => {
    expect(draw({ type: 'heading', attrs: { level: 2 }, content: [text('影响')] })).toBe('<h2>影响</h2>');
    expect(draw({ type: 'heading', attrs: { level: 3 }, content: [text('果园')] })).toBe('<h3>果园</h3>');
  });

  it('a quotation with its paragraphs, and a pull quote', () => {
    expect(draw({ type: 'blockquote', content: [paragraph(text('一')), paragraph(text('二'))] })).toBe(
      '<blockquote><p>一</p><p>二</p></blockquote>',
    );
    const pull = draw({ type: 'pullQuote', content: [text('雾里有水。')] });
    expect(pull).toMatch(/^<blockquote class="pull"><p>.*<\/p><\/blockquote>$/);
    expect(pull.replaceAll(/<[^>]+>/g, '')).toBe('雾里有水。');
  });

  it('lists: plain items without a paragraph of their own, nested ones with', () => {
    const item = (...content: BlockNode[]) => ({ type: 'listItem' as const, content });
    expect(draw({ type: 'bulletList', content: [item(paragraph(text('甲'))), item(paragraph(text('乙')))] })).toBe(
      '<ul><li>甲</li><li>乙</li></ul>',
    );
    const inner: BlockNode = { type: 'bulletList', content: [item(paragraph(text('内')))] };
    expect(draw({ type: 'orderedList', attrs: { start: 3 }, content: [item(paragraph(text('外')), inner)] })).toBe(
      '<ol start="3"><li><p>外</p><ul><li>内</li></ul></li></ol>',
    );
    expect(draw({ type: 'orderedList', attrs: { start: 1 }, content: [item(paragraph(text('甲')))] })).toBe(
      '<ol><li>甲</li></ol>',
    );
  });

  it('code and a rule', () => {
    expect(draw({ type: 'codeBlock', content: [text('a < b')] })).toContain('<code>a &lt; b</code>');
    expect(draw({ type: 'horizontalRule' })).toBe('<hr/>');
  });

  it('a picture with caption, credit and its size, so that nothing jumps', () => {
    const html = draw({ type: 'image', attrs: { mediaId: 7 } });
    expect(html).toMatch(/^<figure>/);
    expect(html).toContain('width="1600" height="1067" alt="梯田"');
    expect(html).toContain('雾里的梯田。<span class="credit">图/渭水图库</span>');
  });

  it('a picture with the words that this story gives it', () => {
    const html = draw({ type: 'image', attrs: { mediaId: 7, caption: '同一面坡', alt: '坡上的雪' } });
    expect(html).toContain('alt="坡上的雪"');
    expect(html).toContain('<figcaption>同一面坡<span');
  });

  it('a card of another story', () => {
    const html = draw({ type: 'storyCard', attrs: { storyId: 4 } });
    expect(html).toContain('<a href="/article/4">守灯人的三十年</a>');
    expect(html).toContain('<time dateTime="2026-11-22T08:05:09+08:00">2026-11-22</time>');
  });

  it('several pictures side by side, each with its words and a way to its largest file', () => {
    const html = draw({
      type: 'gallery',
      attrs: { items: [{ mediaId: 7, caption: '春' }, { mediaId: 8 }, { mediaId: 7 }] },
    });
    expect(html).toMatch(/^<ul class="story-gallery" aria-label="图集"><li><figure>/);
    expect(html).toContain('<a href="/media/a/1600.webp" aria-label="查看大图，第 2 张，共 2 张">');
    expect(html).toContain('<figcaption>春<span class="credit">图/渭水图库</span>');
    expect(html).toContain('<figcaption>雾里的梯田。<span');
  });

  it('a sound and a film, called by their words or by the heading above them', () => {
    expect(draw({ type: 'audio', attrs: { mediaId: 5, caption: '采访录音' } })).toBe(
      '<figure><ws-player class="player player-audio" data-key="media-5">' +
        '<audio controls="" preload="none" src="/media/b/original.mp3" aria-label="采访录音"></audio>' +
        '</ws-player><figcaption>采访录音</figcaption></figure>',
    );
    const html = draw({ type: 'video', attrs: { mediaId: 6 } });
    expect(html).toContain('preload="none" poster="/media/a/828.webp" width="640" height="360"');
    expect(html).toContain('aria-label="稿件标题"');
    expect(html).not.toContain('<figcaption>');
  });

  it('nothing for a picture, a sound, a story or a node that does not exist', () => {
    const unknown = { type: 'script', content: [text('x')] } as unknown as BlockNode;
    const gone: BlockNode[] = [
      { type: 'image', attrs: { mediaId: 8 } },
      { type: 'gallery', attrs: { items: [{ mediaId: 8 }] } },
      { type: 'audio', attrs: { mediaId: 7 } },
      { type: 'storyCard', attrs: { storyId: 9 } },
    ];
    expect(draw(...gone, unknown)).toBe('');
  });
});

describe('A table', () => {
  const cell = (type: 'tableCell' | 'tableHeader', words: string, attrs = {}) => ({
    type,
    attrs,
    content: [{ type: 'paragraph' as const, content: [text(words)] }],
  });
  const row = (...content: ReturnType<typeof cell>[]) => ({ type: 'tableRow' as const, content });
  const table: BlockNode = {
    type: 'table',
    content: [
      row(cell('tableHeader', '品种'), cell('tableHeader', '价')),
      row(cell('tableHeader', '土豆'), cell('tableCell', '1.6', { colspan: 2 })),
    ],
  };

  it('has a head, and headers that say what they head', () => {
    expect(draw(table)).toContain(
      '<thead><tr><th scope="col">品种</th><th scope="col">价</th></tr></thead>' +
        '<tbody><tr><th scope="row">土豆</th><td colSpan="2">1.6</td></tr></tbody>',
    );
  });

  it('scrolls by itself, can be reached by keyboard, and is called by the heading above it', () => {
    const html = draw({ type: 'heading', attrs: { level: 2 }, content: [text('今日菜价')] }, table);
    expect(html).toContain('<section class="table-scroll" aria-label="表格：今日菜价" tabindex="0">');
    expect(draw(table)).toContain('aria-label="表格：稿件标题"');
  });

  it('without rows is not drawn, and no span grows without bound', () => {
    expect(draw({ type: 'table', content: [] }, { type: 'table', content: [{ type: 'tableRow' }] })).toBe('');
    expect(draw({ type: 'table', content: [row(cell('tableCell', '甲', { rowspan: 9e9 }))] })).toContain(
      'rowSpan="1000"',
    );
  });
});

describe('Marks', () => {
  it('each have their element, the first outermost', () => {
    expect(marked({ type: 'bold' })).toBe('<p><strong>字</strong></p>');
    expect(marked({ type: 'italic' })).toBe('<p><em>字</em></p>');
    expect(marked({ type: 'strike' })).toBe('<p><s>字</s></p>');
    expect(marked({ type: 'code' })).toBe('<p><code>字</code></p>');
    expect(marked({ type: 'link', attrs: { href: '/section/weather' } }, { type: 'bold' })).toBe(
      '<p><a href="/section/weather"><strong>字</strong></a></p>',
    );
  });

  it('link to other sites saying so, and to this site plainly', () => {
    expect(marked({ type: 'link', attrs: { href: 'https://example.org/' } })).toContain('rel="external noopener"');
    expect(marked({ type: 'link', attrs: { href: '#corrections' } })).toBe('<p><a href="#corrections">字</a></p>');
    expect(marked({ type: 'link', attrs: { href: 'mailto:a@example.org' } })).not.toContain('rel=');
  });

  it('that do not exist change nothing', () => {
    expect(marked({ type: 'blink' } as unknown as Mark)).toBe('<p>字</p>');
  });
});

describe('Hostile input stays text', () => {
  it('in running text, captions and code', () => {
    const evil = '<script>alert(1)</script><img src=x onerror=alert(1)>';
    const html = draw(
      paragraph(text(evil)),
      { type: 'codeBlock', content: [text(evil)] },
      { type: 'image', attrs: { mediaId: 7, caption: evil, alt: `" onload="alert(1)` } },
      { type: 'pullQuote', content: [text(evil)] },
    );
    expect(html).not.toMatch(/<script|<img src=x| onload="/);
    expect(html).toContain('&lt;script&gt;');
  });

  it.each([
    'javascript:alert(1)',
    ' JaVaScRiPt:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    '//evil.example/',
    '/\\evil.example/',
    'https://',
  ])('as an address that may not be followed: %j', (href) => {
    expect(marked({ type: 'link', attrs: { href } })).toBe('<p>字</p>');
  });

  it('as an attribute that is not what it should be', () => {
    const broken = { type: 'link', attrs: { href: { toString: 'javascript:' } } } as unknown as Mark;
    expect(marked(broken)).toBe('<p>字</p>');
  });
});
