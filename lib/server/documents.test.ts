import { createServer, type RequestListener, type Server } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { clock } from '../cache/clock.ts';
import { storedPage } from '../cache/fixtures.ts';
import { announce } from '../cache/revalidate.ts';
import { pageStore } from '../cache/store.ts';
import { Documents } from './documents.ts';

/** Stands where Next.js stands: draws a page that counts its renderings, and stores it as the page handler does. */
class Renderer {
  count = 0;
  /** What the next renderings answer. */
  status = 200;
  until = Number.MAX_SAFE_INTEGER;
  hold: Promise<void> = Promise.resolve();

  readonly listener: RequestListener = async (request, response) => {
    this.count++;
    await this.hold;
    const rendering = clock.rendering.getStore();
    if (!rendering) throw new Error('outside of a rendering');
    if (this.status < 500) {
      rendering.page = storedPage(rendering.path, `<h1>${request.url} 第 ${this.count} 次</h1>`, {
        status: rendering.path === '/not-found-page' ? 200 : this.status,
        tags: ['story:1', 'panel:latest'],
        began: rendering.began,
        renderedAt: Date.now(),
        until: this.until,
      });
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
  await pageStore.close();
  renderer = new Renderer();
  const documents = new Documents(renderer.listener);
  server = createServer((request, response) => void documents.serve(request.url ?? '/', request, response));
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
