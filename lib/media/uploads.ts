import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rm, stat, statfs, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DataStore, ERRORS, MemoryLocker, Server, Upload } from '@tus/server';
import { and, eq, sql } from 'drizzle-orm';
import { db } from '#db/client.ts';
import { media, mediaUpload } from '#db/schema/index.ts';
import type { Actor } from '#lib/newsroom/actor.ts';
import { may } from '#lib/newsroom/rights.ts';
import type { MediaLimits } from './configuration.ts';
import { headBytes, headOf, kindOf, MediaError } from './kind.ts';

/** An answer other than the usual: what `@tus/server` takes for an error. */
class Refusal extends Error {
  readonly status_code: number;
  readonly body: string;

  constructor(status: number, sentence: string) {
    super(sentence);
    this.status_code = status;
    this.body = sentence;
  }
}

/** Kept free on disk, in bytes: the database lives there too. */
const spare = 512 * 1024 * 1024;

/**
 * Files on their way in (tus 1.0.0: https://tus.io/protocols/resumable-upload). What has arrived lies in `{data}/uploads`, one file
 * for each upload, no longer than what has arrived; all else stands in `media_upload`. Whatever is killed, the next request goes
 * on where the file ends.
 */
export class Uploads {
  readonly #folder: string;
  readonly #limits: MediaLimits;
  readonly #locker = new MemoryLocker();
  #node: Promise<string> | null = null;

  constructor(dataFolder: string, limits: MediaLimits) {
    this.#folder = path.join(dataFolder, 'uploads');
    this.#limits = limits;
  }

  /** Answers a request of the protocol. `address` is the path below which uploads have their addresses. */
  async answer(request: Request, actor: Actor, address: string): Promise<Response> {
    const server = new Server({
      path: address,
      datastore: new Store(this, actor),
      locker: this.#locker,
      relativeLocation: true,
      namingFunction: () => randomBytes(16).toString('hex'),
      // Nobody but our own pages: no header of CORS is sent.
      allowedOrigins: () => false,
      onUploadCreate: async (_, upload) => {
        await this.#accept(upload, actor);
        return {};
      },
      onUploadFinish: async (_, { id }) => {
        await this.#finish(id);
        return {};
      },
      onResponseError: (_, error) => inChinese(error),
    });
    const answer = await server.handleWeb(request);
    answer.headers.set('Cache-Control', 'no-store');
    if (answer.headers.get('content-type') === null && answer.status >= 400)
      answer.headers.set('Content-Type', 'text/plain; charset=utf-8');
    return answer;
  }

  /**
   * A file that comes whole, in one request, by the same rules.
   * @param length of the body, in bytes.
   * @returns the upload; or the status and the sentence with which it is refused, and then nothing is left of it.
   */
  async take(
    body: ReadableStream<Uint8Array>,
    { length, name }: { length: number; name: string },
    actor: Actor,
  ): Promise<{ id: string } | { status: number; sentence: string }> {
    const address = '/uploads';
    const ask = (method: string, place: string, headers: Record<string, string>, bytes?: typeof body) =>
      this.answer(
        new Request(new URL(place, 'http://localhost'), {
          method,
          headers: { 'Tus-Resumable': '1.0.0', ...headers },
          ...(bytes && { body: bytes, duplex: 'half' }),
        }),
        actor,
        address,
      );
    const begun = await ask('POST', address, {
      'Upload-Length': String(length),
      'Upload-Metadata': `filename ${Buffer.from(name || '未命名').toString('base64')}`,
    });
    const place = begun.headers.get('location');
    if (begun.status !== 201 || place === null) return { status: begun.status, sentence: await begun.text() };
    const type = 'application/offset+octet-stream';
    const sent = await ask('PATCH', place, { 'Upload-Offset': '0', 'Content-Type': type }, body);
    if (sent.headers.get('upload-offset') === String(length)) return { id: place.slice(address.length + 1) };
    const sentence = await sent.text();
    await ask('DELETE', place, {});
    return sent.status >= 400 ? { status: sent.status, sentence } : { status: 400, sentence: '文件没有完整地收到。' };
  }

