import { spawn } from 'node:child_process';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { listenForEvents } from '#lib/cache/listen.ts';
import { draft, type Newsroom, smallNewsroom } from '#lib/newsroom/fixtures.ts';
import { publish, recordEvent, withdraw } from '#lib/newsroom/index.ts';
import type { Channel } from './channel.ts';
import { webhook } from './channels/webhook.ts';
import { answer, hangUp, PlayedCdn, silence } from './fixtures.ts';
import { OutboxWorker, type Pace } from './worker.ts';

const secret = 'a-secret-that-is-long-enough';
/** Waits of a test: as in life, a hundred times faster. */
const quick: Partial<Pace> = {
  firstWait: 0.01,
  longestWait: 0.1,
  betweenRounds: 0.02,
  look: 0.1,
  deadline: 2,
  lease: 3,
};

let base: TestDatabase;
let room: Newsroom;
let cdn: PlayedCdn;
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
  await base.sql`truncate delivery, delivery_channel`;
  cdn = await PlayedCdn.open();
  vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.stop(0)));
  workers = [];
  await cdn.close();
  vi.restoreAllMocks();
});

function channel(changes: Partial<Channel> = {}): Channel {
  return { ...webhook({ url: `${cdn.url}/purge`, secret }), rounds: 1, ...changes };
}

/** A worker whose channels are entered. */
async function start(pace: Partial<Pace> = {}, ...channels: Channel[]): Promise<OutboxWorker> {
  const own = channels.length > 0 ? channels : [channel()];
  const worker = new OutboxWorker(own, { ...quick, ...pace });
  workers.push(worker);
  await expect
    .poll(async () => (await base.sql<{ name: string }[]>`select name from delivery_channel`).map(({ name }) => name))
    .toEqual(expect.arrayContaining(own.map(({ name }) => name)));
  return worker;
}

const enter = (name: string, events: string[] | null = null) =>
  base.sql`insert into delivery_channel (name, events) values (${name}, ${events})`;

async function tell(tag: string): Promise<number> {
  const [row] = await base.sql<{ id: string }[]>`
    insert into event (type, hard_tags) values ('tags-revalidated', ${[tag]}) returning id`;
  return Number(row?.id);
}

type Row = { event: number; channel: string; state: string; attempts: number; error: string | null };
const rows = () => base.sql<Row[]>`
  select event_id::int as event, channel, state, attempts, last_error as error from delivery order by id`;
const states = async () => (await rows()).map(({ state }) => state);

describe('a delivery', () => {
  it('is written with the event that it tells of, for every channel that wants it', async () => {
    await enter('webhook');
    await enter('edge', ['story-withdrawn']);
    const id = await draft({ sectionId: room.qinzhou });
    await publish(id, 'editor');
    expect((await rows()).map((row) => row.channel)).toEqual(['webhook']);
    await withdraw(id, '失实', 'editor');
    expect((await rows()).map((row) => row.channel).sort()).toEqual(['edge', 'webhook', 'webhook']);
    const [told] = await base.sql<{ payload: Record<string, unknown> }[]>`
      select payload from delivery where channel = 'edge'`;
    expect(told?.payload).toMatchObject({ type: 'story-withdrawn', story: { id } });
    expect(told?.payload.hard).toEqual(expect.arrayContaining([`story:${id}`, `article:${id}`]));
  });

  it('is not written where no channel is configured', async () => {
    await publish(await draft({ sectionId: room.qinzhou }), 'editor');
    expect(await rows()).toEqual([]);
  });

  it('is gone with a publishing that is rolled back', async () => {
    await enter('webhook');
    const failing = base.db.transaction(async (tx) => {
      await recordEvent(tx, { type: 'everything-revalidated' }, 'editor');
      throw new Error('undone');
    });
    await expect(failing).rejects.toThrow('undone');
    expect(await rows()).toEqual([]);
  });

  it('is not sent before the commit', async () => {
    await start();
    let commit = () => {};
    const held = new Promise<void>((resolve) => {
      commit = resolve;
    });
    let late = 0;
    const publishing = base.sql.begin(async (tx) => {
      const [row] = await tx<{ id: string }[]>`
        insert into event (type, hard_tags) values ('tags-revalidated', '{late}') returning id`;
      late = Number(row?.id);
      await held;
    });
    await expect.poll(() => late).toBeGreaterThan(0);
    // The worker looks, finds this one, and not the other.
    await base.sql`insert into delivery (channel, event_id) values ('webhook', 1000001)`;
    await expect.poll(() => cdn.toldOf).toEqual([1000001]);
    commit();
    await publishing;
    await expect.poll(() => cdn.toldOf).toEqual([1000001, late]);
  });

  it('is sent at once when the event is heard, not when the time to look has come', async () => {
    await start({ look: 60 });
    await tell('front');
    await expect.poll(() => cdn.calls.length).toBe(1);
    await expect.poll(states).toEqual(['done']);
  });

  it('is sent once, whoever of several workers takes it', async () => {
    await start();
    await start();
    const told = await Promise.all(Array.from({ length: 60 }, (_, n) => tell(`tag-${n}`)));
    await expect.poll(async () => (await states()).filter((state) => state === 'done').length).toBe(60);
    expect(cdn.toldOf.toSorted((a, b) => a - b)).toEqual(told.toSorted((a, b) => a - b));
  });

  it('waits together with others for one call', async () => {
    await enter('webhook');
    const told = await Promise.all(Array.from({ length: 30 }, (_, n) => tell(`tag-${n}`)));
    await start();
    await expect.poll(async () => new Set(await states())).toEqual(new Set(['done']));
    expect(cdn.calls.length).toBe(1);
    expect(cdn.toldOf).toEqual(told.toSorted((a, b) => a - b));
  });

  it('may be added to by each instance that hears of the event; that is sent later, and once', async () => {
    const told: (string | undefined)[] = [];
    const adding = (name: string): Channel => ({
      ...channel({ rounds: 2, name: 'adding', batch: 1 }),
      add: async () => [{ paths: [name] }],
      deliver: async (deliveries) => void told.push(...deliveries.map(({ payload }) => payload.paths?.[0])),
    });
    await start({ addedLater: 0.3 }, adding('/one'));
    await start({ addedLater: 0.3 }, adding('/two'));
    await tell('front');
    await expect.poll(states).toEqual(['done', 'done', 'done']);
    expect(told.slice(0, 2)).toEqual([undefined, undefined]);
    expect(told.slice(2).toSorted()).toEqual(['/one', '/two']);
  });

  it('is repeated once where the channel wants two rounds', async () => {
    await start({ betweenRounds: 0.3 }, channel({ rounds: 2 }));
    const event = await tell('front');
    await expect.poll(states).toEqual(['done']);
    expect(cdn.toldOf).toEqual([event, event]);
    const [first, second] = cdn.calls;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(290);
  });
});

