import { request } from 'node:http';
import * as newsroom from '#lib/newsroom/index.ts';
import { site } from '#site.config.ts';
import { indexNowKey } from './server.ts';
import { expect, siteUrl, stored, test } from './test.ts';

/** One canonical address each, the right status for all others, and HEAD as GET: address by address, on the built site. */
type Answer = { status: number; headers: Record<string, string | string[] | undefined>; body: string };

/** Sends a target byte for byte, as a browser would not. */
function ask(target: string, method = 'GET', headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(siteUrl());
    const asked = request({ hostname, port, path: target, method, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    asked.once('error', reject);
    asked.end();
  });
}

/** Of the moment, not of the resource. */
const ofTheMoment = ['date', 'x-page', 'last-modified', 'transfer-encoding', 'connection', 'keep-alive'];

/** What HEAD answers otherwise than GET; nothing where all is well. */
async function differences(
  target: string,
  headers: Record<string, string> = {},
  attempts = 3,
): Promise<{ target: string; expected: unknown; actual: unknown } | null> {
  const get = await ask(target, 'GET', headers);
  const head = await ask(target, 'HEAD', headers);
  const lasting = (answer: Answer) =>
    Object.fromEntries(
      Object.entries(answer.headers).filter(
        // What Next.js streams has a length only where there is no body to stream.
        ([name]) => !ofTheMoment.includes(name) && !(name === 'content-length' && get.headers['transfer-encoding']),
      ),
    );
  const expected = { status: get.status, headers: lasting(get), body: '' };
  const actual = { status: head.status, headers: lasting(head), body: head.body };
  if (JSON.stringify(expected) === JSON.stringify(actual)) return null;
  // A page that was stale is drawn anew behind whoever asks first: between the two, it may be.
  const redrawn = attempts > 1 && (await ask(target, 'GET', headers)).body !== get.body;
  return redrawn ? differences(target, headers, attempts - 1) : { target, expected, actual };
}

async function check(rows: readonly (readonly [target: string, status: number, location?: string])[]): Promise<void> {
  const wrong: unknown[] = [];
  for (const [target, status, location] of rows) {
    const answer = await ask(target);
    if (answer.status !== status || answer.headers.location !== location)
      wrong.push([target.slice(0, 100), answer.status, answer.headers.location]);
    const different = await differences(target);
    if (different) wrong.push(different);
  }
  expect(wrong).toEqual([]);
}

test('every kind of address that is there answers 200, and its address is its canonical one', async ({
  newsroom: room,
}) => {
  const story = (await room.storyWhere(`s.kind = 'news'`)).id;
  const [newest] = await room.sql<{ month: string }[]>`
    select to_char(max(published_at) at time zone 'Asia/Shanghai', 'YYYY-MM') as month from story where status = 'published'`;
  await check([
    ...[
      '/',
      '/latest',
      '/section/local',
      '/section/local/page/2',
      `/article/${story}`,
      `/article/${story}/print`,
      '/pictures',
      '/blog',
      '/podcast',
      '/corrections',
      '/about',
      '/panel/latest',
    ].map((path) => [path, 200] as const),
    ...[
      '/robots.txt',
      '/manifest.webmanifest',
      '/sitemap.xml',
      '/news-sitemap.xml',
      '/sitemap/plain.xml',
      `/sitemap/${newest?.month}.xml`,
    ].map((path) => [path, 200] as const),
    ...['/speculation-rules.json', `/${indexNowKey}.txt`, '/api/health', '/api/ready', '/api/live?poll=1'].map(
      (path) => [path, 200] as const,
    ),
    ['/api/revalidate', 405],
    // A whole address, as a proxy sends it, is the same.
    [`${siteUrl()}/latest`, 200],
  ]);
  expect((await ask(`/${indexNowKey}.txt`)).body).toBe(indexNowKey);
});

test('a document is the same whatever is asked behind “?”, and says which address is its own', async () => {
  const bare = await ask('/latest');
  for (const query of ['?', '?utm_source=wechat&from=timeline', '?page=2', '?q=%00', `?${'x'.repeat(4_000)}`]) {
    const { status, body } = await ask(`/latest${query}`);
    expect([query.slice(0, 40), status, body === bare.body]).toEqual([query.slice(0, 40), 200, true]);
  }
  expect(bare.body).toContain(`<link rel="canonical" href="${site.origin}/latest"/>`);
});

