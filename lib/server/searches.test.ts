import { createServer, type RequestListener, type Server } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { clock } from '../cache/clock.ts';
import { storedPage } from '../cache/fixtures.ts';
import { announce } from '../cache/revalidate.ts';
import { type PageStore, pageStore } from '../cache/store.ts';
import { Documents } from './documents.ts';
import { Searches } from './searches.ts';

/** Stands where Next.js stands: draws what it is asked for, and counts. */
class Renderer {
  count = 0;
  works = true;
  until = Number.MAX_SAFE_INTEGER;
  hold: Promise<void> = Promise.resolve();

  readonly listener: RequestListener = async (request, response) => {
    this.count++;
    await this.hold;
    const rendering = clock.rendering.getStore();
    if (!rendering) throw new Error('outside of a rendering');
    if (this.works) {
      const named = rendering.path.includes('/problem/') ? [] : ['search', 'story:1'];
      rendering.page = storedPage(rendering.path, `<h1>简体 ${request.url} 第 ${this.count} 次</h1>`, {
        tags: named,
        began: rendering.began,
        until: this.until,
      });
      pageStore.keep(rendering.page);
    }
    response.writeHead(this.works ? 200 : 500).end();
  };
}

/** Remembers what came to it. */
class Store implements PageStore {
  readonly shared = true;
  readonly touched: string[] = [];
  async get(path: string) {
    this.touched.push(path);
    return null;
  }
  async set({ path }: { path: string }) {
    this.touched.push(path);
  }
  async delete() {}
  async claim(path: string) {
    this.touched.push(path);
    return true;
  }
  async release() {}
  async close() {}
}

