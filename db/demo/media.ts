import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { MediaStorage } from '#lib/media/storage.ts';
import { type StoredPicture, type StoredRecording, storePicture, storeRecording } from '#lib/media/store.ts';
import type { DemoMedia, DemoPicture } from './files.ts';

type Kept = 'hash' | 'file' | 'mime' | 'bytes' | 'original';

export type Stored = {
  pictures: (DemoPicture & { stored: Pick<StoredPicture, Kept | 'width' | 'height' | 'color' | 'widths'> })[];
  recordings: (DemoMedia & { stored: Pick<StoredRecording, Kept | 'captionsFile'> })[];
};

/** Pictures that are worked on at the same time. */
const workers = 2;

/** Keeps the demo's media in the storage, pictures as WebP alone: AVIF would take half of the first start. */
export async function storeDemoMedia(
  demo: { folder: string; pictures: DemoPicture[]; recordings: DemoMedia[] },
  storage: MediaStorage,
  progress: (text: string) => void,
): Promise<Stored> {
  const pictures: Stored['pictures'] = [];
  const waiting = demo.pictures.entries();
  await Promise.all(
    Array.from({ length: workers }, async () => {
      for (const [index, picture] of waiting) {
        const file = path.join(demo.folder, 'pictures', picture.file);
        pictures[index] = { ...picture, stored: await storePicture(file, storage) };
        progress(`图片 ${pictures.filter(Boolean).length}/${demo.pictures.length}`);
      }
    }),
  );
  const recordings: Stored['recordings'] = [];
  for (const recording of demo.recordings) {
    const place = (name: string) => path.join(demo.folder, 'av', name);
    const captions = recording.captions ? await readFile(place(recording.captions)) : undefined;
    recordings.push({ ...recording, stored: await storeRecording(place(recording.file), storage, captions) });
  }
  return { pictures, recordings };
}
