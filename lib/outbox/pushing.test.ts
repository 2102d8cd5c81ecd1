import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { listenForEvents } from '#lib/cache/listen.ts';
import { draft, type Newsroom, published, smallNewsroom } from '#lib/newsroom/fixtures.ts';
import { change, correct, publish, renameSection, revalidate, withdraw } from '#lib/newsroom/index.ts';
import { addDays, dayOf } from '#lib/text/time.ts';
import type { Channel, Delivery, Payload } from './channel.ts';
import { channelsFrom, indexNowKeyFrom } from './configuration.ts';
import { answer, hangUp, PlayedCdn, silence } from './fixtures.ts';
import { channelStates, deadLetters, drop, replay } from './letters.ts';
import { OutboxWorker, type Pace } from './worker.ts';

const site = { origin: 'https://www.tianshui.city', staging: false };
const key = '26ecd1ada8034912a62634cc4e3ddd7e';
const token = 'edk7yc4rEZP9pDQD';
const quick: Partial<Pace> = { firstWait: 0.01, longestWait: 0.1, look: 0.1, deadline: 2, lease: 3 };

let base: TestDatabase;
let room: Newsroom;
let engine: PlayedCdn;
let stopListening: () => Promise<void>;
let workers: OutboxWorker[] = [];

beforeAll(async () => {
  base = await testDatabase();
  room = await smallNewsroom(base.db);
  stopListening = await listenForEvents();
});
afterAll(async () => {
  await stopListening();
  await base.close();
});
beforeEach(async () => {
  await base.sql`truncate delivery, delivery_channel, told_story`;
  engine = await PlayedCdn.open();
  vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.stop(0)));
  workers = [];
  await engine.close();
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** The one channel that these variables configure. */
function channel(environment: Record<string, string>): Channel {
  const [only] = channelsFrom(environment, site);
  if (!only) throw new Error('no channel');
  return only;
}
const indexNow = () => channel({ INDEXNOW_KEY: key, INDEXNOW_URL: `${engine.url}/indexnow` });
const baidu = () =>
  channel({ BAIDU_PUSH_SITE: 'www.tianshui.city', BAIDU_PUSH_TOKEN: token, BAIDU_PUSH_URL: `${engine.url}/urls` });
const webSub = () => {
  vi.stubEnv('WEBSUB_HUB', `${engine.url}/hub`);
  return channel({ WEBSUB_HUB: `${engine.url}/hub` });
};

/** How long an answer is waited for where none comes, in milliseconds; nowhere else does a test end by it. */
const patience = { silent: 200, usual: 30_000 };
const deliver = (to: Channel, ...payloads: Payload[]) =>
  to.deliver(
    payloads.map((payload, n): Delivery => ({ id: n + 1, eventId: n + 101, createdAt: new Date(), payload })),
    AbortSignal.timeout(engine.usual === silence ? patience.silent : patience.usual),
  );
const ofStory = (id: number, type: Payload['type'] = 'story-published'): Payload => ({
  type,
  story: { id, sections: [] },
});

/** A worker for one channel, which is entered; due at once, so that tests need not wait. */
async function start(own: Channel, pace: Partial<Pace> = {}): Promise<OutboxWorker> {
  const worker = new OutboxWorker([{ ...own, delay: 0 }], { ...quick, ...pace });
  workers.push(worker);
  await expect.poll(async () => (await base.sql`select from delivery_channel`).count).toBe(1);
  return worker;
}
const enter = ({ name, events, delay = 0 }: Channel) => base.sql`
  insert into delivery_channel (name, events, delay_seconds) values (${name}, ${events as string[]}, ${delay})`;

type Row = { story: number | null; state: string; attempts: number; error: string | null; wait: number };
const rows = () => base.sql<Row[]>`
  select (payload #>> '{story,id}')::int as story, state, attempts, last_error as error,
    extract(epoch from next_at - now())::float8 as wait
  from delivery order by id`;
const states = async () => (await rows()).map(({ state }) => state);

