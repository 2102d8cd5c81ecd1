import { createServer, type RequestListener, type Server } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { clock } from '../cache/clock.ts';
import { storedPage } from '../cache/fixtures.ts';
import { announce } from '../cache/revalidate.ts';
import { pageStore } from '../cache/store.ts';
import { tags } from '../cache/tags.ts';
import { Documents } from './documents.ts';
import { closed } from './maintenance.ts';

/** Bytes that are no text. */
const picture = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x00, 0xff, 0xfe, 0x80]);

/** Stands where Next.js stands: draws a page that counts its renderings, and stores it as the page handler does. */
class Renderer {
  count = 0;
  /** What the next renderings answer. */
  status = 200;
  until = Number.MAX_SAFE_INTEGER;
  text = '';
  hold: Promise<void> = Promise.resolve();

  textOf(path: string): string {
    return path === '/not-found-page' ? '：简体' : this.text && `：${this.text}`;
  }

  readonly listener: RequestListener = async (request, response) => {
    this.count++;
    await this.hold;
    const rendering = clock.rendering.getStore();
    if (!rendering) throw new Error('outside of a rendering');
    if (this.status < 500) {
      rendering.page = storedPage(
        rendering.path,
        `<h1>${request.url} 第 ${this.count} 次${this.textOf(rendering.path)}</h1>`,
        {
          ...(/\.(?:png|jpg)$/.test(rendering.path) && { type: 'image/png', body: picture }),
          status: rendering.path === '/not-found-page' ? 200 : this.status,
          tags: ['story:1', 'panel:latest'],
          began: rendering.began,
          renderedAt: Date.now(),
          until: this.until,
        },
      );
      pageStore.keep(rendering.page);
    }
    response.writeHead(this.status).end('<html>with scripts</html>');
  };
}

let database: TestDatabase;
let renderer: Renderer;
let server: Server;
let origin: string;
let lastEvent = 0;

