import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { applyEvent } from '#lib/cache/revalidate.ts';
import { closeLive } from '#lib/live/live.ts';
import { GET, HEAD, POST } from './route.ts';

const address = 'https://www.weishui.example/api/live';
const registry = globalThis as { [key: symbol]: unknown };
let event = 1_000;

beforeEach(() => {
  vi.stubEnv('LIVE_MAX_CLIENTS', '2');
});
afterEach(() => {
  closeLive();
  delete registry[Symbol.for('weishui.live')];
});

const ask = (query = '', headers = {}) => GET(new Request(address + query, { headers }));
const happens = (...panels: ('latest' | 'pictures')[]) => {
  event += 1;
  applyEvent({ id: event, hard: [], soft: [], panels });
  return event;
};
const next = async (reader: ReadableStreamDefaultReader<Uint8Array>) =>
  new TextDecoder().decode((await reader.read()).value);

describe('the live stream', () => {
  it('tells what this instance applies, as server-sent events that nobody stores or holds back', async () => {
    const response = await ask();
    expect(Object.fromEntries(response.headers)).toEqual({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    });
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    expect(await next(reader)).toMatch(/^retry: \d+\n/);
    const id = happens('latest');
    expect(await next(reader)).toBe(`event: panels\nid: ${id}\ndata: {"panels":["latest"]}\n\n`);
  });

  it('resumes after Last-Event-ID, which is newer than the address', async () => {
    await ask('?poll=1');
    const first = happens('latest');
    const resumed = async (query: string, headers = {}) => {
      const reader = ((await ask(query, headers)).body as ReadableStream<Uint8Array>).getReader();
      const greeting = await next(reader);
      await reader.cancel();
      return greeting;
    };
    expect(await resumed(`?after=${first - 1}`)).toContain('{"panels":["latest"]}');
    expect(await resumed(`?after=${first - 1}`, { 'Last-Event-ID': String(first) })).not.toContain('data:');
    expect(await resumed('?after=1')).toContain('{"panels":["*"]}');
  });

  it('has room for LIVE_MAX_CLIENTS; the next is told when to come back', async () => {
    const streams = [await ask(), await ask()];
    const refused = await ask();
    expect(refused.status).toBe(503);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(5);
    expect(await refused.json()).toMatchObject({ type: 'urn:weishui:problem:too-many-clients', status: 503 });
    await streams[0]?.body?.cancel();
    expect((await ask()).status).toBe(200);
  });

  it('ends at shutdown, which reaches it from the other module graph', async () => {
    const reader = ((await ask()).body as ReadableStream<Uint8Array>).getReader();
    await next(reader);
    (registry[Symbol.for('weishui.live')] as { close(): void }).close();
    expect((await reader.read()).done).toBe(true);
    expect((await ask()).status).toBe(503);
  });

  it('is not opened by HEAD, nor by other methods', async () => {
    const head = async (query = '') => HEAD(new Request(address + query, { method: 'HEAD' }));
    expect((await head()).headers.get('content-type')).toBe('text/event-stream');
    expect((await head('?after=12')).body).toBeNull();
    expect((await head('?poll=1')).headers.get('content-type')).toBe('application/json');
    expect((await head('?after=x')).status).toBe(400);
    const refused = POST();
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });
});

describe('polling', () => {
  it('answers the newest event and what changed since, for two seconds', async () => {
    await ask('?poll=1');
    const first = happens('latest');
    const second = happens('pictures');
    const response = await ask(`?poll=1&after=${first - 1}`);
    expect(response.headers.get('cache-control')).toBe('public, max-age=2');
    expect(await response.json()).toEqual({ id: second, panels: ['latest', 'pictures'] });
    expect(await (await ask('?poll=1')).json()).toEqual({ id: second, panels: [] });
  });

  it('refuses what is not the number of an event', async () => {
    for (const after of ['-1', '1e9', 'abc', '99999999999999999999']) {
      const response = await ask(`?poll=1&after=${after}`);
      expect([response.status, response.headers.get('content-type')]).toEqual([400, 'application/problem+json']);
    }
  });
});
