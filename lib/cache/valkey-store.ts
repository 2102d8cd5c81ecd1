import { createHash } from 'node:crypto';
import { createClient, RESP_TYPES } from '@redis/client';
import { within } from '../within.ts';
import { type AppliedEvent, clock } from './clock.ts';
import { decodePage, encodePage, type StoredPage } from './page.ts';
import { applyEvent, onEvent } from './revalidate.ts';
import type { PageStore } from './store.ts';

/** How long anybody waits for an answer, in milliseconds: about as long as rendering the page would take. */
const usualPatience = 100;
/** After an answer that did not come, the store counts as empty for so long, in milliseconds: a crowd must not wait in line. */
const pause = 1_000;
/** A claim ends by itself after so long, in milliseconds: its owner may have died. */
const claimLife = 3_000;
/** A page is kept for so long after its last writing, in milliseconds, unless the store runs out of room before. */
const pageLife = 9 * 24 * 3600 * 1000;

/** Stores a page unless a newer one is there, and ends the claim on it. Keys: page, claim. Arguments: event number, page, life. */
const storeScript = `
redis.call('DEL', KEYS[2])
if tonumber(redis.call('HGET', KEYS[1], 'began') or -1) > tonumber(ARGV[1]) then return 0 end
redis.call('HSET', KEYS[1], 'began', ARGV[1], 'page', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1`;

/** Ends a claim if it is one's own. Keys: claim. Arguments: owner. */
const releaseScript = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end`;

/**
 * Pages in Valkey or Redis (7 or newer), for several instances: what one renders, all serve. The store also carries events,
 * as a second way beside PostgreSQL: an instance that is cut off from the database still hears what was withdrawn.
 *
 * The room is bounded by the server (`maxmemory`, `allkeys-lru`; see `deploy/`).
 */
export class ValkeyStore implements PageStore {
  readonly shared = true;
  readonly #client: ReturnType<typeof connectTo>;
  readonly #subscriber: ReturnType<typeof connectTo>;
  readonly #prefix: string;
  readonly #patience: number;
  readonly #owner = crypto.randomUUID();
  #silentUntil = 0;
  #complained = false;
  #stopTelling = () => {};

  private constructor(url: string, build: string, patience: number) {
    this.#patience = patience;
    this.#prefix = `weishui:${createHash('sha256').update(build).digest('hex').slice(0, 16)}:`;
    // A command that cannot be sent now is not worth sending later, but for the subscription.
    this.#client = connectTo(url, { disableOfflineQueue: true });
    this.#subscriber = connectTo(url, { disableOfflineQueue: false });
  }

  /** Does not wait for the connection: until it stands, and whenever it breaks, the store is an empty one. */
  static open(url: string, build: string, patience = usualPatience): ValkeyStore {
    const store = new ValkeyStore(url, build, patience);
    const channel = `${store.#prefix}event`;
    for (const client of [store.#client, store.#subscriber]) {
      client.on('error', (error: Error) => store.#complain(error));
      client.connect().catch((error: Error) => store.#complain(error));
    }
    store.#client.on('ready', () => store.#recovered());
    // The client repeats it after every reconnection.
    store.#subscriber
      .subscribe(channel, (message) => {
        void hear(message.toString());
      })
      .catch((error: Error) => store.#complain(error));
    store.#stopTelling = onEvent((event) => {
      void store.#try(null, () => store.#client.publish(channel, JSON.stringify(event)));
    });
    return store;
  }

  async get(path: string): Promise<StoredPage | null> {
    const bytes = await this.#try(null, () => this.#client.hGet(this.#page(path), 'page'));
    if (!bytes) return null;
    try {
      return decodePage(bytes as unknown as Buffer, path);
    } catch {
      await this.delete(path);
      return null;
    }
  }

  async set(page: StoredPage): Promise<void> {
    await this.#try(null, () =>
      this.#client.eval(storeScript, {
        keys: [this.#page(page.path), this.#claim(page.path)],
        arguments: [String(page.began), encodePage(page) as unknown as string, String(pageLife)],
      }),
    );
  }

  async delete(path: string): Promise<void> {
    await this.#try(null, () => this.#client.del([this.#page(path), this.#claim(path)]));
  }

  async claim(path: string): Promise<boolean> {
    const claimed = await this.#try('OK', () =>
      this.#client.set(this.#claim(path), this.#owner, {
        condition: 'NX',
        expiration: { type: 'PX', value: claimLife },
      }),
    );
    return claimed !== null;
  }

  async release(path: string): Promise<void> {
    await this.#try(null, () =>
      this.#client.eval(releaseScript, { keys: [this.#claim(path)], arguments: [this.#owner] }),
    );
  }

  async close(): Promise<void> {
    this.#stopTelling();
    this.#client.destroy();
    this.#subscriber.destroy();
  }

  #page(path: string): string {
    return `${this.#prefix}page:${path}`;
  }

  #claim(path: string): string {
    return `${this.#prefix}claim:${path}`;
  }

  async #try<T, F>(fallback: F, command: () => Promise<T>): Promise<T | F> {
    if (!this.#client.isReady || Date.now() < this.#silentUntil) return fallback;
    try {
      const answer = await within(this.#patience, command());
      this.#recovered();
      return answer;
    } catch (error) {
      this.#silentUntil = Date.now() + pause;
      this.#complain(error as Error);
      return fallback;
    }
  }

  /** Once an outage, not once a request. */
  #complain(error: Error): void {
    if (this.#complained) return;
    this.#complained = true;
    console.error('共享页面缓存(CACHE_URL)没有应答，恢复以前每个实例各自生成页面:', error.message);
  }

  #recovered(): void {
    if (!this.#complained) return;
    this.#complained = false;
    console.log('共享页面缓存恢复了。');
  }
}

function connectTo(url: string, options: { disableOfflineQueue: boolean }) {
  return createClient({
    url,
    ...options,
    RESP: 2,
    commandOptions: { typeMapping: { [RESP_TYPES.BLOB_STRING]: Buffer } },
    socket: { connectTimeout: 2_000, reconnectStrategy: (retries) => Math.min(50 * 2 ** retries, 1_000) },
  });
}

/** An event that another instance tells of. */
async function hear(message: string): Promise<void> {
  try {
    const event = JSON.parse(message) as AppliedEvent;
    if (clock.now === null || event.id > clock.now) await applyEvent(event);
  } catch {
    // Where the database cannot be asked just now, the pages of the event are stale all the same; the listener asks again.
  }
}
