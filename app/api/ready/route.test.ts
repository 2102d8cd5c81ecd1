import { afterEach, beforeEach, expect, it } from 'vitest';
import { clock } from '#lib/cache/clock.ts';
import { draining } from '#lib/server/draining.ts';
import { GET as health } from '../health/route.ts';
import { GET, POST } from './route.ts';

beforeEach(() => {
  Object.assign(clock, { now: 12, inTouch: true });
});
afterEach(() => {
  Object.assign(clock, { now: null, inTouch: false });
  draining.since = null;
});

const ready = () => GET(new Request('https://www.weishui.example/api/ready'));

it('an instance that is in touch with its database is ready', async () => {
  const response = await ready();
  expect([response.status, await response.json()]).toEqual([200, { status: 'ready', event: 12 }]);
  expect(response.headers.get('cache-control')).toBe('no-store');
});

it.each([
  ['has not yet heard of events', () => Object.assign(clock, { now: null }), '连上'],
  ['is out of touch with its database', () => Object.assign(clock, { inTouch: false }), '没有应答'],
  ['is about to stop', () => Object.assign(draining, { since: 1 }), '正在停止'],
])('an instance that %s is alive, but not ready', async (_, happens, sentence) => {
  happens();
  const response = await ready();
  expect([response.status, response.headers.get('content-type')]).toEqual([503, 'application/problem+json']);
  expect(response.headers.get('retry-after')).toBe('2');
  expect(await response.json()).toMatchObject({
    type: 'urn:weishui:problem:not-ready',
    detail: expect.stringContaining(sentence),
  });
  const alive = await health(new Request('https://www.weishui.example/api/health'));
  expect([alive.status, await alive.json()]).toEqual([200, { status: 'ok' }]);
});

it('other methods are refused', () => {
  expect([POST().status, POST().headers.get('allow')]).toEqual([405, 'GET, HEAD']);
});
