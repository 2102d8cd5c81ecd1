import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith';
import sharp from 'sharp';
import * as newsroom from '#lib/newsroom/index.ts';
import { podcastProblems, xmlErrors } from '#lib/testing/feeds.ts';
import { site } from '#site.config.ts';
import { expect, read, siteUrl, test, watch } from './test.ts';

/** What readers and players of feeds get: whole, true, and new at the next request after every event. */
test.describe.configure({ mode: 'serial' });

const types = {
  'feed.xml': 'application/xml; charset=utf-8',
  'atom.xml': 'application/xml; charset=utf-8',
  'feed.json': 'application/feed+json; charset=utf-8',
} as const;
type File = keyof typeof types;
const files = Object.keys(types) as File[];

const local = (address: string) => address.replace(site.origin, '');

/** A feed as its readers understand it: addresses of its stories, and their texts. */
async function stories(address: string): Promise<{ href: string; title: string; html: string }[]> {
  const { status, headers, html: body } = await read(address);
  const file = address.split('/').at(-1) as File;
  expect([address, status, headers.get('content-type')]).toEqual([address, 200, types[file]]);
  expect([address, headers.get('link')]).toEqual([
    address,
    expect.stringMatching(`^<${site.origin}${address}>; rel="self"`),
  ]);
  expect([headers.get('x-robots-tag'), headers.get('access-control-allow-origin')]).toEqual(['noindex', '*']);
  const story = (href = '', title = '', html = '') => ({ href: local(href), title, html });
  if (file === 'feed.json')
    return (parseJsonFeed(JSON.parse(body)).items ?? []).map((item) => story(item.id, item.title, item.content_html));
  expect([address, await xmlErrors(body)]).toEqual([address, []]);
  return file === 'feed.xml'
    ? (parseRssFeed(body).items ?? []).map((item) => story(item.guid?.value, item.title, item.content?.encoded))
    : (parseAtomFeed(body).entries ?? []).map((item) => story(item.id, item.title?.value, item.content?.value));
}

/** The feeds that the head of a page names. */
async function named(page: string): Promise<string[]> {
  const { html } = await read(page);
  const links = html.matchAll(
    /<link rel="alternate" type="application\/(?:rss\+xml|atom\+xml|feed\+json)" href="([^"]+)"/g,
  );
  return Array.from(links, ([, href = '']) => local(href));
}

test('the site and every section, dossier, author and blog have feeds with their newest stories, in each format', async ({
  newsroom: room,
}) => {
  test.setTimeout(300_000);
  const subjects = await room.sql<{ page: string; list: string; ref: string }[]>`
    select '' as page, 'site' as list, 0::bigint as ref
    union all select '/section/' || slug, 'section', id from section
    union all select '/topic/' || slug, 'topic', id from topic where kind = 'special'
    union all select '/author/' || slug, 'author', id from author
    union all select '/blog/' || a.slug, 'blog', b.id from blog b join author a on a.id = b.author_id`;
  expect(subjects.length).toBeGreaterThan(30);
  for (const { page, list, ref } of subjects) {
    const rows = await room.sql<{ href: string }[]>`
      select '/article/' || story_id as href from list_entry where list = ${list} and ref_id = ${ref}
      order by published_at desc, story_id desc limit 30`;
    const [rss, atom, json] = await Promise.all(files.map((file) => stories(`${page}/${file}`)));
    expect([page, rss?.map(({ href }) => href)]).toEqual([page, rows.map(({ href }) => href)]);
    expect([page, atom, json]).toEqual([page, rss, rss]);
    expect([page, await named(page || '/')]).toEqual([page, files.map((file) => `${page}/${file}`)]);
  }
});

test('every programme is a podcast by PSP-1, and all that its feed names is there', async ({ newsroom: room }) => {
  const shows = await room.sql<{ slug: string }[]>`select slug from show`;
  expect(shows.length).toBeGreaterThan(2);
  let chapters = 0;
  for (const { slug } of shows) {
    const address = `/podcast/${slug}/feed.xml`;
    expect((await stories(address)).length).toBeGreaterThan(0);
    const xml = (await read(address)).html;
    expect([slug, podcastProblems(xml, site.origin + address)]).toEqual([slug, []]);
    const feed = parseRssFeed(xml);
    const cover = await fetch(new URL(local(feed.itunes?.image ?? ''), siteUrl()));
    expect([slug, cover.status, cover.headers.get('content-type')]).toEqual([slug, 200, 'image/jpeg']);
    const { width, height } = await sharp(Buffer.from(await cover.arrayBuffer())).metadata();
    expect([slug, width, height]).toEqual([slug, 1400, 1400]);
    const addresses = [feed.link];
    for (const item of feed.items ?? []) {
      const { url = '', length, type } = item.enclosures?.[0] ?? {};
      const { status, headers } = await read(local(url), { method: 'HEAD' });
      expect([url, status, headers.get('content-length'), headers.get('content-type')]).toEqual([
        url,
        200,
        String(length),
        type,
      ]);
      addresses.push(item.itunes?.image, item.link, ...(item.podcast?.transcripts ?? []).map((one) => one.url));
      const file = item.podcast?.chapters?.url;
      if (!file) continue;
      chapters += 1;
      const answer = await read(local(file));
      expect([file, answer.status, answer.headers.get('content-type')]).toEqual([
        file,
        200,
        'application/json+chapters',
      ]);
      const { version, chapters: list } = JSON.parse(answer.html);
      expect(version).toBe('1.2.0');
      expect(list[0]).toEqual({ startTime: expect.any(Number), title: expect.any(String) });
    }
    for (const href of addresses) expect([href, (await read(local(href ?? ''))).status]).toEqual([href, 200]);
    expect([slug, await named(`/podcast/${slug}`)]).toEqual([slug, [address]]);
  }
  expect(chapters).toBeGreaterThan(0);
});