describe('a receiver', () => {
  it.each([
    ['answers 500', answer(500, 'no backend'), '应答 500：no backend'],
    ['hangs up', hangUp, /^连接失败：/],
    ['does not answer', silence, '没有在限定的时间里应答'],
  ])('that %s is told again, and why is kept until then', async (_, behaviour, reason) => {
    await start({ deadline: 0.2, firstWait: 0.4, longestWait: 0.4 });
    cdn.next.push(behaviour);
    const event = await tell('front');
    await expect
      .poll(async () => (await rows())[0]?.error)
      .toEqual(typeof reason === 'string' ? reason : expect.stringMatching(reason));
    await expect.poll(states).toEqual(['done']);
    expect(cdn.toldOf).toEqual([event, event]);
    expect((await rows())[0]?.error).toBeNull();
  });

  it('that is not there at all is told when it is back', async () => {
    const port = Number(new URL(cdn.url).port);
    await start();
    await cdn.close();
    const event = await tell('front');
    await expect.poll(async () => (await rows())[0]?.error).toBe('连接失败：ECONNREFUSED');
    cdn = await PlayedCdn.open(port);
    await expect.poll(states).toEqual(['done']);
    expect(cdn.toldOf).toEqual([event]);
  });

  it('that asks for a pause (429, Retry-After) gets it from every worker, for later events too', async () => {
    await start();
    await start();
    cdn.next.push(answer(429, 'slow down', { 'Retry-After': '1' }));
    const first = await tell('front');
    await expect.poll(async () => (await rows())[0]?.error).toBe('应答 429：slow down');
    const second = await tell('latest');
    await expect.poll(states).toEqual(['done', 'done']);
    const [refused, ...later] = cdn.calls;
    expect(later.every(({ at }) => at - (refused?.at ?? 0) >= 990)).toBe(true);
    expect(cdn.toldOf.toSorted((a, b) => a - b)).toEqual([first, first, second]);
  });

  it('that hangs holds up no other channel', async () => {
    cdn.usual = silence;
    const other = await PlayedCdn.open();
    try {
      await start({ look: 60 }, channel(), { ...webhook({ url: other.url, secret }), name: 'other', rounds: 1 });
      const event = await tell('front');
      await expect.poll(() => other.toldOf).toEqual([event]);
      expect(cdn.calls.length).toBe(1);
    } finally {
      await other.close();
    }
  });

  it('that never takes one delivery gets the others, and that one is given up with its reason', async () => {
    await enter('webhook');
    const told = await Promise.all(Array.from({ length: 20 }, (_, n) => tell(`tag-${n}`)));
    const poison = told[7] as number;
    cdn.usual = (response, { body }) => {
      const refused = (JSON.parse(body) as { events: { id: number }[] }).events.some(({ id }) => id === poison);
      response.writeHead(refused ? 400 : 200).end(refused ? 'bad tag' : '');
    };
    await start({ attempts: 9 });
    await expect
      .poll(async () => (await rows()).filter(({ state }) => state !== 'waiting').length, { timeout: 20_000 })
      .toBe(20);
    expect((await rows()).filter(({ state }) => state !== 'done')).toEqual([
      { event: poison, channel: 'webhook', state: 'dead', attempts: 9, error: '应答 400：bad tag' },
    ]);
    expect(vi.mocked(console.error).mock.calls.flat()).toContain(
      `投递到 webhook 失败 9 次，不再重试(事件 ${poison}):应答 400：bad tag`,
    );
  });
});

