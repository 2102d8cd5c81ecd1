import { parse } from 'node-html-parser';
import sharp from 'sharp';
import * as newsroom from '#lib/newsroom/index.ts';
import { hostileTitles } from '#lib/seo/fixtures.ts';
import { structuredDataProblems } from '#lib/testing/structured-data.ts';
import { site } from '#site.config.ts';
import { pageTypes } from './pages.ts';
import { expect, read, siteUrl, stored, test } from './test.ts';

/** What the head of every page and its structured data say, over the whole demo newsroom. */
test.describe.configure({ mode: 'serial' });

const crawlers = [
  'Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)',
  'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  'curl/8.5.0',
];
const locs = (xml: string) =>
  Array.from(xml.matchAll(/<loc>([^<]*)<\/loc>/g), ([, loc = '']) => loc.replace(site.origin, '') || '/');

/** Every address that the site maps name. */
async function listed(): Promise<string[]> {
  const parts = locs((await read('/sitemap.xml')).html);
  return (await Promise.all(parts.map(async (part) => locs((await read(part)).html)))).flat();
}

type Head = { title: string; description: string; canonical: string; meta: Map<string, string[]>; problems: string[] };

/** The head of a page, and what is wrong with it. */
function headOf(html: string): Head {
  const document = parse(html);
  const head = document.querySelector('head');
  const body = document.querySelector('body');
  const meta = new Map<string, string[]>();
  for (const one of head?.querySelectorAll('meta') ?? []) {
    const name = one.getAttribute('property') ?? one.getAttribute('name') ?? '';
    meta.set(name, [...(meta.get(name) ?? []), one.getAttribute('content') ?? '']);
  }
  const problems: string[] = [];
  const once = (what: string, found: readonly string[]): string => {
    if (found.length !== 1 || !found[0]?.trim()) problems.push(`${found.length} × ${what}`);
    return found[0] ?? '';
  };
  const title = once('title', head?.querySelectorAll('title').map(({ text }) => text) ?? []);
  const canonical = once(
    'canonical',
    head?.querySelectorAll('link[rel="canonical"]').map((link) => link.getAttribute('href') ?? '') ?? [],
  );
  const description = once('description', meta.get('description') ?? []);
  const [type = ''] = meta.get('og:type') ?? [];
  const wanted = ['robots', 'og:title', 'og:description', 'og:url', 'og:type', 'og:site_name', 'og:locale', 'og:image'];
  const pictured = ['og:image:width', 'og:image:height', 'og:image:alt', 'twitter:card'];
  const dated = ['article:published_time', 'article:modified_time', 'article:section'];
  for (const name of [...wanted, ...pictured, ...(type === 'article' ? dated : [])]) once(name, meta.get(name) ?? []);
  if (!meta.get('robots')?.[0]?.includes('max-image-preview:large')) problems.push('no large picture in results');
  if (meta.get('og:url')?.[0] !== canonical) problems.push('og:url is not the canonical address');
  if (description.length > 160 || title.length > 100) problems.push('too long');
  if ((body?.querySelectorAll('title, meta:not([itemprop]), link[rel="canonical"]').length ?? 0) > 0) {
    problems.push('metadata in the body');
  }
  return { title, description, canonical, meta, problems };
}

test('every page that may be listed has one title, one description and one address, like no other page', async () => {
  test.setTimeout(600_000);
  const seen = { title: new Map<string, string>(), description: new Map<string, string>() };
  const found: Record<string, unknown> = {};
  const pictures = new Map<string, { width: number; height: number }>();
  for (const path of await listed()) {
    const { html } = await read(path);
    const head = headOf(html);
    const problems = [...head.problems, ...structuredDataProblems(html, site.origin)];
    if ((head.canonical.replace(site.origin, '') || '/') !== path) problems.push(`canonical ${head.canonical}`);
    for (const what of ['title', 'description'] as const) {
      // Some are written alike in both scripts.
      const text = `${head.meta.get('og:locale')} ${head[what]}`;
      const other = seen[what].get(text);
      if (other) problems.push(`the same ${what} as ${other}`);
      seen[what].set(text, path);
    }
    const [picture = ''] = head.meta.get('og:image') ?? [];
    const [width, height] = ['width', 'height'].map((side) => Number(head.meta.get(`og:image:${side}`)?.[0]));
    if (picture.startsWith(`${site.origin}/`)) pictures.set(picture, { width: width ?? 0, height: height ?? 0 });
    else problems.push(`og:image ${picture}`);
    if (problems.length > 0) found[path] = problems;
  }
  expect(found).toEqual({});
  expect(seen.title.size).toBeGreaterThan(700);

  const wrong: Record<string, unknown> = {};
  for (const [address, size] of pictures) {
    const response = await fetch(new URL(address.replace(site.origin, ''), siteUrl()));
    const type = response.headers.get('content-type') ?? '';
    const { width, height } = await sharp(Buffer.from(await response.arrayBuffer())).metadata();
    if (response.status !== 200 || !type.startsWith('image/') || width !== size.width || height !== size.height) {
      wrong[address] = { status: response.status, type, width, height, said: size };
    }
  }
  expect(wrong).toEqual({});
  expect([...pictures.keys()].filter((address) => address.endsWith('/card.png')).length).toBeGreaterThan(1);
});

