import { createHash } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { decodePage, encodePage, type StoredPage } from './page.ts';
import type { PageHead, PageStore } from './store.ts';

type Known = { size: number; used: number };

/**
 * Pages in files: one file a page, written beside its place and renamed into it, so that a crash leaves the old page or the
 * new one. Bounded in bytes: the pages unused for longest go first. A file that cannot be read as a page is removed.
 */
export class DiskStore implements PageStore {
  readonly shared = false;
  readonly #folder: string;
  readonly #maxBytes: number;
  /** What is on the disk, least recently used first. */
  readonly #known = new Map<string, Known>();
  #bytes = 0;
  #writes: Promise<void> = Promise.resolve();
  #queued = new Map<string, StoredPage | null>();
  #complained = false;

  private constructor(folder: string, maxBytes: number) {
    this.#folder = folder;
    this.#maxBytes = maxBytes;
  }

  /** Opens the store of one build; the stores of other builds in the same folder are removed. */
  static async open(folder: string, build: string, maxBytes: number): Promise<DiskStore> {
    const own = path.join(folder, createHash('sha256').update(build).digest('hex').slice(0, 16));
    await mkdir(own, { recursive: true });
    for (const name of await readdir(folder)) {
      const other = path.join(folder, name);
      if (other !== own) await rm(other, { recursive: true, force: true });
    }
    const store = new DiskStore(own, maxBytes);
    const found: ({ name: string } & Known)[] = [];
    for (const name of await readdir(own)) {
      if (!/^[0-9a-f]{40}$/.test(name)) {
        await rm(path.join(own, name), { recursive: true, force: true });
        continue;
      }
      const { size, mtimeMs } = await stat(path.join(own, name));
      found.push({ name, size, used: mtimeMs });
    }
    found.sort((a, b) => a.used - b.used);
    for (const { name, size, used } of found) store.#note(name, { size, used });
    return store;
  }

  async get(pagePath: string): Promise<StoredPage | null> {
    const queued = this.#queued.get(pagePath);
    if (queued !== undefined) return queued;
    const name = nameOf(pagePath);
    const known = this.#known.get(name);
    if (!known) return null;
    try {
      const page = decodePage(await readFile(path.join(this.#folder, name)), pagePath);
      this.#known.delete(name);
      this.#known.set(name, known);
      return page;
    } catch {
      await this.#remove(name);
      return null;
    }
  }

  set(page: StoredPage): Promise<void> {
    return this.#queue(page.path, page);
  }

  delete(pagePath: string): Promise<void> {
    if (!this.#known.has(nameOf(pagePath)) && !this.#queued.has(pagePath)) return Promise.resolve();
    return this.#queue(pagePath, null);
  }

  /** Nobody else writes here. */
  async claim(): Promise<boolean> {
    return true;
  }

  async release(): Promise<void> {}

  /** Reads the beginning of every file, one after the other: for rare events, not for requests. */
  pathsWith(tag: string): Promise<string[]> {
    return this.pathsWhere((head) => head.tags.includes(tag));
  }

  async pathsWhere(wanted: (page: PageHead) => boolean): Promise<string[]> {
    const found: string[] = [];
    for (const name of [...this.#known.keys()]) {
      const head = await headOf(path.join(this.#folder, name)).catch(() => null);
      if (head?.tags && wanted(head)) found.push(head.path);
    }
    return found;
  }

  count(): number {
    return this.#known.size;
  }

  /** Waits until everything is written. */
  async close(): Promise<void> {
    await this.#writes;
  }

  /** Writes happen one after the other; a page that changes while it waits is written once, in its newest form. */
  #queue(pagePath: string, page: StoredPage | null): Promise<void> {
    this.#queued.set(pagePath, page);
    this.#writes = this.#writes.then(async () => {
      const newest = this.#queued.get(pagePath);
      if (newest === undefined) return;
      try {
        if (newest === null) await this.#remove(nameOf(pagePath));
        else await this.#write(nameOf(pagePath), encodePage(newest));
        this.#complained = false;
      } catch (error) {
        // An older page must not come back in place of the one that could not be written.
        await this.#remove(nameOf(pagePath)).catch(() => {});
        if (!this.#complained) console.error('页面缓存写不进磁盘，暂时只存在内存里:', (error as Error).message);
        this.#complained = true;
      }
      if (this.#queued.get(pagePath) === newest) this.#queued.delete(pagePath);
    });
    return this.#writes;
  }

  async #write(name: string, bytes: Buffer): Promise<void> {
    const place = path.join(this.#folder, name);
    const draft = `${place}.${process.pid}.new`;
    const file = await open(draft, 'w');
    try {
      await file.writeFile(bytes);
    } finally {
      await file.close();
    }
    await rename(draft, place);
    this.#note(name, { size: bytes.length, used: Date.now() });
    for (const [oldest] of this.#known) {
      if (this.#bytes <= this.#maxBytes) break;
      await this.#remove(oldest);
    }
  }

  async #remove(name: string): Promise<void> {
    const known = this.#known.get(name);
    if (known) {
      this.#known.delete(name);
      this.#bytes -= known.size;
    }
    await rm(path.join(this.#folder, name), { force: true });
  }

  #note(name: string, known: Known): void {
    this.#bytes += known.size - (this.#known.get(name)?.size ?? 0);
    this.#known.delete(name);
    this.#known.set(name, known);
  }
}

function nameOf(pagePath: string): string {
  return createHash('sha1').update(pagePath).digest('hex');
}

/** What stands in a page's file before the document. */
async function headOf(place: string): Promise<PageHead> {
  const file = await open(place);
  try {
    const beginning = Buffer.alloc(64 * 1024);
    const { bytesRead } = await file.read(beginning, 0, beginning.length, 0);
    const end = beginning.subarray(0, bytesRead).indexOf(10);
    return JSON.parse(beginning.toString('utf8', 0, end)) as PageHead;
  } finally {
    await file.close();
  }
}
