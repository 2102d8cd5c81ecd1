import { execFile } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import { request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '#db/embedded.ts';
import { sampleSegments } from '#lib/server/fixtures.ts';
import { routeOf } from '#lib/server/routes.ts';
import { ask, headerNames } from '#lib/testing/http.ts';
import { searchPath } from '#lib/text/search-address.ts';
import { hansPath, hantPath } from '#lib/text/variants.ts';
import { securityHeaders } from './nginx.ts';
import { type RunningNginx, startNginx, testFolder, until } from './testing.ts';

/**
 * The real nginx with our configuration before servers that show what reaches them: what is asked of an instance, and what is
 * made of answers that a healthy instance rarely gives.
 */
type Seen = { url: string; method: string; headers: IncomingMessage['headers'] };
type Instance = {
  port: number;
  seen: Seen[];
  server: Server;
  answer: (request: IncomingMessage, response: ServerResponse) => void;
};

async function startInstance(): Promise<Instance> {
  const instance = {
    seen: [] as Seen[],
    answer: page,
  } as Instance;
  instance.server = createServer((request, response) => {
    instance.seen.push({ url: request.url ?? '', method: request.method ?? '', headers: request.headers });
    instance.answer(request, response);
  });
  instance.server.listen(0, '127.0.0.1');
  await new Promise((resolve) => instance.server.once('listening', resolve));
  instance.port = (instance.server.address() as AddressInfo).port;
  return instance;
}

/** A page as an instance sends it: kept until the end of the edge's second. */
function page(request: IncomingMessage, response: ServerResponse): void {
  const time = request.headers['x-edge-time'];
  if (time) response.setHeader('X-Accel-Expires', `@${Math.floor(Number(time))}`);
  const etag = '"v1"';
  response.setHeader('ETag', etag);
  response.setHeader('Cache-Control', 'public, max-age=0, must-revalidate');
  response.setHeader('Surrogate-Key', 'story:1 latest');
  response.setHeader('Cache-Tag', 'story:1,latest');
  response.setHeader('Set-Cookie', 'a=b');
  if (request.headers['if-none-match'] === etag) return void response.writeHead(304).end();
  response.end('一页');
}

const gone = (status: number) => (_: IncomingMessage, response: ServerResponse) =>
  void response.writeHead(status).end('x');

let instances: [Instance, Instance];
let nginx: RunningNginx;
let url: string;
let n = 0;
/** A story that nobody has asked for yet. */
const fresh = () => `/article/${++n}`;
const seenBy = (path: string) => instances.flatMap(({ seen }) => seen.filter((one) => one.url === path));
const setAnswer = (answer: Instance['answer']) => {
  for (const instance of instances) instance.answer = answer;
};

beforeAll(async () => {
  instances = [await startInstance(), await startInstance()];
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  nginx = await startNginx({
    instances: instances.map((instance) => `127.0.0.1:${instance.port}`),
    listen: [`127.0.0.1:${port}`],
    trusted: ['127.0.0.1'],
    operators: ['127.0.0.1', '192.0.2.0/24'],
  });
});
afterAll(async () => {
  await nginx?.stop();
  for (const { server } of instances ?? []) {
    server.closeAllConnections();
    server.close();
  }
});

describe('what is asked of an instance for a page', () => {
  it('holds nothing of the reader but the encoding, and the edge’s own time', async () => {
    const at = fresh();
    await ask(`${url}${at}?from=weixin`, {
      headers: { Cookie: 'secret=1', 'Accept-Encoding': 'gzip, deflate, br', 'X-Edge-Time': '1', 'User-Agent': 'x' },
    });
    const [seen, ...more] = seenBy(at);
    expect(more).toEqual([]);
    expect(Object.keys(seen?.headers ?? {}).sort()).toEqual([
      'accept-encoding',
      'host',
      'x-edge-time',
      'x-forwarded-proto',
    ]);
    expect(seen?.headers['accept-encoding']).toBe('br, gzip');
    expect(Math.abs(Number(seen?.headers['x-edge-time']) - Date.now() / 1000)).toBeLessThan(5);
  });

  it.each([
    ['gzip;q=1.0, identity', 'gzip'],
    ['gzip;q=0, br;q=0.0', undefined],
    ['br;q=0, GZIP', 'gzip'],
    ['*', undefined],
    ['', undefined],
  ])('normalises Accept-Encoding %j to %j', async (accepted, expected) => {
    const at = fresh();
    await ask(url + at, { headers: { 'Accept-Encoding': accepted } });
    expect(seenBy(at)[0]?.headers['accept-encoding']).toBe(expected);
  });

  it('is one page whatever stands behind the question mark, and one for each encoding', async () => {
    const at = fresh();
    await until(
      () => Promise.all(['', '?a=1', '?b=2'].map((query) => ask(url + at + query))),
      (answers) => answers.every(({ headers }) => headers['x-edge'] === 'HIT'),
    );
    expect((await ask(url + at, { headers: { 'Accept-Encoding': 'gzip' } })).headers['x-edge']).toBe('MISS');
  });

  it('comes from one instance as long as that one answers', async () => {
    const at = fresh();
    await until(
      () => ask(url + at),
      () => seenBy(at).length >= 3,
    );
    expect(instances.filter(({ seen }) => seen.some((one) => one.url === at))).toHaveLength(1);
  });

  it('comes in both scripts from the same one, which makes one of the other', async () => {
    for (const at of Array.from({ length: 8 }, fresh)) {
      for (const path of [at, hantPath(at)]) await ask(url + path);
      const having = instances.filter(({ seen }) => seen.some((one) => one.url === at || one.url === hantPath(at)));
      expect(having).toHaveLength(1);
    }
  });
});

describe('a search', () => {
  it('reaches one instance whole, with its query and the reader’s address, and is never kept', async () => {
    const searches = [1, 2, 3, 4, 5, 6].map((word) => `search?q=%E5%A4%A9${word}&sort=time`);
    for (const one of searches) {
      for (const at of [`/${one}`, `/${one}`, `/hant/${one}`]) {
        const { headers } = await ask(url + at, { headers: { 'X-Forwarded-For': '203.0.113.8' } });
        expect([headers['x-edge'], headers['set-cookie']]).toEqual([undefined, undefined]);
      }
      const asked = instances.map(({ seen }) => seen.filter((seen) => seen.url.endsWith(one)));
      expect(asked.map(({ length }) => length).sort()).toEqual([0, 3]);
      expect(new Set(asked.flat().map(({ headers }) => headers['x-forwarded-for']))).toEqual(new Set(['203.0.113.8']));
    }
    expect(instances.every(({ seen }) => seen.some((one) => searches.includes(one.url.slice(1))))).toBe(true);
  });
});

describe('a page that is kept', () => {
  it('is asked about once a second, by its tag, and sent again where it is the same', async () => {
    const at = fresh();
    await ask(url + at);
    const answer = await until(
      () => ask(url + at),
      ({ headers }) => headers['x-edge'] === 'REVALIDATED',
    );
    expect([answer.status, answer.body.toString()]).toEqual([200, '一页']);
    expect(seenBy(at).at(-1)?.headers['if-none-match']).toBe('"v1"');
  });

  it('tells readers nothing of what is between instances and edge', async () => {
    const { headers } = await ask(url + fresh());
    for (const name of ['surrogate-key', 'cache-tag', 'set-cookie', 'x-accel-expires', 'x-edge-time', 'x-powered-by']) {
      expect([name, headers[name]]).toEqual([name, undefined]);
    }
    expect(headers.server).toBe('nginx');
  });

  it('is not kept without leave', async () => {
    setAnswer((_, response) => void response.setHeader('Cache-Control', 'public, max-age=600').end('x'));
    const at = fresh();
    expect((await ask(url + at)).headers['x-edge']).toBe('MISS');
    expect((await ask(url + at)).headers['x-edge']).toBe('MISS');
    setAnswer(page);
  });

  it('is fetched anew where an operator asks for it, and for nobody else', async () => {
    const at = fresh();
    const from = (address: string) =>
      ask(url + at, { headers: { 'X-Edge-Refresh': '1', 'X-Forwarded-For': address } }).then(
        ({ headers }) => headers['x-edge'],
      );
    await ask(url + at);
    expect(await from('192.0.2.7')).toBe('BYPASS');
    expect(await from('203.0.113.7')).not.toBe('BYPASS');
    // What a stranger writes in front of his address does not make him an operator.
    expect(await from('192.0.2.7, 203.0.113.7')).not.toBe('BYPASS');
    const before = seenBy(at).length;
    await ask(url + at, { headers: { 'X-Edge-Refresh': '1' } });
    expect(seenBy(at)).toHaveLength(before + 1);
    expect(seenBy(at).at(-1)?.headers['x-edge-refresh']).toBeUndefined();
  });

  it.each([500, 502, 503, 504])('is shown where instances answer %i', async (status) => {
    const at = fresh();
    await ask(url + at);
    setAnswer(gone(status));
    const stale = await until(
      () => ask(url + at),
      ({ headers }) => headers['x-edge'] === 'STALE',
    );
    expect([stale.status, stale.body.toString()]).toEqual([200, '一页']);
    setAnswer(page);
  });

  it('is not shown where an instance refuses it, as what names a withdrawn story', async () => {
    const at = fresh();
    await ask(url + at);
    setAnswer(gone(530));
    const refused = await until(
      () => ask(url + at),
      ({ status }) => status !== 200,
    );
    expect(refused.status).toBe(503);
    expect(refused.headers['retry-after']).toBe('30');
    expect(refused.body.toString()).toContain('暂时打不开');
    setAnswer(page);
  });
});

describe('instances that come and go', () => {
  it('are asked in turn where one refuses, dies or is not ready', async () => {
    const at = fresh();
    await ask(url + at);
    const owner = instances.find(({ seen }) => seen.some((one) => one.url === at)) as Instance;
    const other = instances.find((instance) => instance !== owner) as Instance;
    for (const answer of [gone(503), gone(502), (request: IncomingMessage) => void request.socket.destroy()]) {
      owner.answer = answer;
      const before = other.seen.length;
      const { status } = await until(
        () => ask(url + at),
        () => other.seen.length > before,
      );
      expect(status).toBe(200);
    }
    setAnswer(page);
  });

  it('are asked once only for what changes something', async () => {
    setAnswer((request) => void request.socket.destroy());
    const { status, headers } = await ask(`${url}/api/revalidate`, { method: 'POST', body: Buffer.from('{}') });
    setAnswer(page);
    expect(status).toBe(503);
    expect(headers['content-type']).toBe('application/problem+json');
    expect(seenBy('/api/revalidate')).toHaveLength(1);
  });

  it('learn the reader’s address, and nothing that the reader made up', async () => {
    await ask(`${url}/api/health?by=stranger`, {
      headers: {
        'X-Forwarded-For': '198.51.100.1, 203.0.113.7',
        Forwarded: 'for=198.51.100.1',
        'X-Real-IP': '198.51.100.1',
      },
    });
    const [{ headers }] = seenBy('/api/health?by=stranger') as [Seen];
    expect(headers['x-forwarded-for']).toBe('203.0.113.7');
    expect(headers['x-real-ip']).toBe('203.0.113.7');
    expect(headers.forwarded).toBeUndefined();
  });
});

describe('who answers what', () => {
  const app = path.resolve(import.meta.dirname, '../app');

  it('agrees with the table of addresses, for every page and route of the application', async () => {
    const files = (await readdir(app, { recursive: true })).filter((file) =>
      /(?:^|\/)(?:page\.tsx|route\.ts)$/.test(file),
    );
    const addresses = files.map(
      (file) =>
        `/${file.replace(/\/?(?:page\.tsx|route\.ts)$/, '')}`
          .replace(/\/\([a-z]+\)/g, '')
          .replace(/\/\[\w+\]/g, (part) => sampleSegments[part] ?? part) || '/',
    );
    expect(addresses.length).toBeGreaterThan(20);
    for (const address of [
      ...addresses,
      ...addresses.map(hantPath),
      '/article/0',
      '/hant/article/x',
      '/article/x',
      '/section/local/page/1',
      '/latest/',
      '/.env',
      '/desk',
      '/desk/1',
    ]) {
      const { headers } = await ask(url + address);
      // Only where pages are kept does the edge say whether it had them; searches are not.
      const kept = routeOf(address) === 'document' && hansPath(address) !== searchPath;
      expect([address, headers['x-edge'] !== undefined]).toEqual([address, kept]);
    }
  });

  it('refuses what is too large, for readers and for programs', async () => {
    const body = Buffer.alloc(2_000_000);
    const reader = await ask(`${url}/latest`, { method: 'POST', body });
    expect([reader.status, reader.headers['content-type']]).toEqual([413, 'text/html; charset=utf-8']);
    expect(reader.body.toString()).toContain('内容太大');
    const program = await ask(`${url}/api/revalidate`, { method: 'POST', body });
    expect([program.status, program.headers['content-type']]).toEqual([413, 'application/problem+json']);
    expect(JSON.parse(program.body.toString())).toMatchObject({ status: 413, title: '请求过大' });
    // The desk takes pictures and films, and so does the media library from programs.
    for (const address of ['/desk/media', '/api/media?name=a.jpg'])
      expect((await ask(url + address, { method: 'POST', body })).status).toBe(200);
  });

  it('sends all reading beacons of an address to one instance, which knows what it has counted', async () => {
    const tell = (address: string) =>
      ask(`${url}/api/read`, {
        method: 'POST',
        body: Buffer.from('story=1&visit=direct'),
        headers: { 'X-Forwarded-For': address },
      });
    const used = async (address: string) => {
      const before = instances.map(({ seen }) => seen.length);
      for (let times = 0; times < 5; times++) expect((await tell(address)).status).toBe(200);
      return instances.flatMap(({ seen }, at) => (seen.length > (before[at] ?? 0) ? [at] : []));
    };
    const found = new Set<number>();
    for (let host = 1; host <= 30; host++) {
      const by = await used(`198.51.100.${host}`);
      expect(by).toHaveLength(1);
      for (const at of by) found.add(at);
    }
    expect(found.size).toBe(2);
    const long = await ask(`${url}/api/read`, { method: 'POST', body: Buffer.alloc(2_000) });
    expect([long.status, long.headers['content-type']]).toEqual([413, 'application/problem+json']);
  });

  it('lets nobody ask without end, and others go on meanwhile', async () => {
    const flood = (address: string, path: string, times: number) =>
      Promise.all(Array.from({ length: times }, () => ask(url + path, { headers: { 'X-Forwarded-For': address } })));
    const answers = await flood('203.0.113.50', '/latest', 450);
    const refused = answers.filter(({ status }) => status === 429);
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(200);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]?.headers['retry-after']).toBe('2');
    expect(refused[0]?.headers['cache-control']).toBe('no-store');
    expect(refused[0]?.body.toString()).toContain('访问太快了');
    expect((await flood('203.0.113.51', '/latest', 1))[0]?.status).toBe(200);

    const programs = await flood('203.0.113.52', '/api/health', 150);
    const problem = programs.find(({ status }) => status === 429);
    expect(JSON.parse(problem?.body.toString() ?? '{}')).toMatchObject({ status: 429, title: '请求过多' });
    // The machine's own questions are not counted.
    expect(
      (await Promise.all(Array.from({ length: 450 }, () => ask(`${url}/latest`)))).every(
        ({ status }) => status === 200,
      ),
    ).toBe(true);
  });

  it('says to whoever asks for another site that it is not here', async () => {
    const { status, body } = await ask(`${url}/`, { headers: { Host: 'www.elsewhere.example' } });
    expect([status, body.toString()]).toEqual([421, '这台服务器上没有您要找的网站。\n']);
    expect((await ask(`${url}/edge/health`, { headers: { Host: '' } })).status).toBe(200);
  });

  it('answers what is too long or nonsense in Chinese', async () => {
    const long = await ask(`${url}/${'a'.repeat(9_000)}`);
    expect([long.status, long.body.toString().includes('网址太长')]).toEqual([414, true]);
  });

  it('says itself that no instance answers, and sends each header once', async () => {
    setAnswer((request) => void request.socket.destroy());
    const answer = await ask(url + fresh());
    const { status, headers, body } = answer;
    const names = headerNames(answer);
    setAnswer(page);
    expect([status, headers['retry-after']]).toEqual([503, '30']);
    expect(body.toString()).toContain('暂时打不开');
    for (const [name, value] of securityHeaders()) expect([name, headers[name.toLowerCase()]]).toEqual([name, value]);
    expect(names).toEqual([...new Set(names)]);
  });
});