  /** Where the bytes of an upload lie. */
  fileOf(id: string): string {
    if (!/^[0-9a-f]{32}$/.test(id)) throw new Refusal(404, '没有这个上传。');
    return path.join(this.#folder, id);
  }

  /** The name of this folder: instances that share it may take up each other's uploads. */
  node(): Promise<string> {
    this.#node ??= this.#nameFolder().catch((error: unknown) => {
      this.#node = null;
      throw error;
    });
    return this.#node;
  }

  async #nameFolder(): Promise<string> {
    await mkdir(this.#folder, { recursive: true });
    const place = path.join(this.#folder, '.node');
    await writeFile(place, randomBytes(8).toString('hex'), { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
    return (await readFile(place, 'utf8')).trim();
  }

  /** Milliseconds in which an upload must be finished. */
  get life(): number {
    return this.#limits.hours * 3_600_000;
  }

  /** Checks all that is known before the first byte. */
  async #accept(upload: Upload, actor: Actor): Promise<void> {
    const size = upload.size ?? 0;
    if (size === 0) throw new Refusal(400, '文件是空的。');
    const most = Math.max(this.#limits.picture, this.#limits.recording);
    if (size > most) throw new Refusal(413, `文件有 ${inWords(size)}，超过 ${inWords(most)} 的上限。`);
    const replaces = upload.metadata?.replaces;
    const verdict = may(actor, replaces ? 'manage-media' : 'use-media');
    if (!verdict.ok) throw new Refusal(403, verdict.message);
    if (replaces) {
      const id = /^[1-9]\d{0,14}$/.test(replaces) ? Number(replaces) : 0;
      const [row] = await db.select({ id: media.id }).from(media).where(eq(media.id, id));
      if (!row) throw new Refusal(404, `媒体 ${replaces.slice(0, 20)} 不存在，不能替换。`);
    }
    const [mine] = await db
      .select({ bytes: sql<string>`coalesce(sum(${mediaUpload.bytes}), 0)` })
      .from(mediaUpload)
      .where(and(eq(mediaUpload.by, actor.id), sql`${mediaUpload.state} in ('receiving', 'received', 'working')`));
    if (Number(mine?.bytes ?? 0) + size > this.#limits.pending)
      throw new Refusal(413, `未完成的上传合计不能超过 ${inWords(this.#limits.pending)}：请等一等，或取消一些。`);
    await this.node();
    const { bavail, bsize } = await statfs(this.#folder);
    if (bavail * bsize < size + spare) throw new Refusal(507, '服务器磁盘空间不足，暂时不能上传：请通知管理员。');
  }

  /** All of it is here. On disk, before anyone is told so. */
  async #finish(id: string): Promise<void> {
    const handle = await open(this.fileOf(id), 'r+');
    await handle.sync().finally(() => handle.close());
    await db
      .update(mediaUpload)
      .set({ state: 'received' })
      .where(and(eq(mediaUpload.id, id), eq(mediaUpload.state, 'receiving')));
    wakeWorker();
  }

  /** What the first bytes say: an upload that is of no use ends here, and not after two gigabytes. */
  async check(id: string, size: number): Promise<void> {
    try {
      const kind = await kindOf(await headOf(this.fileOf(id)));
      const most = kind.kind === 'image' ? this.#limits.picture : this.#limits.recording;
      if (size > most)
        throw new MediaError(
          'too-large',
          `${kind.kind === 'image' ? '图片' : '音视频'}有 ${inWords(size)}，超过 ${inWords(most)} 的上限：请压缩以后再上传。`,
        );
    } catch (error) {
      if (!(error instanceof MediaError)) throw error;
      await this.refuse(id, error.message);
      throw new Refusal(error.code === 'too-large' ? 413 : 415, error.message);
    }
  }

  /** Ends an upload with a sentence that its owner is shown. */
  async refuse(id: string, sentence: string): Promise<void> {
    await db.update(mediaUpload).set({ state: 'refused', refusal: sentence }).where(eq(mediaUpload.id, id));
    await rm(this.fileOf(id), { force: true });
  }

  /** Removes uploads whose time is over, and files that no upload knows. @returns how many uploads. */
  async removeExpired(): Promise<number> {
    const node = await this.node();
    const rows = await db
      .delete(mediaUpload)
      .where(
        and(
          eq(mediaUpload.node, node),
          sql`${mediaUpload.expiresAt} < clock_timestamp() and ${mediaUpload.state} <> 'working'`,
        ),
      )
      .returning({ id: mediaUpload.id });
    for (const { id } of rows) await rm(this.fileOf(id), { force: true });
    const known = new Set(
      (await db.select({ id: mediaUpload.id }).from(mediaUpload).where(eq(mediaUpload.node, node))).map(({ id }) => id),
    );
    for (const file of await readdir(this.#folder)) {
      if (file === '.node' || known.has(file)) continue;
      const place = path.join(this.#folder, file);
      const age = Date.now() - ((await stat(place).catch(() => null))?.mtimeMs ?? Date.now());
      // One that was just begun has no row yet; a worker's folder lives as long as its lease.
      if (age > 3_600_000) await rm(place, { recursive: true, force: true });
    }
    return rows.length;
  }
}

/** Uploads of one user, as `@tus/server` wants them. */
class Store extends DataStore {
  readonly #uploads: Uploads;
  readonly #actor: Actor;

  constructor(uploads: Uploads, actor: Actor) {
    super();
    this.#uploads = uploads;
    this.#actor = actor;
    this.extensions = ['creation', 'creation-with-upload', 'termination', 'expiration'];
  }

  override async create(upload: Upload): Promise<Upload> {
    const { id: by, name, role, sectionIds } = this.#actor;
    const handle = await open(this.#uploads.fileOf(upload.id), 'wx');
    await handle.close();
    const replaces = upload.metadata?.replaces;
    const now = new Date();
    await db.insert(mediaUpload).values({
      id: upload.id,
      node: await this.#uploads.node(),
      name: cleanName(upload.metadata?.filename ?? ''),
      bytes: upload.size ?? 0,
      by,
      actor: { id: by, name, role, sectionIds: sectionIds && [...sectionIds] },
      replaces: replaces ? Number(replaces) : null,
      createdAt: now,
      expiresAt: new Date(now.getTime() + this.getExpiration()),
    });
    upload.creation_date = now.toISOString();
    return upload;
  }

  override async getUpload(id: string): Promise<Upload> {
    const file = this.#uploads.fileOf(id);
    const [row] = await db
      .select()
      .from(mediaUpload)
      .where(and(eq(mediaUpload.id, id), eq(mediaUpload.by, this.#actor.id)));
    if (!row) throw ERRORS.FILE_NOT_FOUND;
    if (row.refusal !== null) throw new Refusal(410, row.refusal);
    const size = await stat(file).then(
      (known) => known.size,
      () => null,
    );
    if (size === null && row.state === 'receiving') throw ERRORS.FILE_NO_LONGER_EXISTS;
    return new Upload({
      id,
      size: row.bytes,
      offset: size === null || row.state !== 'receiving' ? row.bytes : Math.min(size, row.bytes),
      creation_date: row.createdAt.toISOString(),
    });
  }

  override async write(stream: Readable, id: string, offset: number): Promise<number> {
    const file = this.#uploads.fileOf(id);
    let arrived = 0;
    stream.on('data', (bytes: Buffer) => {
      arrived += bytes.length;
    });
    // At its place, not at the end: who sends the same part twice writes the same bytes twice.
    await pipeline(stream, createWriteStream(file, { flags: 'r+', start: offset }));
    const end = offset + arrived;
    const { size = 0 } = await this.getUpload(id);
    if (offset < headBytes && (end >= headBytes || end === size)) await this.#uploads.check(id, size);
    return end;
  }

  override async remove(id: string): Promise<void> {
    await this.getUpload(id);
    const removed = await db
      .delete(mediaUpload)
      .where(and(eq(mediaUpload.id, id), sql`${mediaUpload.state} in ('receiving', 'received')`))
      .returning({ id: mediaUpload.id });
    if (removed.length === 0) throw ERRORS.INVALID_TERMINATION;
    await rm(this.#uploads.fileOf(id), { force: true });
  }

  override getExpiration(): number {
    return this.#uploads.life;
  }
}

/** A name to show: the last part of a path, without what steers terminals or runs from right to left. */
export function cleanName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  const plain = last
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .trim();
  return plain.slice(0, 200) || '未命名';
}

/** `1.5 GB` */
export function inWords(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB'];
  let value = bytes;
  let unit = 0;
  for (; value >= 1024 && unit < units.length - 1; unit += 1) value /= 1024;
  return `${value >= 10 || Number.isInteger(value) ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** What the library says in English. */
function inChinese(
  error: Error | { status_code: number; body: string },
): { status_code: number; body: string } | undefined {
  if (error instanceof Refusal) return { status_code: error.status_code, body: error.body };
  if (!('status_code' in error)) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC')
      return { status_code: 507, body: '服务器磁盘已满，请通知管理员。' };
    console.error('upload:', error);
    return { status_code: 500, body: '服务器出错了，已收到的部分不会丢，请稍后继续上传。' };
  }
  const sentences: Record<number, string> = {
    404: '没有这个上传，或者它已经过期：请重新上传。',
    409: '上传的位置对不上，请继续上传。',
    410: '这个上传已经过期：请重新上传。',
    413: '收到的内容比说好的多，上传中止。',
  };
  return { status_code: error.status_code, body: sentences[error.status_code] ?? '上传请求不合规范。' };
}

const wakeKey = Symbol.for('weishui.media');

/** The bundle of Next.js and the server are two module graphs in one process; in another process the worker looks by itself. */
export function wakeWorker(): void {
  (globalThis as { [key: symbol]: (() => void) | undefined })[wakeKey]?.();
}

/** Has `wake` called whenever something is to be done in this process. @returns a function that ends it. */
export function onWake(wake: () => void): () => void {
  const holder = globalThis as { [key: symbol]: (() => void) | undefined };
  holder[wakeKey] = wake;
  return () => {
    if (holder[wakeKey] === wake) holder[wakeKey] = undefined;
  };
}
