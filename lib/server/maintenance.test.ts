import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { closeSite, openSite } from '#lib/newsroom/index.ts';
import { listenForEvents } from '../cache/listen.ts';
import { closed, followMaintenance, needsDatabase, retryAfter } from './maintenance.ts';

let base: TestDatabase;
let stopListening: () => Promise<void>;
let stopFollowing = () => {};

beforeAll(async () => {
  base = await testDatabase();
  stopListening = await listenForEvents();
});
afterAll(async () => {
  await stopListening();
  await base.close();
});
afterEach(async () => {
  stopFollowing();
  await base.sql`truncate maintenance`;
});

describe('the switch for maintenance', () => {
  it('is heard by an instance at once, with the end that was announced, and moved back', async () => {
    stopFollowing = await followMaintenance();
    expect(closed.since).toBeNull();
    const end = new Date(Date.now() + 3_600_000);
    expect((await closeSite(end, 'operator')).ok).toBe(true);
    await expect.poll(() => closed).toMatchObject({ since: expect.any(Number), until: end.getTime() });
    const since = closed.since;
    expect((await closeSite(null, 'operator')).ok).toBe(true);
    await expect.poll(() => closed).toMatchObject({ since, until: null });
    expect((await openSite('operator')).ok).toBe(true);
    await expect.poll(() => closed.since).toBeNull();
  });

  it('is known to an instance that starts later', async () => {
    await closeSite(null, 'operator');
    stopFollowing = await followMaintenance();
    expect(closed.since).not.toBeNull();
  });

  it('is not moved to an end that has passed, nor back where it is', async () => {
    expect(await closeSite(new Date(Date.now() - 1), 'operator')).toMatchObject({ ok: false, code: 'invalid' });
    expect(await openSite('operator')).toMatchObject({ ok: false, code: 'unchanged' });
  });

  it.each([
    ['/api/live', true],
    ['/api/revalidate', true],
    ['/desk', true],
    ['/desk/stories', true],
    ['/api/health', false],
    ['/api/ready', false],
    ['/deskjet', false],
    ['/latest', false],
  ])('closes %s: %s', (path, closes) => {
    expect(needsDatabase(path)).toBe(closes);
  });

  it.each([
    [null, 300],
    [-1, 300],
    [1, 30],
    [1800, 1800],
    [1_000_000, 86_400],
  ])('with %s seconds left sends everybody away for %i', (left, wait) => {
    const now = Date.now();
    Object.assign(closed, { since: now, until: left === null ? null : now + left * 1000 });
    expect(retryAfter(now)).toBe(wait);
  });
});
