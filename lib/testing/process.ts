import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';

/** A command of ours that serves the site, as a test starts, asks and kills it. */
export type RunningSite = {
  url: string;
  process: ChildProcess;
  /** What it has printed. */
  output(): string;
  /** Stops it as an operator does, and waits for its end. @returns its exit code. */
  stop(): Promise<number | null>;
  /** As a crash does. */
  kill(): Promise<void>;
};

type Settings = { environment: Record<string, string>; user?: { uid: number; gid: number } | undefined };

/**
 * Runs a script of the project and waits for its line that the site is there, which names the address.
 * @param args of Node.js: the script, with what comes before and behind it.
 */
export async function startSiteProcess(args: string[], { environment, user }: Settings): Promise<RunningSite> {
  const child = spawn(process.execPath, args, {
    cwd: path.resolve(import.meta.dirname, '../..'),
    env: { ...process.env, ...environment },
    ...user,
  });
  let output = '';
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const url = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk;
        const ready = /^渭水已就绪：(http:\/\/\S+)/m.exec(output);
        if (ready?.[1]) resolve(ready[1]);
      });
    }
    child.once('error', reject);
    void ended.then((code) => reject(new Error(`${args.join(' ')} ended with ${code}:\n${output}`)));
  });
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return ended;
  };
  return {
    url,
    process: child,
    output: () => output,
    stop: () => end('SIGTERM'),
    kill: async () => void (await end('SIGKILL')),
  };
}
