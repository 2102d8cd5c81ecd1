import { hostname } from 'node:os';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { advance } from './clock.ts';
import { announceInstance, instancesNow, reachable } from './instances.ts';
import { announce } from './revalidate.ts';

let base: TestDatabase;
beforeAll(async () => {
  base = await testDatabase();
});
afterAll(() => base.close());

it('an instance says that it is there and how far it has heard, and takes itself away', async () => {
  advance(7);
  const leave = announceInstance('http://127.0.0.1:4000');
  await expect.poll(instancesNow).toMatchObject([{ own: true, address: 'http://127.0.0.1:4000', heardEvent: 7 }]);
  announce({ id: 8, hard: [], soft: [], panels: [] });
  announce({ id: 9, hard: [], soft: [], panels: [] });
  await expect.poll(instancesNow).toMatchObject([{ heardEvent: 9 }]);
  await base.sql`
    insert into instance (id, host, pid, address, heard_event, beat_at) values
      ('b', 'web-2', 12, 'http://127.0.0.1:4000', 8, now()), ('c', 'web-3', 13, null, 5, now() - interval '1 minute')`;
  // Whoever is silent for long is not there; another machine is asked by its name.
  expect((await instancesNow()).map(({ name, own, address, heardEvent }) => [name, own, address, heardEvent])).toEqual([
    [`${hostname()}:${process.pid}`, true, 'http://127.0.0.1:4000', 9],
    ['web-2:12', false, 'http://web-2:4000', 8],
  ]);
  await leave();
  expect((await instancesNow()).map(({ name }) => name)).toEqual(['web-2:12']);
});

it('an address that is no loopback is asked as it stands', () => {
  expect(reachable('http://10.0.0.4:3000', 'web-2', 'web-1')).toBe('http://10.0.0.4:3000');
  expect(reachable('http://[::1]:3000', 'web-2', 'web-1')).toBe('http://web-2:3000');
  expect(reachable('http://127.0.0.1:3000', 'web-1', 'web-1')).toBe('http://127.0.0.1:3000');
  expect(reachable('nowhere', 'web-2', 'web-1')).toBeNull();
});
