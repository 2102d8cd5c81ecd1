import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { connect, disconnect } from '#db/client.ts';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { clock } from '#lib/cache/clock.ts';
import { GET as health } from '../health/route.ts';
import { GET, POST } from './route.ts';

let base: TestDatabase;

beforeAll(async () => {
  base = await testDatabase();
});
afterAll(() => base.close());
beforeEach(() => {
  clock.now = 12;
});
afterEach(async () => {
  clock.now = null;
  await disconnect();
  connect(base.url);
});

const ready = () => GET(new Request('https://www.weishui.example/api/ready'));

it('an instance that reaches its database and hears of events is ready', async () => {
  const response = await ready();
  expect([response.status, await response.json()]).toEqual([200, { status: 'ready', event: 12 }]);
  expect(response.headers.get('cache-control')).toBe('no-store');
});

it('an instance that has not yet heard of events is not', async () => {
  clock.now = null;
  const response = await ready();
  expect(response.status).toBe(503);
  expect(response.headers.get('retry-after')).toBe('2');
  expect(await response.json()).toMatchObject({
    type: 'urn:weishui:problem:not-ready',
    detail: expect.stringContaining('事件'),
  });
});

it('an instance without its database is alive, but not ready', async () => {
  await disconnect();
  connect('postgres://nobody:none@127.0.0.1:1/none');
  const response = await ready();
  expect([response.status, response.headers.get('content-type')]).toEqual([503, 'application/problem+json']);
  const alive = await health(new Request('https://www.weishui.example/api/health'));
  expect([alive.status, await alive.json()]).toEqual([200, { status: 'ok' }]);
});

it('other methods are refused', () => {
  expect([POST().status, POST().headers.get('allow')]).toEqual([405, 'GET, HEAD']);
});