describe('IndexNow', () => {
  const both = (path: string) => [site.origin + path, `${site.origin}/hant${path}`];
  const lists = () => engine.calls.map(({ body }) => (JSON.parse(body) as { urlList: string[] }).urlList);

  it('is told the addresses of all events in one call, each once, with the key and where it lies', async () => {
    await deliver(
      indexNow(),
      ofStory(7),
      ofStory(7, 'story-corrected'),
      ofStory(8, 'story-withdrawn'),
      { type: 'redirect-changed', from: '/section/old', to: '/section/new' },
      { type: 'redirect-changed' },
    );
    const [call] = engine.calls;
    expect(call).toMatchObject({
      method: 'POST',
      path: '/indexnow',
      headers: { 'content-type': 'application/json; charset=utf-8' },
    });
    expect(JSON.parse(call?.body ?? '')).toEqual({
      host: 'www.tianshui.city',
      key,
      keyLocation: `https://www.tianshui.city/${key}.txt`,
      urlList: ['', '/hant'].flatMap((script) =>
        ['/article/7', '/article/8', '/section/old', '/section/new'].map((path) => site.origin + script + path),
      ),
    });
    expect(engine.calls.length).toBe(1);
  });

  it('is told at most 10,000 addresses in one call, and all of them; none is no call', async () => {
    await deliver(indexNow(), ...Array.from({ length: 25_000 }, (_, n) => ofStory(n + 1)));
    expect(lists().map((list) => list.length)).toEqual([10_000, 10_000, 10_000, 10_000, 10_000]);
    expect(new Set(lists().flat()).size).toBe(50_000);
    await deliver(indexNow(), { type: 'redirect-changed' });
    expect(engine.calls.length).toBe(5);
  });

  it.each([200, 202])('that answers %i has taken them', async (status) => {
    engine.usual = answer(status);
    await expect(deliver(indexNow(), ofStory(7))).resolves.toBeUndefined();
  });

  it.each([
    ['400', answer(400, 'Invalid format'), '应答 400：Invalid format', null],
    ['403', answer(403, 'Key not valid'), '应答 403：Key not valid', null],
    ['422', answer(422, 'Url not related to host'), '应答 422：Url not related to host', null],
    ['429', answer(429), '应答 429：没有内容', 300],
    ['429 with Retry-After', answer(429, '', { 'Retry-After': '42' }), '应答 429：没有内容', 42],
    ['503 with Retry-After', answer(503, '', { 'Retry-After': '7' }), '应答 503：没有内容', 7],
    ['nothing', silence, '没有在限定的时间里应答', null],
    ['by hanging up', hangUp, /^连接失败：/, null],
  ])('that answers %s has not', async (_, behaviour, message, pauseSeconds) => {
    engine.usual = behaviour;
    await expect(deliver(indexNow(), ofStory(7))).rejects.toMatchObject({
      message: typeof message === 'string' ? message : expect.stringMatching(message),
      pauseSeconds,
    });
  });

  it('hears of what happens to a story, and of a section that moved with its old address', async () => {
    await start(indexNow());
    const id = await draft({ sectionId: room.maiji });
    await publish(id, 'editor');
    await expect.poll(lists).toEqual([both(`/article/${id}`)]);
    await change(id, { title: '另一个标题' }, 'editor');
    await correct(id, '时间应为八点。', 'editor');
    await withdraw(id, '失实', 'editor');
    await renameSection(room.maiji, { slug: 'maiji-qu' }, 'editor');
    await expect.poll(async () => new Set(await states())).toEqual(new Set(['done']));
    expect(new Set(lists().flat())).toEqual(
      new Set([`/article/${id}`, '/section/maiji', '/section/maiji-qu'].flatMap(both)),
    );
    await renameSection(room.maiji, { slug: 'maiji' }, 'editor');
  });

  it('is told of a burst in one call: each is due some seconds after its event, and what comes meanwhile goes along', async () => {
    await enter(indexNow());
    const burst = [];
    for (let n = 0; n < 3; n++) burst.push(await published({ sectionId: room.qinzhou }));
    const due = await base.sql<{ after: number }[]>`
      select extract(epoch from next_at - created_at)::float8 as after from delivery`;
    expect(due.map(({ after }) => after)).toEqual([5, 5, 5]);
    // Their seconds have passed, but not those of the newest.
    await base.sql`update delivery set next_at = now() where id <> (select max(id) from delivery)`;
    workers.push(new OutboxWorker([indexNow()], { ...quick, lease: 30 }));
    await expect.poll(states).toEqual(['done', 'done', 'done']);
    expect(lists().map((list) => new Set(list))).toEqual([new Set(burst.flatMap((id) => both(`/article/${id}`)))]);
  });
});

