import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith';
import { afterEach, describe, expect, it } from 'vitest';
import type { FeedModel, FeedStory } from '#lib/content/models.ts';
import { podcastProblems, xmlErrors } from '#lib/testing/feeds.ts';
import { timeModel } from '#lib/text/time.ts';
import { atomFeed } from './atom.ts';
import { episode, feed, making, picture, story } from './fixture.ts';
import { escaped, storyHtml } from './html.ts';
import { websubHub } from './hub.ts';
import { jsonFeed } from './json.ts';
import { chaptersJson, podcastFeed, podcastGuid } from './podcast.ts';
import { rssFeed } from './rss.ts';

const origin = making.site.origin;
const page = `${origin}/section/qinzhou`;
const updated = timeModel(new Date('2026-11-22T10:00:00+08:00'));
const parseJson = (json: string) => parseJsonFeed(JSON.parse(json));

describe('what readers get', () => {
  const corrected = story({ updated, corrections: [{ time: updated, text: '桥长应为三百米。' }] });
  const model = feed({ stories: [corrected, episode({ id: 11, href: '/article/11', title: '驼铃' })] });
  const html = storyHtml(corrected, origin);

  it('as RSS', async () => {
    const xml = rssFeed(model, making);
    expect(await xmlErrors(xml)).toEqual([]);
    const { items, ...channel } = parseRssFeed(xml);
    expect(channel).toEqual({
      title: '秦州 - 渭水',
      link: page,
      description: '秦州区的新闻。',
      language: 'zh-CN',
      copyright: '© 渭水新闻编辑部',
      lastBuildDate: 'Sun, 22 Nov 2026 02:00:00 GMT',
      image: { url: `${origin}/icon-192.png`, title: '秦州 - 渭水', link: page },
      atom: { links: [{ href: `${page}/feed.xml`, rel: 'self', type: 'application/rss+xml' }] },
    });
    expect(items).toEqual([
      {
        title: '渭河新桥通车',
        link: `${origin}/article/12`,
        description: '两岸往来少绕七公里。',
        categories: [{ name: '秦州' }, { name: '桥' }],
        guid: { value: `${origin}/article/12`, isPermaLink: true },
        pubDate: 'Sun, 22 Nov 2026 00:05:09 GMT',
        content: { encoded: html },
        dc: { creators: ['林舟'], sources: ['渭水新闻'] },
        atom: { updated: '2026-11-22T02:00:00.000Z' },
        media: {
          contents: [
            {
              url: origin + picture.full,
              medium: 'image',
              width: 1600,
              height: 1067,
              description: { value: '桥通了。', type: 'plain' },
              credits: [{ value: '渭水图库', role: 'photographer' }],
            },
          ],
        },
      },
      expect.objectContaining({
        title: '驼铃',
        enclosures: [{ url: `${origin}/media/00000000000000bb/original.mp3`, length: 432_741, type: 'audio/mpeg' }],
      }),
    ]);
  });

  it('as Atom', async () => {
    const xml = atomFeed(model, making);
    expect(await xmlErrors(xml)).toEqual([]);
    const { entries, ...atom } = parseAtomFeed(xml);
    expect(atom).toEqual({
      id: `${page}/atom.xml`,
      title: { value: '秦州 - 渭水' },
      subtitle: { value: '秦州区的新闻。' },
      updated: '2026-11-22T02:00:00.000Z',
      authors: [{ name: '渭水新闻编辑部', uri: `${origin}/` }],
      rights: { value: '© 渭水新闻编辑部' },
      icon: `${origin}/icon-192.png`,
      links: [
        { href: `${page}/atom.xml`, rel: 'self', type: 'application/atom+xml' },
        { href: page, rel: 'alternate', type: 'text/html' },
      ],
      xml: { lang: 'zh-CN' },
    });
    expect(entries).toEqual([
      {
        id: `${origin}/article/12`,
        title: { value: '渭河新桥通车' },
        published: '2026-11-22T00:05:09.000Z',
        updated: '2026-11-22T02:00:00.000Z',
        authors: [{ name: '林舟', uri: `${origin}/author/lin-zhou` }],
        summary: { value: '两岸往来少绕七公里。' },
        content: { type: 'html', value: html },
        categories: [{ term: '秦州' }, { term: '桥' }],
        links: [{ href: `${origin}/article/12`, rel: 'alternate', type: 'text/html' }],
      },
      expect.objectContaining({
        links: [
          { href: `${origin}/article/11`, rel: 'alternate', type: 'text/html' },
          {
            href: `${origin}/media/00000000000000bb/original.mp3`,
            rel: 'enclosure',
            type: 'audio/mpeg',
            length: 432_741,
          },
        ],
      }),
    ]);
  });

  it('as JSON Feed', () => {
    const { items, ...json } = parseJson(jsonFeed(model, making));
    expect(json).toEqual({
      title: '秦州 - 渭水',
      home_page_url: page,
      feed_url: `${page}/feed.json`,
      description: '秦州区的新闻。',
      icon: `${origin}/icon-512.png`,
      favicon: `${origin}/icon-192.png`,
      language: 'zh-CN',
      authors: [{ name: '渭水新闻编辑部', url: `${origin}/` }],
    });
    expect(items).toEqual([
      {
        id: `${origin}/article/12`,
        url: `${origin}/article/12`,
        title: '渭河新桥通车',
        content_html: html,
        summary: '两岸往来少绕七公里。',
        image: origin + picture.full,
        date_published: '2026-11-22T00:05:09.000Z',
        date_modified: '2026-11-22T02:00:00.000Z',
        authors: [{ name: '林舟', url: `${origin}/author/lin-zhou` }],
        tags: ['秦州', '桥'],
      },
      expect.objectContaining({
        attachments: [
          {
            url: `${origin}/media/00000000000000bb/original.mp3`,
            mime_type: 'audio/mpeg',
            size_in_bytes: 432_741,
            duration_in_seconds: 54,
          },
        ],
      }),
    ]);
  });

  it('of a newsroom without a story: feeds that are whole and empty', async () => {
    const empty = feed({ name: null, href: '/', description: '', stories: [] });
    for (const xml of [rssFeed(empty, making), atomFeed(empty, making)]) expect(await xmlErrors(xml)).toEqual([]);
    expect(parseRssFeed(rssFeed(empty, making))).toMatchObject({
      title: '渭水',
      description: '渭水是天水的新闻网站。',
    });
    expect(parseAtomFeed(atomFeed(empty, making)).updated).toBe('1970-01-01T00:00:00.000Z');
    expect(JSON.parse(jsonFeed(empty, making))).toMatchObject({
      version: 'https://jsonfeed.org/version/1.1',
      items: [],
    });
  });

  it('of a story without authors: its byline, or in Atom the newsroom', () => {
    const by = (fields: Partial<FeedStory>) => feed({ stories: [story({ authors: [], ...fields })] });
    expect(parseRssFeed(rssFeed(by({ byline: '本报记者' }), making)).items?.[0]?.dc?.creators).toEqual(['本报记者']);
    const nobody = by({});
    expect(parseRssFeed(rssFeed(nobody, making)).items?.[0]?.dc?.creators).toBeUndefined();
    expect(parseAtomFeed(atomFeed(nobody, making))).toMatchObject({ authors: [{ name: '渭水新闻编辑部' }] });
  });
});

