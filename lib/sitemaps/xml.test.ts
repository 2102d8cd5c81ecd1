import { describe, expect, it } from 'vitest';
import type { SitemapEntry } from '#lib/content/models.ts';
import { schemaErrors } from '#lib/testing/sitemap-schema.ts';
import { mapLimits, parsePart, partName } from './parts.ts';
import { newsUrlset, sitemapIndex, urlset, xmlText } from './xml.ts';

const origin = 'https://www.weishui.example';
const whole = { origin, plain: false, maxBytes: mapLimits.bytes };
const published = '2026-11-22T08:05:09+08:00';

const story = (id: number, more: Partial<SitemapEntry> = {}): SitemapEntry => ({
  href: `/article/${id}`,
  changed: published,
  pictures: [],
  film: null,
  ...more,
});
const inBothScripts = (path: string) =>
  `<xhtml:link rel="alternate" hreflang="zh-Hans" href="${origin}${path}"/>` +
  `<xhtml:link rel="alternate" hreflang="zh-Hant" href="${origin}/hant${path}"/>` +
  `<xhtml:link rel="alternate" hreflang="x-default" href="${origin}${path}"/>`;
const film = (title: string, description = title): SitemapEntry['film'] => ({
  title,
  description,
  thumbnail: '/media/0a/1600.webp',
  src: '/media/0b/original.mp4',
  durationSeconds: 65,
  published,
});

/** What a hostile or careless hand could put into a title. */
const hostile = {
  'the end of a script': '完</script><script>alert(1)</script>',
  'the end of CDATA': 'a]]>b<![CDATA[c',
  'signs that mean something': `& < > " ' &amp; &#0; <!-- -->`,
  'control characters': 'a\u0000b\u0008c\u000bd\u001fe\u007ff\u0085g\ufffeh',
  emoji: '👨‍👩‍👧‍👦🏔️',
  'right-to-left marks': '\u200f\u202eabc\u202c\u2067def\u2069',
  'Han of four bytes': '𠮷野𡈽𰻝',
  'half a pair': 'a\ud800b\udc00c',
};