describe('a WebSub hub', () => {
  const told = () =>
    engine.calls.map(({ body }) => {
      const form = new URLSearchParams(body);
      return { mode: form.get('hub.mode'), feeds: form.getAll('hub.url') };
    });
  const forms = (list: string) => ['feed.xml', 'atom.xml', 'feed.json'].map((form) => `${site.origin}${list}/${form}`);

  it('is told every feed that names the story: of the site, its sections and their parents, topics, author, programme', async () => {
    engine.usual = answer(204);
    await start(webSub());
    await published({
      kind: 'audio',
      mediaId: room.sound,
      sectionId: room.qinzhou,
      authorIds: [room.reporter],
      topicIds: [room.grotto],
      showId: room.programme,
    });
    await expect.poll(states).toEqual(['done']);
    expect(told()).toEqual([{ mode: 'publish', feeds: expect.any(Array) }]);
    const lists = ['', '/section/news', '/section/local', '/section/qinzhou', '/author/lin-zhou', '/topic/shiku'];
    expect(new Set(told()[0]?.feeds)).toEqual(
      new Set([...lists.flatMap(forms), `${site.origin}/podcast/xiangyin/feed.xml`]),
    );
    expect(engine.calls[0]?.headers['content-type']).toBe('application/x-www-form-urlencoded');
  });

  it('is told the feeds that a story left, and the columnist’s', async () => {
    engine.usual = answer(204);
    const id = await published({
      kind: 'post',
      blogId: room.column,
      sectionId: room.qinzhou,
      authorIds: [room.columnist],
    });
    await start(webSub());
    await change(id, { sectionId: room.economy }, 'editor');
    await expect.poll(states).toEqual(['done']);
    const feeds = new Set(told().flatMap((call) => call.feeds));
    for (const list of ['/section/qinzhou', '/section/economy', '/blog/chen-du', '/author/chen-du'])
      for (const feed of forms(list)) expect(feeds).toContain(feed);
  });

  it('that is busy gets its pause', async () => {
    engine.usual = answer(503, 'overloaded', { 'Retry-After': '30' });
    await expect(deliver(webSub(), ofStory(7))).rejects.toMatchObject({ pauseSeconds: 30 });
  });
});

/** Answers as Baidu does: so many addresses a day, all of a list or none. */
class PlayedBaidu {
  left: number;
  told: string[] = [];
  refusals = 0;

  constructor(left: number) {
    this.left = left;
    engine.usual = (response, call) => {
      const urls = call.body.split('\n');
      if (urls.length > this.left) {
        this.refusals++;
        answer(400, '{"error":400,"message":"over quota"}')(response, call);
        return;
      }
      this.left -= urls.length;
      this.told.push(...urls);
      answer(200, JSON.stringify({ remain: this.left, success: urls.length }))(response, call);
    };
  }

  get stories(): number[] {
    return this.told.map((url) => Number(url.replace(`${site.origin}/article/`, '')));
  }
}

