import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clock } from '#lib/cache/clock.ts';
import { staleBy } from '#lib/cache/events.ts';
import { storedPage } from '#lib/cache/fixtures.ts';
import { pageStore } from '#lib/cache/store.ts';
import { sameSecret, sign } from '#lib/http/credentials.ts';
import { hantPath, isHant } from '#lib/text/variants.ts';
import { pauseOf } from './call.ts';
import type { Channel, Delivery, Payload } from './channel.ts';
import { channelsFrom } from './configuration.ts';
import { answer, hangUp, PlayedCdn, silence } from './fixtures.ts';

let cdn: PlayedCdn;
beforeEach(async () => {
  cdn = await PlayedCdn.open();
});
afterEach(() => cdn.close());

const deliver = (channel: Channel | undefined, ...payloads: Payload[]) =>
  channel?.deliver(
    payloads.map((payload, n): Delivery => ({ id: n + 1, eventId: n + 101, createdAt: new Date(), payload })),
    AbortSignal.timeout(1_000),
  );
const many = (count: number) => Array.from({ length: count }, (_, n) => `story:${n + 1}`);

describe('Fastly', () => {
  const channel = () =>
    channelsFrom({
      FASTLY_SERVICE_ID: 'SU1Z0isxPaozGVKXdv0eY',
      FASTLY_API_TOKEN: 'token-of-fastly',
      FASTLY_API_URL: cdn.url,
      SURROGATE_KEYS: 'on',
    })[0];

  it('is told the keys of all events in one call, hard and soft apart', async () => {
    await deliver(
      channel(),
      { type: 'story-changed', hard: ['story:7', 'front'], soft: ['panel:latest', 'front'] },
      { type: 'story-changed', hard: ['story:7', 'list:section:3'], soft: [] },
    );
    expect(cdn.calls.map(({ method, path }) => `${method} ${path}`)).toEqual(
      Array(2).fill('POST /service/SU1Z0isxPaozGVKXdv0eY/purge'),
    );
    const [hard, soft] = cdn.calls.map(({ headers }) => headers);
    expect(hard).toMatchObject({
      'fastly-key': 'token-of-fastly',
      'surrogate-key': 'story:7 front list:section:3 any-event',
    });
    expect(hard).not.toHaveProperty('fastly-soft-purge');
    expect(soft).toMatchObject({ 'fastly-soft-purge': '1', 'surrogate-key': 'panel:latest' });
  });

  it('is told at most 256 keys in one call, and all of them', async () => {
    await deliver(channel(), { hard: many(600), soft: [] });
    const told = cdn.calls.map(({ headers }) => String(headers['surrogate-key']).split(' '));
    expect(told.map((keys) => keys.length)).toEqual([256, 256, 89]);
    expect(told.flat()).toEqual([...many(600), 'any-event']);
  });

  it('that refuses fails, without its token in the reason', async () => {
    cdn.usual = answer(401, '{"msg":"Provided credentials are missing or invalid"}');
    await expect(deliver(channel(), { hard: ['front'] })).rejects.toThrow(
      '应答 401：{"msg":"Provided credentials are missing or invalid"}',
    );
  });

  it('is not followed to where it redirects', async () => {
    cdn.usual = answer(302, '', { Location: `${cdn.url}/elsewhere` });
    await expect(deliver(channel(), { hard: ['front'] })).rejects.toThrow('应答 302：没有内容');
    expect(cdn.calls.length).toBe(1);
  });
});

describe('Cloudflare', () => {
  const channel = (environment = {}) =>
    channelsFrom({
      CLOUDFLARE_ZONE_ID: '023e105f4ecef8ad9ca31a8372d0c353',
      CLOUDFLARE_API_TOKEN: 'token-of-cloudflare',
      CLOUDFLARE_API_URL: `${cdn.url}/client/v4/`,
      SURROGATE_KEYS: 'on',
      ...environment,
    })[0];
  const told = () => cdn.calls.map(({ body }) => (JSON.parse(body) as { tags: string[] }).tags);

  it('is told the tags as JSON; what is stale only softly where that is wanted', async () => {
    const payload = { hard: ['story:7', 'front'], soft: ['panel:latest'] };
    await deliver(channel(), payload);
    await deliver(channel({ CLOUDFLARE_PURGE_SOFT: 'on' }), payload);
    expect(cdn.calls[0]).toMatchObject({
      method: 'POST',
      path: '/client/v4/zones/023e105f4ecef8ad9ca31a8372d0c353/purge_cache',
      headers: { authorization: 'Bearer token-of-cloudflare', 'content-type': 'application/json' },
    });
    expect(told()).toEqual([
      ['story:7', 'front', 'any-event'],
      ['story:7', 'front', 'panel:latest', 'any-event'],
    ]);
  });

  it('is told at most 100 tags in one call, and all of them', async () => {
    await deliver(channel(), { hard: many(250) });
    expect(told().map((tags) => tags.length)).toEqual([100, 100, 51]);
    expect(told().flat()).toEqual([...many(250), 'any-event']);
  });

  it.each([
    ['says that it failed', '{"success":false,"errors":[{"code":1094,"message":"no access"}]}', '1094 no access'],
    ['says so without a reason', '{"success":false,"errors":[]}', '应答说没有清除：没有说原因'],
    ['answers something else', '{"result":true}', '应答看不懂：{"result":true}'],
    ['answers no JSON', '<html>hello</html>', '应答不是 JSON：<html>hello</html>'],
    ['answers nothing', '', '应答不是 JSON：'],
  ])('that answers 200 and %s has failed', async (_, body, reason) => {
    cdn.usual = answer(200, body);
    await expect(deliver(channel(), { hard: ['front'] })).rejects.toThrow(reason);
  });

  it('that answers without end is not read to the end', async () => {
    cdn.usual = (response) => {
      response.writeHead(200);
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(16_384)));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    };
    await expect(deliver(channel(), { hard: ['front'] })).rejects.toThrow('应答不是 JSON：xxx');
  });
});

