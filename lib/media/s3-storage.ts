import { createWriteStream, openAsBlob } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { S3mini } from 's3mini';
import type { S3Options } from './configuration.ts';
import { rangeOf } from './range.ts';
import type { Conditions, MediaStorage, StoredAnswer } from './storage.ts';

/** Headers of the answer that the reader gets as they are. */
const passed = ['accept-ranges', 'content-length', 'content-range', 'etag', 'last-modified'];
/** How long an address that we give ourselves is good for, in seconds. */
const addressLife = 300;
const mostKnown = 5_000;

/** Media in a bucket of any S3. Readers never speak to it: what they get passes through us, under our addresses. */
export class S3Storage implements MediaStorage {
  readonly kind = 's3';
  readonly #s3: S3mini;
  /** Length and validators of files that were asked for. A name's file never changes while readers know the name. */
  readonly #known = new Map<string, Record<string, string>>();

  constructor(options: S3Options) {
    this.#s3 = new S3mini({ ...options, requestAbortTimeout: 120_000 });
  }

  async put(name: string, file: string, mime: string): Promise<void> {
    // Read from disk piece by piece; large files in parts. Either shows itself only when it is complete.
    this.#known.delete(name);
    await this.#s3.putAnyObject(name, await openAsBlob(file), mime);
  }

  async fetch(name: string, file: string): Promise<boolean> {
    const answer = await this.#ask(name, 'GET', {});
    if (!answer) return false;
    try {
      await pipeline(answer.body ? Readable.fromWeb(answer.body as never) : Readable.from([]), createWriteStream(file));
    } catch (error) {
      await rm(file, { force: true });
      throw error;
    }
    return true;
  }

  async list(prefix: string): Promise<string[]> {
    const found = await this.#s3.listObjects('/', prefix);
    return (found ?? []).map(({ Key }) => Key);
  }

  async remove(names: readonly string[]): Promise<void> {
    // One by one: some servers know no deletion of many, and it is a folder of some twenty files.
    for (const name of names) {
      this.#known.delete(name);
      await this.#s3.deleteObject(name);
    }
  }

  async send(name: string, method: 'GET' | 'HEAD', conditions: Conditions): Promise<StoredAnswer | null> {
    const { range, 'if-range': unchanged, ...others } = conditions;
    if (range === undefined) return this.#ask(name, method, others);
    // Ranges in all their forms are settled here, so that every server is asked for plain ones: not all know the last bytes, or If-Range.
    const whole = this.#known.get(name) ?? (await this.#ask(name, 'HEAD', {}))?.headers;
    if (!whole) return null;
    const same = unchanged === undefined || unchanged === whole.etag || unchanged === whole['last-modified'];
    const wanted = same ? rangeOf(range, Number(whole['content-length'])) : null;
    if (wanted === null) return this.#ask(name, method, others);
    if (wanted === 'unsatisfiable')
      return { status: 416, headers: { 'content-range': `bytes */${whole['content-length']}` }, body: null };
    return this.#ask(name, method, { ...others, range: `bytes=${wanted[0]}-${wanted[1]}` });
  }

  async #ask(name: string, method: 'GET' | 'HEAD', conditions: Conditions): Promise<StoredAnswer | null> {
    // Always signed for GET: the library signs no HEAD, and a GET that is broken off costs as little.
    const address = await this.#s3.getPresignedUrl('GET', name, addressLife);
    const stop = new AbortController();
    const answer = await fetch(address, {
      headers: { 'accept-encoding': 'identity', ...conditions },
      signal: stop.signal,
    });
    if (answer.status === 404) {
      await answer.body?.cancel();
      return null;
    }
    if (![200, 206, 304].includes(answer.status)) {
      const why = (await answer.text()).slice(0, 300);
      throw new Error(`The media storage answered ${answer.status} for ${name}: ${why}`);
    }
    const headers = Object.fromEntries(passed.flatMap((key) => headerOf(answer.headers, key)));
    if (answer.status === 200) this.#remember(name, headers);
    const empty = method === 'HEAD' || answer.status === 304;
    if (empty) stop.abort();
    return { status: answer.status, headers, body: empty ? null : answer.body };
  }

  #remember(name: string, headers: Record<string, string>): void {
    this.#known.set(name, headers);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= mostKnown) break;
      this.#known.delete(oldest);
    }
  }
}

function headerOf(headers: Headers, key: string): [string, string][] {
  const value = headers.get(key);
  return value === null ? [] : [[key, value]];
}
