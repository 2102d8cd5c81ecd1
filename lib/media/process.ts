import { fork } from 'node:child_process';
import path from 'node:path';
import type { Point } from './crops.ts';
import { MediaError } from './kind.ts';
import type { Made } from './make.ts';
import type { PictureTask } from './pictures.ts';

export type Task =
  | ({ type: 'make' } & PictureTask)
  | { type: 'crop'; input: string; folder: string; pixels: number; crop: Point };

export type Said =
  | { type: 'progress'; done: number; total: number }
  | { type: 'made'; made: Made }
  | { type: 'cropped' }
  | { type: 'refused'; code: MediaError['code']; message: string }
  | { type: 'failed'; message: string };

/** The longest that a file may take, in milliseconds: a picture that takes longer was made to. */
const patience = 5 * 60_000;

/**
 * Performs a task in a process of its own.
 * @param onProgress files made, and files to be made.
 * @throws {MediaError} for a file that cannot be taken in, also where the process died of it; whatever else goes wrong as Error.
 */
export function performApart(
  task: Task,
  { onProgress, signal }: { onProgress?: (done: number, total: number) => void; signal?: AbortSignal } = {},
): Promise<Extract<Said, { type: 'made' | 'cropped' }>> {
  return new Promise((resolve, reject) => {
    const child = fork(path.join(import.meta.dirname, 'child.ts'), {
      execArgv: ['--max-old-space-size=512'],
      // It needs no secrets.
      env: { PATH: process.env.PATH, NODE_ENV: process.env.NODE_ENV ?? 'production' },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    let answer: Said | null = null;
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, patience);
    const stop = () => child.kill('SIGKILL');
    signal?.addEventListener('abort', stop, { once: true });
    child.on('message', (said: Said) => {
      if (said.type === 'progress') onProgress?.(said.done, said.total);
      else answer = said;
    });
    child.once('error', reject);
    child.once('exit', (code, ended) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      if (signal?.aborted) return reject(signal.reason);
      if (answer?.type === 'made' || answer?.type === 'cropped') return resolve(answer);
      if (answer?.type === 'refused') return reject(new MediaError(answer.code, answer.message));
      if (answer?.type === 'failed') return reject(new Error(answer.message));
      // A decoder that crashes, or never ends, does so for what is in the file; killed from outside it would be tried again.
      if (late || ended === 'SIGSEGV' || ended === 'SIGABRT' || ended === 'SIGBUS')
        return reject(new MediaError('damaged', '处理这个文件的程序中途出错：文件可能已损坏，请重新导出再上传。'));
      reject(new Error(`The process of a media file ended with ${ended ?? code}.`));
    });
    child.send(task, (error) => {
      if (error) stop();
    });
  });
}
