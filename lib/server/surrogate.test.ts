import { createServer, type Server } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { clock } from '../cache/clock.ts';
import { etagOf } from '../cache/page.ts';
import { pageStore } from '../cache/store.ts';
import { Documents } from './documents.ts';
import { notFoundPath } from './routes.ts';

let database: TestDatabase;
let server: Server;
let origin: string;

beforeAll(async () => {
  database = await testDatabase();
  await database.sql`insert into redirect (from_path, to_path) values ('/old.html', '/about')`;
  Object.assign(clock, { now: 1, floor: 0, catchUp: null });
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

function keep(path: string, status: number, tags: string[]): void {
  const html = Buffer.from(`<h1>${path}</h1>`);
  pageStore.keep({ path, status, html, etag: etagOf(html), tags, began: 1, renderedAt: 0, until: 9e15 });
}

async function keysAt(path: string, headers: Record<string, string> = {}) {
  const response = await fetch(origin + path, { headers, redirect: 'manual' });
  await response.arrayBuffer();
  return {
    status: response.status,
    surrogate: response.headers.get('surrogate-key'),
    cache: response.headers.get('cache-tag'),
    etag: response.headers.get('etag') ?? '',
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

it('without SURROGATE_KEYS no answer carries keys', async () => {
  expect(await keysAt('/about')).toMatchObject({ status: 200, surrogate: null, cache: null });
});
