import { readdir, rm } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import path from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Samples, samplesOf } from '#bench/samples.ts';
import { connect, disconnect, sql } from '#db/client.ts';
import { type EmbeddedServer, startEmbeddedServer } from '#db/embedded.ts';
import * as newsroom from '#lib/newsroom/index.ts';
import { type Answer, ask, headerNames } from '#lib/testing/http.ts';
import { securityHeaders } from './nginx.ts';
import { type RunningCluster, startCluster, testFolder, until } from './testing.ts';

/** The whole of it as `npm run cluster` starts it: PostgreSQL, Redis or Valkey, two instances of the built site, nginx. */
let dataDir: string;
let database: EmbeddedServer;
let cluster: RunningCluster;
let samples: Samples;
let url: string;

beforeAll(async () => {
  dataDir = await testFolder();
  // Started here, so that this process may publish; the cluster finds it running and uses it.
  database = await startEmbeddedServer(path.join(dataDir, 'postgres'), { throwaway: true });
  cluster = await startCluster(dataDir, ['--instances', '2', '--demo', '--trusted', '127.0.0.1']);
  url = cluster.url;
  connect(database.url);
  samples = await samplesOf(sql);
});
afterAll(async () => {
  await cluster?.stop();
  await disconnect();
  await database?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

let taken = 0;
/** A story that nobody has asked for yet. */
const freshStory = () => {
  taken += 1;
  return samples.stories[taken] as string;
};
const idOf = (story: string) => Number(story.split('/').at(-1));
const edgeSays = ({ headers }: Answer) => headers['x-edge'];
const untilHit = (at: string, headers: Record<string, string> = {}) =>
  until(
    () => ask(url + at, { headers }),
    (answer) => edgeSays(answer) === 'HIT',
  );

describe('a page at the edge', () => {
  it('is asked for once, and then sent without an instance', async () => {
    const story = freshStory();
    const first = await ask(url + story);
    expect([first.status, edgeSays(first)]).toEqual([200, 'MISS']);
    const second = await untilHit(story);
    expect(second.body).toEqual(first.body);
  });

  it('is kept compressed, each way once, and is the same page', async () => {
    const story = freshStory();
    const plain = await untilHit(story, { 'Accept-Encoding': 'identity' });
    const gzip = await untilHit(story, { 'Accept-Encoding': 'gzip' });
    const brotli = await untilHit(story, { 'Accept-Encoding': 'gzip, deflate, br, zstd' });
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(gzip.headers['content-encoding']).toBe('gzip');
    expect(brotli.headers['content-encoding']).toBe('br');
    expect(gunzipSync(gzip.body)).toEqual(plain.body);
    expect(brotliDecompressSync(brotli.body)).toEqual(plain.body);
    expect(plain.headers.vary).toBe('Accept-Encoding');
  });

  it('answers 304 to whoever has it', async () => {
    const story = freshStory();
    const { headers } = await untilHit(story, { 'Accept-Encoding': 'gzip' });
    const again = await ask(url + story, {
      headers: { 'Accept-Encoding': 'gzip', 'If-None-Match': headers.etag as string },
    });
    expect([again.status, again.body.length]).toEqual([304, 0]);
  });

  it('answers HEAD as GET, without the page', async () => {
    const story = freshStory();
    const page = await untilHit(story);
    const head = await ask(url + story, { method: 'HEAD' });
    expect([head.status, head.body.length]).toEqual([200, 0]);
    expect(head.headers['content-length']).toBe(String(page.body.length));
    expect(head.headers.etag).toBe(page.headers.etag);
  });

  it('is one and the same, however many ask for it first, and not all of them reach an instance', async () => {
    const story = freshStory();
    const answers = await Promise.all(Array.from({ length: 100 }, () => ask(url + story)));
    expect(new Set(answers.map(({ status, headers }) => `${status} ${headers.etag}`)).size).toBe(1);
    expect(answers.map(edgeSays)).toContain('HIT');
  });

  it('is asked for about once a second under a crowd', async () => {
    const story = freshStory();
    await ask(url + story);
    const answers: Answer[] = [];
    await Promise.all(
      Array.from({ length: 10 }, async () => {
        for (const end = Date.now() + 2_000; Date.now() < end; ) answers.push(await ask(url + story));
      }),
    );
    const hits = answers.filter((answer) => edgeSays(answer) === 'HIT').length;
    expect(hits / answers.length).toBeGreaterThan(0.9);
    expect(answers.some((answer) => edgeSays(answer) === 'REVALIDATED')).toBe(true);
  });

  it.each([
    [
      'a story that was changed',
      (id: number) => newsroom.change(id, { title: `改过的标题第 ${id} 号` }, 'test'),
      200,
      '改过的标题第',
    ],
    ['a story that was withdrawn', (id: number) => newsroom.withdraw(id, '测试撤回', 'test'), 410, '撤'],
  ])('shows %s within a second, on every variant', async (_, happen, status, text) => {
    const story = freshStory();
    const variants = ['identity', 'gzip', 'br'].map((encoding) => ({ 'Accept-Encoding': encoding }));
    for (const headers of variants) await untilHit(story, headers);
    expect((await happen(idOf(story))).ok).toBe(true);
    const happened = performance.now();
    let lastOld = 0;
    // Readers go on asking all the time: the answer of before must not be seen after a second.
    while (performance.now() < happened + 1_500) {
      for (const headers of variants) {
        const asked = performance.now();
        const { headers: answered, status: found, body } = await ask(url + story, { headers });
        const unpacked =
          answered['content-encoding'] === 'gzip'
            ? gunzipSync(body)
            : answered['content-encoding'] === 'br'
              ? brotliDecompressSync(body)
              : body;
        if (found !== status || !unpacked.toString().includes(text)) lastOld = asked - happened;
      }
    }
    expect(lastOld).toBeLessThan(1_000);
  });

  it('that is gone or never was answers 410 and 404, as whole pages', async () => {
    const withdrawn = await ask(url + (samples.pages.withdrawn as string));
    expect([withdrawn.status, withdrawn.body.toString().includes('</html>')]).toEqual([410, true]);
    for (const wrong of ['/article/999999999', '/nowhere', '/section/local/page/99999']) {
      const { status, body } = await ask(url + wrong);
      expect([wrong, status, body.toString().includes('</html>')]).toEqual([wrong, 404, true]);
    }
    const moved = await ask(`${url}/latest/?from=x`);
    expect([moved.status, moved.headers.location]).toEqual([301, '/latest']);
  });
});

describe('files', () => {
  it('of a build come from disk, compressed beforehand, and stay with readers for good', async () => {
    const page = (await ask(url + samples.story)).body.toString();
    const [style] = /\/_next\/static\/[^"]+\.css/.exec(page) as RegExpExecArray;
    const [script] = /\/_r\/[^"]+\/reader\.js/.exec(page) as RegExpExecArray;
    for (const [file, type] of [
      [style, 'text/css; charset=utf-8'],
      [script, 'text/javascript; charset=utf-8'],
    ] as const) {
      const plain = await ask(url + file);
      expect([plain.status, plain.headers['content-type']]).toEqual([200, type]);
      expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable');
      const gzip = await ask(url + file, { headers: { 'Accept-Encoding': 'gzip' } });
      expect([gzip.headers['content-encoding'], gzip.headers.vary]).toEqual(['gzip', 'Accept-Encoding']);
      expect(gunzipSync(gzip.body)).toEqual(plain.body);
    }
  });

  it('of the newsroom come from disk, also in parts', async () => {
    const media = await readdir(path.join(dataDir, 'media'), { recursive: true });
    const file = `/media/${media.find((one) => one.endsWith('.webp'))}`;
    const whole = await ask(url + file);
    expect([whole.status, whole.headers['content-type']]).toEqual([200, 'image/webp']);
    expect(whole.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    const part = await ask(url + file, { headers: { Range: 'bytes=10-19' } });
    expect([part.status, part.headers['content-range']]).toEqual([206, `bytes 10-19/${whole.body.length}`]);
    expect(part.body).toEqual(whole.body.subarray(10, 20));
    const end = await ask(url + file, { headers: { Range: 'bytes=-5' } });
    expect(end.body).toEqual(whole.body.subarray(-5));
    const past = await ask(url + file, { headers: { Range: `bytes=${whole.body.length}-` } });
    expect(past.status).toBe(416);
    const same = await ask(url + file, { headers: { 'If-None-Match': whole.headers.etag as string } });
    expect(same.status).toBe(304);
  });

  it('without a hash in their name are asked for again after an hour, and have their types', async () => {
    const rules = await ask(`${url}/speculation-rules.json`);
    expect(rules.headers['content-type']).toBe('application/speculationrules+json');
    expect(rules.headers['cache-control']).toBe('public, max-age=3600');
    expect((await ask(`${url}/favicon.ico`)).headers['content-type']).toBe('image/x-icon');
  });

  it('that are not there answer like any page that is not there', async () => {
    for (const file of [
      '/media/no/original.jpg',
      '/_next/static/x.css',
      '/.env',
      '/media/../package.json',
      '/media/',
    ]) {
      const { status, headers } = await ask(url + file);
      expect([file, status, headers['content-type']]).toEqual([file, 404, 'text/html; charset=utf-8']);
    }
  });
});

it('sends each header once, and the same protection with everything', async () => {
  const addresses = [samples.story, '/favicon.svg', '/api/health', '/article/999999999', '/nowhere', '/latest/'];
  for (const address of addresses) {
    const answer = await ask(url + address);
    const { headers } = answer;
    const names = headerNames(answer);
    expect([address, names]).toEqual([address, [...new Set(names)]]);
    for (const [name, value] of securityHeaders()) {
      expect([address, name, headers[name.toLowerCase()]]).toEqual([address, name, value]);
    }
  }
});

describe('live streams', () => {
  it('go through at once, on whichever instance they are', async () => {
    const streams = await Promise.all([openStream(), openStream(), openStream(), openStream()]);
    try {
      for (const { text } of streams)
        await until(
          async () => text(),
          (said) => /^id: \d+$/m.test(said),
          20,
        );
      const story = freshStory();
      expect((await newsroom.change(idOf(story), { title: '直播里的新标题' }, 'test')).ok).toBe(true);
      for (const { text } of streams)
        await until(
          async () => text(),
          (said) => said.includes('event: panels'),
          20,
        );
      expect(streams[0]?.headers['content-encoding']).toBeUndefined();
    } finally {
      for (const { close } of streams) close();
    }
  });

  async function openStream() {
    let text = '';
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      get(`${url}/api/live`, { agent: false, headers: { 'Accept-Encoding': 'gzip, br' } }, resolve).once(
        'error',
        reject,
      );
    });
    response.on('data', (chunk: Buffer) => {
      text += chunk;
    });
    response.on('error', () => {});
    return { headers: response.headers, text: () => text, close: () => response.destroy() };
  }
});

describe('instances', () => {
  it('are restarted one after the other under load without one failed request', async () => {
    const before = await cluster.parts();
    const known = [
      samples.story,
      samples.section,
      '/',
      '/latest',
      '/api/health',
      '/api/ready',
      '/nowhere',
      '/favicon.svg',
    ];
    const wrong: string[] = [];
    let asked = 0;
    let going = true;
    const readers = Array.from({ length: 8 }, async () => {
      while (going) {
        // Every third request is for a page that nobody has asked for yet, as far as they reach.
        const address =
          asked % 3 === 0 ? (samples.stories[100 + asked / 3] ?? '/about') : (known[asked % known.length] as string);
        asked += 1;
        const good = address === '/nowhere' ? 404 : 200;
        await ask(url + address, { headers: { 'Accept-Encoding': 'gzip' } }).then(
          ({ status }) => status !== good && wrong.push(`${address} ${status}`),
          (error: Error) => wrong.push(`${address} ${error.message}`),
        );
      }
    });
    cluster.process.kill('SIGHUP');
    await until(
      async () => cluster.output(),
      (said) => said.includes('全部实例已重启'),
      60,
    );
    going = false;
    await Promise.all(readers);
    expect(wrong).toEqual([]);
    // How many depends on the machine; each kind was asked for again and again.
    expect(asked).toBeGreaterThan(known.length * 10);
    const after = await cluster.parts();
    expect(after.nginx).toBe(before.nginx);
    for (const name of ['实例 1', '实例 2']) expect([name, after[name] === before[name]]).toEqual([name, false]);
  });

  it('that are all gone leave what is kept here, and an honest answer for the rest; they are started again', {
    timeout: 240_000,
  }, async () => {
    const kept = freshStory();
    const never = freshStory();
    const withdrawn = freshStory();
    for (const encoding of ['identity', 'gzip', 'br']) {
      for (const story of [kept, withdrawn]) await ask(url + story, { headers: { 'Accept-Encoding': encoding } });
    }
    expect((await newsroom.withdraw(idOf(withdrawn), '测试撤回', 'test')).ok).toBe(true);
    // Nobody asks for it again: the instances have the edge fetch it anew.
    await until(
      () => sql<{ state: string }[]>`
        select state from delivery where channel = 'edge' and event_id = (select max(id) from event where type = 'story-withdrawn')`,
      (deliveries) => deliveries.length > 0 && deliveries.every(({ state }) => state === 'done'),
      // Pages that only name it follow ten seconds later, one after the other, twice.
      120,
    );
    let gone = true;
    const killer = (async () => {
      while (gone) {
        for (const [name, pid] of Object.entries(await cluster.parts())) {
          if (!name.startsWith('实例')) continue;
          try {
            process.kill(pid, 'SIGKILL');
          } catch {
            // It is dead already.
          }
        }
        await new Promise(setImmediate);
      }
    })();
    try {
      const stale = await until(
        () => ask(url + kept),
        (answer) => edgeSays(answer) === 'STALE',
      );
      expect([stale.status, stale.body.toString().includes('</html>')]).toEqual([200, true]);
      for (const encoding of ['identity', 'gzip', 'br']) {
        const { status } = await ask(url + withdrawn, { headers: { 'Accept-Encoding': encoding } });
        expect([encoding, status]).toEqual([encoding, 410]);
      }
      const unknown = await ask(url + never);
      expect([unknown.status, unknown.headers['retry-after']]).toEqual([503, '30']);
      expect(unknown.body.toString()).toContain('这个页面暂时打不开');
      expect((await ask(`${url}/favicon.svg`)).status).toBe(200);
    } finally {
      gone = false;
      await killer;
    }
    const back = await until(
      () => ask(url + never),
      ({ status }) => status === 200,
      60,
    );
    expect(back.body.toString()).toContain('</html>');
    expect(cluster.output()).toMatch(/意外停止\(SIGKILL\),\d/);
  });
});

it('stops everything that it started', async () => {
  const parts = Object.values(await cluster.parts());
  expect(parts).toHaveLength(4);
  expect(await cluster.stop()).toBe(0);
  for (const pid of parts) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  expect(cluster.output()).toContain('已停止，数据完好。');
});