describe('a show', () => {
  const show = (fields: Partial<FeedModel> = {}) => ({
    ...feed({
      name: '乡音',
      href: '/podcast/xiangyin',
      description: '用声音记录一座城。',
      stories: [episode()],
      ...fields,
    }),
    show: { kind: 'audio' as const, host: { name: '唐吟', href: '/author/tang-yin' }, cover: picture },
  });
  const address = `${origin}/podcast/xiangyin/feed.xml`;

  it('is a podcast by PSP-1', async () => {
    const xml = podcastFeed(show(), making);
    expect(await xmlErrors(xml)).toEqual([]);
    expect(podcastProblems(xml, address)).toEqual([]);
    const parsed = parseRssFeed(xml);
    expect(parsed).toMatchObject({
      title: '乡音',
      itunes: {
        author: '唐吟',
        owner: { name: '渭水新闻编辑部', email: 'editor@weishui.example' },
        image: `${origin}/podcast/xiangyin/cover.jpg`,
        categories: [{ text: 'Society & Culture', categories: [{ text: 'Documentary' }] }],
        explicit: false,
        type: 'episodic',
      },
      podcast: {
        guid: podcastGuid(address),
        locked: { value: true, owner: 'editor@weishui.example' },
        medium: 'podcast',
        persons: [{ display: '唐吟', role: 'host', href: `${origin}/author/tang-yin` }],
      },
    });
    expect(parsed.items?.[0]).toMatchObject({
      itunes: { duration: 54, explicit: false, episode: 7, episodeType: 'full', image: origin + picture.full },
      podcast: {
        episode: { number: 7 },
        transcripts: [
          {
            url: `${origin}/media/00000000000000bb/captions.vtt`,
            type: 'text/vtt',
            language: 'zh-CN',
            rel: 'captions',
          },
        ],
        chapters: { url: `${origin}/article/12/chapters.json`, type: 'application/json+chapters' },
      },
    });
  });

  it('leaves out what is not to be played, and what an episode does not have', () => {
    const { media } = episode();
    const bare = episode({ media: media && { ...media, captions: null, chapters: [] }, episode: null });
    const xml = podcastFeed(show({ stories: [story({ id: 13, href: '/article/13' }), bare] }), making);
    expect(podcastProblems(xml, address)).toEqual([]);
    expect(parseRssFeed(xml).items).toHaveLength(1);
    expect(xml).not.toMatch(/podcast:(transcript|chapters|episode)|itunes:episode>/);
  });

  it('has its chapters in a file of their own', () => {
    expect(JSON.parse(chaptersJson(episode().media?.chapters ?? []))).toEqual({
      version: '1.2.0',
      chapters: [
        { startTime: 0, title: '风起' },
        { startTime: 13, title: '驼队走近' },
      ],
    });
  });

  it.each([
    ['https://podnews.net/rss', '9b024349-ccf0-5f69-a609-6b82873eab3c'],
    ['podnews.net/rss/', '9b024349-ccf0-5f69-a609-6b82873eab3c'],
    ['https://mp3s.nashownotes.com/pc20rss.xml', '917393e3-1b1e-5cef-ace4-edaa54e1f810'],
  ])('%s is known as %s', (its, guid) => expect(podcastGuid(its)).toBe(guid));

  it.each([
    [/<itunes:image [^>]*>/, 'channel: itunes:image'],
    [/<podcast:guid>[^<]*<\/podcast:guid>/, 'channel: podcast:guid'],
    [/<enclosure [^>]*>/, 'one enclosure'],
    [/<itunes:duration>54<\/itunes:duration>/, 'itunes:duration'],
    [/ xmlns:podcast="[^"]*"/, 'declares podcast'],
    [/<atom:link [^>]*rel="self"[^>]*>/, 'rel=self'],
  ])('without %s would be none, and the check says so', (part, problem) => {
    expect(podcastProblems(podcastFeed(show(), making).replace(part, ''), address).join()).toContain(problem);
  });
});