describe('behind TLS', () => {
  let secure: RunningNginx;
  let port: number;
  let plain: number;

  beforeAll(async () => {
    const folder = await testFolder();
    const [certificate, key, challenges] = ['cert.pem', 'key.pem', 'acme'].map((name) => path.join(folder, name)) as [
      string,
      string,
      string,
    ];
    await promisify(execFile)('openssl', [
      ...'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=www.weishui.example'.split(
        ' ',
      ),
      ...['-keyout', key, '-out', certificate],
    ]);
    await mkdir(path.join(challenges, '.well-known/acme-challenge'), { recursive: true });
    await writeFile(path.join(challenges, '.well-known/acme-challenge/token'), 'proof');
    [port, plain] = [await freePort(), await freePort()];
    secure = await startNginx({
      dataDir: folder,
      instances: instances.map((instance) => `127.0.0.1:${instance.port}`),
      listen: [`127.0.0.1:${port}`],
      names: ['www.weishui.example', 'weishui.example'],
      tls: { certificate, key, challenges, redirectFrom: [`127.0.0.1:${plain}`] },
    });
    await mkdir(path.join(folder, 'assets/public'), { recursive: true });
    await writeFile(path.join(folder, 'assets/public/favicon.svg'), '<svg/>');
  });
  afterAll(() => secure?.stop());

  it('speaks HTTP/2, promises TLS once with pages and files, and tells instances so', async () => {
    setAnswer((request, response) => {
      response.setHeader('Strict-Transport-Security', 'max-age=1');
      page(request, response);
    });
    const session = connectHttp2(`https://127.0.0.1:${port}`, {
      rejectUnauthorized: false,
      servername: 'www.weishui.example',
    });
    for (const target of ['/latest', '/favicon.svg', '/api/health?by=tls']) {
      const headers = await new Promise<Record<string, unknown>>((resolve, reject) => {
        session.once('error', reject);
        const stream = session.request({ ':path': target, ':authority': 'www.weishui.example' });
        stream.once('response', resolve).once('error', reject).resume();
      });
      expect([target, headers[':status'], headers['strict-transport-security']]).toEqual([
        target,
        200,
        'max-age=31536000; includeSubDomains',
      ]);
    }
    session.close();
    setAnswer(page);
    expect(seenBy('/api/health?by=tls')[0]?.headers['x-forwarded-proto']).toBe('https');
  });

  it('sends plain HTTP to https, but for challenges of the certificate authority', async () => {
    const headers = { Host: 'weishui.example' };
    const moved = await ask(`http://127.0.0.1:${plain}/latest?a=1`, { headers });
    expect([moved.status, moved.headers.location]).toEqual([301, 'https://weishui.example/latest?a=1']);
    expect(moved.headers['strict-transport-security']).toBeUndefined();
    const proof = await ask(`http://127.0.0.1:${plain}/.well-known/acme-challenge/token`, { headers });
    expect([proof.status, proof.body.toString()]).toEqual([200, 'proof']);
    expect((await ask(`http://127.0.0.1:${plain}/`, { headers: { Host: 'x.example' } })).status).toBe(421);
  });

  it('shows its certificate to nobody who asks for another name', async () => {
    const handshake = new Promise((resolve, reject) => {
      httpsRequest({ host: '127.0.0.1', port, servername: 'x.example', rejectUnauthorized: false }, resolve)
        .once('error', reject)
        .end();
    });
    await expect(handshake).rejects.toThrow();
  });
});
