import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { and, eq, sql } from 'drizzle-orm';
import { db, type Executor } from '#db/client.ts';
import { media, mediaRemoval, mediaUpload } from '#db/schema/index.ts';
import type { AppliedEvent } from '#lib/cache/clock.ts';
import { applyEvent } from '#lib/cache/revalidate.ts';
import { addMedia, cropPoint, enterCrops, replaceMedia } from '#lib/newsroom/library.ts';
import { type Done, Refused, toApply } from '#lib/newsroom/result.ts';
import { inTurn } from '#lib/newsroom/transaction.ts';
import type { MediaConfiguration } from './configuration.ts';
import { cropNames, type Point } from './crops.ts';
import { MediaError } from './kind.ts';
import type { Made } from './make.ts';
import { performApart } from './process.ts';
import { type MediaStorage, originalName, publicName } from './storage.ts';
import { hashOf, keep, withFolder } from './store.ts';
import { onWake, Uploads } from './uploads.ts';

/** In seconds. */
export type Pace = {
  /** A worker that has not said for so long that it is at it counts as lost. */
  lease: number;
  /** How often it says so. */
  heartbeat: number;
  /** How often it looks by itself whether there is something to do. */
  look: number;
  housekeeping: number;
  /** A finished or refused upload is remembered for so long. */
  remember: number;
};

const usualPace: Pace = { lease: 60, heartbeat: 15, look: 2, housekeeping: 900, remember: 3 * 24 * 3600 };

/** A file at which the process of a worker died so often is not tried again. */
const mostAttempts = 3;

type Options = { storage: MediaStorage; dataFolder: string; configuration: MediaConfiguration; pace?: Partial<Pace> };

type Claimed = typeof mediaUpload.$inferSelect;

/**
 * Makes what readers get of uploaded files, one at a time, behind everything else that this machine does. Every instance has one; rows of
 * `media_upload` are the queue, and a row that a dead worker held is taken up again by whoever has the file.
 */
export class MediaWorker {
  readonly #storage: MediaStorage;
  readonly #uploads: Uploads;
  readonly #dataFolder: string;
  readonly #configuration: MediaConfiguration;
  readonly #pace: Pace;
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;
  #wake = () => {};
  #complained = false;