describe('Baidu', () => {
  const publishSome = async (count: number) => {
    const ids: number[] = [];
    for (let n = 0; n < count; n++) ids.push(await published({ sectionId: room.qinzhou }));
    return ids;
  };
  const tomorrow = async () => {
    await base.sql`update delivery_channel set quota_day = ${addDays(dayOf(new Date()), -1)}`;
    await base.sql`update delivery set next_at = now() where state = 'waiting'`;
  };

  it('is told a new story as plain text, and nothing else that happens to it', async () => {
    const played = new PlayedBaidu(100);
    await start(baidu());
    const [id = 0] = await publishSome(1);
    await expect.poll(states).toEqual(['done']);
    await change(id, { title: '另一个标题' }, 'editor');
    await withdraw(id, '失实', 'editor');
    expect(await states()).toEqual(['done']);
    expect(played.told).toEqual([`${site.origin}/article/${id}`]);
    expect(engine.calls[0]).toMatchObject({
      method: 'POST',
      path: `/urls?site=www.tianshui.city&token=${token}`,
      headers: { 'content-type': 'text/plain' },
    });
  });

  it('is told each story once, whatever is said of it later, and none that readers cannot see any more', async () => {
    const played = new PlayedBaidu(100);
    await enter(baidu());
    const [first = 0, gone = 0] = await publishSome(2);
    await withdraw(gone, '失实', 'editor');
    await base.sql`update delivery set next_at = now()`;
    await start(baidu());
    await expect.poll(states).toEqual(['done', 'done']);
    await revalidate({ events: [{ type: 'story-published', id: first }] }, 'outside');
    await expect.poll(states).toEqual(['done', 'done', 'done']);
    expect(played.stories).toEqual([first]);
  });

  it('is told the newest first, as many as it takes, the rest tomorrow, also after a restart', async () => {
    const played = new PlayedBaidu(3);
    await enter(baidu());
    const ids = await publishSome(5);
    await base.sql`update delivery set next_at = now()`;
    const worker = await start(baidu());
    await expect.poll(async () => (await states()).filter((state) => state === 'done').length).toBe(3);
    await expect.poll(async () => (await rows()).filter(({ error }) => error?.includes('明天再报')).length).toBe(2);
    expect(played.stories).toEqual(ids.toReversed().slice(0, 3));
    // One call to learn how many there are, one for the rest.
    expect([engine.calls.length, played.refusals]).toEqual([2, 0]);

    await worker.stop();
    await start(baidu());
    const [late = 0] = await publishSome(1);
    await expect.poll(async () => (await rows()).filter(({ error }) => error?.includes('明天再报')).length).toBe(3);
    expect(engine.calls.length).toBe(2);

    played.left = 10;
    await tomorrow();
    await publishSome(1);
    await expect.poll(async () => new Set(await states())).toEqual(new Set(['done']));
    expect(played.stories.slice(3)).toHaveLength(4);
    expect(new Set(played.stories)).toEqual(new Set([...ids, late, ...played.stories]));
    expect(played.refusals).toBe(0);
  });

  it('is not asked for more than it takes, however many instances there are', async () => {
    const played = new PlayedBaidu(20);
    const several = { ...baidu(), batch: 3 };
    await start(several);
    await Promise.all([start(several), start(several)]);
    await publishSome(30);
    await expect.poll(async () => (await rows()).filter(({ error }) => error?.includes('明天再报')).length).toBe(10);
    expect(new Set(played.stories).size).toBe(20);
    expect(played.refusals).toBe(0);
  });

  it('whose quota others used up is asked for one, then left alone until tomorrow', async () => {
    const played = new PlayedBaidu(9);
    await start(baidu());
    await publishSome(1);
    await expect.poll(states).toEqual(['done']);
    played.left = 0;
    await enter({ ...baidu(), name: 'nobody' });
    await base.sql`update delivery_channel set paused_until = now() + interval '1 hour' where name = 'baidu'`;
    await publishSome(4);
    await base.sql`update delivery_channel set paused_until = null`;
    await expect.poll(async () => (await rows()).filter(({ error }) => error?.includes('明天再报')).length).toBe(4);
    expect(played.refusals).toBe(2);
    expect(engine.calls.at(-1)?.body.split('\n').length).toBe(1);
    const waits = (await rows()).flatMap(({ error, wait }) => (error ? [wait] : []));
    expect(Math.max(...waits)).toBeLessThanOrEqual(24 * 3600 + 60);
  });

  it('that takes some of a list has taken those; the others are given up with the reason', async () => {
    await enter(baidu());
    const [good = 0, foreign = 0, invalid = 0] = await publishSome(3);
    const url = (id: number) => `${site.origin}/article/${id}`;
    engine.next.push(answer(200, '{"remain":99,"success":1}'));
    engine.usual = answer(
      200,
      JSON.stringify({ remain: 98, success: 1, not_same_site: [url(foreign)], not_valid: [url(good)] }),
    );
    await base.sql`update delivery set next_at = now()`;
    await start(baidu());
    await expect
      .poll(async () => (await rows()).map(({ story, state }) => [story, state]))
      .toEqual([
        [good, 'dead'],
        [foreign, 'dead'],
        [invalid, 'done'],
      ]);
    expect((await rows()).map(({ error }) => error)).toEqual([
      `百度说 ${url(good)} 不合法(not_valid)。`,
      `百度说 ${url(foreign)} 不是 www.tianshui.city 的地址(not_same_site)。`,
      null,
    ]);
  });

  it('is not told what did not get its turn for three days', async () => {
    await enter(baidu());
    await publishSome(1);
    await base.sql`update delivery set next_at = now(), created_at = now() - interval '73 hours'`;
    await start(baidu());
    await expect
      .poll(async () => (await rows()).map(({ error }) => error))
      .toEqual(['三天里没有轮到：百度每天的配额不够。']);
    expect(engine.calls).toEqual([]);
  });

  it.each([
    [
      answer(401, '{"error":401,"message":"token is not valid"}'),
      '应答 401：token is not valid。请核对 BAIDU_PUSH_TOKEN。',
      600,
    ],
    [
      answer(400, '{"error":400,"message":"site error"}'),
      '应答 400：site error。请核对 BAIDU_PUSH_SITE 是否已在百度搜索资源平台验证。',
      600,
    ],
    [answer(404, '{"error":404,"message":"not found"}'), '应答 404：not found。请核对 BAIDU_PUSH_URL。', 600],
    [answer(400, '{"error":400,"message":"empty content"}'), '应答 400：empty content', null],
    [
      answer(500, '{"error":500,"message":"internal error, please try later"}'),
      '应答 500：internal error, please try later',
      null,
    ],
    [answer(200, '{"remain":5,"success":0}'), '百度说一条也没有收下，没有说原因。', 300],
    [answer(200, '<html>hello</html>'), '应答 200，不是 JSON：<html>hello</html>', null],
    [answer(429, '', { 'Retry-After': '5' }), '应答 429，不是 JSON：没有内容', 5],
    [answer(200, '{"ok":true}'), '应答 200 看不懂：{"ok":true}', null],
    [silence, '没有在限定的时间里应答', null],
    [hangUp, '连接失败：', null],
  ])('that refuses has told why, without its token (%#)', async (behaviour, message, pauseSeconds) => {
    engine.usual = behaviour;
    const [id = 0] = await publishSome(1);
    await expect(deliver(baidu(), ofStory(id))).rejects.toMatchObject({
      message: expect.stringContaining(message),
      pauseSeconds,
    });
    await expect(deliver(baidu(), ofStory(id))).rejects.not.toThrow(token);
  });

  it('that fails gets its places back', async () => {
    const played = new PlayedBaidu(5);
    engine.next.push(answer(200, '{"remain":4,"success":1}'), answer(500, '{"error":500,"message":"later"}'));
    played.left = 4;
    await enter(baidu());
    await publishSome(4);
    await base.sql`update delivery set next_at = now()`;
    await start(baidu());
    await expect.poll(async () => new Set(await states())).toEqual(new Set(['done']));
    const [row] = await base.sql`select quota_left from delivery_channel`;
    expect(row?.quota_left).toBe(1);
  });
});

