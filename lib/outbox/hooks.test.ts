import { createHmac, timingSafeEqual } from 'node:crypto';
import { and, desc, eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { audit as trail, webhook, webhookAttempt } from '#db/schema/index.ts';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { listenForEvents } from '#lib/cache/listen.ts';
import { isPublicAddress } from '#lib/http/public-address.ts';
import { replayLetters } from '#lib/newsroom/console.ts';
import { ok, people, refused } from '#lib/newsroom/desk-fixtures.ts';
import { type Newsroom, published, smallNewsroom } from '#lib/newsroom/fixtures.ts';
import { change, correct, withdraw } from '#lib/newsroom/index.ts';
import {
  changeHook,
  createHook,
  forgetAttempts,
  type HookInput,
  hooksSwitchedOff,
  listHooks,
  pingHook,
  readAttempts,
  removeHook,
  replayHook,
  rotateHook,
  setHookActive,
} from '#lib/newsroom/webhooks.ts';
import { answer, hangUp, PlayedCdn, silence } from './fixtures.ts';
import { hookAddressProblem } from './hook-address.ts';
import { callHook } from './hook-call.ts';
import { hooks } from './hooks.ts';
import { knockOutbox } from './knock.ts';
import { OutboxWorker, type Pace } from './worker.ts';

const { admin, chief, editor } = people;
const quick: Partial<Pace> = { firstWait: 0.01, longestWait: 0.05, look: 0.1, deadline: 2, lease: 3, attempts: 3 };
let base: TestDatabase;
let room: Newsroom;
let receiver: PlayedCdn;
let stopListening: () => Promise<void>;
let workers: OutboxWorker[] = [];

beforeAll(async () => {
  vi.stubEnv('AUTH_SECRET', 'a secret of the tests, long enough for them');
  base = await testDatabase();
  room = await smallNewsroom(base.db);
  stopListening = await listenForEvents();
});
afterAll(async () => {
  await stopListening();
  await base.close();
  vi.unstubAllEnvs();
});
beforeEach(async () => {
  vi.stubEnv('WEBHOOK_PRIVATE_HOSTS', '127.0.0.1');
  await base.sql`truncate delivery, delivery_channel, webhook cascade`;
  receiver = await PlayedCdn.open();
  vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.stop(0)));
  workers = [];
  await receiver.close();
  vi.restoreAllMocks();
});

const input = (more: Partial<HookInput> = {}): HookInput => ({
  name: '排版系统',
  url: `${receiver.url}/in?x=1`,
  events: ['story-published', 'story-changed', 'story-corrected', 'story-withdrawn', 'story-republished'],
  ...more,
});
const start = (pace: Partial<Pace> = {}) => workers.push(new OutboxWorker([], { ...quick, ...pace }, hooks));
const rows = (id: number) =>
  base.sql<{ id: number; state: string; attempts: number }[]>`
    select id::int, state, attempts from delivery where channel = ${`hook:${id}`} order by id`;
const states = async (id: number) => (await rows(id)).map(({ state }) => state);
const said = () =>
  receiver.calls.map(({ body }) => JSON.parse(body) as { type: string; data: Record<string, unknown> });

