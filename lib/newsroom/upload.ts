import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { eq } from 'drizzle-orm';
import { db } from '#db/client.ts';
import { media } from '#db/schema/index.ts';
import { storeFile, storePicture } from '#lib/media/store.ts';

export type PictureWords = { alt?: string; caption?: string; credit?: string; licence?: string; aiMade?: boolean };
export type Recording = {
  durationSeconds: number;
  posterId?: number;
  /** A WebVTT file. */
  captions?: string;
  chapters?: { at: number; title: string }[];
};

const recordings: Record<string, { kind: 'audio' | 'video'; mime: string }> = {
  mp3: { kind: 'audio', mime: 'audio/mpeg' },
  m4a: { kind: 'audio', mime: 'audio/mp4' },
  ogg: { kind: 'audio', mime: 'audio/ogg' },
  mp4: { kind: 'video', mime: 'video/mp4' },
  webm: { kind: 'video', mime: 'video/webm' },
};

/**
 * Takes a picture file into the media library. One that is there already keeps what is said of it.
 * @param folder where media are stored (`lib/media/store.ts`).
 * @returns its media id.
 * @throws {MediaError} for what is no picture.
 */
export async function uploadPicture(file: string, words: PictureWords, folder: string): Promise<number> {
  const stored = await storePicture(await readFile(file), folder);
  return keep({ kind: 'image', ...stored, ...words });
}

/** Takes sound or film into the media library; null for a kind of file that browsers do not play. */
export async function uploadRecording(file: string, about: Recording, folder: string): Promise<number | null> {
  const extension = path.extname(file).slice(1).toLowerCase();
  const type = recordings[extension];
  if (!type) return null;
  const { captions, ...facts } = about;
  const [data, captionsData] = await Promise.all([
    readFile(file),
    captions === undefined ? undefined : readFile(captions),
  ]);
  const stored = await storeFile(
    { data, extension, mime: type.mime, ...(captionsData && { captions: captionsData }) },
    folder,
  );
  return keep({ kind: type.kind, ...stored, ...facts });
}

async function keep(row: typeof media.$inferInsert): Promise<number> {
  const [added] = await db
    .insert(media)
    .values(row)
    .onConflictDoNothing({ target: media.hash })
    .returning({ id: media.id });
  if (added) return added.id;
  const [known] = await db.select({ id: media.id }).from(media).where(eq(media.hash, row.hash));
  if (!known) throw new Error(`The media file ${row.hash} was removed meanwhile.`);
  return known.id;
}