describe('what was given up', () => {
  it('is listed with its reason, and can be sent once more, or forgotten', async () => {
    engine.usual = answer(403, 'Key not valid');
    await start(indexNow(), { attempts: 2 });
    const [first, second] = [
      await published({ sectionId: room.qinzhou }),
      await published({ sectionId: room.qinzhou }),
    ];
    await expect.poll(states).toEqual(['dead', 'dead']);
    const letters = await deadLetters({ channel: 'indexnow' }, 10);
    expect(letters.map(({ story, type, reason }) => [story, type, reason]).sort()).toEqual([
      [first, 'story-published', '应答 403：Key not valid'],
      [second, 'story-published', '应答 403：Key not valid'],
    ]);
    expect(await channelStates()).toMatchObject([
      { name: 'indexnow', waiting: 0, dead: 2, lastError: '应答 403：Key not valid' },
    ]);
    expect(await deadLetters({ channel: 'baidu' }, 10)).toEqual([]);

    engine.usual = answer(200);
    const again = letters.find(({ story }) => story === first);
    expect(await replay({ channel: 'indexnow', ids: [again?.id ?? 0] })).toBe(1);
    await expect.poll(async () => (await rows()).find(({ story }) => story === first)?.state).toBe('done');
    expect(await drop({})).toBe(1);
    expect(await replay({})).toBe(0);
    expect(await states()).toEqual(['done']);
  });
});

