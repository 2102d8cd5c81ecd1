import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';

/** One instance of the site (`npm run serve`), as a test starts, asks and kills it. */
export type TestInstance = {
  url: string;
  process: ChildProcess;
  /** What it has printed. */
  output(): string;
  /** Stops it as an operator does, and waits for its end. @returns its exit code. */
  stop(): Promise<number | null>;
  /** As a crash does. */
  kill(): Promise<void>;
};

type Settings = { databaseUrl: string; dataDir: string; environment?: Record<string, string> };

/** Starts an instance on a free port and waits for its line that it is there. */
export async function startInstance({ databaseUrl, dataDir, environment }: Settings): Promise<TestInstance> {
  const child = spawn(process.execPath, ['--max-semi-space-size=64', 'scripts/serve.ts'], {
    cwd: path.resolve(import.meta.dirname, '../..'),
    env: {
      ...process.env,
      NODE_ENV: 'production',
      PORT: '0',
      DATABASE_URL: databaseUrl,
      DATA_DIR: dataDir,
      DRAIN_SECONDS: '0',
      ...environment,
    },
  });
  let output = '';
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const url = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk;
        const ready = /已就绪：(http:\/\/\S+)/.exec(output);
        if (ready?.[1]) resolve(ready[1]);
      });
    }
    void ended.then((code) => reject(new Error(`The instance ended with ${code}:\n${output}`)));
  });
  const end = async (signal: NodeJS.Signals) => {
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

/** What an instance answers to a reader. */
export async function ask(instance: TestInstance, target: string) {
  const response = await fetch(instance.url + target, { redirect: 'manual' });
  return { status: response.status, page: response.headers.get('x-page'), text: await response.text() };
}
