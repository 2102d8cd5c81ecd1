import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeNewsroom } from '#db/queries/fixture.ts';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { ReadCounter } from '../reads/counter.ts';
import { ask } from '../testing/http.ts';
import { type ReadServer, readServer } from './read.ts';

const phone = 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36';
let base: TestDatabase;
let story: number;
let counter: ReadCounter;
let reads: ReadServer;
let server: Server;
let origin: string;

beforeEach(async () => {
  base = await testDatabase();
  story = await (await makeNewsroom(base.db)).makeStory();
  counter = new ReadCounter({ every: 3_600_000 });
  reads = readServer(counter);
  server = createServer((request, response) => reads.answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await base.close();
});

/** A beacon as a browser sends it from a page of the site. */
async function beacon(headers: Record<string, string | undefined> = {}, body = `story=${story}&visit=direct`) {
  const all = {
    'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
    'user-agent': phone,
    origin,
    'sec-fetch-site': 'same-origin',
    ...headers,
  };
  const sent = Object.entries(all).filter((one): one is [string, string] => one[1] !== undefined);
  return ask(`${origin}/api/read`, { method: 'POST', headers: Object.fromEntries(sent), body: Buffer.from(body) });
}
async function counted(): Promise<number> {
  await counter.flush();
  const [row] = await base.sql<{ reads: number }[]>`select coalesce(sum(reads), 0)::int as reads from read_hour`;
  return row?.reads ?? 0;
}

describe('a beacon', () => {
  it('is answered with nothing, sets no cookie, and counts', async () => {
    const { status, headers, body } = await beacon();
    expect([status, body.length]).toEqual([204, 0]);
    expect(headers).toMatchObject({ 'cache-control': 'no-store' });
    expect(headers['set-cookie']).toBeUndefined();
    expect(await counted()).toBe(1);
  });

  it('of the same reader for the same story counts once, of others each', async () => {
    await beacon();
    await beacon();
    await beacon({ 'x-forwarded-for': '203.0.113.7' });
    await beacon({ 'x-forwarded-for': '203.0.113.7' });
    await beacon({ 'x-forwarded-for': '203.0.113.8' });
    expect(await counted()).toBe(3);
  });

  it.each([
    ['that asks not to be tracked', { dnt: '1' }],
    ['under Global Privacy Control', { 'sec-gpc': '1' }],
    [
      'of a crawler',
      { 'user-agent': 'Mozilla/5.0 (compatible; Baiduspider-render/2.0; +http://www.baidu.com/search/spider.html)' },
    ],
    ['of nobody', { 'user-agent': '' }],
  ])('%s is answered and not counted', async (_, headers) => {
    expect((await beacon(headers)).status).toBe(204);
    expect(await counted()).toBe(0);
  });

  it.each([
    ['says that it comes from another site', { 'sec-fetch-site': 'cross-site' }],
    ['says that it comes from a neighbour', { 'sec-fetch-site': 'same-site' }],
    ['comes from a page of another site', { origin: 'https://elsewhere.example' }],
    ['comes from nowhere', { origin: 'null' }],
    ['does not say where it comes from', { origin: undefined, 'sec-fetch-site': undefined }],
  ])('that %s is refused', async (_, headers) => {
    const { status, body } = await beacon(headers);
    expect([status, JSON.parse(body.toString()).detail]).toEqual([403, '阅读只能由本站的页面报告。']);
    expect(await counted()).toBe(0);
  });

  it.each([
    ['names no story', 400, {}, 'visit=direct'],
    ['says more than it should', 400, {}, 'story=1&visit=direct&who=1'],
    ['names where the reader was', 400, {}, 'story=1&visit=https%3A%2F%2Fexample.org'],
    ['is not text', 400, { 'content-type': 'application/json' }, '{}'],
    ['is too long', 413, {}, `story=1&visit=direct${'x'.repeat(200)}`],
  ])('that %s is refused with %i', async (_, expected, headers, body) => {
    const answer = await beacon(headers, body);
    expect([answer.status, answer.headers['content-type']]).toEqual([expected, 'application/problem+json']);
    expect(await counted()).toBe(0);
  });

  it('is sent by POST alone', async () => {
    const answer = await ask(`${origin}/api/read`);
    expect([answer.status, answer.headers.allow]).toEqual([405, 'POST']);
  });

  it('that never ends is cut off, and that breaks off harms nothing', async () => {
    const { port } = server.address() as AddressInfo;
    const head = `POST /api/read HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: ${origin}\r\nContent-Type: text/plain\r\nUser-Agent: ${phone}\r\n`;
    const endless = connect(port, '127.0.0.1');
    endless.write(`${head}Transfer-Encoding: chunked\r\n\r\n${'ff\r\n'}${'x'.repeat(255)}\r\n`);
    await new Promise((resolve) =>
      endless
        .on('close', resolve)
        .on('error', () => {})
        .resume(),
    );
    const broken = connect(port, '127.0.0.1');
    broken.write(`${head}Content-Length: 50\r\n\r\nstory=`);
    await new Promise<void>((resolve) => broken.end(() => resolve()));
    expect((await beacon()).status).toBe(204);
    expect(await counted()).toBe(1);
  });

  it('that came before the end is written at the end', async () => {
    await beacon();
    await reads.stop();
    expect(await base.sql`select reads from read_hour`).toEqual([{ reads: 1 }]);
  });
});