describe('a webhook', () => {
  const secret = 'a-secret-that-is-long-enough';
  const channel = () => channelsFrom({ PURGE_WEBHOOK_URL: `${cdn.url}/purge?x=1`, PURGE_WEBHOOK_SECRET: secret })[0];

  it('is told events, tags and paths, signed as /api/revalidate expects it', async () => {
    const story = {
      id: 7,
      day: '2026-03-01',
      pictured: true,
      gallery: false,
      sections: [{ id: 3, slug: 'local' }],
      authors: [],
      topics: [],
      show: null,
      blog: null,
      programme: false,
      slots: [],
      neighbours: [6],
      hot: false,
      onlyOneOfDay: false,
    };
    const { hard, soft } = staleBy({ type: 'story-published', story });
    await deliver(
      channel(),
      { type: 'story-published', story, hard, soft },
      { type: 'paths-revalidated', hard: ['path:/a/b'] },
    );
    const [call] = cdn.calls;
    const said = JSON.parse(call?.body ?? '');
    expect(said.events).toEqual([
      { id: 101, type: 'story-published' },
      { id: 102, type: 'paths-revalidated' },
    ]);
    expect(said.tags).toEqual(
      [...new Set([...hard, ...soft, 'path:/a/b', 'any-event'])].toSorted(
        (a, b) => said.tags.indexOf(a) - said.tags.indexOf(b),
      ),
    );
    const paths: string[] = said.paths;
    const hans = paths.filter((path) => !isHant(path));
    expect(paths.filter(isHant)).toEqual(hans.filter((path) => path !== '/a/b').map(hantPath));
    expect(hans.toSorted()).toEqual(
      [
        '/',
        '/a/b',
        '/archive/2026-03-01',
        '/article/6',
        '/article/6/print',
        '/article/7',
        '/article/7/print',
        '/latest',
        '/panel/latest',
        '/panel/pictures',
        '/panel/section-local',
        '/pictures',
        '/section/local',
      ].toSorted(),
    );
    const { 'x-weishui-timestamp': time, 'x-weishui-signature': signature } = call?.headers ?? {};
    expect(sameSecret(String(signature), sign(secret, String(time), call?.body ?? ''))).toBe(true);
    expect(call?.path).toBe('/purge?x=1');
  });
});

describe('our own edge', () => {
  const channel = () => channelsFrom({ EDGE_URL: cdn.url, EDGE_HOST: 'www.weishui.example' })[0];
  const asked = () =>
    cdn.calls
      .map(({ path, headers }) => `${path} ${headers['accept-encoding']}`)
      .toSorted((a, b) => a.localeCompare(b));

  it('is told of withdrawals only', () => {
    expect(channel()?.events).toEqual(['story-withdrawn']);
  });

  it('fetches the story’s pages anew, once an encoding, under the name that readers use', async () => {
    cdn.usual = answer(410, 'gone', { 'X-Edge': 'BYPASS' });
    await deliver(channel(), { type: 'story-withdrawn', story: { id: 7, sections: [] } });
    expect(asked()).toEqual(
      ['/article/7', '/article/7/print', '/hant/article/7', '/hant/article/7/print'].flatMap((path) =>
        ['br', 'gzip', 'identity'].map((name) => `${path} ${name}`),
      ),
    );
    for (const { headers, method } of cdn.calls)
      expect([method, headers.host, headers['x-edge-refresh']]).toEqual(['GET', 'www.weishui.example', '1']);
  });

  it('fetches anew what this instance knows to name the story', async () => {
    Object.assign(clock, { now: 5 });
    const pages: [string, string[]][] = [
      ['/', ['front', 'story:7', 'story:8']],
      ['/latest', ['list:site:0', 'story:7']],
      ['/about', ['sections', 'story:77']],
    ];
    for (const [path, tags] of pages) pageStore.keep(storedPage(path, '<h1>渭水</h1>', { tags }));
    const event = { id: 6, type: 'story-withdrawn', hard: ['story:7', 'article:7', 'front'], soft: [], panels: [] };
    const payloads = (await channel()?.add?.(event)) ?? [];
    expect(payloads).toEqual([{ paths: ['/', '/latest'] }]);
    expect(await channel()?.add?.({ ...event, type: 'story-changed' })).toEqual([]);
    await deliver(channel(), ...payloads);
    expect(new Set(cdn.calls.map(({ path }) => path))).toEqual(new Set(['/', '/latest']));
    await pageStore.close();
  });

  it.each([
    ['cannot reach an instance', answer(502), /应答 502$/],
    ['does not let us', answer(403), /应答 403$/],
    ['does not know our name', answer(421), /应答 421$/],
    [
      'answers from its cache',
      answer(200, '', { 'X-Edge': 'HIT' }),
      /没有重取\(X-Edge: HIT\)，请允许这台实例用 X-Edge-Refresh$/,
    ],
    [
      'sends us to another address',
      answer(301, '', { Location: 'https://www.weishui.example/' }),
      /应答 301，转到 https/,
    ],
    ['hangs up', hangUp, /ECONNRESET$/],
    ['does not answer', silence, /没有在限定的时间里应答$/],
  ])('that %s has not fetched anything anew', async (_, behaviour, reason) => {
    cdn.usual = behaviour;
    await expect(deliver(channel(), { story: { id: 7, sections: [] } })).rejects.toThrow(reason);
  });
});

