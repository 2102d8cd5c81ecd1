import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import type { PreparedAnswer } from './bare.ts';
import type { BeaconJob, BeaconResult } from './beacons.ts';
import type { Job, LoadResult } from './load.ts';

/** A process of the bench's own that answers one message with one message. */
async function exchange<T>(child: ChildProcess, message: object): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const settle = () => {
      child.off('message', heard);
      child.off('exit', ended);
    };
    const heard = (answer: { result?: T; error?: string }) => {
      settle();
      if (answer.error === undefined) resolve(answer.result as T);
      else reject(new Error(answer.error));
    };
    const ended = (code: number | null) => {
      settle();
      reject(new Error(`A process of the bench ended with ${code}.`));
    };
    child.on('message', heard);
    child.on('exit', ended);
    child.send(message);
  });
}

/** A child that has ended by itself, as at Ctrl-C, needs no telling. */
function release(child: ChildProcess): void {
  if (child.connected) child.disconnect();
}

function start(file: string): ChildProcess {
  return fork(path.join(import.meta.dirname, file), { serialization: 'advanced' });
}

export type LoadGenerator = { perform(job: Job): Promise<LoadResult>; stop(): void };

export function startLoadGenerator(): LoadGenerator {
  const child = start('load.ts');
  return { perform: (job) => exchange<LoadResult>(child, job), stop: () => release(child) };
}

export type Beacons = { perform(job: BeaconJob): Promise<BeaconResult>; stop(): void };

export function startBeacons(): Beacons {
  const child = start('beacons.ts');
  return { perform: (job) => exchange<BeaconResult>(child, job), stop: () => release(child) };
}

export type BareServer = { url: string; pid: number; stop(): void };

/** A server that does nothing but send `answers[n]` for the path `/n`. */
export async function startBareServer(answers: PreparedAnswer[]): Promise<BareServer> {
  const child = start('bare.ts');
  const port = await exchange<number>(child, answers);
  return { url: `http://127.0.0.1:${port}`, pid: child.pid as number, stop: () => release(child) };
}
