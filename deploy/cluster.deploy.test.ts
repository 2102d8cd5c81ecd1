import { execFile } from 'node:child_process';
import { chown, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { ask } from '#lib/testing/http.ts';
import { type RunningCluster, startCluster, testFolder, until } from './testing.ts';

/** The plain script: what it does when things do not go as they should. */
const run = promisify(execFile);
const script = path.resolve(import.meta.dirname, 'cluster.ts');

const folders: string[] = [];
const running: RunningCluster[] = [];
const folder = async () => {
  const made = await testFolder();
  folders.push(made);
  return made;
};
const start = async (...args: Parameters<typeof startCluster>) => {
  const cluster = await startCluster(...args);
  running.push(cluster);
  return cluster;
};

afterEach(async () => {
  for (const cluster of running.splice(0)) await cluster.stop();
  for (const made of folders.splice(0)) await rm(made, { recursive: true, force: true });
});

const refusalOf = (args: string[], environment: Record<string, string>) =>
  run(process.execPath, [script, ...args], { env: { ...process.env, ...environment } }).then(
    () => 'no refusal',
    ({ code, stderr }: { code: number; stderr: string }) => `${code} ${stderr.trim()}`,
  );

it('says in a sentence what is wrong with how it was called', async () => {
  expect(await refusalOf(['--instances', '0'], {})).toBe('1 ✗ --instances 要是 1 到 64 的整数。');
  expect(await refusalOf(['--port', 'x'], {})).toBe('1 ✗ --port 要是 1 到 65535 的整数。');
  const empty = await folder();
  expect(await refusalOf(['--restart'], { DATA_DIR: empty })).toContain('没有正在运行的整套');
});

/** Whether a process runs: not one that has ended and whose new parent has not yet looked. */
async function runs(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  return status !== null && !/^\d+ \(.*\) [ZX] /s.test(status);
}

describe('a cluster that was killed', () => {
  it('leaves nothing that hinders the next, which ends what is left; two at once are refused', async () => {
    const dataDir = await folder();
    const first = await start(dataDir, ['--instances', '1']);
    const left = await first.parts();
    expect(await refusalOf(['--port', '9'], { DATA_DIR: dataDir })).toContain('已有一套在运行');
    first.process.kill('SIGKILL');
    await until(
      async () => first.process.signalCode,
      (signal) => signal === 'SIGKILL',
    );
    running.splice(0);

    const second = await start(dataDir, ['--instances', '1']);
    for (const [name, pid] of Object.entries(left)) expect([name, await runs(pid)]).toEqual([name, false]);
    expect((await ask(`${second.url}/`)).status).toBe(200);
  });
});

it('restarts by its own command, which ends when all are new, and starts again what dies', async () => {
  const dataDir = await folder();
  const cluster = await start(dataDir, ['--instances', '2']);
  const before = await cluster.parts();
  const { stdout } = await run(process.execPath, [script, '--restart'], { env: { ...process.env, DATA_DIR: dataDir } });
  expect(stdout).toContain('✓ 全部实例已重启');
  const after = await cluster.parts();
  expect([after['实例 1'] === before['实例 1'], after['实例 2'] === before['实例 2']]).toEqual([false, false]);

  for (const name of ['nginx', '实例 1'] as const) {
    process.kill(after[name] as number, 'SIGKILL');
    await until(
      () => cluster.parts(),
      (parts) => parts[name] !== undefined && parts[name] !== after[name],
    );
  }
  await until(
    () =>
      ask(`${cluster.url}/about`).then(
        ({ status }) => status,
        () => 0,
      ),
    (status) => status === 200,
  );
});

// PostgreSQL and nginx take another way where they are not started by root.
it.runIf(process.getuid?.() === 0)('runs as a normal user', async () => {
  const dataDir = await folder();
  const user = { uid: 65_534, gid: 65_534 };
  await chown(dataDir, user.uid, user.gid);
  const cluster = await start(dataDir, ['--instances', '1'], { HOME: dataDir }, user);
  const page = await until(
    () => ask(`${cluster.url}/about`),
    ({ headers }) => headers['x-edge'] === 'HIT',
  );
  expect(page.status).toBe(200);
  expect((await ask(`${cluster.url}/favicon.svg`)).status).toBe(200);
});
