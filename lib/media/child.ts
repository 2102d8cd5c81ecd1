import { setPriority } from 'node:os';
import sharp from 'sharp';
import { MediaError } from './kind.ts';
import { make } from './make.ts';
import { makeCrops, onlyNeededLoaders } from './pictures.ts';
import type { Said, Task } from './process.ts';

/**
 * A process for one task: what strangers' files do to a decoder, they do here. It reads its task from the parent, says how far it
 * is, says what it made, and ends; it also ends when the parent does.
 */
const say = (said: Said) => process.send?.(said);

process.once('disconnect', () => process.exit(1));
process.once('message', (task: Task) => {
  onlyNeededLoaders();
  // Readers come first: this may take longer.
  setPriority(10);
  sharp.concurrency(1);
  sharp.cache(false);
  perform(task)
    .then(say, (error: unknown) => {
      if (error instanceof MediaError) say({ type: 'refused', code: error.code, message: error.message });
      else say({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
    })
    .finally(() => process.disconnect());
});

async function perform(task: Task): Promise<Said> {
  if (task.type === 'crop') {
    await makeCrops(task);
    return { type: 'cropped' };
  }
  return { type: 'made', made: await make(task, (done, total) => say({ type: 'progress', done, total })) };
}