describe('texts that mean something else to XML, HTML or a generator', () => {
  const nasty = [
    '</script><script>alert(1)</script>',
    'a ]]> b ]]]]> <![CDATA[ c',
    '“秦州” & "新桥" \'一\' <b>x</b> &amp; &apos; &lt; &#39; &nbsp;',
    '\u{1F600}\u{1F468}\u{200D}\u{1F33E} \u{202E}右到左\u{202C} \u{20BB7}\u{2A6D6}',
    '<guid isPermaLink="true">https://x.example/</guid>',
    '<itunes:explicit>no</itunes:explicit>',
    '$& $1 $$ \\1',
  ];
  const bad = 'a\u0000b\u0008c\u000bd\u001fe\u007f\ufffef\uffffg\ud800h\udc00';
  const good = 'abcde\u007ffg\ufffdh\ufffd';
  const withText = (text: string) => {
    const content = [{ type: 'paragraph' as const, content: [{ type: 'text' as const, text }] }];
    const all = episode({
      title: text,
      summary: text,
      body: { type: 'doc', content },
      authors: [{ name: text, href: '/author/x' }],
      topics: [{ name: text, href: '/topic/x' }],
      source: text,
      lead: { ...picture, caption: text, credit: text, alt: text },
    });
    return feed({ name: text, description: text, stories: [all] });
  };

  it.each([...nasty.map((text) => [text, text]), [bad, good], ['一行\n\n    <id>二行\t三', '一行     <id>二行 三']])(
    '%j comes out as it is, whatever the format',
    async (text, expected) => {
      const model = withText(text as string);
      const rss = rssFeed(model, making);
      const atom = atomFeed(model, making);
      const show = { kind: 'audio' as const, host: { name: text as string, href: '/author/x' }, cover: null };
      const podcast = podcastFeed({ ...model, show }, making);
      for (const xml of [rss, atom, podcast]) expect(await xmlErrors(xml)).toEqual([]);
      const title = `${expected} - 渭水`;

      const [item] = parseRssFeed(rss).items ?? [];
      expect(parseRssFeed(rss)).toMatchObject({ title, description: expected });
      expect(item).toMatchObject({
        title: expected,
        description: expected,
        dc: { creators: [expected], sources: [expected] },
        categories: [{ name: '秦州' }, { name: expected }],
        guid: { value: `${origin}/article/12`, isPermaLink: true },
        media: { contents: [{ description: { value: expected }, credits: [{ value: expected }] }] },
      });
      expect(parseRssFeed(podcast)).toMatchObject({
        title: expected,
        itunes: { author: expected, explicit: false },
        podcast: { persons: [{ display: expected }] },
      });

      const [entry] = parseAtomFeed(atom).entries ?? [];
      expect(parseAtomFeed(atom)).toMatchObject({ title: { value: title } });
      expect(entry).toMatchObject({
        title: { value: expected },
        summary: { value: expected },
        authors: [{ name: expected }],
        categories: [{ term: '秦州' }, { term: expected }],
      });

      const json = jsonFeed(model, making);
      expect(json).not.toMatch(/\p{Surrogate}/u);
      // JSON carries line breaks; XML's are one space.
      const [jsonItem] = parseJson(json).items ?? [];
      expect(jsonItem?.title?.replace(/[\t\n]+/g, ' ')).toBe(expected);

      const html = storyHtml(model.stories[0] as FeedStory, origin);
      expect(item?.content?.encoded).toBe(html);
      expect(entry?.content?.value).toBe(html);
      expect(jsonItem?.content_html).toBe(html);
      expect(html).not.toMatch(/<(?!\/?(?:figure|figcaption|p|img)\b)/);
    },
  );
});