test('every other spelling of an address leads to the one in one hop', async ({ newsroom: room }) => {
  const { id } = await room.storyWhere(`s.kind = 'news'`);
  await check([
    ['/latest/', 301, '/latest'],
    ['/latest//', 301, '/latest'],
    ['//latest', 301, '/latest'],
    ['/Latest', 301, '/latest'],
    ['/LATEST/?utm_source=x', 301, '/latest'],
    ['/%6Catest', 301, '/latest'],
    ['/%4c%61test/', 301, '/latest'],
    ['/./latest', 301, '/latest'],
    ['/section/../latest', 301, '/latest'],
    ['/%2e%2e/latest', 301, '/latest'],
    ['/latest/.', 301, '/latest'],
    ['/index.html', 301, '/'],
    ['/Index.HTM', 301, '/'],
    ['//', 301, '/'],
    ['/.', 301, '/'],
    ['/latest/index.html', 301, '/latest'],
    ['/section/local/page/1', 301, '/section/local'],
    ['/Section//Local/Page/1/', 301, '/section/local'],
    [`/Article/${id}/`, 301, `/article/${id}`],
    [`/article/${id}/print/`, 301, `/article/${id}/print`],
    ['/ROBOTS.TXT', 301, '/robots.txt'],
    ['/sitemap.xml/', 301, '/sitemap.xml'],
    ['/Sitemap/Plain.xml', 301, '/sitemap/plain.xml'],
    ['/Hant/', 301, '/hant'],
    ['/HANT//latest/index.html?x=1', 301, '/hant/latest'],
    ['/Feed.XML', 301, '/feed.xml'],
  ]);
});

test('what is no address of ours is not found, however it is written', async () => {
  await check(
    [
      '/nowhere',
      '/nowhere/',
      '/Nowhere?x=1',
      '/article/0',
      '/article/00012',
      '/article/999999999',
      '/article/1%2fprint',
      '/section%2Flocal',
      '/section%2flocal/',
      '/latest%00',
      '/latest%20',
      '/latest;v=1',
      '/latest%3Fx',
      '/..%2flatest',
      '/latest%',
      '/latest%zz',
      '/section\\local',
      '/%E6%9C%80%E6%96%B0',
      '/section/local/page/99999',
      '/page/1',
      '/API/health',
      '/media/nothing.webp',
      '/media/',
      '/_next/static/nothing.js',
      '/speculation-rules.json/',
      '/%73peculation-rules.json',
      `/${'a'.repeat(7_000)}`,
      `/${'%6C'.repeat(2_000)}`,
      `/${'../'.repeat(2_000)}latest%00`,
    ].map((path) => [path, 404]),
  );
});

test('a withdrawn story is gone, under every spelling of its address', async ({ newsroom: room }) => {
  const [row] = await room.sql`select id from story where status = 'withdrawn' order by id limit 1`;
  await check([
    [`/article/${row?.id}`, 410],
    [`/Article/${row?.id}/`, 301, `/article/${row?.id}`],
  ]);
});

test('a file of the media has one address, and HEAD answers as GET for parts of it too', async ({ newsroom: room }) => {
  const [row] = await room.sql`select hash, file from media where kind = 'audio' order by id limit 1`;
  const file = `/media/${row?.hash}/${row?.file}`;
  await check([
    [file, 200],
    [file.replace('/media/', '//media//'), 301, file],
    [file.replace('/media/', '/%6Dedia/'), 301, file],
    [file.replace('/media/', '/x/../media/./'), 301, file],
    [file.toUpperCase(), 404],
  ]);
  for (const range of ['bytes=0-99', 'bytes=-5', 'bytes=5-', 'bytes=999999999-']) {
    expect(await differences(file, { Range: range })).toBeNull();
  }
  expect((await ask(file, 'HEAD', { Range: 'bytes=0-99' })).status).toBe(206);
  expect((await ask(file, 'HEAD', { Range: 'bytes=999999999-' })).status).toBe(416);
});

test('who has a page already is told so, by tag or by time, HEAD as GET', async () => {
  const { headers } = await ask('/about');
  const tag = { 'If-None-Match': String(headers.etag) };
  expect((await ask('/about', 'GET', tag)).status).toBe(304);
  expect(await differences('/about', tag)).toBeNull();
  // The page may have been drawn this very second; a minute ahead of it, it is known for certain.
  const time = { 'If-Modified-Since': new Date(Date.now() + 60_000).toUTCString() };
  expect((await ask('/about', 'GET', time)).status).toBe(304);
  expect(await differences('/about', time)).toBeNull();
  expect((await ask('/about', 'GET', { 'If-Modified-Since': new Date(0).toUTCString() })).status).toBe(200);
  expect((await ask('/nowhere', 'GET', { 'If-None-Match': '*', ...time })).status).toBe(404);
});

