import { spawn } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startSite } from './server.ts';
import { expect, test } from './test.ts';

/** `npm start` as an operator meets it at 3 a.m. */
const root = path.resolve(import.meta.dirname, '..');

function start(environment: Record<string, string>): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['scripts/start.ts'], {
      cwd: root,
      env: { ...process.env, PORT: '0', ...environment },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk;
      });
    }
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}

let folder: string;
test.beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'weishui-start-'));
  await chmod(folder, 0o755);
});
test.afterEach(() => rm(folder, { recursive: true, force: true }));

test('a port in use is said, with what to do', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, () => resolve()));
  const { port } = other.address() as { port: number };
  const { code, output } = await start({ PORT: String(port), DATA_DIR: folder });
  other.close();
  expect(code).toBe(1);
  expect(output).toContain(`端口 ${port} 已被占用`);
  expect(output).not.toContain('    at ');
});

test('a data folder that cannot be used is said, with what to do', async () => {
  const file = path.join(folder, 'file');
  await writeFile(file, '');
  const { code, output } = await start({ DATA_DIR: path.join(file, 'data') });
  expect(code).toBe(1);
  expect(output).toContain('DATA_DIR');
  expect(output).not.toContain('    at ');
});

test('a folder that the database or we ourselves may not enter is said, with what to do', async () => {
  // Root writes everywhere, but its database runs as somebody else; anybody else is stopped by permissions.
  const root = process.getuid?.() === 0;
  await chmod(folder, root ? 0o700 : 0o500);
  const { code, output } = await start({ DATA_DIR: path.join(folder, 'data') });
  await chmod(folder, 0o755);
  expect(code).toBe(1);
  expect(output).toContain(root ? `chmod o+x ${folder}` : '没有权限写');
});

test('a database of one’s own that is not there is said, with what to do', async () => {
  const { code, output } = await start({ DATA_DIR: folder, DATABASE_URL: 'postgres://x:y@127.0.0.1:1/z' });
  expect(code).toBe(1);
  expect(output).toContain('连不上 DATABASE_URL');
  expect(output).not.toContain('    at ');
});

test('a run that was killed leaves nothing that hinders the next, and stored pages outlive both', async () => {
  test.setTimeout(180_000);
  const first = await startSite(folder);
  // The page is on the disk once a request is served as stored. What the first one saw may have been drawn before the instance
  // had heard of events, and names another moment from which its panels follow them.
  let etag: string | null = null;
  const stored = async () => {
    const page = await fetch(`${first.url}/about`);
    await page.text();
    etag = page.headers.get('etag');
    return page.headers.get('x-page');
  };
  await expect.poll(stored).toBe('HIT');
  expect(etag).not.toBeNull();
  const killed = new Promise((resolve) => first.process.once('close', resolve));
  first.process.kill('SIGKILL');
  await killed;

  const second = await startSite(folder);
  expect(second.output()).toContain('沿用正在运行的内置 PostgreSQL');
  expect(second.output()).toContain('没有变化');
  const again = await fetch(`${second.url}/about`);
  expect([again.headers.get('x-page'), again.headers.get('etag')]).toEqual(['HIT', etag]);
  await again.text();
  await second.stop();
  expect(second.output()).toContain('已停止');
  expect(second.process.exitCode, second.output()).toBe(0);
});