beforeAll(async () => {
  database = await testDatabase();
  await database.sql`insert into section (slug, name) values ('news', '新闻中心')`;
  await database.sql`
    insert into story (title, body, section_id, status, published_at)
    select '渭水水位平稳', '{"type":"doc","content":[]}', id, 'published', now() from section`;
});
afterAll(() => database.close());
beforeEach(async () => {
  Object.assign(clock, { now: lastEvent, inTouch: true, floor: 0, catchUp: null });
  Object.assign(closed, { since: null, until: null });
  await pageStore.close();
  renderer = new Renderer();
  const documents = new Documents(renderer.listener);
  server = createServer((request, response) => {
    const [path = '/'] = (request.url ?? '/').split('?');
    void documents.serve(path, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

function happened(hard: string[], soft: string[] = [], type = 'story-changed') {
  announce({ id: ++lastEvent, type, hard, soft, panels: [] });
}

async function get(path: string, headers: Record<string, string> = {}) {
  const response = await fetch(origin + path, {
    headers: { 'accept-encoding': 'identity', ...headers },
    redirect: 'manual',
  });
  return {
    status: response.status,
    page: response.headers.get('x-page'),
    headers: response.headers,
    text: await response.text(),
  };
}

describe('a reading page', () => {
  it('is rendered once however many ask, and is served as stored from then on', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => get('/article/1')));
    expect(renderer.count).toBe(1);
    expect(new Set(answers.map(({ text }) => text))).toEqual(new Set(['<h1>/article/1 第 1 次</h1>']));
    expect((await get('/article/1')).page).toBe('HIT');
  });

  it('may be a picture: sent as it is, never compressed, and answered with 304 to who has it', async () => {
    const ask = (headers = {}) =>
      fetch(`${origin}/article/1/card.png`, { headers: { 'accept-encoding': 'gzip, br', ...headers } });
    for (const served of ['MISS', 'HIT']) {
      const answer = await ask();
      const { headers } = answer;
      expect([headers.get('x-page'), headers.get('content-type')]).toEqual([served, 'image/png']);
      expect([headers.get('content-encoding'), headers.get('vary')]).toEqual([null, null]);
      expect(Buffer.from(await answer.arrayBuffer())).toEqual(picture);
    }
    const etag = (await ask()).headers.get('etag') ?? '';
    expect((await ask({ 'if-none-match': etag })).status).toBe(304);
    happened(['story:1']);
    expect((await ask()).headers.get('x-page')).toBe('MISS');
  });

  it('that was made stale hard is waited for', async () => {
    await get('/article/1');
    happened(['story:1']);
    expect((await get('/article/1')).text).toContain('第 2 次');
  });

  it('that was made stale softly is seen once more, then anew', async () => {
    await get('/article/1');
    happened([], ['panel:latest']);
    const late = await get('/article/1');
    expect([late.page, late.text]).toEqual(['STALE', '<h1>/article/1 第 1 次</h1>']);
    await expect.poll(async () => (await get('/article/1')).text).toContain('第 2 次');
  });

  it('that changes by itself is waited for once its moment has come', async () => {
    renderer.until = Date.now();
    await get('/article/1');
    renderer.until = Number.MAX_SAFE_INTEGER;
    expect((await get('/article/1')).page).toBe('MISS');
    expect((await get('/article/1')).page).toBe('HIT');
  });

  it('that an event touches while it is being rendered is rendered again', async () => {
    let release = () => {};
    renderer.hold = new Promise((resolve) => {
      release = resolve;
    });
    const first = get('/article/1');
    await expect.poll(() => renderer.count).toBe(1);
    happened(['story:1']);
    release();
    await first;
    expect((await get('/article/1')).text).toContain('第 2 次');
  });

  it('is not taken from a rendering that began before an event by a reader who came after it', async () => {
    let release = () => {};
    renderer.hold = new Promise((resolve) => {
      release = resolve;
    });
    const before = get('/article/1');
    await expect.poll(() => renderer.count).toBe(1);
    happened(['story:1']);
    const after = get('/article/1');
    // It has arrived once a later one is answered.
    await get('/latest/');
    release();
    expect((await before).text).toContain('第 1 次');
    expect((await after).text).toContain('第 2 次');
  });

  it('is still served when it cannot be rendered anew', async () => {
    await get('/article/1');
    happened(['story:1']);
    renderer.status = 500;
    const old = await get('/article/1');
    expect([old.status, old.page, old.text]).toEqual([200, 'ERROR', '<h1>/article/1 第 1 次</h1>']);
  });

  it('that names a withdrawn story is never served again, not even when nothing can be rendered', async () => {
    await get('/article/1');
    happened(['story:1'], [], 'story-withdrawn');
    renderer.status = 500;
    const answer = await get('/article/1');
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('60');
    expect(answer.text).toContain('暂时打不开');
    // By a file: the policy lets no style in the page.
    expect(answer.text).toContain('href="/unavailable.css"');
  });

  it('answers 304 to whoever has it, whichever encoding it came in', async () => {
    const { headers } = await get('/article/1');
    const etag = headers.get('etag') ?? '';
    for (const known of [etag, `W/${etag}`, `"x", ${etag}`, etag.replace(/"$/, '-gzip"'), '*']) {
      expect((await get('/article/1', { 'if-none-match': known })).status).toBe(304);
    }
    expect((await get('/article/1', { 'if-none-match': '"other"' })).status).toBe(200);
  });

  it('is compressed for whoever takes it, and varies by that', async () => {
    await get('/article/1');
    const packed = await get('/article/1', { 'accept-encoding': 'gzip, br;q=0' });
    expect([packed.headers.get('content-encoding'), packed.headers.get('vary')]).toEqual(['gzip', 'Accept-Encoding']);
    expect(packed.text).toContain('第 1 次');
  });
});

describe('a page in traditional characters', () => {
  const both = async () => [await get('/article/1'), await get('/hant/article/1')] as const;

  it('is made of the stored page, without another rendering, and is served as stored from then on', async () => {
    renderer.text = '皇后的头发';
    const answers = await Promise.all(Array.from({ length: 20 }, () => get('/hant/article/1')));
    expect(renderer.count).toBe(1);
    expect(new Set(answers.map(({ text }) => text))).toEqual(new Set(['<h1>/article/1 第 1 次：皇后的頭髮</h1>']));
    const [own, hant] = await both();
    expect([own.page, hant.page, renderer.count]).toEqual(['HIT', 'HIT', 1]);
    // The same second, or the one before it for who is told in the second in which it was made.
    const [made = 0, copied = 0] = [own, hant].map(({ headers }) => Date.parse(headers.get('last-modified') ?? ''));
    expect(copied - made === 0 || copied - made === 1000).toBe(true);
    expect(hant.headers.get('etag')).not.toBe(own.headers.get('etag'));
  });

  it('answers 304, HEAD and compressed as every page does', async () => {
    renderer.text = '头发';
    const { headers, text } = await get('/hant/article/1');
    const etag = headers.get('etag') ?? '';
    expect((await get('/hant/article/1', { 'if-none-match': etag })).status).toBe(304);
    expect((await get('/article/1', { 'if-none-match': etag })).status).toBe(200);
    const packed = await get('/hant/article/1', { 'accept-encoding': 'gzip' });
    expect([packed.headers.get('content-encoding'), packed.text]).toEqual(['gzip', text]);
    const head = await fetch(`${origin}/hant/article/1`, {
      method: 'HEAD',
      headers: { 'accept-encoding': 'identity' },
    });
    expect([head.status, head.headers.get('etag'), head.headers.get('content-length')]).toEqual([
      200,
      etag,
      headers.get('content-length'),
    ]);
  });

  it('is waited for where the page was made stale hard', async () => {
    await both();
    happened(['story:1']);
    expect((await get('/hant/article/1')).text).toContain('第 2 次');
    expect((await get('/article/1')).page).toBe('HIT');
    happened([tags.path('/hant/article/1')]);
    expect((await both()).map(({ text }) => text.includes('第 3 次'))).toEqual([true, true]);
    expect((await both()).map(({ page }) => page)).toEqual(['HIT', 'HIT']);
  });

  it('is seen once more where the page was made stale softly, and no more once that is there anew', async () => {
    await both();
    happened([], ['panel:latest']);
    expect((await get('/hant/article/1')).page).toBe('STALE');
    await expect.poll(async () => (await get('/hant/article/1')).text).toContain('第 2 次');
    expect([(await get('/article/1')).page, renderer.count]).toEqual(['HIT', 2]);

    happened([], ['panel:latest']);
    expect((await get('/article/1')).page).toBe('STALE');
    await expect.poll(async () => (await get('/article/1')).page).toBe('HIT');
    const hant = await get('/hant/article/1');
    expect([hant.page, hant.text.includes('第 3 次'), renderer.count]).toEqual(['MISS', true, 3]);
  });

  it('that changes by itself changes when the page does', async () => {
    renderer.until = Date.now();
    await get('/hant/article/1');
    renderer.until = Number.MAX_SAFE_INTEGER;
    const next = await get('/hant/article/1');
    expect([next.page, next.text]).toEqual(['MISS', expect.stringContaining('第 2 次')]);
    expect((await get('/hant/article/1')).page).toBe('HIT');
  });

  it('is not taken from a rendering that began before an event by a reader who came after it', async () => {
    let release = () => {};
    renderer.hold = new Promise((resolve) => {
      release = resolve;
    });
    const before = get('/hant/article/1');
    await expect.poll(() => renderer.count).toBe(1);
    happened(['story:1']);
    const after = get('/hant/article/1');
    await get('/latest/');
    release();
    expect((await before).text).toContain('第 1 次');
    expect((await after).text).toContain('第 2 次');
  });

  it('waits for no turn in the queue, so that many at once do not stand in each other’s way', async () => {
    const days = Array.from({ length: 9 }, (_, n) => `/hant/archive/2026-11-0${n + 1}`);
    const answers = await Promise.all(days.map((path) => get(path)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(renderer.count).toBe(9);
  });

  it('is still served, or withheld, as the page is', async () => {
    await both();
    happened(['story:1']);
    renderer.status = 500;
    expect((await both()).map(({ status, page }) => [status, page])).toEqual([
      [200, 'ERROR'],
      [200, 'ERROR'],
    ]);
    happened(['story:1'], [], 'story-withdrawn');
    expect((await both()).map(({ status }) => status)).toEqual([503, 503]);
    expect((await get('/hant/article/1', { 'x-edge-time': '1.5' })).status).toBe(530);
    renderer.status = 410;
    renderer.text = '已撤稿';
    const gone = await get('/hant/article/1');
    expect([gone.status, gone.text]).toEqual([410, expect.stringContaining('已撤稿')]);
  });

  it('is made of the page that is there while the database is gone', async () => {
    await get('/article/1');
    clock.inTouch = false;
    const hant = await get('/hant/article/1');
    expect([hant.status, hant.page, renderer.count]).toEqual([200, 'STALE', 1]);
    clock.inTouch = true;
    expect((await get('/hant/article/1')).page).toBe('HIT');
  });

  it('that is not there is said so in traditional characters, by one look into the database', async () => {
    await get('/hant/nowhere');
    const rendered = renderer.count;
    for (const path of ['/hant/article/9', '/hant/topic/nothing', '/hant/robots.txt', '/hant/hant', '/hant/x.html']) {
      const answer = await get(path);
      expect([path, answer.status, answer.text]).toEqual([path, 404, expect.stringContaining('簡體')]);
    }
    expect((await get('/nowhere')).text).toContain('简体');
    expect(renderer.count).toBe(rendered);
    renderer.status = 404;
    expect((await get('/hant/archive/2026-02-30')).text).toContain('簡體');
  });

  it('leads where the page leads, and stays in its script', async () => {
    await database.sql`insert into redirect (from_path, to_path) values ('/old-2.html', '/article/1'), ('/old-3.html', '/sitemap.xml')`;
    happened(['redirects']);
    for (const [path, target] of [
      ['/hant/old-2.html', '/hant/article/1'],
      ['/hant/old-3.html', '/sitemap.xml'],
      ['/hant/', '/hant'],
      ['/hant/Latest/', '/hant/latest'],
      ['//hant//index.html', '/hant'],
      ['/HANT/section/news/page/1', '/hant/section/news'],
    ] as const) {
      const answer = await get(path);
      expect([path, answer.status, answer.headers.get('location')]).toEqual([path, 301, target]);
    }
  });
});

describe('without the database', () => {
  afterEach(() => {
    clock.inTouch = true;
  });

  it('stored pages are served at once, but not called fresh, and nothing is rendered', async () => {
    await get('/article/1');
    clock.inTouch = false;
    const unknown = await get('/article/1');
    expect([unknown.status, unknown.page]).toEqual([200, 'STALE']);
    happened(['story:1']);
    const old = await get('/article/1');
    expect([old.status, old.page, old.text]).toEqual([200, 'ERROR', '<h1>/article/1 第 1 次</h1>']);
    expect(renderer.count).toBe(1);
  });

  it('a story whose withdrawal was heard of is not served', async () => {
    await get('/article/1');
    clock.inTouch = false;
    happened(['story:1'], [], 'story-withdrawn');
    expect((await get('/article/1')).status).toBe(503);
    // The edge would show its own copy after a 503.
    expect((await get('/article/1', { 'x-edge-time': '1.5' })).status).toBe(530);
  });

  it('an instance that has never heard of what happened serves nothing that it found stored', async () => {
    await get('/article/1');
    Object.assign(clock, { inTouch: false, now: null });
    renderer.status = 500;
    expect((await get('/article/1')).status).toBe(503);
  });
});

describe('an answer to our edge', () => {
  it('is as small as it gets from the first time on, for it is kept', async () => {
    const brotli = { 'accept-encoding': 'br, gzip' };
    expect((await get('/article/1', brotli)).headers.get('content-encoding')).toBe('gzip');
    happened(['story:1']);
    const answer = await get('/article/1', { ...brotli, 'x-edge-time': '12.5' });
    expect([answer.page, answer.headers.get('content-encoding')]).toEqual(['MISS', 'br']);
  });

  it('may be kept until the edge’s next second, in the edge’s own time', async () => {
    await get('/article/1');
    const life = async (time: string) =>
      (await get('/article/1', { 'x-edge-time': time })).headers.get('x-accel-expires');
    expect(await life('1790000000.987')).toBe('@1790000000');
    expect(await life('now')).toBeNull();
    expect((await get('/latest/', { 'x-edge-time': '12.5' })).headers.get('x-accel-expires')).toBe('@12');
    expect((await get('/article/1')).headers.get('x-accel-expires')).toBeNull();
  });
});

describe('an address where nothing is', () => {
  it('answers the stored 404 document, and renders neither twice', async () => {
    renderer.status = 404;
    const first = await get('/archive/2026-02-30');
    expect([first.status, first.text]).toEqual([404, expect.stringContaining('/not-found-page')]);
    const rendered = renderer.count;
    expect((await get('/archive/2026-02-30')).status).toBe(404);
    expect((await get('/no/such/place')).status).toBe(404);
    expect(renderer.count).toBe(rendered);
  });

  it('is answered to many at once, also while the 404 document itself must be rendered anew', async () => {
    renderer.status = 404;
    await get('/archive/2026-02-30');
    happened(['story:1']);
    const days = Array.from({ length: 9 }, (_, n) => `/archive/2026-13-0${n + 1}`);
    const answers = await Promise.all([...days, '/nowhere', '/article/9'].map((path) => get(path)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([404]));
  });

  it('is known by one look into the database, without a rendering, and is there as soon as it is made', async () => {
    await get('/nowhere');
    const rendered = renderer.count;
    for (const path of ['/article/9', '/section/none', '/topic/none', '/author/none', '/blog/none', '/podcast/none']) {
      expect([path, (await get(path)).status]).toEqual([path, 404]);
    }
    expect(renderer.count).toBe(rendered);
    await database.sql`insert into author (slug, name) values ('none', '新作者')`;
    expect((await get('/author/none')).status).toBe(200);
  });

  it('that once was something else leads there, also after that changes', async () => {
    renderer.status = 404;
    expect((await get('/old.html')).status).toBe(404);
    await database.sql`insert into redirect (from_path, to_path) values ('/old.html', '/article/1')`;
    happened(['redirects']);
    const moved = await get('/old.html');
    expect([moved.status, moved.headers.get('location')]).toEqual([301, '/article/1']);
  });

  it('that wants no more than a slash less is sent there', async () => {
    const answer = await get('/latest/');
    expect([answer.status, answer.headers.get('location')]).toEqual([301, '/latest']);
  });
});

describe('an old address', () => {
  const redirect = async (...pairs: [string, string][]) => {
    renderer.status = 404;
    await database.sql`truncate redirect`;
    for (const [from_path, to_path] of pairs)
      await database.sql`insert into redirect ${database.sql({ from_path, to_path })}`;
    happened(['redirects']);
  };
  const leads = async (path: string) => {
    const { status, headers } = await get(path);
    return [status, headers.get('location')];
  };
  const chain = (length: number, end: string): [string, string][] =>
    Array.from({ length }, (_, n) => [`/old/${n}`, n === length - 1 ? end : `/old/${n + 1}`]);

  it.each([1, 2, 7, 40])('leads to the end of a chain of %i in one hop', async (length) => {
    await redirect(...chain(length, '/article/1'));
    for (const n of [0, Math.floor(length / 2), length - 1])
      expect(await leads(`/old/${n}`)).toEqual([301, '/article/1']);
  });

  it('in a circle leads nowhere, whatever the spelling that closes it', async () => {
    await redirect(...chain(5, '/old/0'), ['/in', '/old/3'], ['/self', '/Self/'], ['/a', '/B/'], ['/b', '/A']);
    for (const path of ['/old/0', '/old/4', '/in', '/self', '/Self/', '/a', '/A', '/B/', '/b'])
      expect([path, await leads(path)]).toEqual([path, [404, null]]);
    await redirect(...chain(200, '/article/1'));
    expect(await leads('/old/0')).toEqual([404, null]);
  });

  it('that leads to a page ends there, though an older redirect leads on from the page', async () => {
    await redirect(['/old.html', '/section/news'], ['/section/news', '/section/elsewhere']);
    expect(await leads('/old.html')).toEqual([301, '/section/news']);
  });

  it('is known by its query, and without one where the query says nothing', async () => {
    await redirect(['/show.asp?id=12', '/article/1'], ['/show.asp', '/latest'], ['/%E6%96%B0/a.html', '/section/news']);
    expect(await leads('/show.asp?id=12')).toEqual([301, '/article/1']);
    expect(await leads('/show.asp?%69d=12')).toEqual([301, '/article/1']);
    expect(await leads('/show.asp?id=13')).toEqual([301, '/latest']);
    expect(await leads('/show.asp')).toEqual([301, '/latest']);
    expect(await leads('/Show.asp/')).toEqual([301, '/latest']);
    expect(await leads('/%e6%96%b0/%61.html')).toEqual([301, '/section/news']);
    expect(await leads('/%e6%96%b0/b.html')).toEqual([404, null]);
  });

  it('takes everything under it along: further pages and feeds', async () => {
    await redirect(['/section/old', '/section/news'], ['/topic/old', '/latest']);
    expect(await leads('/section/old/page/3')).toEqual([301, '/section/news/page/3']);
    expect(await leads('/section/old/feed.xml')).toEqual([301, '/section/news/feed.xml']);
    expect(await leads('/topic/old/page/3')).toEqual([404, null]);
    expect(await leads('/hant/section/old/page/3')).toEqual([301, '/hant/section/news/page/3']);
    expect(await leads('/Hant/Section/Old/')).toEqual([301, '/hant/section/news']);
  });

  it('in another spelling leads to the end in one hop too', async () => {
    await redirect(['/section/old', '/Section/News/']);
    for (const path of [
      '/Section/Old/',
      '/section//old',
      '/section/old/page/1',
      '/section/old/index.html',
      '/section/%6Fld',
    ])
      expect([path, await leads(path)]).toEqual([path, [301, '/section/news']]);
    renderer.status = 200;
    expect(await leads('/Section/News/?utm_source=x')).toEqual([301, '/section/news']);
  });

  it('answers 503 where nobody can say what it was, not 404', async () => {
    await redirect(['/old.html', '/article/1']);
    expect(await leads('/old.html')).toEqual([301, '/article/1']);
    clock.inTouch = false;
    expect(await leads('/old.html')).toEqual([301, '/article/1']);
    const unknown = await get('/older.html');
    expect([unknown.status, unknown.headers.get('retry-after')]).toEqual([503, '60']);
  });
});

describe('a reader who has the page already', () => {
  it('is told so by its time too, where no tag is given, and never for another page of the same second', async () => {
    await get('/article/1');
    const drawn = (renderedAt: number) => {
      const page = pageStore.recall('/article/1');
      if (page) pageStore.keep({ ...page, renderedAt });
    };
    // In the second in which it was drawn, it may be drawn again.
    const now = Math.floor(Date.now() / 1000) * 1000 + 60_000;
    drawn(now);
    const early = (await get('/article/1')).headers.get('last-modified') ?? '';
    expect(Date.parse(early)).toBe(now - 1_000);
    expect((await get('/article/1', { 'if-modified-since': early })).status).toBe(200);
    drawn(now - 120_000 + 999);
    const time = (await get('/article/1')).headers.get('last-modified') ?? '';
    expect(Date.parse(time)).toBe(now - 120_000);
    expect((await get('/article/1', { 'if-modified-since': time })).status).toBe(304);
    expect((await get('/article/1', { 'if-modified-since': time, 'if-none-match': '"other"' })).status).toBe(200);
    expect(
      (await get('/article/1', { 'if-modified-since': new Date(Date.parse(time) - 1000).toUTCString() })).status,
    ).toBe(200);
    expect((await get('/article/1', { 'if-modified-since': 'yesterday' })).status).toBe(200);
  });
});

describe('while the site is closed for maintenance', () => {
  const close = (until: number | null = null) => Object.assign(closed, { since: Date.now(), until });

  it('stored pages are served, fresh or not, and nothing is rendered', async () => {
    await get('/article/1');
    await get('/latest');
    happened(['story:1']);
    await get('/latest');
    close();
    expect((await get('/latest')).page).toBe('HIT');
    const stale = await get('/article/1');
    expect([stale.status, stale.page, stale.text]).toEqual([200, 'ERROR', '<h1>/article/1 第 1 次</h1>']);
    expect(renderer.count).toBe(3);
    Object.assign(closed, { since: null });
    expect((await get('/article/1')).page).toBe('MISS');
  });

  it('what is not stored answers 503 and says when to come again', async () => {
    close(Date.now() + 1_800_000);
    for (const path of ['/article/1', '/nowhere', '/section/news/page/2']) {
      const answer = await get(path);
      expect([path, answer.status, answer.headers.get('cache-control')]).toEqual([path, 503, 'no-store']);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(1_700);
      expect(answer.text).toContain('网站正在维护');
    }
    close(Date.now() - 1);
    expect((await get('/article/1')).headers.get('retry-after')).toBe('300');
    expect(renderer.count).toBe(0);
  });

  it('a stored page is there in traditional characters too', async () => {
    renderer.text = '头发';
    await get('/article/1');
    close();
    const hant = await get('/hant/article/1');
    expect([hant.status, hant.text]).toEqual([200, expect.stringContaining('頭髮')]);
    expect((await get('/hant/latest')).status).toBe(503);
    expect(renderer.count).toBe(1);
  });

  it('a withdrawn story stays withdrawn, a misspelt address is mended, an old one leads where it led', async () => {
    await database.sql`truncate redirect`;
    await database.sql`insert into redirect (from_path, to_path) values ('/old.html', '/article/1')`;
    happened(['redirects']);
    renderer.status = 404;
    await get('/old.html');
    renderer.status = 200;
    await get('/article/1');
    happened(['story:1'], [], 'story-withdrawn');
    close();
    expect((await get('/article/1')).status).toBe(503);
    expect((await get('/Latest/')).headers.get('location')).toBe('/latest');
    expect((await get('/old.html')).headers.get('location')).toBe('/article/1');
  });
});