/** As a receiver checks it: the ten lines of docs/webhooks.md. */
function verify(secret: string, headers: Record<string, unknown>, body: string): boolean {
  const { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': signatures } = headers;
  if (Math.abs(Date.now() / 1000 - Number(time)) > 300) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${time}.${body}`).digest();
  return String(signatures)
    .split(' ')
    .map((signature) => Buffer.from(signature.replace(/^v1,/, ''), 'base64'))
    .some((given) => given.length === expected.length && timingSafeEqual(given, expected));
}

describe('a webhook', () => {
  it('is told what readers were shown, signed, one message for each event', async () => {
    const { id, secret } = ok(await createHook(admin, input()));
    start();
    const story = await published({ sectionId: room.qinzhou, title: '渭河水位回落' });
    ok(await change(story, { title: '渭河水位继续回落' }, 'editor'));
    ok(await correct(story, '水位是两米。', 'editor'));
    await expect.poll(() => states(id)).toEqual(['done', 'done', 'done']);
    expect(
      said()
        .map(({ type }) => type)
        .sort(),
    ).toEqual(['story.changed', 'story.corrected', 'story.published']);
    const [call] = receiver.calls;
    expect(call).toMatchObject({ method: 'POST', path: '/in?x=1', headers: { 'content-type': 'application/json' } });
    for (const { headers, body } of receiver.calls) expect(verify(secret, headers, body)).toBe(true);
    expect(verify(secret, call?.headers ?? {}, `${call?.body} `)).toBe(false);
    expect(said()[0]).toEqual({
      type: 'story.published',
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      data: {
        event: expect.any(Number),
        id: story,
        url: expect.stringMatching(/^https:.*\/article\/\d+$/),
        state: 'published',
        kind: 'news',
        title: expect.stringContaining('渭河水位'),
        section: { slug: 'qinzhou', name: '秦州' },
        publishedAt: expect.any(String),
        updatedAt: null,
      },
    });
    expect(new Set(receiver.calls.map(({ headers }) => headers['webhook-id'])).size).toBe(3);
  });

  it('is told nothing of a story’s words once it is withdrawn, be the message about its publication', async () => {
    const { id } = ok(await createHook(admin, input()));
    const story = await published({ sectionId: room.qinzhou, title: '失实的标题' });
    ok(await withdraw(story, '内部的原因', 'editor'));
    start();
    await expect.poll(() => states(id)).toEqual(['done', 'done']);
    expect(said().map(({ type }) => type)).toEqual(['story.published', 'story.withdrawn']);
    for (const { data } of said())
      expect(data).toMatchObject({ id: story, state: 'withdrawn', withdrawnAt: expect.any(String) });
    expect(JSON.stringify(said())).not.toMatch(/失实|内部/);
  });

  it('is told only what it asked for, also after that was changed', async () => {
    const { id } = ok(await createHook(admin, input({ events: ['story-withdrawn'] })));
    start();
    const story = await published({ sectionId: room.qinzhou });
    expect(await rows(id)).toEqual([]);
    ok(await changeHook(admin, id, input({ events: ['story-corrected'], url: `${receiver.url}/new` })));
    ok(await correct(story, '一处更正。', 'editor'));
    ok(await withdraw(story, '撤', 'editor'));
    await expect.poll(() => states(id)).toEqual(['done']);
    expect(receiver.calls.map(({ path }) => path)).toEqual(['/new']);
  });

  it('that fails is tried again under the same id, then given up; another is not kept waiting', async () => {
    const other = await PlayedCdn.open();
    receiver.usual = answer(500, 'later, please');
    const bad = ok(await createHook(admin, input()));
    const good = ok(await createHook(admin, input({ name: '好', url: other.url })));
    start();
    await published({ sectionId: room.qinzhou });
    await expect.poll(() => states(bad.id)).toEqual(['dead']);
    await expect.poll(() => states(good.id)).toEqual(['done']);
    expect(other.calls).toHaveLength(1);
    expect(receiver.calls).toHaveLength(3);
    expect(new Set(receiver.calls.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    const { rows: log } = await readAttempts(admin, bad.id, { failed: true });
    expect(log).toHaveLength(3);
    expect(log[0]).toMatchObject({ status: 500, ok: false, answer: 'later, please', type: 'story.published' });
    expect((await listHooks(admin)).find(({ id }) => id === bad.id)).toMatchObject({
      dead: 1,
      failingSince: expect.any(Date),
    });

    receiver.usual = answer(204);
    expect(ok(await replayHook(admin, bad.id, null)).count).toBe(1);
    knockOutbox();
    await expect.poll(() => states(bad.id)).toEqual(['done']);
    expect(new Set(receiver.calls.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect((await listHooks(admin, bad.id))[0]).toMatchObject({ dead: 0, failingSince: null });
    // One that was delivered can be sent again as well.
    const [delivered] = await rows(bad.id);
    ok(await replayHook(admin, bad.id, [delivered?.id ?? 0]));
    knockOutbox();
    await expect.poll(() => receiver.calls.length).toBe(5);
    expect(refused(await replayHook(admin, good.id, [delivered?.id ?? 0]))).toBe('not-found');
    await other.close();
  });

  it('has a log with the time, the status and the beginning of each answer, page by page', async () => {
    const { id } = ok(await createHook(admin, input()));
    receiver.next.push(answer(302, '', { Location: `${receiver.url}/elsewhere` }), hangUp);
    start();
    ok(await pingHook(admin, id));
    await expect.poll(() => states(id)).toEqual(['done']);
    const { rows: log, older } = await readAttempts(admin, id, {});
    expect(log.map(({ status, ok, error }) => [status, ok, error])).toEqual([
      [200, true, null],
      [null, false, expect.stringContaining('连接失败：')],
      [302, false, '应答 302：不跟随跳转'],
    ]);
    expect(log[0]).toMatchObject({ type: 'ping', eventId: 0, answer: '{"success":true,"errors":[]}' });
    expect(older).toBeNull();
    expect(receiver.calls.map(({ path }) => path)).not.toContain('/elsewhere');
    const [first] = log;
    if (!first) throw new Error('no log');
    const { id: _, ...copy } = first;
    await base.db.insert(webhookAttempt).values(Array.from({ length: 60 }, () => copy));
    const page = await readAttempts(admin, id, { type: 'ping' });
    expect(page.rows).toHaveLength(50);
    expect((await readAttempts(admin, id, { before: page.older })).rows).toHaveLength(13);
    await base.db
      .update(webhookAttempt)
      .set({ at: new Date(Date.now() - 31 * 86_400_000) })
      .where(eq(webhookAttempt.id, log[2]?.id ?? 0));
    await forgetAttempts();
    expect((await readAttempts(admin, id, { failed: true })).rows).toHaveLength(1);
  });

  it('is in no trail, list or log by more than its host, as a key may stand behind that; nor is what it answers', async () => {
    const key = 'k-7f3d9a';
    const { id } = ok(await createHook(admin, input({ url: `${receiver.url}/in/${key}?key=${key}` })));
    ok(await changeHook(admin, id, input({ url: `${receiver.url}/to/${key}` })));
    // As many a server does that knows no such place.
    receiver.usual = answer(404, `Cannot POST /to/${key}`);
    start();
    ok(await pingHook(admin, id));
    await expect.poll(() => states(id)).toEqual(['dead']);
    await base.db.update(webhook).set({ failingSince: new Date(Date.now() - 4 * 86_400_000) });
    ok(await replayHook(admin, id, null));
    await expect.poll(async () => (await listHooks(admin))[0]?.active).toBe(false);
    ok(await removeHook(admin, id));
    const rows = await base.db
      .select()
      .from(trail)
      .where(eq(trail.object, `hook:${id}`))
      .orderBy(trail.id);
    expect(rows.map(({ act }) => act)).toEqual([
      'create-hook',
      'change-hook',
      'ping-hook',
      'replay-hook',
      'stop-hook',
      'remove-hook',
    ]);
    expect(rows[1]?.detail).toMatchObject({ after: { url: `${receiver.url}/…` }, addressChanged: true });
    const logged = vi.mocked(console.error).mock.calls;
    expect(logged.length).toBeGreaterThan(0);
    expect(JSON.stringify([rows, logged])).not.toContain(key);
  });

  it('whose answer wants another protocol has not answered, and holds up nothing', async () => {
    const { id } = ok(await createHook(admin, input()));
    const upgrade = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n';
    receiver.next.push((response) => void response.socket?.end(upgrade));
    start();
    ok(await pingHook(admin, id));
    await expect.poll(() => states(id)).toEqual(['done']);
    const { rows: log } = await readAttempts(admin, id, {});
    expect(log.map(({ ok, error }) => [ok, error])).toEqual([
      [true, null],
      [false, '连接失败：没有应答就断开了连接'],
    ]);
  });

  it('signs with both secrets for a day after a change, then with the new one alone', async () => {
    const { id, secret: old } = ok(await createHook(admin, input()));
    const { secret } = ok(await rotateHook(admin, id));
    start();
    ok(await pingHook(admin, id));
    await expect.poll(() => receiver.calls.length).toBe(1);
    const [first] = receiver.calls;
    expect([
      verify(old, first?.headers ?? {}, first?.body ?? ''),
      verify(secret, first?.headers ?? {}, first?.body ?? ''),
    ]).toEqual([true, true]);
    await base.db.update(webhook).set({ previousUntil: new Date(Date.now() - 1) });
    ok(await pingHook(admin, id));
    knockOutbox();
    await expect.poll(() => receiver.calls.length).toBe(2);
    const second = receiver.calls[1];
    expect([
      verify(old, second?.headers ?? {}, second?.body ?? ''),
      verify(secret, second?.headers ?? {}, second?.body ?? ''),
    ]).toEqual([false, true]);
  });

  it('keeps its secret from whoever has only the database, and says so where it cannot be read', async () => {
    const { id, secret } = ok(await createHook(admin, input()));
    expect(JSON.stringify(await base.db.select().from(webhook))).not.toContain(secret.slice(6));
    expect(JSON.stringify(await base.db.select().from(trail))).not.toContain(secret.slice(6));
    vi.stubEnv('AUTH_SECRET', 'another secret of the tests, as long as the other');
    start();
    ok(await pingHook(admin, id));
    await expect
      .poll(
        async () => (await base.sql`select last_error from delivery where channel = ${`hook:${id}`}`)[0]?.last_error,
      )
      .toContain('签名密钥读不出来');
    expect(receiver.calls).toEqual([]);
    vi.stubEnv('AUTH_SECRET', 'a secret of the tests, long enough for them');
  });
});

describe('a webhook that nothing reaches', () => {
  it('for days is switched off; the desk says so, and what was lost is sent once it is on again', async () => {
    const { id } = ok(await createHook(admin, input()));
    receiver.usual = answer(500);
    await base.db.update(webhook).set({ failingSince: new Date(Date.now() - 4 * 86_400_000) });
    start();
    await published({ sectionId: room.qinzhou });
    await expect.poll(() => hooksSwitchedOff(admin)).toEqual([{ id, name: '排版系统' }]);
    expect(await hooksSwitchedOff(chief)).toEqual([]);
    expect((await listHooks(admin))[0]).toMatchObject({
      active: false,
      offReason: expect.stringContaining('连续 3 天没有送达'),
    });
    const [row] = await base.db
      .select()
      .from(trail)
      .where(and(eq(trail.object, `hook:${id}`), eq(trail.act, 'stop-hook')));
    expect(row).toMatchObject({ actorId: 'system' });
    await published({ sectionId: room.qinzhou });
    expect(await states(id)).toEqual(['dead']);
    expect(refused(await replayHook(admin, id, null))).toBe('invalid');
    expect(refused(await pingHook(admin, id))).toBe('invalid');
    // Nor from the console, which knows all channels: waiting for nobody it would soon be forgotten.
    expect(refused(await replayLetters(chief, {}))).toBe('not-found');
    expect(await states(id)).toEqual(['dead']);
    receiver.usual = answer(200);
    ok(await setHookActive(admin, id, true));
    expect(await hooksSwitchedOff(admin)).toEqual([]);
    ok(await replayHook(admin, id, null));
    knockOutbox();
    await expect.poll(() => states(id)).toEqual(['done']);
  });

  it('because the receiver is gone (410) is switched off at once', async () => {
    const { id } = ok(await createHook(admin, input()));
    receiver.usual = answer(410);
    start();
    ok(await pingHook(admin, id));
    await expect.poll(async () => (await listHooks(admin))[0]?.offReason).toBe('对方应答 410：不再接收');
    await expect.poll(() => states(id)).toEqual(['dead']);
    expect(receiver.calls).toHaveLength(1);
  });

  it('as somebody switched it off, or removed it, is told nothing more, and nothing is left of it', async () => {
    const { id } = ok(await createHook(admin, input()));
    start();
    ok(await setHookActive(admin, id, false));
    await published({ sectionId: room.qinzhou });
    expect(await rows(id)).toEqual([]);
    expect(await hooksSwitchedOff(admin)).toEqual([]);
    ok(await setHookActive(admin, id, true));
    ok(await pingHook(admin, id));
    knockOutbox();
    await expect.poll(() => receiver.calls.length).toBe(1);
    ok(await removeHook(admin, id));
    for (const table of ['webhook', 'webhook_attempt', 'delivery', 'delivery_channel'])
      expect(await base.sql`select from ${base.sql(table)}`).toHaveLength(0);
  });
});

describe('who sets up webhooks', () => {
  it('is an administrator; every act stands in the trail', async () => {
    const { id } = ok(await createHook(admin, input()));
    for (const actor of [editor, chief]) {
      expect(refused(await createHook(actor, input()))).toBe('forbidden');
      expect(refused(await changeHook(actor, id, input()))).toBe('forbidden');
      expect(refused(await rotateHook(actor, id))).toBe('forbidden');
      expect(refused(await setHookActive(actor, id, false))).toBe('forbidden');
      expect(refused(await pingHook(actor, id))).toBe('forbidden');
      expect(refused(await replayHook(actor, id, null))).toBe('forbidden');
      expect(refused(await removeHook(actor, id))).toBe('forbidden');
      expect([await listHooks(actor), (await readAttempts(actor, id, {})).rows]).toEqual([[], []]);
    }
    ok(await changeHook(admin, id, input({ name: '新名' })));
    ok(await rotateHook(admin, id));
    ok(await removeHook(admin, id));
    const acts = await base.db
      .select({ act: trail.act })
      .from(trail)
      .where(eq(trail.object, `hook:${id}`))
      .orderBy(desc(trail.id));
    expect(acts.map(({ act }) => act)).toEqual(['remove-hook', 'rotate-hook', 'change-hook', 'create-hook']);
  });

  it.each([
    [{ name: '' }, '名称须有 1 到 60 个字。'],
    [{ events: ['slot-changed'] }, '请至少选一种事件。'],
    [{ url: 'ftp://example.com/' }, '地址须以 https:// 开头。'],
    [{ url: 'http://example.com/' }, '地址须以 https:// 开头。'],
    [{ url: 'https://a:b@example.com/' }, '地址里不能带用户名和密码。'],
    [{ url: 'https://10.0.0.1/' }, '地址指向内网或保留的地址，不能用。'],
    [{ url: 'https://0x7f.1:8443/' }, '地址指向内网或保留的地址，不能用。'],
    [{ url: 'https://[::ffff:169.254.169.254]/' }, '地址指向内网或保留的地址，不能用。'],
    [{ url: 'example.com' }, '地址须是完整的网址，例如 https://example.com/hooks/weishui。'],
  ])('%o is refused', async (more, message) => {
    vi.stubEnv('WEBHOOK_PRIVATE_HOSTS', '');
    expect(await createHook(admin, { ...input(), url: 'https://example.com/', ...more })).toMatchObject({
      ok: false,
      message,
    });
  });
});

describe('a call', () => {
  const body = '{}';
  const call = (url: string, within = 1_000) => callHook(url, {}, body, AbortSignal.timeout(within));

  it('goes to no private address, however it is written, and not to a name that leads to one', async () => {
    vi.stubEnv('WEBHOOK_PRIVATE_HOSTS', '');
    const port = new URL(receiver.url).port;
    for (const host of [
      '127.0.0.1',
      'localhost',
      '2130706433',
      '0x7f000001',
      '[::1]',
      '[::ffff:127.0.0.1]',
      '0.0.0.0',
    ]) {
      const { status, error } = await call(`https://${host}:${port}/`);
      expect([host, status, error]).toEqual([host, null, expect.stringMatching(/指向内网或保留的地址|ENOTFOUND/)]);
    }
    expect((await call(receiver.url)).error).toBe('连接失败：地址不是 https');
    expect(receiver.calls).toEqual([]);
  });

  it('does not wait for ever, and reads no more than a line of an answer without end', async () => {
    receiver.next.push(silence);
    expect(await call(receiver.url, 50)).toMatchObject({ status: null, error: '没有在限定的时间里应答' });
    receiver.next.push((response) => {
      response.writeHead(200);
      const more = () => {
        while (!response.destroyed && response.write('x\0'.repeat(8_192)));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    const { status, text } = await call(receiver.url);
    expect([status, text.length, text.slice(0, 4)]).toEqual([200, 500, 'x x ']);
  });

  it('that is answered 429 leaves the receiver alone for as long as it says', async () => {
    receiver.next.push(answer(429, '', { 'Retry-After': '7' }));
    expect(await call(receiver.url)).toMatchObject({ status: 429, pause: 7 });
  });
});

describe('a public address', () => {
  it.each(['8.8.8.8', '1.1.1.1', '172.32.0.1', '100.128.0.1', '2400:3200::1', '2606:4700::1111'])(
    'is %s',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );
  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.8.9.1',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:8.8.8.8',
    '64:ff9b::808:808',
    'fd00::1',
    'fe80::1',
    'ff02::1',
    '2001:db8::1',
    '2002:7f00:1::',
    'localhost',
    '',
  ])('is not %s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it('need not be that of a host that the environment names, with its port or without', () => {
    vi.stubEnv('WEBHOOK_PRIVATE_HOSTS', 'wms.lan:8080, 10.0.0.7');
    expect(hookAddressProblem('http://wms.lan:8080/in')).toBeNull();
    expect(hookAddressProblem('http://10.0.0.7/in')).toBeNull();
    expect(hookAddressProblem('http://wms.lan/in')).toBe('地址须以 https:// 开头。');
  });
});