describe('the environment', () => {
  const all = {
    INDEXNOW_KEY: key,
    BAIDU_PUSH_SITE: 'https://www.tianshui.city',
    BAIDU_PUSH_TOKEN: token,
    WEBSUB_HUB: 'https://hub.tianshui.city/',
  };
  const names = (environment: Record<string, string>, of = site) =>
    channelsFrom(environment, of).map(({ name }) => name);

  beforeEach(() => vi.stubEnv('WEBSUB_HUB', all.WEBSUB_HUB));

  it('configures each that it names, and none by itself', () => {
    expect(names({})).toEqual([]);
    expect(names(all)).toEqual(['indexnow', 'baidu', 'websub']);
    expect([indexNowKeyFrom({}), indexNowKeyFrom(all)]).toEqual([null, key]);
  });

  it.each([
    ['', '这是试用站(SITE_STAGING=on)'],
    ...[
      'http://localhost:3000',
      'http://127.0.0.1:3000',
      'http://[::1]:3000',
      'https://www.weishui.example',
      'http://a',
    ].map((origin) => [origin, `网站地址 ${origin} 不是公网地址(SITE_ORIGIN)`]),
  ])('tells nobody of a staging site, or of %s, and says so', (origin, why) => {
    const of = origin ? { ...site, origin } : { ...site, staging: true };
    const said = vi.spyOn(console, 'log').mockImplementation(() => {});
    const { BAIDU_PUSH_SITE: _, BAIDU_PUSH_TOKEN: __, ...rest } = all;
    expect(names(rest, of)).toEqual([]);
    expect(said).toHaveBeenCalledWith(`${why}，不向 indexnow、websub 推送。`);
  });

  it.each([
    [
      { INDEXNOW_KEY: 'short' },
      '环境变量 INDEXNOW_KEY 不对：须是 8 到 128 个字母、数字或连字符(例如 openssl rand -hex 16)。',
    ],
    [{ INDEXNOW_KEY: '../../etc/passwd' }, '环境变量 INDEXNOW_KEY 不对'],
    [{ BAIDU_PUSH_SITE: 'www.tianshui.city' }, '环境变量 BAIDU_PUSH_TOKEN 不对：设置了 BAIDU_PUSH_SITE，也须设置它。'],
    [
      { BAIDU_PUSH_TOKEN: token },
      '环境变量 BAIDU_PUSH_SITE 不对：设置了 BAIDU_PUSH_TOKEN，也须设置它，写法与百度搜索资源平台里的站点一致。',
    ],
    [
      { BAIDU_PUSH_SITE: 'www.qinzhou.city', BAIDU_PUSH_TOKEN: token },
      '环境变量 BAIDU_PUSH_SITE 不对：https://www.tianshui.city 的网页不属于站点 www.qinzhou.city。',
    ],
    [{ WEBSUB_HUB: 'hub' }, '环境变量 WEBSUB_HUB 不对：须是以 http:// 或 https:// 开头的地址。'],
  ])('%o is refused with a sentence', (environment, sentence) => {
    expect(() => channelsFrom(environment, site)).toThrow(sentence);
  });
});