describe('Retry-After', () => {
  const now = Date.parse('Sun, 22 Nov 2026 08:00:00 GMT');
  it.each([
    ['7', 7],
    ['0', 0],
    ['999999', 3600],
    ['Sun, 22 Nov 2026 08:00:30 GMT', 30],
    ['Sun, 22 Nov 2026 07:00:00 GMT', 0],
    ['soon', null],
    [null, null],
  ])('%s is a pause of %s seconds', (text, seconds) => {
    expect(pauseOf(text, now)).toBe(seconds);
  });
});

describe('the environment', () => {
  const names = (environment: Record<string, string>) => channelsFrom(environment).map(({ name }) => name);
  const fast = { FASTLY_SERVICE_ID: 'abc', FASTLY_API_TOKEN: 'token' };

  it('configures every channel that it names, and none by itself', () => {
    expect(names({})).toEqual([]);
    expect(names({ SURROGATE_KEYS: 'on', FASTLY_SERVICE_ID: ' ' })).toEqual([]);
    expect(
      names({
        ...fast,
        SURROGATE_KEYS: 'on',
        CLOUDFLARE_ZONE_ID: 'abc',
        CLOUDFLARE_API_TOKEN: 'token',
        PURGE_WEBHOOK_URL: 'https://cache.weishui.example/purge',
        PURGE_WEBHOOK_SECRET: '0123456789abcdef',
        EDGE_URL: 'http://10.0.0.1:8080, http://10.0.0.2:8080/',
      }),
    ).toEqual(['fastly', 'cloudflare', 'webhook', 'edge']);
  });

  it.each([
    [{ FASTLY_SERVICE_ID: 'abc' }, '环境变量 FASTLY_API_TOKEN 不对：设置了 FASTLY_SERVICE_ID，也须设置它。'],
    [
      fast,
      '环境变量 SURROGATE_KEYS 不对：设置了 FASTLY_SERVICE_ID，也须设置它为 on，否则 CDN 不知道哪个页面带哪些标记。',
    ],
    [{ CDN_SECONDS: '5m' }, '环境变量 CDN_SECONDS 不对：须是 1 到 999999 的整数。'],
    [{ SURROGATE_KEYS: 'yes' }, '环境变量 SURROGATE_KEYS 不对：须是 on 或 off。'],
    [
      { ...fast, SURROGATE_KEYS: 'on', FASTLY_API_URL: 'ftp://x' },
      '环境变量 FASTLY_API_URL 不对：须是以 http:// 或 https:// 开头的地址。',
    ],
    [{ ...fast, FASTLY_API_TOKEN: 'a b' }, '环境变量 FASTLY_API_TOKEN 不对：须是不含空格的 ASCII 文字。'],
    [{ CLOUDFLARE_API_TOKEN: 'token' }, '环境变量 CLOUDFLARE_ZONE_ID 不对：设置了 CLOUDFLARE_API_TOKEN，也须设置它。'],
    [
      { PURGE_WEBHOOK_URL: 'https://x.example/' },
      '环境变量 PURGE_WEBHOOK_SECRET 不对：设置了 PURGE_WEBHOOK_URL，也须设置它。',
    ],
    [
      { PURGE_WEBHOOK_URL: 'https://x.example/', PURGE_WEBHOOK_SECRET: 'short' },
      '环境变量 PURGE_WEBHOOK_SECRET 不对：太短，至少要 16 个字符(例如 openssl rand -hex 32)。',
    ],
    [{ EDGE_URL: 'http://ok:1, edge' }, '环境变量 EDGE_URL 不对：须是以 http:// 或 https:// 开头的地址。'],
  ])('%o is refused with a sentence', (environment, sentence) => {
    expect(() => channelsFrom(environment)).toThrow(sentence);
  });
});
