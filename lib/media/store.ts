import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { PictureFormat } from '#db/schema/media-facts.ts';
import type { Point } from './crops.ts';
import { MediaError } from './kind.ts';
import { type Made, make } from './make.ts';
import { type MediaStorage, mimeOf, originalName, publicName } from './storage.ts';

export { MediaError };

/** A file in the storage, as a row of the library needs it. */
export type Stored<M extends Made = Made> = M & {
  hash: string;
  original: string;
  mime: string;
  captionsFile: string | null;
};
export type StoredPicture = Stored<Extract<Made, { kind: 'image' }>>;
export type StoredRecording = Stored<Exclude<Made, { kind: 'image' }>>;

type Options = { formats?: readonly PictureFormat[]; crop?: Point | null; pixels?: number; captions?: Buffer };

/**
 * Takes a picture into the storage, here and now: for commands and the demo newsroom. The desk's way is `lib/media/worker.ts`;
 * both make and keep files by the same functions.
 * @throws {MediaError} for what is no picture, damaged or too large; then nothing was stored.
 */
export async function storePicture(file: string, storage: MediaStorage, options: Options = {}): Promise<StoredPicture> {
  const stored = await store(file, storage, options);
  if (stored.kind !== 'image') throw new MediaError('unknown-format', '这不是图片。');
  return stored;
}

/** Takes sound or film into the storage, as it is, with captions (WebVTT) where there are some. */
export async function storeRecording(file: string, storage: MediaStorage, captions?: Buffer): Promise<StoredRecording> {
  const stored = await store(file, storage, captions ? { captions } : {});
  if (stored.kind === 'image') throw new MediaError('unknown-format', '这不是音频或视频。');
  return stored;
}

async function store(file: string, storage: MediaStorage, options: Options): Promise<Stored> {
  const { formats = ['webp'], crop = null, pixels = 100_000_000, captions } = options;
  return withFolder(tmpdir(), async (folder) => {
    const made = await make({ input: file, folder, formats, pixels, crop });
    const captionsFile = captions ? 'captions.vtt' : null;
    if (captions && captionsFile) await writeFile(path.join(folder, captionsFile), captions);
    const hash = await hashOf(file);
    return { ...made, captionsFile, ...(await keep(file, folder, { hash, made }, storage)) };
  });
}

/**
 * Puts what was made of a file, and the file itself, into the storage. Every name has all of its file or none, and no row
 * names them yet: whoever is killed here leaves nothing that anyone sees.
 */
export async function keep(
  input: string,
  folder: string,
  { hash, made }: { hash: string; made: Made },
  storage: MediaStorage,
): Promise<{ hash: string; original: string; mime: string }> {
  for (const file of await readdir(folder)) {
    await storage.put(publicName(hash, file), path.join(folder, file), mimeOf(file));
  }
  const original = `${hash}/original.${made.extension}`;
  await storage.put(originalName(original), input, mimeOf(original));
  return { hash, original, mime: made.kind === 'image' ? 'image/jpeg' : made.mime };
}

/** First 16 hex digits of the SHA-256 of a file: its folder and address. */
export async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex').slice(0, 16);
}

/** A new folder within `parent` for as long as `work` takes. */
export async function withFolder<T>(parent: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(parent, 'media-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
