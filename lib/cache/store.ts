import { processWide } from '../process-wide.ts';
import { DiskStore } from './disk-store.ts';
import { Lru } from './lru.ts';
import type { StoredPage } from './page.ts';

/** Where pages survive a restart. */
export type PageStore = {
  get(path: string): Promise<StoredPage | null>;
  set(page: StoredPage): Promise<void>;
  delete(path: string): Promise<void>;
  close(): Promise<void>;
};

/** Pages in memory in front of a store that survives. */
export class Pages {
  readonly #memory: Lru<StoredPage>;
  /** Addresses that were asked for and are not there, apart, so that a flood of them cannot push out real pages. */
  readonly #absent = new Lru<StoredPage>(10_000, () => 1);
  #store: PageStore | null = null;

  constructor(memoryBytes: number) {
    this.#memory = new Lru(memoryBytes, (page) => page.html.length * 1.4 + page.tags.length * 40 + 500);
  }

  /** Pages are written to `store` from now on, and looked for in it. */
  attach(store: PageStore): void {
    this.#store = store;
  }

  recall(path: string): StoredPage | null {
    return this.#memory.get(path) ?? this.#absent.get(path) ?? null;
  }

  /** The stored page, however old: who serves it decides whether it is still true. */
  async get(path: string): Promise<StoredPage | null> {
    const held = this.recall(path);
    if (held) return held;
    const stored = (await this.#store?.get(path)) ?? null;
    // While the disk was read the page may have been rendered anew; then that one is newer.
    const meanwhile = this.recall(path);
    if (meanwhile) return meanwhile;
    if (stored) this.#memory.set(path, stored);
    return stored;
  }

  /** Keeps a page. That something is not there (404) is remembered in memory only, without its document. */
  keep(page: StoredPage): void {
    if (page.status === 404) {
      this.#memory.delete(page.path);
      this.#absent.set(page.path, { ...page, html: Buffer.alloc(0) });
      void this.#store?.delete(page.path);
    } else {
      this.#absent.delete(page.path);
      this.#memory.set(page.path, page);
      void this.#store?.set(page);
    }
  }

  get bytes(): number {
    return this.#memory.size;
  }

  async close(): Promise<void> {
    await this.#store?.close();
    this.#store = null;
    this.#memory.clear();
  }
}

export const pageStore = processWide(
  'pages',
  () => new Pages(Number(process.env.CACHE_MEMORY_BYTES ?? 128 * 1024 * 1024)),
);

/** Opens the disk store below `folder`, for pages of this build and this newsroom only. */
export async function openDiskStore(folder: string, build: string): Promise<void> {
  const maxBytes = Number(process.env.CACHE_MAX_BYTES ?? 1024 * 1024 * 1024);
  pageStore.attach(await DiskStore.open(folder, build, maxBytes));
}