describe('a worker', () => {
  it('that is killed in the middle of a delivery is replaced by another', async () => {
    await enter('webhook');
    cdn.next.push(silence);
    const code = `
      import { connect } from '#db/client.ts';
      import { webhook } from '#lib/outbox/channels/webhook.ts';
      import { OutboxWorker } from '#lib/outbox/worker.ts';
      connect(${JSON.stringify(base.url)});
      new OutboxWorker([{ ...webhook({ url: ${JSON.stringify(cdn.url)}, secret: '${secret}' }), rounds: 1 }],
        { look: 0.05, deadline: 60, lease: 1 });`;
    const root = path.resolve(import.meta.dirname, '../..');
    const event = await tell('front');
    const child = spawn(process.execPath, ['--input-type=module', '--eval', code], { cwd: root, stdio: 'inherit' });
    await expect.poll(() => cdn.calls.length, { timeout: 20_000 }).toBe(1);
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGKILL');
    await ended;
    expect(await states()).toEqual(['waiting']);
    await start();
    await expect.poll(states).toEqual(['done']);
    expect(cdn.toldOf).toEqual([event, event]);
  });

  it('that is asked to stop finishes what it has begun', async () => {
    let release = () => {};
    cdn.next.push((response) => {
      release = () => response.writeHead(200).end();
    });
    const worker = await start();
    await tell('front');
    await expect.poll(() => cdn.calls.length).toBe(1);
    const stopped = worker.stop(30);
    await tell('latest');
    release();
    await stopped;
    expect(await states()).toEqual(['done', 'waiting']);
    expect(cdn.calls.length).toBe(1);
  });

  it('that cannot finish in time gives back what it has begun, unblamed', async () => {
    cdn.usual = silence;
    const worker = await start({ deadline: 60, lease: 90 });
    await tell('front');
    await expect.poll(() => cdn.calls.length).toBe(1);
    await worker.stop(0);
    expect(await rows()).toMatchObject([{ state: 'waiting', attempts: 0, error: null }]);
    cdn.usual = answer(200);
    await start();
    await expect.poll(states).toEqual(['done']);
  });

  it('that was given up on does not end what another has begun since', async () => {
    let release = () => {};
    const slow: Channel = { ...channel(), deliver: () => new Promise<void>((resolve) => (release = resolve)) };
    await start({ lease: 0.1 }, slow);
    await tell('front');
    await expect.poll(async () => (await rows())[0]?.attempts).toBe(1);
    const [lost] = workers;
    // Another holds it now, for longer.
    await base.sql`update delivery set attempts = 2, next_at = now() + interval '1 minute'`;
    release();
    await lost?.stop(30);
    expect(await rows()).toMatchObject([{ state: 'waiting', attempts: 2 }]);
  });

  it('carries on when its connection to the database breaks', async () => {
    await start();
    await base.sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`;
    await expect
      .poll(async () => {
        await tell('front').catch(() => {});
        return cdn.calls.length;
      })
      .toBeGreaterThan(0);
  });
});

describe('the outbox stays small', () => {
  it('what was done is removed after a week, what was given up after three months', async () => {
    await enter('webhook');
    await base.sql`
      insert into delivery (channel, event_id, state, ended_at)
      select 'webhook', n, state::delivery_state, now() - make_interval(days => n)
      from (values (6, 'done'), (8, 'done'), (80, 'dead'), (100, 'dead')) as old (n, state)`;
    await start();
    await expect.poll(async () => (await rows()).map(({ event }) => event)).toEqual([6, 80]);
  });

  it('a channel that no instance has any more is forgotten, with what it was still to be told', async () => {
    await enter('former');
    await tell('front');
    const pace = { forgetChannel: 0.2, housekeeping: 0.1 };
    await start(pace);
    await expect.poll(async () => (await base.sql`select from delivery_channel`).count).toBe(1);
    await expect.poll(states).toEqual([]);
    await tell('latest');
    expect((await rows()).map((row) => row.channel)).toEqual(['webhook']);
  });

  it('a channel of another instance is not forgotten by one that has just started', async () => {
    await base.sql`insert into delivery_channel (name, seen_at) values ('elsewhere', now() - interval '9 days')`;
    await start({ housekeeping: 0.05 });
    await tell('front');
    await expect.poll(() => cdn.calls.length).toBe(1);
    expect((await rows()).map((row) => row.channel).sort()).toEqual(['elsewhere', 'webhook']);
  });
});