  constructor({ storage, dataFolder, configuration, pace }: Options) {
    this.#storage = storage;
    this.#dataFolder = dataFolder;
    this.#configuration = configuration;
    this.#uploads = new Uploads(dataFolder, configuration.limits);
    this.#pace = { ...usualPace, ...pace };
    const silence = onWake(() => this.#wake());
    this.#running = this.#run().finally(silence);
  }

  /** Gives back what is under way, and ends. */
  async stop(): Promise<void> {
    this.#stop.abort(new Error('The media worker stops.'));
    this.#wake();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    let cleaned = Number.NEGATIVE_INFINITY;
    while (!signal.aborted) {
      const woken = new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      try {
        while (!signal.aborted && ((await this.#takeUpload()) || (await this.#takeCrops())));
        if (!signal.aborted && performance.now() - cleaned > this.#pace.housekeeping * 1000) {
          await this.#keepHouse();
          cleaned = performance.now();
        }
        this.#complained = false;
      } catch (error) {
        if (!signal.aborted && !this.#complained) console.error('media:', error);
        this.#complained = true;
      }
      const over = new AbortController();
      await Promise.race([woken, wait(this.#pace.look * 1000, null, { signal: over.signal }).catch(() => {})]);
      over.abort();
    }
  }

  /** Performs the oldest upload that waits. @returns false where none does. */
  async #takeUpload(): Promise<boolean> {
    const node = await this.#uploads.node();
    const [row] = await db
      .update(mediaUpload)
      .set({ state: 'working', attempts: sql`${mediaUpload.attempts} + 1`, leaseUntil: this.#lease() })
      .where(
        sql`${mediaUpload.id} = (
          select id from media_upload
          where node = ${node} and (state = 'received' or (state = 'working' and lease_until < clock_timestamp()))
          order by created_at limit 1 for update skip locked)`,
      )
      .returning();
    if (!row) return false;
    const beating = setInterval(() => void this.#beat(row.id, {}), this.#pace.heartbeat * 1000);
    try {
      if (row.attempts > mostAttempts)
        throw new MediaError('damaged', '处理这个文件几次都没有成功，请重新导出再上传。');
      await this.#perform(row);
    } catch (error) {
      if (this.#stop.signal.aborted) await this.#giveBack(row.id);
      else if (error instanceof MediaError) await this.#refuse(row.id, error.message);
      else if (error instanceof Refused) await this.#refuse(row.id, error.refusal.message);
      // Not the file's fault: a disk that is full, a storage that is away. Its lease says when it is tried again.
      else throw error;
    } finally {
      clearInterval(beating);
    }
    return true;
  }

  async #perform(row: Claimed): Promise<void> {
    const input = this.#uploads.fileOf(row.id);
    const { size } = await stat(input).catch(() => ({ size: -1 }));
    if (size !== row.bytes) throw new MediaError('damaged', '文件没有完整地存下来，请重新上传。');
    const hash = await hashOf(input);
    const known = row.replaces === null ? await this.#known(hash) : null;
    if (known !== null) return this.#finish(row.id, known);
    const crop = row.replaces === null ? { x: 50, y: 50 } : await focalOf(row.replaces);
    await withFolder(path.dirname(input), async (folder) => {
      const { limits, formats } = this.#configuration;
      let told = Promise.resolve();
      const said = await performApart(
        { type: 'make', input, folder, formats, pixels: limits.pixels, crop },
        {
          signal: this.#stop.signal,
          onProgress: (done, total) => {
            told = told.then(() => this.#beat(row.id, { done, total }));
          },
        },
      );
      await told;
      if (said.type !== 'made') throw new Error('The process made something else.');
      // Said before the first file is put: whoever cleans up after us knows where.
      await db.update(mediaUpload).set({ hash }).where(eq(mediaUpload.id, row.id));
      await db.delete(mediaRemoval).where(eq(mediaRemoval.hash, hash));
      const kept = await keep(input, folder, { hash, made: said.made }, this.#storage);
      await this.#enter(row, said.made, kept, crop);
    });
  }

  /** Enters what was made: from this transaction on it exists. */
  async #enter(
    row: Claimed,
    made: Made,
    kept: { hash: string; original: string; mime: string },
    crop: Point,
  ): Promise<void> {
    const { extension: _, ...facts } = made;
    const file = {
      ...facts,
      ...kept,
      name: row.name,
      uploadedBy: row.by,
      ...(made.kind === 'image' && { cropX: crop.x, cropY: crop.y, cropsDue: false }),
    };
    const result = await inTurn(async (tx): Promise<Done | { ok: true }> => {
      if (row.replaces === null) {
        await this.#finish(row.id, await addMedia(tx, file), tx);
        return { ok: true };
      }
      const changed = await replaceMedia(tx, row.replaces, file, row);
      // The focal point may have moved since the crops were cut.
      await tx
        .update(media)
        .set({
          cropsDue: sql`${media.kind} = 'image' and (${cropPoint('x')}, ${cropPoint('y')}) <> (${crop.x}, ${crop.y})`,
        })
        .where(eq(media.id, row.replaces));
      await this.#finish(row.id, row.replaces, tx);
      return changed;
    });
    if (!result.ok) throw new MediaError('damaged', result.message);
    if ('eventId' in result) await this.#apply(result);
    await this.#removeUpload(row.id);
  }

  async #finish(id: string, mediaId: number, tx?: Executor): Promise<void> {
    await (tx ?? db)
      .update(mediaUpload)
      .set({ state: 'done', mediaId, leaseUntil: null, expiresAt: this.#later() })
      .where(eq(mediaUpload.id, id));
    if (!tx) await this.#removeUpload(id);
  }

  async #refuse(id: string, sentence: string): Promise<void> {
    await this.#uploads.refuse(id, sentence);
    const [row] = await db
      .update(mediaUpload)
      .set({ leaseUntil: null, expiresAt: this.#later() })
      .where(eq(mediaUpload.id, id))
      .returning({ hash: mediaUpload.hash });
    if (row?.hash) await this.#removeUnlessKnown(row.hash);
  }

  async #giveBack(id: string): Promise<void> {
    await db
      .update(mediaUpload)
      .set({ state: 'received', leaseUntil: null, attempts: sql`${mediaUpload.attempts} - 1`, done: 0, total: 0 })
      .where(and(eq(mediaUpload.id, id), eq(mediaUpload.state, 'working')));
  }

  /** Says that we are at it, and how far. Nothing depends on one of these being heard. */
  async #beat(id: string, progress: { done?: number; total?: number }): Promise<void> {
    await db
      .update(mediaUpload)
      .set({ ...progress, leaseUntil: this.#lease() })
      .where(and(eq(mediaUpload.id, id), eq(mediaUpload.state, 'working')))
      .catch(() => {});
  }

  /** Cuts the crops of one picture whose focal point has moved. @returns false where there is none. */
  async #takeCrops(): Promise<boolean> {
    const point = { x: cropPoint('x'), y: cropPoint('y') };
    // Two instances may cut the same crops: they are the same files, and the second finds nothing left to enter.
    const [row] = await db
      .select({ id: media.id, hash: media.hash, file: media.file, ...point })
      .from(media)
      .where(eq(media.cropsDue, true))
      .orderBy(media.id)
      .limit(1);
    if (!row) return false;
    const crop = { x: row.x, y: row.y };
    const cut = await withFolder(await this.#place(), async (folder) => {
      const input = path.join(folder, 'input');
      if (!(await this.#storage.fetch(publicName(row.hash, row.file), input))) return false;
      const { pixels } = this.#configuration.limits;
      await performApart({ type: 'crop', input, folder, pixels, crop }, { signal: this.#stop.signal });
      for (const file of cropNames(crop)) {
        await this.#storage.put(publicName(row.hash, file), path.join(folder, file), 'image/jpeg');
      }
      return true;
    }).catch((error: unknown) => {
      if (error instanceof MediaError) return false;
      throw error;
    });
    if (!cut) {
      await db
        .update(media)
        .set({ cropsDue: false })
        .where(and(eq(media.id, row.id), eq(media.hash, row.hash)));
      return true;
    }
    const entered = await enterCrops(row.id, row.hash, crop);
    if (entered.ok && 'eventId' in entered) await this.#apply(entered);
    return true;
  }

  async #keepHouse(): Promise<void> {
    await this.#uploads.removeExpired();
    // One at a time, each locked while its files go: whoever brings the same bytes again takes the row first.
    for (let found = true; found && !this.#stop.signal.aborted; ) {
      found = await db.transaction(async (tx) => {
        const [row] = await tx
          .select()
          .from(mediaRemoval)
          .where(sql`${mediaRemoval.dueAt} < clock_timestamp()`)
          .limit(1)
          .for('update', { skipLocked: true });
        if (!row) return false;
        await this.#removeUnlessKnown(row.hash);
        await tx.delete(mediaRemoval).where(eq(mediaRemoval.hash, row.hash));
        return true;
      });
    }
  }

  /** Removes the files of bytes that no medium has, and nobody is about to enter. */
  async #removeUnlessKnown(hash: string): Promise<void> {
    const [other] = await db
      .select({ id: mediaUpload.id })
      .from(mediaUpload)
      .where(and(eq(mediaUpload.hash, hash), eq(mediaUpload.state, 'working')));
    if (other || (await this.#known(hash)) !== null) return;
    const names = [publicName(hash, ''), originalName(`${hash}/`)].map((prefix) => this.#storage.list(prefix));
    await this.#storage.remove((await Promise.all(names)).flat());
  }

  async #known(hash: string): Promise<number | null> {
    const [row] = await db.select({ id: media.id }).from(media).where(eq(media.hash, hash));
    return row?.id ?? null;
  }

  async #removeUpload(id: string): Promise<void> {
    await rm(this.#uploads.fileOf(id), { force: true });
  }

  async #place(): Promise<string> {
    await this.#uploads.node();
    return path.join(this.#dataFolder, 'uploads');
  }

  async #apply(changed: Done): Promise<void> {
    const events: AppliedEvent[] = toApply(changed);
    await Promise.all(events.map(applyEvent));
  }

  #lease() {
    return sql`clock_timestamp() + make_interval(secs => ${this.#pace.lease})`;
  }

  #later() {
    return sql`clock_timestamp() + make_interval(secs => ${this.#pace.remember})`;
  }
}

async function focalOf(mediaId: number): Promise<Point> {
  const [row] = await db
    .select({ x: cropPoint('x'), y: cropPoint('y') })
    .from(media)
    .where(eq(media.id, mediaId));
  return row ?? { x: 50, y: 50 };
}