let database: TestDatabase;
let renderer: Renderer;
let store: Store;
let server: Server;
let origin: string;
let lastEvent = 0;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  Object.assign(clock, { now: lastEvent, inTouch: true, floor: 0, catchUp: null });
  await pageStore.close();
  store = new Store();
  pageStore.attach(store);
  renderer = new Renderer();
  const searches = new Searches(new Documents(renderer.listener), 5);
  server = createServer((request, response) => {
    const [path = '', query = ''] = (request.url ?? '').split('?');
    void searches.serve(path, query, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

async function get(path: string, client?: string) {
  const { status, headers, ...answer } = await fetch(origin + path, {
    redirect: 'manual',
    headers: client === undefined ? {} : { 'x-forwarded-for': client },
  }).then(async (response) => ({
    status: response.status,
    headers: response.headers,
    text: await response.text(),
  }));
  return { status, page: headers.get('x-page'), wait: headers.get('retry-after'), ...answer };
}

function happened(hard: string[], type = 'story-changed') {
  announce({ id: ++lastEvent, type, hard, soft: [], panels: [] });
}

describe('a search', () => {
  it('is rendered once however many ask and however they write it', async () => {
    const written = ['/search?q=a&kind=news', '/search?kind=news&q=a', '/search?q=a&section=&kind=news&utm_source=x'];
    const answers = await Promise.all(Array.from({ length: 30 }, (_, n) => get(written[n % 3] as string)));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect((await get('/search?q=a&kind=news')).page).toBe('HIT');
    expect(answers[0]?.text).toContain(`/search/${Buffer.from('q=a&kind=news').toString('base64url')} 第 1 次`);
  });

  it('is asked anew when something was published, changed or withdrawn, and when its minute is over', async () => {
    await get('/search?q=a');
    const count = async () => Number(/第 (\d+) 次/.exec((await get('/search?q=a')).text)?.[1]);
    const first = await count();
    happened(['search']);
    const second = await count();
    happened(['story:1'], 'story-withdrawn');
    renderer.until = Date.now() - 1;
    const third = await count();
    const fourth = await count();
    expect([second > first, third > second, fourth > third]).toEqual([true, true, true]);
  });

  it('is kept in memory alone', async () => {
    await get('/search?q=a');
    await get('/hant/search?q=a');
    expect(store.touched.filter((path) => path.includes('?'))).toEqual([]);
    expect((await get('/search?q=a')).page).toBe('HIT');
    expect(await pageStore.pathsWith('search')).toEqual([]);
  });

  it('is answered in traditional characters from the same search', async () => {
    const { text } = await get('/hant/search?q=a');
    expect(text).toContain('簡體');
    const before = renderer.count;
    expect((await get('/search?q=a')).text).toContain('简体');
    expect(renderer.count).toBe(before);
  });

  it('for nothing is the form', async () => {
    expect((await get('/search?q=+&kind=')).text).toContain('简体 /search 第');
  });

  it.each([
    ['q=%ff', 'unreadable'],
    [`q=${'%E5%A4%A9'.repeat(1_000)}`, 'too-long'],
    ['q=a&from=2026-13-01', 'bad-date'],
    ['q=a&kind=x', 'bad-filter'],
  ])('that makes no sense (%.20s) is answered 400 by a page that says so', async (query, name) => {
    const { status, text } = await get(`/search?${query}`);
    expect([status, text.includes(`/search/problem/${name} `)]).toEqual([400, true]);
    expect((await get(`/search?${query}`)).page).toBe('HIT');
  });
});

describe('whoever searches without end', () => {
  it('is told to wait, while others and what is in memory are served', async () => {
    const words = [1, 2, 3, 4, 5, 6];
    const answers = [];
    for (const word of words) answers.push(await get(`/search?q=${word}`, '203.0.113.9'));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429]);
    expect([answers[5]?.text.includes('/search/problem/too-many'), Number(answers[5]?.wait) > 0]).toEqual([true, true]);
    expect((await get('/search?q=1', '203.0.113.9')).status).toBe(200);
    expect((await get('/search?q=6', '203.0.113.10')).status).toBe(200);
    expect((await get('/search?q=7', '2001:db8:1:2::1')).status).toBe(200);
  });

  it('is counted by network where addresses are plenty', async () => {
    const statuses = [];
    for (const n of [1, 2, 3, 4, 5, 6]) statuses.push((await get(`/search?q=${n}`, `2001:db8::${n}`)).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
  });

  it('finds a queue that ends', async () => {
    let release = () => {};
    renderer.hold = new Promise((resolve) => {
      release = resolve;
    });
    const asked = Array.from({ length: 70 }, (_, n) => get(`/search?q=${n}`));
    await expect.poll(() => renderer.count).toBeGreaterThan(1);
    release();
    const answers = await Promise.all(asked);
    const refused = answers.filter(({ status }) => status === 503);
    expect(refused.length).toBeGreaterThan(0);
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(60);
    expect([refused[0]?.wait, refused[0]?.text.includes('/search/problem/busy')]).toEqual(['5', true]);
  });
});

describe('without the database', () => {
  const prepared = () => expect.poll(() => pageStore.recall('/search/problem/unavailable') !== null).toBe(true);

  it('what was found is shown on, and all else says that it cannot be looked for', async () => {
    await get('/search?q=a');
    await prepared();
    clock.inTouch = false;
    renderer.works = false;
    expect(await get('/search?q=a')).toMatchObject({ status: 200, page: 'STALE' });
    const other = await get('/search?q=b');
    expect([other.status, other.wait]).toEqual([503, '60']);
    expect(other.text).toContain('/search/problem/unavailable');
    expect((await get('/hant/search?q=b')).text).toContain('簡體 /search/problem/unavailable');
  });

  it('what names a withdrawn story is not shown', async () => {
    await get('/search?q=a');
    await prepared();
    happened(['story:1'], 'story-withdrawn');
    clock.inTouch = false;
    renderer.works = false;
    expect((await get('/search?q=a')).status).toBe(503);
  });

  it('a search that fails is not kept', async () => {
    renderer.works = false;
    expect((await get('/search?q=a')).status).toBe(503);
    renderer.works = true;
    expect((await get('/search?q=a')).status).toBe(200);
  });
});
