import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Hub, type LiveEvent } from './hub.ts';

let listener: (event: LiveEvent) => void;
let subscribed: boolean;

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

function hub({ newest = 100, maxClients = 10 }: { newest?: number | null; maxClients?: number } = {}): Hub {
  return new Hub({
    subscribe(heard) {
      listener = heard;
      subscribed = true;
      return () => {
        subscribed = false;
      };
    },
    newest: () => newest,
    maxClients,
  });
}

const happens = (id: number, ...panels: LiveEvent['panels'][number][]) => listener({ id, panels });

/** A client that reads everything at once, and what it received, message by message. */
function reader(stream: ReadableStream<Uint8Array> | null) {
  if (!stream) return expect.fail('no stream');
  const source = stream.getReader();
  const messages: string[] = [];
  const state = { messages, ended: false, failed: null as unknown };
  const decoder = new TextDecoder();
  let rest = '';
  const pump = async () => {
    for (;;) {
      const { done, value } = await source.read();
      if (done) break;
      const parts = (rest + decoder.decode(value, { stream: true })).split('\n\n');
      rest = parts.pop() ?? '';
      messages.push(...parts);
    }
    state.ended = true;
  };
  pump().catch((error: unknown) => {
    state.failed = error;
  });
  return Object.assign(state, { leave: () => source.cancel() });
}

/** Lets streams deliver what is under way. */
const settle = () => vi.advanceTimersByTimeAsync(0);
const panelsOf = (message: string | undefined) =>
  JSON.parse(/^data: (.*)$/m.exec(message ?? '')?.[1] ?? 'null')?.panels;
const idOf = (message: string | undefined) => Number(/^id: (.*)$/m.exec(message ?? '')?.[1]);

