import { processWide } from '../process-wide.ts';
import { isSearch } from '../text/search-address.ts';
import { DiskStore } from './disk-store.ts';
import { Lru } from './lru.ts';
import type { StoredPage } from './page.ts';
import { tags } from './tags.ts';
import { ValkeyStore } from './valkey-store.ts';

/**
 * Where pages survive a restart. None of its functions throws or takes long: a store that is slow or gone answers as an
 * empty one.
 */
export type PageStore = {
  /** Whether other instances write to it too. */
  readonly shared: boolean;
  get(path: string): Promise<StoredPage | null>;
  set(page: StoredPage): Promise<void>;
  delete(path: string): Promise<void>;
  /** @returns false where another instance is rendering this page just now; else this one is, until it stores it. */
  claim(path: string): Promise<boolean>;
  /** Gives a claim back without a page. */
  release(path: string): Promise<void>;
  /** Paths of all pages with this tag, as far as the store can tell without asking elsewhere. */
  pathsWith?(tag: string): Promise<string[]>;
  /** The same for any question that what stands before a document answers. */
  pathsWhere?(wanted: (page: PageHead) => boolean): Promise<string[]>;
  /** How many pages it holds. */
  count?(): number;
  close(): Promise<void>;
};

export type PageHead = Pick<StoredPage, 'path' | 'tags'>;

/** Stored pages that would be rendered anew: how many, and which; of the whole site only how many. */
export type Touched = { count: number; paths: string[] };

/** Pages in memory in front of a store that survives. */
export class Pages {
  readonly #memory: Lru<StoredPage>;
  /** Addresses that were asked for and are not there, apart, so that a flood of them cannot push out real pages. */
  readonly #absent = new Lru<StoredPage>(10_000, () => 1);
  /** Answers to searches, apart for the same reason. They live for a minute, here alone: no store keeps what readers look for. */
  readonly #searches: Lru<StoredPage>;
  #store: PageStore | null = null;

  constructor(memoryBytes: number) {
    const sizeOf = (page: StoredPage) => page.body.length * 1.4 + page.tags.length * 40 + 500;
    this.#memory = new Lru(memoryBytes, sizeOf);
    this.#searches = new Lru(memoryBytes / 8, sizeOf);
  }

  /** Pages are written to `store` from now on, and looked for in it. */
  attach(store: PageStore): void {
    this.#store = store;
  }

  get shared(): boolean {
    return this.#store?.shared ?? false;
  }

  /** Whether other instances may have, or be rendering, the page at this path. */
  shares(path: string): boolean {
    return this.shared && !isSearch(path);
  }

  recall(path: string): StoredPage | null {
    if (isSearch(path)) return this.#searches.get(path) ?? null;
    return this.#memory.get(path) ?? this.#absent.get(path) ?? null;
  }

  /** The stored page, however old: who serves it decides whether it is still true. */
  async get(path: string): Promise<StoredPage | null> {
    const held = this.recall(path);
    if (held || isSearch(path)) return held;
    const stored = (await this.#store?.get(path)) ?? null;
    // While the disk was read the page may have been rendered anew; then that one is newer.
    const meanwhile = this.recall(path);
    if (meanwhile) return meanwhile;
    if (stored) this.#hold(stored);
    return stored;
  }

  /** The page as another instance may have stored it meanwhile, where it is newer than `than`. */
  async newer(path: string, than: StoredPage | null): Promise<StoredPage | null> {
    const stored = (await this.#store?.get(path)) ?? null;
    const held = this.recall(path) ?? than;
    if (!stored || (held && stored.began <= held.began)) return held;
    this.#hold(stored);
    return stored;
  }

  async claim(path: string): Promise<boolean> {
    return (await this.#store?.claim(path)) ?? true;
  }

  async release(path: string): Promise<void> {
    if (this.shares(path)) await this.#store?.release(path);
  }

  /** Keeps a page. That something is not there (404) is remembered in memory only, without its document. */
  keep(page: StoredPage): void {
    if (isSearch(page.path)) {
      this.#searches.set(page.path, page);
    } else if (page.status === 404) {
      this.#memory.delete(page.path);
      this.#absent.set(page.path, { ...page, body: Buffer.alloc(0) });
      void this.#store?.delete(page.path);
    } else {
      this.#absent.delete(page.path);
      this.#hold(page);
      void this.#store?.set(page);
    }
  }

  /** A picture is larger than ten documents and seldom asked for twice: where there is a store it stays there. */
  #hold(page: StoredPage): void {
    if (this.#store && page.type.startsWith('image/')) this.#memory.delete(page.path);
    else this.#memory.set(page.path, page);
  }

  /** Which stored pages carry a tag. Those in memory are looked at before the first wait: as they are at the time of the call. */
  async pathsWith(tag: string): Promise<string[]> {
    const found = new Set<string>();
    for (const page of this.#memory.values()) if (page.tags.includes(tag)) found.add(page.path);
    for (const path of (await this.#store?.pathsWith?.(tag)) ?? []) found.add(path);
    return [...found];
  }

  /** Pages in memory that carry one of these tags, as they stand. */
  heldWith(tags: ReadonlySet<string>): StoredPage[] {
    return [...this.#memory.values()].filter((page) => page.tags.some((tag) => tags.has(tag)));
  }

  /** Which stored pages some tags would make stale, as far as this instance can tell. For an operator's question, not for requests. */
  async touchedBy(named: readonly string[]): Promise<Touched> {
    if (named.includes(tags.everything))
      return { count: Math.max(this.#memory.count, this.#store?.count?.() ?? 0), paths: [] };
    const wanted = (page: PageHead) => named.some((tag) => page.tags.includes(tag) || tag === tags.path(page.path));
    const found = new Set<string>();
    for (const page of this.#memory.values()) if (wanted(page)) found.add(page.path);
    for (const path of (await this.#store?.pathsWhere?.(wanted)) ?? []) found.add(path);
    return { count: found.size, paths: [...found].sort() };
  }

  get bytes(): number {
    return this.#memory.size;
  }

  async close(): Promise<void> {
    await this.#store?.close();
    this.#store = null;
    this.#memory.clear();
    this.#searches.clear();
  }
}

export const pageStore = processWide(
  'pages',
  () => new Pages(Number(process.env.CACHE_MEMORY_BYTES ?? 128 * 1024 * 1024)),
);

/**
 * Opens the store for pages of this build and this newsroom only: Valkey or Redis where `CACHE_URL` names one, which
 * several instances share, else files below `folder`.
 */
export async function openStore(folder: string, build: string): Promise<void> {
  const url = process.env.CACHE_URL;
  if (url) pageStore.attach(ValkeyStore.open(url, build));
  else {
    const maxBytes = Number(process.env.CACHE_MAX_BYTES ?? 1024 * 1024 * 1024);
    pageStore.attach(await DiskStore.open(folder, build, maxBytes));
  }
}
