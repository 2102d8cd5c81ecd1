import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createClient } from '@redis/client';
import { freePort } from '#db/embedded.ts';

/** A Valkey or Redis of a test's own, which can be stopped, started again and frozen. */
export type TestValkey = {
  url: string;
  start(): Promise<void>;
  /** Kills it; what was in it is lost. */
  kill(): Promise<void>;
  /** It keeps its connections and answers nothing, as behind a network that hangs. */
  freeze(): void;
  thaw(): void;
  close(): Promise<void>;
};

/** Starts the Debian package's `valkey-server` or `redis-server` on a free port of the loopback interface. */
export async function testValkey(settings: readonly string[] = []): Promise<TestValkey> {
  const folder = await mkdtemp(path.join(tmpdir(), 'weishui-valkey-'));
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  let server: ChildProcess | null = null;
  const valkey: TestValkey = {
    url,
    async start() {
      const options = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', ...settings];
      server = await spawnFirst(['valkey-server', 'redis-server'], options);
      const client = createClient({ url, socket: { reconnectStrategy: 20 } });
      // Until it listens, every attempt is such an error.
      client.on('error', () => {});
      await client.connect();
      await client.ping();
      client.destroy();
    },
    async kill() {
      const running = server;
      server = null;
      if (!running) return;
      const ended = new Promise((resolve) => running.once('close', resolve));
      running.kill('SIGKILL');
      await ended;
    },
    freeze: () => void server?.kill('SIGSTOP'),
    thaw: () => void server?.kill('SIGCONT'),
    async close() {
      await valkey.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
  await valkey.start();
  return valkey;
}

/** @throws where none of the programs is installed. */
async function spawnFirst(programs: readonly string[], options: readonly string[]): Promise<ChildProcess> {
  for (const program of programs) {
    const child = spawn(program, options, { stdio: 'ignore' });
    const started = await new Promise<boolean>((resolve) => {
      child.once('spawn', () => resolve(true));
      child.once('error', () => resolve(false));
    });
    if (started) return child;
  }
  throw new Error(`None of ${programs.join(', ')} is installed: see .ci/run for the Debian packages.`);
}
