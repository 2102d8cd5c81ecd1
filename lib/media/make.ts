import { copyFile, open } from 'node:fs/promises';
import path from 'node:path';
import type { MediaFacts } from '#db/schema/media-facts.ts';
import { headOf, kindOf } from './kind.ts';
import { type MadePicture, makePicture, type PictureTask } from './pictures.ts';
import { recordingFacts } from './recordings.ts';

export type MadeRecording = {
  file: string;
  mime: string;
  bytes: number;
  durationSeconds: number;
  width: number | null;
  height: number | null;
  facts: MediaFacts;
};

/** What was made of a file; `extension` is the original's. */
export type Made =
  | ({ kind: 'image'; extension: string } & MadePicture)
  | ({ kind: 'audio' | 'video'; extension: string } & MadeRecording);

/**
 * Looks at a file, by its content alone, and makes everything that readers get of it, into an empty folder.
 * @throws {MediaError} for what cannot be taken in.
 */
export async function make(task: PictureTask, progress?: (done: number, total: number) => void): Promise<Made> {
  const kind = await kindOf(await headOf(task.input));
  if (kind.kind === 'image') {
    return { kind: 'image', extension: kind.extension, ...(await makePicture(task, progress)) };
  }
  progress?.(0, 1);
  const { places, codecs, ...facts } = await recordingFacts(task.input, kind);
  const file = `original.${kind.extension}`;
  const target = path.join(task.folder, file);
  await copyFile(task.input, target);
  const handle = await open(target, 'r+');
  try {
    for (const { at, length } of places) await handle.write(Buffer.alloc(length, ' '), 0, length, at);
    const bytes = (await handle.stat()).size;
    progress?.(1, 1);
    return {
      ...facts,
      extension: kind.extension,
      file,
      // An MP4 without a picture is sound.
      mime: facts.kind === 'audio' && kind.kind === 'video' ? kind.mime.replace('video/', 'audio/') : kind.mime,
      bytes,
      facts: { format: kind.format, bytes, codecs, ...(places.length > 0 && { placed: true }) },
    };
  } finally {
    await handle.close();
  }
}
