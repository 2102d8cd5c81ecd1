import { execFile, spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from '#db/embedded.ts';
import { type RunningSite, startSiteProcess } from '#lib/testing/process.ts';
import { type NginxOptions, nginxConfiguration, usualOptions } from './nginx.ts';

/** Asks until `good` says so. @throws with the last answer after `seconds`. */
export async function until<T>(work: () => Promise<T>, good: (value: T) => boolean, seconds = 20): Promise<T> {
  for (const end = Date.now() + seconds * 1000; ; await sleep(10)) {
    const value = await work();
    if (good(value)) return value;
    if (Date.now() > end) throw new Error(`Not within ${seconds} s; at last: ${JSON.stringify(value)?.slice(0, 2000)}`);
  }
}

/** A folder that the users of nginx and of the database may enter. */
export async function testFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'weishui-deploy-'));
  await chmod(folder, 0o755);
  return folder;
}

export type RunningNginx = { folder: string; stop(): Promise<void> };

/** The real nginx with our configuration, in a folder of its own. */
export async function startNginx(options: Partial<NginxOptions> & { instances: string[] }): Promise<RunningNginx> {
  const folder = options.dataDir ?? (await testFolder());
  const usual = usualOptions(folder);
  await mkdir(path.join(usual.folder, 'temp'), { recursive: true });
  const file = path.join(usual.folder, 'nginx.conf');
  const user = process.getuid?.() === 0 ? 'www-data' : null;
  const { stderr } = await promisify(execFile)('nginx', ['-v']);
  const version = /nginx\/([\d.]+)/.exec(stderr)?.[1] ?? usual.version;
  const all = { ...usual, user, version, openFiles: 4_096, ...options };
  await writeFile(file, nginxConfiguration(all));
  const child = spawn('nginx', ['-p', usual.folder, '-e', all.errorLog, '-c', file, '-g', 'daemon off;'], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  let ended = false;
  const closed = new Promise<void>((resolve) => {
    child.once('close', () => {
      ended = true;
      resolve();
    });
  });
  const port = all.listen[0]?.split(':').at(-1) ?? '';
  await until(
    async () => {
      if (ended) throw new Error(`nginx ended: ${await readFile(all.errorLog, 'utf8').catch(() => '')}`);
      return listens(Number(port));
    },
    (open) => open,
  );
  return {
    folder,
    async stop() {
      child.kill('SIGTERM');
      await closed;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    }).once('error', () => resolve(false));
  });
}

/** `parts`: processes of the parts by their names, `nginx`, `实例 1` … */
export type RunningCluster = RunningSite & { parts(): Promise<Record<string, number>> };

/** `npm run cluster`, as an operator runs it. */
export async function startCluster(
  dataDir: string,
  args: string[],
  environment: Record<string, string> = {},
  user?: { uid: number; gid: number },
): Promise<RunningCluster> {
  const port = await freePort();
  const cluster = await startSiteProcess(['deploy/cluster.ts', '--port', String(port), ...args], {
    environment: { DATA_DIR: dataDir, DRAIN_SECONDS: '1', ...environment },
    user,
  });
  return {
    ...cluster,
    url: `http://127.0.0.1:${port}`,
    async parts() {
      const state = JSON.parse(await readFile(path.join(dataDir, 'cluster/state.json'), 'utf8'));
      return (state as { children: Record<string, number> }).children;
    },
  };
}
