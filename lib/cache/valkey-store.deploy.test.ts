import { createClient } from '@redis/client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type TestValkey, testValkey } from '#lib/testing/valkey.ts';
import { clock, freshness } from './clock.ts';
import { storedPage } from './fixtures.ts';
import { announce } from './revalidate.ts';
import { ValkeyStore } from './valkey-store.ts';

let valkey: TestValkey;
let one: ValkeyStore;
let two: ValkeyStore;
const complaints: string[] = [];

beforeAll(async () => {
  valkey = await testValkey(['--maxmemory', '8mb', '--maxmemory-policy', 'allkeys-lru']);
});
afterAll(() => valkey.close());
beforeEach(async () => {
  Object.assign(clock, { now: 0, inTouch: true, floor: 0, catchUp: null });
  vi.spyOn(console, 'error').mockImplementation((line: string) => complaints.push(line));
  vi.spyOn(console, 'log').mockImplementation(() => {});
  // A machine that is busy with other tests must not pass for a store that hangs.
  one = ValkeyStore.open(valkey.url, 'build 1', 20_000);
  two = ValkeyStore.open(valkey.url, 'build 1', 20_000);
  await Promise.all([one, two].map(untilConnected));
  complaints.length = 0;
});
afterEach(async () => {
  await Promise.all([one.close(), two.close()]);
  vi.restoreAllMocks();
});

const page = (path: string, text: string, began = 1) => storedPage(path, `<h1>${text}</h1>`, { began });

/** Until what it stores can be read back. */
async function untilConnected(store: ValkeyStore): Promise<void> {
  const path = `/connected-${crypto.randomUUID()}`;
  await expect
    .poll(async () => {
      await store.set(page(path, 'x'));
      return (await store.get(path)) !== null;
    })
    .toBe(true);
}

const textOf = async (store: ValkeyStore, path: string) => (await store.get(path))?.body.toString();

describe('pages in Valkey', () => {
  it('are the same bytes for every instance of a build', async () => {
    const stored = page('/article/1', '渭水 平稳');
    await one.set(stored);
    expect(await two.get('/article/1')).toEqual(stored);
    expect(await two.get('/article/2')).toBeNull();
  });

  it('of another build are not read', async () => {
    await one.set(page('/article/1', '旧版'));
    const other = ValkeyStore.open(valkey.url, 'build 2', 20_000);
    await untilConnected(other);
    expect(await other.get('/article/1')).toBeNull();
    await other.close();
  });

  it('never give way to a page that was begun earlier', async () => {
    await one.set(page('/article/3', 'newer', 7));
    await two.set(page('/article/3', 'older', 6));
    expect(await textOf(two, '/article/3')).toBe('<h1>newer</h1>');
    await two.set(page('/article/3', 'as new', 7));
    expect(await textOf(one, '/article/3')).toBe('<h1>as new</h1>');
  });

  it('that are damaged are removed', async () => {
    await one.set(page('/article/4', 'whole'));
    const client = await createClient({ url: valkey.url }).connect();
    const [key] = await client.keys('*page:/article/4');
    await client.hSet(key as string, 'page', '{"path":"/article/4"}\nhalf');
    expect(await two.get('/article/4')).toBeNull();
    expect(await client.exists(key as string)).toBe(0);
    client.destroy();
  });

  it('stay within the room that the server has', async () => {
    const large = 'x'.repeat(100_000);
    const paths = Array.from({ length: 200 }, (_, n) => `/article/${n + 100}`);
    for (const path of paths) await one.set(page(path, large));
    const kept = (await Promise.all(paths.map((path) => two.get(path)))).filter((stored) => stored !== null);
    // 8 MB hold less than eighty of them; which ones, the server chooses by a sample.
    expect(kept.length).toBeGreaterThan(10);
    expect(kept.length).toBeLessThan(80);
    expect(complaints).toEqual([]);
  });

  it('are claimed by one instance at a time, until it stores or releases them', async () => {
    expect([await one.claim('/article/5'), await two.claim('/article/5')]).toEqual([true, false]);
    await one.set(page('/article/5', 'done'));
    expect(await two.claim('/article/5')).toBe(true);
    await one.release('/article/5');
    expect(await one.claim('/article/5')).toBe(false);
    await two.release('/article/5');
    expect(await one.claim('/article/5')).toBe(true);
  });
});

describe('a Valkey that fails', () => {
  it('is an empty store while it is gone, says so once, and is a store again when it is back', async () => {
    await one.set(page('/article/6', 'here'));
    await valkey.kill();
    for (let n = 0; n < 20; n++) {
      expect(await one.get('/article/6')).toBeNull();
      await one.set(page('/article/6', 'lost'));
      expect(await one.claim('/article/6')).toBe(true);
    }
    await expect.poll(() => complaints.length).toBe(2);
    await valkey.start();
    await Promise.all([one, two].map(untilConnected));
    await one.set(page('/article/6', 'again'));
    expect(await textOf(two, '/article/6')).toBe('<h1>again</h1>');
    expect(complaints).toHaveLength(2);
  });

  it('that hangs is waited for once, not by every request', async () => {
    await one.set(page('/article/7', 'here'));
    const hasty = ValkeyStore.open(valkey.url, 'build 1', 50);
    await untilConnected(hasty);
    complaints.length = 0;
    valkey.freeze();
    try {
      const timers = vi.spyOn(globalThis, 'setTimeout');
      for (let n = 0; n < 50; n++) expect(await hasty.get('/article/7')).toBeNull();
      // Each wait for an answer sets one; without a pause it would be fifty.
      expect(timers.mock.calls.length).toBeLessThan(5);
    } finally {
      valkey.thaw();
    }
    expect(complaints).toHaveLength(1);
    await expect.poll(() => textOf(hasty, '/article/7'), { timeout: 10_000 }).toBe('<h1>here</h1>');
    await hasty.close();
  });
});

it('an instance that is cut off from the database hears of events through Valkey', async () => {
  // This process is the instance: what it tells of itself comes back to it as the word of another.
  announce({ id: 5, type: 'story-withdrawn', hard: ['story:9'], soft: [], panels: [] });
  clock.hard.clear();
  clock.withdrawn.clear();
  Object.assign(clock, { now: 4, catchUp: () => Promise.reject(new Error('no database')) });
  await expect.poll(() => freshness(4, ['story:9'])).toBe('expired');
  expect(clock.withdrawn.has('story:9')).toBe(true);
  expect(clock.now).toBe(4);
});
