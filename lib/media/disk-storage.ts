import { randomBytes } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { copyFile, mkdir, open, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { rangeOf } from './range.ts';
import type { Conditions, MediaStorage, StoredAnswer } from './storage.ts';

/** Media below the folder of data: `{folder}/media/…`, which the server and nginx send by themselves, and `{folder}/originals/…`. */
export class DiskStorage implements MediaStorage {
  readonly kind = 'disk';
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async put(name: string, file: string): Promise<void> {
    const target = this.#place(name);
    await mkdir(path.dirname(target), { recursive: true });
    // A name that begins with a dot is nobody's address, and is swept away if we are killed here.
    const draft = path.join(path.dirname(target), `.${path.basename(target)}-${randomBytes(4).toString('hex')}`);
    try {
      await copyFile(file, draft, constants.COPYFILE_FICLONE);
      // After a power cut there must not be an empty file under the final name.
      const handle = await open(draft, 'r+');
      await handle.sync().finally(() => handle.close());
      await rename(draft, target);
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
  }

  async fetch(name: string, file: string): Promise<boolean> {
    try {
      await copyFile(this.#place(name), file, constants.COPYFILE_FICLONE);
      return true;
    } catch (error) {
      if (isAbsent(error)) return false;
      throw error;
    }
  }

  async list(prefix: string): Promise<string[]> {
    const entries = await readdir(this.#place(prefix), { withFileTypes: true }).catch((error: unknown) => {
      if (isAbsent(error)) return [];
      throw error;
    });
    const found: string[] = [];
    for (const entry of entries) {
      if (entry.isDirectory()) found.push(...(await this.list(`${prefix}${entry.name}/`)));
      else found.push(`${prefix}${entry.name}`);
    }
    return found;
  }

  async remove(names: readonly string[]): Promise<void> {
    for (const name of names) await rm(this.#place(name), { force: true });
    for (const folder of new Set(names.map((name) => path.dirname(this.#place(name))))) {
      if (path.dirname(folder) !== this.#folder) await rmdir(folder).catch(() => {});
    }
  }

  async send(name: string, method: 'GET' | 'HEAD', conditions: Conditions): Promise<StoredAnswer | null> {
    const place = this.#place(name);
    const known = await stat(place).catch(() => null);
    if (!known?.isFile()) return null;
    const headers: Record<string, string> = {
      'accept-ranges': 'bytes',
      'last-modified': known.mtime.toUTCString(),
      etag: `"${known.size.toString(16)}-${known.mtime.getTime().toString(16)}"`,
    };
    if (conditions['if-none-match'] === headers.etag) return { status: 304, headers, body: null };
    const unchanged = conditions['if-range'];
    const same = unchanged === undefined || unchanged === headers.etag || unchanged === headers['last-modified'];
    const range = same ? rangeOf(conditions.range, known.size) : null;
    if (range === 'unsatisfiable')
      return { status: 416, headers: { ...headers, 'content-range': `bytes */${known.size}` }, body: null };
    const [from, to] = range ?? [0, known.size - 1];
    headers['content-length'] = String(to - from + 1);
    if (range) headers['content-range'] = `bytes ${from}-${to}/${known.size}`;
    const body =
      method === 'HEAD' || known.size === 0
        ? null
        : (Readable.toWeb(createReadStream(place, { start: from, end: to })) as ReadableStream<Uint8Array>);
    return { status: range ? 206 : 200, headers, body };
  }

  /** @throws for a name that leads elsewhere: those are made by us, so it is a fault of the program. */
  #place(name: string): string {
    if (!/^(?:media|originals)\/(?:[\w][\w.-]*\/?)*$/.test(name) || name.includes('..'))
      throw new Error(`No name of a media file: ${name}`);
    return path.join(this.#folder, name);
  }
}

function isAbsent(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
