import { createServer, type Server } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { clock } from '../cache/clock.ts';
import { storedPage } from '../cache/fixtures.ts';
import { pageStore } from '../cache/store.ts';
import { Documents } from './documents.ts';
import { notFoundPath } from './routes.ts';

let database: TestDatabase;
let server: Server;
let origin: string;

beforeAll(async () => {
  database = await testDatabase();
  await database.sql`insert into redirect (from_path, to_path) values ('/old.html', '/about')`;
  Object.assign(clock, { now: 1, floor: 0, catchUp: null, inTouch: true });
  keep('/about', 200, ['sections', 'story:7']);
  keep(
    '/latest',
    200,
    Array.from({ length: 1_000 }, (_, n) => `story:${n + 100_000}`),
  );
  keep('/article/7', 410, ['article:7']);
  keep(notFoundPath, 200, ['sections']);
  // Everything is stored: nothing is rendered.
  const documents = new Documents((_request, response) => response.writeHead(500).end());
  server = createServer((request, response) => void documents.serve(request.url ?? '/', request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await pageStore.close();
  await database.close();
});
afterEach(() => vi.unstubAllEnvs());

function keep(path: string, status: number, tags: string[], until = 9e15): void {
  pageStore.keep(storedPage(path, `<h1>${path}</h1>`, { status, tags, until }));
}

async function keysAt(path: string, headers: Record<string, string> = {}) {
  const response = await fetch(origin + path, { headers, redirect: 'manual' });
  await response.arrayBuffer();
  return {
    status: response.status,
    surrogate: response.headers.get('surrogate-key'),
    cache: response.headers.get('cache-tag'),
    etag: response.headers.get('etag') ?? '',
    life: [response.headers.get('surrogate-control'), response.headers.get('cdn-cache-control')],
    readers: response.headers.get('cache-control'),
  };
}

describe('with SURROGATE_KEYS=on', () => {
  const cases: [string, number, string[]][] = [
    ['/about', 200, ['everything', 'path:/about', 'sections', 'story:7']],
    ['/article/7', 410, ['everything', 'path:/article/7', 'article:7']],
    ['/no-such-page', 404, ['everything', `path:${notFoundPath}`, 'any-event', 'sections']],
    ['/old.html', 301, ['everything', 'path:/old.html', 'any-event', 'redirects']],
    ['/latest', 200, ['everything', 'path:/latest', 'any-event']],
  ];

  it.each(cases)('%s (%i) carries its keys in both headers', async (path, status, keys) => {
    vi.stubEnv('SURROGATE_KEYS', 'on');
    for (const _ of [1, 2])
      expect(await keysAt(path)).toMatchObject({ status, surrogate: keys.join(' '), cache: keys.join(',') });
  });

  it('an unchanged page carries them too: they may have changed', async () => {
    vi.stubEnv('SURROGATE_KEYS', 'on');
    const { etag } = await keysAt('/about');
    expect(await keysAt('/about', { 'if-none-match': etag })).toMatchObject({
      status: 304,
      cache: 'everything,path:/about,sections,story:7',
    });
  });
});

describe('a CDN may keep a page', () => {
  const life = (seconds: number | string) => Array(2).fill(`max-age=${seconds}, stale-if-error=86400`);

  it('for five minutes, or as long as the operator wants; readers ask each time', async () => {
    vi.stubEnv('SURROGATE_KEYS', 'on');
    expect(await keysAt('/about')).toMatchObject({
      life: life(300),
      readers: 'public, max-age=0, must-revalidate',
    });
    vi.stubEnv('CDN_SECONDS', '3600');
    expect((await keysAt('/about')).life).toEqual(life(3600));
  });

  it('not beyond the moment at which it changes by itself', async () => {
    vi.stubEnv('SURROGATE_KEYS', 'on');
    keep('/pictures', 200, ['list:pictured:0'], Date.now() + 9_900);
    const { life: found } = await keysAt('/pictures');
    expect(found[0]).toMatch(/^max-age=[89], /);
  });

  it('for a second, where this instance cannot know whether it is still true', async () => {
    vi.stubEnv('SURROGATE_KEYS', 'on');
    clock.inTouch = false;
    try {
      expect((await keysAt('/about')).life).toEqual(life(1));
    } finally {
      clock.inTouch = true;
    }
  });
});

it('without SURROGATE_KEYS no answer says anything to a CDN', async () => {
  expect(await keysAt('/about')).toMatchObject({ status: 200, surrogate: null, cache: null, life: [null, null] });
});