describe('a body as HTML', () => {
  const html = (fields: Partial<FeedStory>) => storyHtml(story({ lead: null, ...fields }), origin);
  const text = (words: string, ...marks: object[]) => ({ type: 'text', text: words, marks }) as never;
  const body = (...content: object[]) => html({ body: { type: 'doc', content: content as never } });
  const paragraph = (...content: object[]) => ({ type: 'paragraph', content });

  it('has every block that a story may have', () => {
    expect(
      body(
        { type: 'heading', attrs: { level: 2 }, content: [text('背景')] },
        { type: 'heading', attrs: { level: 3 }, content: [text('数字')] },
        { type: 'blockquote', content: [paragraph(text('引'))] },
        { type: 'pullQuote', content: [text('金句')] },
        { type: 'bulletList', content: [{ type: 'listItem', content: [paragraph(text('一'))] }] },
        {
          type: 'orderedList',
          attrs: { start: 3 },
          content: [{ type: 'listItem', content: [paragraph(text('三')), paragraph(text('又'))] }],
        },
        { type: 'codeBlock', content: [text('<x>\n')] },
        { type: 'horizontalRule' },
        {
          type: 'table',
          content: [
            {
              type: 'tableRow',
              content: [{ type: 'tableHeader', attrs: { colspan: 2 }, content: [paragraph(text('票价'))] }],
            },
            {
              type: 'tableRow',
              content: [{ type: 'tableCell', content: [paragraph(text('成人'))] }, { type: 'tableCell' }],
            },
          ],
        },
        paragraph(text('上'), { type: 'hardBreak' }, text('下')),
        paragraph(),
      ),
    ).toBe(
      '<h2>背景</h2><h3>数字</h3><blockquote><p>引</p></blockquote><blockquote><p>金句</p></blockquote><ul><li>一</li></ul>' +
        '<ol start="3"><li><p>三</p><p>又</p></li></ol><pre><code>&lt;x&gt;\n</code></pre><hr>' +
        '<table><tr><th colspan="2">票价</th></tr><tr><td>成人</td><td></td></tr></table><p>上<br>下</p>',
    );
  });

  it('has marks in their order, and addresses whole', () => {
    const link = (href: string) => ({ type: 'link', attrs: { href } });
    expect(body(paragraph(text('新桥', { type: 'bold' }, link('/section/local?a=1&b=2'))))).toBe(
      `<p><strong><a href="${origin}/section/local?a=1&amp;b=2">新桥</a></strong></p>`,
    );
    expect(body(paragraph(text('a', link('#table'))))).toBe(`<p><a href="${origin}/article/12#table">a</a></p>`);
    expect(body(paragraph(text('b', link('https://example.org/"x"'))))).toContain('href="https://example.org/%22x%22"');
  });

  it.each(['javascript:alert(1)', '//evil.example', ' JaVaScRiPt:x', 'data:text/html,x', '/\\evil.example'])(
    'does not lead to %s',
    (href) => {
      expect(body(paragraph(text('新桥', { type: 'link', attrs: { href } })))).toBe('<p>新桥</p>');
    },
  );

  it('draws nothing for what it does not know or what is gone', () => {
    expect(
      body(
        { type: 'iframe', attrs: { src: 'https://evil.example' } },
        { type: 'image', attrs: { mediaId: 9 } },
        { type: 'storyCard', attrs: { storyId: 9 } },
        paragraph(text('a', { type: 'blink' })),
      ),
    ).toBe('<p>a</p>');
  });

  it('shows lead or gallery, pictures with whose they are, and says which a machine made', () => {
    const made = { ...picture, caption: '', aiMade: true };
    const image = `<img src="${origin}${picture.src}" alt="渭河上的桥" width="1600" height="1067">`;
    const nothing = { type: 'doc' as const, content: [] };
    expect(html({ lead: made, body: nothing })).toBe(
      `<figure>${image}<figcaption>（图/渭水图库）（本图由人工智能生成）</figcaption></figure>`,
    );
    expect(html({ lead: picture, gallery: [{ ...picture, text: '其一' }], body: nothing })).toBe(
      `<figure>${image}<figcaption>其一（图/渭水图库）</figcaption></figure>`,
    );
    const shown = { type: 'image' as const, attrs: { mediaId: 5, caption: '近景', alt: '栏杆' } };
    expect(html({ pictures: { 5: picture }, body: { type: 'doc', content: [shown] } })).toContain(
      'alt="栏杆" width="1600" height="1067"><figcaption>近景（图/渭水图库）',
    );
  });

  it('shows galleries, sound and film that stand in the text, with a link where there is no player', () => {
    const items = [{ mediaId: 5 }, { mediaId: 5, caption: '其二' }, { mediaId: 9 }];
    const gallery = { type: 'gallery' as const, attrs: { items } };
    const shown = html({ lead: null, pictures: { 5: picture }, body: { type: 'doc', content: [gallery] } });
    expect(shown.match(/<figcaption>[^<]*/g)).toEqual([
      '<figcaption>桥通了。（图/渭水图库）',
      '<figcaption>其二（图/渭水图库）',
    ]);
    const { media } = episode();
    if (!media) throw new Error('the episode has sound');
    const sound = { type: 'audio' as const, attrs: { mediaId: 7, caption: '雨声' } };
    const src = `${origin}${media.src}`;
    expect(html({ lead: null, programmes: { 7: media }, body: { type: 'doc', content: [sound] } })).toBe(
      `<figure><audio controls src="${src}"><a href="${src}">雨声</a></audio><figcaption>雨声</figcaption></figure>`,
    );
  });

  it('ends with corrections and with where it comes from', () => {
    const time = timeModel(new Date('2026-11-22T10:00:00+08:00'));
    expect(html({ body: { type: 'doc', content: [] }, corrections: [{ time, text: '应为 <300> 米。' }] })).toBe(
      '<p><strong>更正（2026-11-22 10:00）：</strong>应为 &lt;300&gt; 米。</p>',
    );
    const original = { title: '原题', url: 'https://example.org/a', author: '某某' };
    expect(html({ body: { type: 'doc', content: [] }, original })).toBe(
      '<p>原文：<a href="https://example.org/a">原题</a>，某某</p>',
    );
    expect(html({ body: { type: 'doc', content: [] }, original: { ...original, url: 'javascript:x' } })).toBe(
      '<p>原文：原题，某某</p>',
    );
  });

  it('escapes quotes in attributes', () => expect(escaped('"><img>')).toBe('&quot;&gt;&lt;img&gt;'));
});