test('what stories show and name in a feed is there', async () => {
  // What other tests have published, the newest of the site, may show nothing.
  const feeds = ['/feed.xml', '/section/culture/feed.xml', '/topic/jieqi/feed.xml'];
  const addresses = new Set(
    (await Promise.all(feeds.map(stories)))
      .flat()
      .flatMap(({ html }) => Array.from(html.matchAll(/(?:src|href)="([^"]+)"/g), ([, address = '']) => address)),
  );
  expect(addresses.size).toBeGreaterThan(10);
  for (const address of addresses) {
    expect(address).toMatch(/^https?:|^mailto:|^tel:/);
    if (address.startsWith(site.origin)) expect([address, (await read(local(address))).status]).toEqual([address, 200]);
  }
});

test('who has a feed is told that nothing changed, and HEAD says what GET says', async () => {
  for (const address of [...files.map((file) => `/section/local/${file}`), '/podcast/xiangyin/feed.xml']) {
    const { headers } = await read(address);
    const etag = headers.get('etag') ?? '';
    expect(Date.parse(headers.get('last-modified') ?? '')).toBeLessThanOrEqual(Date.now());
    const again = await read(address, { headers: { 'If-None-Match': etag } });
    expect([address, again.status, again.html, again.headers.get('etag')]).toEqual([address, 304, '', etag]);
    const head = await read(address, { method: 'HEAD' });
    expect([head.status, head.html]).toEqual([200, '']);
    for (const name of ['etag', 'content-type', 'link', 'last-modified'])
      expect([name, head.headers.get(name)]).toEqual([name, headers.get(name)]);
  }
});

test('an event is in the feeds of its story at the next request, and leaves all others as they are', async ({
  newsroom: room,
}) => {
  const find = async (table: string, slug: string) =>
    Number((await room.sql`select id from ${room.sql(table)} where slug = ${slug}`)[0]?.id);
  const title = '<秦州> & “新桥” ]]> 𠮷';
  const body = (text: string) => ({
    type: 'doc' as const,
    content: [{ type: 'paragraph' as const, content: [{ type: 'text' as const, text }] }],
  });
  const saved = await newsroom.createStory(
    {
      title,
      sectionId: await find('section', 'qinzhou'),
      authorIds: [await find('author', 'lin-zhou')],
      body: body('桥通了。'),
    },
    'e2e',
  );
  if (!saved.ok) throw new Error(saved.message);
  const href = `/article/${saved.id}`;
  const each = (pages: string[]) => pages.flatMap((page) => files.map((file) => `${page}/${file}`));
  const touched = each(['', '/section/qinzhou', '/section/local', '/author/lin-zhou']);
  const others = [
    ...each(['/section/sports', '/topic/jieqi', '/author/su-he', '/blog/chen-du']),
    '/podcast/xiangyin/feed.xml',
  ];
  for (const address of [...touched, ...others]) await read(address);
  const untouched = async () => {
    for (const address of others) expect([address, (await read(address)).page]).toEqual([address, 'HIT']);
  };
  const shown = async (text: string) => {
    for (const address of touched) {
      const [first] = await stories(address);
      expect([address, first]).toEqual([address, { href, title, html: expect.stringContaining(text) }]);
    }
    await untouched();
  };
  await untouched();

  await room.happens(newsroom.publish(saved.id, 'e2e'));
  await shown('<p>桥通了。</p>');
  await room.happens(newsroom.change(saved.id, { body: body('桥长三百米。') }, 'e2e'));
  await shown('<p>桥长三百米。</p>');
  await room.happens(newsroom.correct(saved.id, '桥长应为三百二十米。', 'e2e'));
  await shown('</strong>桥长应为三百二十米。</p>');

  await room.happens(newsroom.withdraw(saved.id, '测试', 'e2e'));
  for (const address of touched)
    expect([address, (await stories(address)).some((story) => story.href === href)]).toEqual([address, false]);
  await untouched();
});

test('a feed of what does not exist is not found', async ({ newsroom: room }) => {
  for (const address of [
    '/section/nowhere/feed.xml',
    '/topic/nowhere/atom.xml',
    '/author/nowhere/feed.json',
    '/blog/lin-zhou/feed.xml',
    '/podcast/nowhere/feed.xml',
    '/section/local/rss.xml',
    '/article/999999999/chapters.json',
  ])
    expect([address, (await read(address)).status]).toEqual([address, 404]);
  const silent = await room.storyWhere('s.media_id is null');
  expect((await read(`/article/${silent.id}/chapters.json`)).status).toBe(404);
});

test('a feed that is opened in a browser is a page that can be read, and leads to the site', async ({ page }) => {
  const trouble = watch(page);
  for (const address of ['/section/local/feed.xml', '/section/local/atom.xml', '/podcast/xiangyin/feed.xml']) {
    const [first] = await stories(address);
    await page.goto(address);
    await expect(page.getByText(first?.title ?? '', { exact: true })).toBeVisible();
    await expect(page.getByRole('link', { name: '打开网页版' })).toBeVisible();
    await expect(page.getByText('<p>')).toHaveCount(0);
    const link = page.getByRole('link', { name: '阅读全文' }).first();
    await expect(link).toBeVisible();
    expect([address, local((await link.getAttribute('href')) ?? '')]).toEqual([address, first?.href]);
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).display)).toBe('flex');
    await expect(page.locator('guid, id, itunes\\:duration').first()).toBeHidden();
  }
  expect(trouble).toEqual([]);
});
