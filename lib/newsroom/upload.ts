import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { eq } from 'drizzle-orm';
import { db } from '#db/client.ts';
import { media } from '#db/schema/index.ts';
import type { MediaStorage } from '#lib/media/storage.ts';
import { hashOf, storePicture, storeRecording } from '#lib/media/store.ts';

export type PictureWords = { alt?: string; caption?: string; credit?: string; licence?: string; aiMade?: boolean };
export type Recording = {
  durationSeconds: number;
  posterId?: number;
  /** A WebVTT file. */
  captions?: string;
  chapters?: { at: number; title: string }[];
};

/**
 * Takes a picture file into the media library. One that is there already keeps what is said of it.
 * @returns its media id.
 * @throws {MediaError} for what is no picture.
 */
export async function uploadPicture(file: string, words: PictureWords, storage: MediaStorage): Promise<number> {
  const known = await mediaOf(await hashOf(file));
  if (known) return known;
  const { extension: _, captionsFile: __, ...stored } = await storePicture(file, storage);
  return add({ ...stored, name: path.basename(file), ...words });
}

/**
 * Takes sound or film into the media library.
 * @throws {MediaError} for what browsers do not play.
 */
export async function uploadRecording(file: string, about: Recording, storage: MediaStorage): Promise<number> {
  const known = await mediaOf(await hashOf(file));
  if (known) return known;
  const { captions, ...facts } = about;
  const text = captions === undefined ? undefined : await readFile(captions);
  const { extension: _, ...stored } = await storeRecording(file, storage, text);
  return add({ ...stored, name: path.basename(file), ...facts });
}

async function add(row: typeof media.$inferInsert): Promise<number> {
  const [added] = await db
    .insert(media)
    .values(row)
    .onConflictDoNothing({ target: media.hash })
    .returning({ id: media.id });
  const id = added?.id ?? (await mediaOf(row.hash));
  if (!id) throw new Error(`The media file ${row.hash} was removed meanwhile.`);
  return id;
}

async function mediaOf(hash: string): Promise<number | null> {
  const [known] = await db.select({ id: media.id }).from(media).where(eq(media.hash, hash));
  return known?.id ?? null;
}