describe('a part of the site map', () => {
  it('keeps to the schemas of the protocol and of its extensions', async () => {
    const xml = urlset(
      [
        story(1),
        { href: '/latest', changed: null, pictures: [], film: null },
        story(2, { pictures: ['/media/0a/original.jpg', '/media/0c/original.jpg'], film: film('渭水之上') }),
      ],
      whole,
    );
    expect(await schemaErrors(xml)).toEqual([]);
    expect(xml.match(/<image:image>/g)).toHaveLength(2);
    for (const path of ['/article/2', '/hant/article/2'])
      expect(xml).toContain(`<loc>${origin}${path}</loc><lastmod>${published}</lastmod>${inBothScripts('/article/2')}`);
    expect(await schemaErrors(xml.replace('hreflang="zh-Hant"', 'hreflang="繁體"'))).not.toEqual([]);
    expect(xml).toContain(`<video:content_loc>${origin}/media/0b/original.mp4</video:content_loc>`);
    expect(xml).toContain(`<loc>${origin}/latest</loc>${inBothScripts('/latest')}</url>`);
  });

  it('is refused by the schemas where it is wrong', async () => {
    const wrong = urlset([story(1, { changed: '昨天' })], whole);
    expect(await schemaErrors(wrong)).not.toEqual([]);
    expect(await schemaErrors(urlset([story(1, { film: film('') })], whole))).not.toEqual([]);
  });

  it.each(Object.entries(hostile))('says titles with %s so that XML stays XML', async (_, title) => {
    expect(await schemaErrors(urlset([story(1, { film: film(title) })], whole))).toEqual([]);
    const news = newsUrlset([{ href: '/article/1', title, published }], { origin, name: title });
    expect(await schemaErrors(news)).toEqual([]);
  });

  it('keeps what XML can say', () => {
    expect(xmlText(hostile.emoji)).toBe(hostile.emoji);
    expect(xmlText(hostile['Han of four bytes'])).toBe(hostile['Han of four bytes']);
    expect(xmlText(hostile['right-to-left marks'])).toBe(hostile['right-to-left marks']);
    expect(xmlText(hostile['half a pair'])).toBe('a\u{FFFD}b\u{FFFD}c');
    expect(xmlText('a\tb\nc')).toBe('a\tb\nc');
  });

  it('cuts a description by characters, and leaves out a duration that Google does not take', async () => {
    const long = { ...film('片'), description: '𠮷'.repeat(3000), durationSeconds: 30_000 } as SitemapEntry['film'];
    const xml = urlset([story(1, { film: long })], whole);
    expect(xml).toContain(`<video:description>${'𠮷'.repeat(2048)}</video:description>`);
    expect(xml).not.toContain('duration');
    expect(await schemaErrors(xml)).toEqual([]);
  });

  it('names no extension in its plain form', async () => {
    const entries = [story(1, { pictures: ['/media/0a/original.jpg'], film: film('渭水之上') })];
    const xml = urlset(entries, { ...whole, plain: true });
    expect(xml).not.toMatch(/google|image|video|xhtml/);
    expect(xml.match(/<loc>.*?<\/loc>/g)).toEqual([
      `<loc>${origin}/article/1</loc>`,
      `<loc>${origin}/hant/article/1</loc>`,
    ]);
    expect(await schemaErrors(xml)).toEqual([]);
  });

  it('stays below its limit of bytes by leaving pictures out, never addresses', async () => {
    const entries = Array.from({ length: 50 }, (_, id) => story(id + 1, { pictures: ['/media/0a/original.jpg'] }));
    const all = urlset(entries, whole);
    const maxBytes = Buffer.byteLength(all) - 1000;
    const less = urlset(entries, { ...whole, maxBytes });
    expect(Buffer.byteLength(less)).toBeLessThanOrEqual(maxBytes);
    expect(less.match(/<loc>/g)).toHaveLength(100);
    expect(less.match(/<image:loc>/g)?.length).toBeGreaterThan(20);
    expect(await schemaErrors(less)).toEqual([]);
    expect(urlset(entries, { ...whole, maxBytes: Buffer.byteLength(all) })).toBe(all);
  });
});

describe('the news site map', () => {
  it('keeps to the schema, in simplified Chinese, under the name of the site', async () => {
    const xml = newsUrlset([{ href: '/article/1', title: '渭水涨水', published }], { origin, name: '渭水' });
    expect(await schemaErrors(xml)).toEqual([]);
    expect(xml).toContain('<news:name>渭水</news:name><news:language>zh-cn</news:language>');
    expect(xml).toContain(
      `<news:publication_date>${published}</news:publication_date><news:title>渭水涨水</news:title>`,
    );
  });
});

describe('the index', () => {
  const parts = [
    { part: { kind: 'pages' } as const, changed: null },
    { part: { kind: 'month', month: '2026-11', number: 2 } as const, changed: published },
  ];

  it('keeps to the schema of indexes', async () => {
    for (const plain of [false, true])
      expect(await schemaErrors(sitemapIndex(parts, { origin, plain }), 'index')).toEqual([]);
    expect(await schemaErrors(urlset([story(1)], whole), 'index')).not.toEqual([]);
  });

  it('leads to the parts of its own form', () => {
    expect(sitemapIndex(parts, { origin, plain: false })).toContain(`${origin}/sitemap/2026-11-2.xml</loc><lastmod>`);
    expect(sitemapIndex(parts, { origin, plain: true })).toContain(`${origin}/sitemap/plain/pages.xml</loc></sitemap>`);
  });
});

describe('names of parts', () => {
  it.each(['pages', 'topics', 'topics-2', '2026-11', '2026-11-2', '2026-11-120'])('%s', (name) => {
    const part = parsePart(name);
    expect(part && partName(part)).toBe(name);
  });

  it.each([
    '',
    '-',
    'page',
    'pages-2',
    '2026-13',
    '2026-00',
    '2026-1',
    '2026-11-1',
    '2026-11-0',
    '2026-11-02',
    '2026-11-',
  ])('“%s” is none', (name) => expect(parsePart(name)).toBeNull());
});