test('crawlers read what readers read, with everything in its head', async ({ newsroom: room }) => {
  for (const { name, path, status } of await pageTypes(room.sql)) {
    await stored(path);
    const { html } = await read(path);
    for (const agent of crawlers) {
      const answer = await read(path, { headers: { 'user-agent': agent } });
      expect([name, agent, answer.status, answer.html === html]).toEqual([name, agent, status, true]);
    }
    expect([name, html.indexOf('<title>') < html.indexOf('</head>')]).toEqual([name, true]);
  }
});

test('what may not be listed says so, and describes nothing', async ({ newsroom: room }) => {
  for (const { name, path, status } of await pageTypes(room.sql)) {
    if (status === 200 && !['print page', 'panel'].includes(name)) continue;
    const { html } = await read(path);
    expect([name, /<meta name="robots" content="noindex/.test(html)]).toEqual([name, true]);
    expect([name, html.includes('application/ld+json')]).toEqual([name, false]);
  }
});

test('a story’s picture is there in the three shapes that engines ask for, and no other', async ({
  newsroom: room,
}) => {
  const { id } = await room.storyWhere('s.lead_media_id is not null');
  for (const [shape, ratio] of [
    ['16x9', 16 / 9],
    ['4x3', 4 / 3],
    ['1x1', 1],
  ] as const) {
    const response = await fetch(new URL(`/article/${id}/${shape}.jpg`, siteUrl()));
    expect([shape, response.status, response.headers.get('content-type')]).toEqual([shape, 200, 'image/jpeg']);
    const { width, height } = await sharp(Buffer.from(await response.arrayBuffer())).metadata();
    expect(width / height).toBeCloseTo(ratio, 1);
    expect(width).toBeGreaterThanOrEqual(shape === '1x1' ? 696 : 1200);
  }
  const bare = await room.storyWhere(`s.kind = 'news' and s.lead_media_id is null`);
  const gone = await room.sql<{ id: string }[]>`select id from story where status = 'withdrawn' limit 1`;
  for (const path of [
    `/article/${id}/2x1.jpg`,
    `/article/${bare.id}/16x9.jpg`,
    `/article/${gone[0]?.id}/card.png`,
    '/article/999999999/card.png',
  ]) {
    expect([path, (await read(path)).status]).toEqual([path, 404]);
  }
});

test('no title can break out of a page, its data or its card, and a new title is on all of them at once', async ({
  newsroom: room,
}) => {
  const [section] = await room.sql<{ id: string }[]>`select id from section where slug = 'qinzhou'`;
  const draft = (title: string) => ({
    title,
    summary: title,
    sectionId: Number(section?.id),
    body: {
      type: 'doc' as const,
      content: [{ type: 'paragraph' as const, content: [{ type: 'text' as const, text: '桥通了。' }] }],
    },
  });
  const saved = await newsroom.createStory(draft('桥'), 'e2e');
  if (!saved.ok) throw new Error(saved.message);
  await room.happens(newsroom.publish(saved.id, 'e2e'));
  const path = `/article/${saved.id}`;
  let card = (await read(`${path}/card.png`)).headers.get('etag');
  for (const title of hostileTitles) {
    const changed = await newsroom.change(saved.id, { title, summary: title }, 'e2e');
    // Some are refused, which is the best of answers.
    if (!changed.ok) continue;
    await room.happens(Promise.resolve(changed));
    const { html, page } = await read(path);
    expect([title, page]).toEqual([title, 'MISS']);
    const head = headOf(html);
    expect([title, head.problems, structuredDataProblems(html, site.origin)]).toEqual([title, [], []]);
    expect([title, html.includes('<script>alert')]).toEqual([title, false]);
    const drawn = await read(`${path}/card.png`);
    expect([title, drawn.status, drawn.page, drawn.headers.get('etag') === card]).toEqual([title, 200, 'MISS', false]);
    card = drawn.headers.get('etag');
  }
  await room.happens(newsroom.withdraw(saved.id, '测试', 'e2e'));
  expect((await read(`${path}/card.png`)).status).toBe(404);
});