describe('the hub', () => {
  afterEach(() => {
    delete process.env.WEBSUB_HUB;
  });

  it('is named in every format where one is configured, and in none where not', () => {
    expect(websubHub()).toBeNull();
    process.env.WEBSUB_HUB = ' https://hub.example/ ';
    const with_ = { ...making, hub: websubHub() };
    const model = feed();
    const hub = { href: 'https://hub.example/', rel: 'hub' };
    expect(parseRssFeed(rssFeed(model, with_)).atom?.links).toContainEqual(hub);
    expect(parseAtomFeed(atomFeed(model, with_)).links).toContainEqual(hub);
    expect(parseJson(jsonFeed(model, with_)).hubs).toEqual([{ type: 'WebSub', url: hub.href }]);
    for (const text of [rssFeed(model, making), atomFeed(model, making), jsonFeed(model, making)])
      expect(text).not.toContain('hub');
  });

  it.each(['hub.example', 'ftp://hub.example/'])('is not %s', (wrong) => {
    process.env.WEBSUB_HUB = wrong;
    expect(websubHub).toThrow('WEBSUB_HUB');
  });
});

describe('a feed in a browser', () => {
  it.each(['feed.css', 'unavailable.css'])(
    'is dressed in the colours of the site, as all that has a style sheet of its own: %s',
    async (sheet) => {
      const read = (file: string) => readFile(path.join(import.meta.dirname, '../..', file), 'utf8');
      const [own, site] = await Promise.all([read(`public/${sheet}`), read('app/styles/tokens.css')]);
      const tokens = (css: string) =>
        [...css.matchAll(/(--[a-z0-9-]+): ([^;]+);/g)].map(([, name, value]) => `${name} ${value}`);
      const [light, dark] = own.split('@media');
      const [siteLight, siteDark] = site.split(':root[data-theme="dark"]');
      expect(tokens(light ?? '').length).toBeGreaterThan(5);
      for (const token of tokens(light ?? '')) expect(tokens(siteLight ?? '')).toContain(token);
      for (const token of tokens(dark ?? '')) expect(tokens(siteDark ?? '')).toContain(token);
    },
  );
});
