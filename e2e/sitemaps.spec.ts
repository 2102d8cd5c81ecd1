import * as newsroom from '#lib/newsroom/index.ts';
import { schemaErrors } from '#lib/testing/sitemap-schema.ts';
import { hansPath, hantPath, isHant, languagesOf } from '#lib/text/variants.ts';
import { site } from '#site.config.ts';
import { expect, oneDay, read, test, today } from './test.ts';

/** What crawlers are told of the site: that it is whole, true, and follows every event at the next request. */
test.describe.configure({ mode: 'serial' });

const locs = (xml: string) =>
  Array.from(xml.matchAll(/<loc>([^<]*)<\/loc>/g), ([, loc = '']) => loc.replace(site.origin, ''));

async function parts(index: string): Promise<string[]> {
  const { status, headers, html } = await read(index);
  expect([index, status, headers.get('content-type')]).toEqual([index, 200, 'application/xml; charset=utf-8']);
  expect(await schemaErrors(html, 'index')).toEqual([]);
  return locs(html);
}

test('every address in every part answers 200 and may be listed, and every published story is among them', async ({
  newsroom: room,
}) => {
  test.setTimeout(300_000);
  const listed: string[] = [];
  for (const part of await parts('/sitemap.xml')) {
    const { status, html } = await read(part);
    expect([part, status]).toEqual([part, 200]);
    expect([part, await schemaErrors(html)]).toEqual([part, []]);
    listed.push(...locs(html));
  }
  expect(new Set(listed).size).toBe(listed.length);
  const rows = await room.sql<
    { href: string }[]
  >`select '/article/' || id as href from story where status = 'published'`;
  expect(listed.filter((href) => href.startsWith('/article/')).sort()).toEqual(rows.map(({ href }) => href).sort());
  const hans = listed.filter((href) => !isHant(href));
  expect(listed.filter(isHant).sort()).toEqual(hans.map(hantPath).sort());
  for (const href of listed) {
    const { status, headers, html } = await read(href);
    const hidden = headers.get('x-robots-tag') ?? /<meta name="robots" content="([^"]*)"/.exec(html)?.[1] ?? '';
    const canonical = /<link rel="canonical" href="([^"]*)"/.exec(html)?.[1]?.replace(site.origin, '') || '/';
    expect([href, status, hidden.includes('noindex'), canonical]).toEqual([href, 200, false, href]);
    const languages = Array.from(html.matchAll(/<link rel="alternate" hrefLang="([^"]*)" href="([^"]*)"/g), (found) => [
      found[1],
      found[2]?.replace(site.origin, '') || '/',
    ]);
    expect([href, Object.fromEntries(languages)]).toEqual([href, languagesOf(hansPath(href))]);
  }
});

test('the plain form lists the same without a word of extensions', async () => {
  const plain = await parts('/sitemap/plain.xml');
  const rich = await parts('/sitemap.xml');
  expect(plain.map((part) => part.replace('/plain/', '/'))).toEqual(rich);
  for (const [index, part] of plain.entries()) {
    const { html } = await read(part);
    expect(html).not.toMatch(/google|image:|video:|xhtml:/);
    expect(locs(html)).toEqual(locs((await read(rich[index] ?? '')).html));
  }
});

test('a publish is listed at the next request, a withdrawal gone, and other parts stay as they are', async ({
  newsroom: room,
}) => {
  await oneDay(30);
  const month = today().slice(0, 7);
  const [section] = await room.sql<{ id: string }[]>`select id from section where slug = 'qinzhou'`;
  const saved = await newsroom.createStory(
    {
      title: '<秦州> & “新桥” ]]>',
      sectionId: Number(section?.id),
      body: { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: '桥通了。' }] }] },
    },
    'e2e',
  );
  if (!saved.ok) throw new Error(saved.message);
  const href = `/article/${saved.id}`;
  const others = (await parts('/sitemap.xml')).filter((part) => part.startsWith('/sitemap/') && !part.includes(month));
  const touched = [`/sitemap/${month}.xml`, `/sitemap/plain/${month}.xml`, '/news-sitemap.xml'];
  for (const part of [...others, ...touched]) await read(part);
  const untouched = async () => {
    for (const part of others) expect([part, (await read(part)).page]).toEqual([part, 'HIT']);
  };
  const shown = async (there: boolean) => {
    for (const part of touched) expect([part, locs((await read(part)).html).includes(href)]).toEqual([part, there]);
  };

  await shown(false);
  await room.happens(newsroom.publish(saved.id, 'e2e'));
  await shown(true);
  await untouched();
  const news = (await read('/news-sitemap.xml')).html;
  expect(await schemaErrors(news)).toEqual([]);
  expect(news).toContain('<news:title>&lt;秦州&gt; &amp; “新桥” ]]&gt;</news:title>');

  const before = await read('/sitemap.xml');
  await room.happens(newsroom.correct(saved.id, '桥长应为三百米。', 'e2e'));
  const after = await read('/sitemap.xml');
  expect([before.page, after.page]).toEqual(['MISS', 'MISS']);
  const [row] = await room.sql<{ at: number }[]>`
    select floor(extract(epoch from updated_at))::int as at from story where id = ${saved.id}`;
  const lastmod = new RegExp(`<loc>[^<]*${href}</loc><lastmod>([^<]*)<`).exec((await read(touched[0] ?? '')).html)?.[1];
  expect(Date.parse(lastmod ?? '') / 1000).toBe(row?.at);
  await untouched();

  await room.happens(newsroom.withdraw(saved.id, '测试', 'e2e'));
  await shown(false);
  await untouched();
});

test('a part that does not exist is not found, with no rendering', async () => {
  for (const part of [
    '/sitemap/1999-01.xml',
    `/sitemap/${today().slice(0, 7)}-900.xml`,
    '/sitemap/topics-900.xml',
    '/sitemap/x.xml',
  ])
    expect([part, (await read(part)).status]).toEqual([part, 404]);
});

test('robots.txt and the manifest are there, and answer 304 to who has them', async () => {
  for (const [file, type, word] of [
    ['/robots.txt', 'text/plain; charset=utf-8', `Sitemap: ${site.origin}/sitemap.xml`],
    ['/manifest.webmanifest', 'application/manifest+json; charset=utf-8', '"start_url"'],
  ] as const) {
    const { status, headers, html } = await read(file);
    expect([file, status, headers.get('content-type')]).toEqual([file, 200, type]);
    expect(html).toContain(word);
    expect((await read(file, { headers: { 'If-None-Match': headers.get('etag') ?? '' } })).status).toBe(304);
  }
});