describe('a client', () => {
  it('is greeted with the time to come back and the newest event, and told nothing', async () => {
    const client = reader(hub().open(null));
    await settle();
    expect(client.messages).toHaveLength(1);
    expect(client.messages[0]).toMatch(/^retry: [2-4]\d{3}\nid: 100$/);
  });

  it('hears which panels changed, with the number of the event', async () => {
    const live = hub();
    const client = reader(live.open(null));
    happens(101, 'latest', 'section-local');
    await settle();
    expect(client.messages[1]).toBe('event: panels\nid: 101\ndata: {"panels":["latest","section-local"]}');
  });

  it('is not woken by an event without panels, but comes back with its number', async () => {
    const live = hub();
    const client = reader(live.open(null));
    happens(101);
    happens(102, 'latest');
    await settle();
    expect(client.messages.slice(1).map(idOf)).toEqual([102]);
  });

  it('hears a burst as one message in 250 ms, with all panels of it, each once', async () => {
    const live = hub();
    const client = reader(live.open(null));
    happens(101, 'latest');
    happens(102, 'latest', 'pictures');
    happens(103, 'section-local');
    await vi.advanceTimersByTimeAsync(249);
    expect(client.messages.slice(1).map(panelsOf)).toEqual([['latest']]);
    await vi.advanceTimersByTimeAsync(1);
    expect(client.messages.slice(1).map(panelsOf)).toEqual([['latest'], ['latest', 'pictures', 'section-local']]);
    expect(idOf(client.messages[2])).toBe(103);
    await vi.advanceTimersByTimeAsync(1000);
    happens(104, 'latest');
    await settle();
    expect(client.messages).toHaveLength(4);
  });

  it('hears a heartbeat every 20 seconds, from one timer for all', async () => {
    const live = hub();
    const clients = [reader(live.open(null)), reader(live.open(null))];
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(40_000);
    for (const client of clients) expect(client.messages.slice(1)).toEqual([':', ':']);
    for (const client of clients) await client.leave();
    expect(live.clients).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a client that comes back', () => {
  it('is told at once what it missed, and nothing where it missed nothing', async () => {
    const live = hub();
    happens(101, 'latest');
    await vi.advanceTimersByTimeAsync(10_000);
    happens(102, 'pictures');
    happens(103, 'blogs');
    const away = reader(live.open(101));
    const present = reader(live.open(103));
    const ahead = reader(live.open(104));
    await settle();
    expect(panelsOf(away.messages[0])).toEqual(['pictures', 'blogs']);
    expect(idOf(away.messages[0])).toBe(103);
    expect(away.messages[0]).toMatch(/^retry: \d+\nevent: panels\n/);
    expect(panelsOf(ahead.messages[0])).toBeUndefined();
    // What arrived a moment before 103 may have arrived after it on the instance that the client comes from.
    expect(panelsOf(present.messages[0])).toEqual(['pictures']);
  });

  it('is told that any panel may have changed, where we do not remember that far back', async () => {
    const live = hub();
    for (let id = 101; id <= 100 + 300; id++) happens(id, 'latest');
    expect(live.since(144)).toEqual({ id: 400, panels: ['latest'] });
    expect(live.since(143)).toEqual({ id: 400, panels: ['*'] });
    expect(live.since(99)).toEqual({ id: 400, panels: ['*'] });
    const client = reader(live.open(50));
    await settle();
    expect(panelsOf(client.messages[0])).toEqual(['*']);
    expect(idOf(client.messages[0])).toBe(400);
  });

  it('after a restart is told that any may have changed, unless it knew the newest', () => {
    expect(hub().since(99)).toEqual({ id: 100, panels: ['*'] });
    expect(hub().since(100)).toEqual({ id: 100, panels: [] });
    expect(hub({ newest: null }).since(100)).toEqual({ id: 100, panels: ['*'] });
  });
});

describe('whoever asks instead of listening', () => {
  it('hears the same, from now on where it does not say since when', () => {
    const live = hub();
    happens(101, 'latest');
    expect(live.since(null)).toEqual({ id: 101, panels: [] });
    expect(live.since(100)).toEqual({ id: 101, panels: ['latest'] });
    expect(live.since(101)).toEqual({ id: 101, panels: [] });
  });
});

describe('the hub', () => {
  it('lets a client go that does not read, and keeps the others', async () => {
    const live = hub();
    const stuck = live.open(null);
    const client = reader(live.open(null));
    for (let id = 101; live.clients === 2 && id < 2000; id++) {
      happens(id, ...Array.from({ length: 20 }, (_, n) => `section-a-long-name-of-a-section-${n}` as const));
      await vi.advanceTimersByTimeAsync(250);
    }
    expect(live.clients).toBe(1);
    expect(client.failed).toBeNull();
    const held = stuck?.getReader();
    await expect(held?.read()).rejects.toMatchObject({ name: 'AbortError' });
    const received = client.messages.length;
    // About 16 KB at 700 bytes a message: the bound is of bytes, whatever their number.
    expect(received).toBeGreaterThan(15);
    expect(received).toBeLessThan(40);
    happens(5000, 'latest');
    await settle();
    expect(panelsOf(client.messages.at(-1))).toEqual(['latest']);
  });

  it('has room for so many clients, and again when one leaves', async () => {
    const live = hub({ maxClients: 2 });
    const first = reader(live.open(null));
    reader(live.open(null));
    expect(live.open(null)).toBeNull();
    await first.leave();
    expect(live.open(null)).not.toBeNull();
  });

  it('says what is left to say when it closes, ends every stream, and opens none', async () => {
    const live = hub();
    const client = reader(live.open(null));
    happens(101, 'latest');
    happens(102, 'pictures');
    live.close();
    live.close();
    await settle();
    expect(client.messages.slice(1).map(panelsOf)).toEqual([['latest'], ['pictures']]);
    expect(client.ended).toBe(true);
    expect(live.open(null)).toBeNull();
    expect(subscribed).toBe(false);
    expect(vi.getTimerCount()).toBe(0);
  });
});
