import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** The token of the tests' outside system. */
export const revalidateToken = 'e2e-revalidate-token';
export const revalidateSecret = 'e2e-revalidate-secret';

/** `npm start`, as an operator runs it, on an empty data folder and a free port. */
export default async function setup(): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'weishui-e2e-'));
  // As root, PostgreSQL runs as another user, who must be able to enter.
  await chmod(dataDir, 0o755);
  const site = await startSite(dataDir);
  process.env.E2E_URL = site.url;
  process.env.E2E_DATA_DIR = dataDir;
  return async () => {
    await site.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}

export type RunningSite = { url: string; process: ChildProcess; output: () => string; stop(): Promise<void> };

/** Starts the site and waits for its last line, which names the address. */
export async function startSite(dataDir: string, environment: Record<string, string> = {}): Promise<RunningSite> {
  const child = spawn(process.execPath, ['--max-semi-space-size=64', 'scripts/start.ts'], {
    cwd: path.resolve(import.meta.dirname, '..'),
    env: {
      ...process.env,
      PORT: '0',
      DATA_DIR: dataDir,
      REVALIDATE_TOKEN: revalidateToken,
      REVALIDATE_SECRET: revalidateSecret,
      ...environment,
    },
  });
  let output = '';
  const url = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk;
        const ready = /已就绪：(http:\/\/\S+)/.exec(output);
        if (ready?.[1]) resolve(ready[1]);
      });
    }
    child.once('error', reject);
    child.once('close', (code) => reject(new Error(`npm start ended with ${code}:\n${output}`)));
  });
  return {
    url,
    process: child,
    output: () => output,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => child.once('close', resolve));
      child.kill('SIGTERM');
      await ended;
    },
  };
}