test('renamed and imported addresses lead to the end in one hop, however long the chain', async ({
  newsroom: room,
}) => {
  const [topic] = await room.sql`select id, slug from topic where kind = 'special' order by id limit 1`;
  const { id } = await room.storyWhere(`s.kind = 'news'`);
  const own = String(topic?.slug);
  const renamed = (slug: string) => room.happens(newsroom.updateTopic(Number(topic?.id), { slug }, 'e2e'));
  await renamed('renamed-once');
  await renamed('renamed-twice');
  await room.happens(newsroom.addRedirect('/news/show.asp?id=12', `/topic/${own}`, 'e2e'));
  await room.happens(newsroom.addRedirect('/旧闻/1.html', `/article/${id}`, 'e2e'));
  await check([
    ['/topic/renamed-twice', 200],
    [`/topic/${own}`, 301, '/topic/renamed-twice'],
    ['/topic/renamed-once', 301, '/topic/renamed-twice'],
    ['/Topic/Renamed-Once/', 301, '/topic/renamed-twice'],
    ['/hant/topic/renamed-once', 301, '/hant/topic/renamed-twice'],
    ['/topic/renamed-once/feed.xml', 301, '/topic/renamed-twice/feed.xml'],
    ['/topic/renamed-once/page/2', 301, '/topic/renamed-twice/page/2'],
    ['/news/show.asp?id=12', 301, '/topic/renamed-twice'],
    ['/news/show.asp?id=13', 404],
    ['/%E6%97%A7%E9%97%BB/1.html', 301, `/article/${id}`],
    ['/%e6%97%a7%e9%97%bb/1.html', 301, `/article/${id}`],
  ]);
  await renamed(own);
  await check([
    [`/topic/${own}`, 200],
    ['/topic/renamed-twice', 301, `/topic/${own}`],
    ['/topic/renamed-once', 301, `/topic/${own}`],
  ]);
});

test('in maintenance stored pages are served, all else answers 503 and says when to come again', async ({
  newsroom: room,
}) => {
  const { id } = await room.storyWhere(`s.kind = 'gallery'`);
  // That nothing is here is remembered of what was asked before.
  const nothing = `/once/upon/a/time-${Date.now()}.html`;
  const unseen = await newsroom.createStory(
    {
      title: '夜里检修以前的最后一条消息',
      sectionId: Number((await room.sql`select id from section where slug = 'qinzhou'`)[0]?.id),
      body: { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: '检修半小时。' }] }] },
    },
    'e2e',
  );
  if (!unseen.ok) throw new Error(unseen.message);
  await room.happens(newsroom.publish(unseen.id, 'e2e'));
  for (const path of ['/', `/article/${id}`, '/about']) await stored(path);
  await ask('/robots.txt');
  const open = () => ask('/api/live?poll=1').then(({ status }) => status === 200);
  const done = await newsroom.closeSite(new Date(Date.now() + 1_800_000), 'e2e');
  expect(done.ok).toBe(true);
  try {
    await expect.poll(open).toBe(false);
    await check([
      ['/', 200],
      [`/article/${id}`, 200],
      ['/robots.txt', 200],
      ['/about', 200],
      ['/About/', 301, '/about'],
      [`/article/${unseen.id}`, 503],
      [nothing, 503],
      ['/api/live?poll=1', 503],
      ['/desk', 503],
      ['/api/health', 200],
      ['/api/ready', 200],
    ]);
    for (const path of [`/article/${unseen.id}`, nothing, '/api/live?poll=1', '/desk']) {
      const { headers } = await ask(path);
      expect([path, headers['cache-control'], Number(headers['retry-after']) > 1_500]).toEqual([
        path,
        'no-store',
        true,
      ]);
    }
    expect((await ask('/api/revalidate', 'POST')).status).toBe(503);
  } finally {
    await newsroom.openSite('e2e');
  }
  await expect.poll(open).toBe(true);
  await check([
    [`/article/${unseen.id}`, 200],
    [nothing, 404],
  ]);
  await room.happens(newsroom.withdraw(unseen.id, '测试', 'e2e'));
});
