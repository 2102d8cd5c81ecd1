import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type StoredFile, type StoredPicture, storeFile, storePicture } from '#lib/media/store.ts';
import type { DemoMedia, DemoPicture } from './files.ts';

export type Stored = {
  pictures: (DemoPicture & { stored: StoredPicture })[];
  recordings: (DemoMedia & { stored: StoredFile })[];
};

/** Pictures that are worked on at the same time. */
const workers = 2;

/** Stores the demo's media below `target`; what is there already is left as it is. */
export async function storeDemoMedia(
  demo: { folder: string; pictures: DemoPicture[]; recordings: DemoMedia[] },
  target: string,
  progress: (text: string) => void,
): Promise<Stored> {
  const pictures: Stored['pictures'] = [];
  const waiting = demo.pictures.entries();
  await Promise.all(
    Array.from({ length: workers }, async () => {
      for (const [index, picture] of waiting) {
        const data = await readFile(path.join(demo.folder, 'pictures', picture.file));
        pictures[index] = { ...picture, stored: await storePicture(data, target) };
        progress(`图片 ${pictures.filter(Boolean).length}/${demo.pictures.length}`);
      }
    }),
  );
  const recordings: Stored['recordings'] = [];
  for (const recording of demo.recordings) {
    const file = (name: string) => readFile(path.join(demo.folder, 'av', name));
    const stored = await storeFile(
      {
        data: await file(recording.file),
        extension: path.extname(recording.file).slice(1),
        mime: recording.mime,
        ...(recording.captions ? { captions: await file(recording.captions) } : {}),
      },
      target,
    );
    recordings.push({ ...recording, stored });
  }
  return { pictures, recordings };
}
