import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, realpathSync, statSync } from 'node:fs';
import { access, constants, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs, promisify } from 'node:util';
import { disconnect } from '../db/client.ts';
import { alive, StartError } from '../db/embedded.ts';
import { migrate } from '../db/migrate.ts';
import { build, isBuilt } from '../scripts/build.ts';
import { dataDir, ensureDataDir, explain, main, openDatabase, root, step } from '../scripts/environment.ts';
import { publishAssets } from './assets.ts';
import { type NginxOptions, nginxConfiguration, usualOptions } from './nginx.ts';

const usage = `用法: npm run cluster -- [选项]   在一台机器上启动整套:数据库、Valkey 或 Redis、N 个实例、nginx
  --instances N     实例个数，默认 2
  --port 端口       nginx 监听的端口，默认 8080
  --host 地址       nginx 监听的地址，默认 127.0.0.1;对外服务用 0.0.0.0
  --name 域名,…     网站域名，默认取自 SITE_ORIGIN 或 site.config.ts,加上 localhost 与 127.0.0.1
  --trusted 网段,…  前面的负载均衡或 CDN,只相信它们的 X-Forwarded-For
  --root 目录       项目目录；是符号链接时，滚动重启换到它那时所指的目录
  --demo            数据库是空的时候，填入演示编辑部
  --restart         让正在运行的整套逐个重启实例，做完才返回(npm run cluster:restart)
信号: SIGTERM、SIGINT 全部停止；SIGHUP 逐个重启实例
环境: DATABASE_URL、CACHE_URL 指定自己的数据库与 Valkey;DATA_DIR 数据目录；DRAIN_SECONDS 每个实例停下前继续应答的秒数`;

/** How long an instance may take until it is ready, in milliseconds. */
const readyWithin = 90_000;
/** A part that ends by itself is started again after so many milliseconds, twice as many each time it happens soon again. */
const backOff = { first: 500, longest: 30_000, forgottenAfter: 60_000 };
/** Marks processes of ours, so that those which a killed run left behind are known for certain. */
const mark = 'WEISHUI_CLUSTER';

/** What runs, for `--restart`, for a run that finds the remains of another, and for tests. */
type State = { pid: number; restarts: number; restarting: string | null; children: Record<string, number> };

const folder = path.join(dataDir, 'cluster');
const stateFile = path.join(folder, 'state.json');

type Command = { file: string; args: string[]; cwd: string; env: Record<string, string> };

/** A process that is kept running until it is told to stop. */
class Part {
  readonly name: string;
  readonly #command: () => Command;
  readonly #quiet: boolean;
  #child: ChildProcess | null = null;
  #ended: Promise<void> = Promise.resolve();
  #wanted = false;
  #fast = 0;

  /**
   * @param command asked for anew at each start.
   * @param options `quiet`: what it prints is not passed on, but for errors.
   */
  constructor(name: string, command: () => Command, { quiet = false } = {}) {
    this.name = name;
    this.#command = command;
    this.#quiet = quiet;
  }

  get pid(): number | null {
    return this.running ? (this.#child?.pid ?? null) : null;
  }

  get running(): boolean {
    return this.#child !== null && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  launch(): void {
    this.#wanted = true;
    const { file, args, cwd, env } = this.#command();
    const began = Date.now();
    // A session of its own: Ctrl-C in the terminal reaches this script only, which stops the parts in their order.
    const child = spawn(file, args, {
      cwd,
      env: { ...process.env, ...env, [mark]: dataDir },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      const lines = createInterface({ input: stream });
      // What an instance says while it serves is the operator's to read; the others keep logs of their own.
      lines.on('line', (line) => {
        if (!this.#quiet || stream === child.stderr) console.log(`[${this.name}] ${line}`);
      });
    }
    this.#ended = new Promise((resolve) => {
      child.once('error', (error) => {
        console.error(`✗ ${this.name} 启动不了：${error.message}`);
        resolve();
      });
      child.once('close', () => resolve());
    });
    child.once('exit', (code, signal) => {
      void saveState();
      if (!this.#wanted) return;
      this.#fast = Date.now() - began > backOff.forgottenAfter ? 0 : this.#fast + 1;
      const wait = Math.min(backOff.longest, backOff.first * 2 ** Math.max(0, this.#fast - 1));
      console.error(`✗ ${this.name} 意外停止(${signal ?? code}),${wait / 1000} 秒后再启动`);
      void sleep(wait).then(() => {
        if (this.#wanted && !this.running) this.launch();
      });
    });
    void saveState();
  }

  /** Asks it to end, and waits; after `patience` milliseconds it is killed, with whatever it has started. */
  async stop(signal: NodeJS.Signals, patience: number): Promise<void> {
    this.#wanted = false;
    const pid = this.pid;
    if (pid === null) return;
    process.kill(pid, signal);
    const force = setTimeout(() => {
      console.error(`✗ ${this.name} 在 ${patience / 1000} 秒内没有停下，强制结束`);
      process.kill(-pid, 'SIGKILL');
    }, patience);
    await this.#ended;
    clearTimeout(force);
  }

  /** Another signal on the way, while `stop()` waits. */
  signal(signal: NodeJS.Signals): void {
    if (this.pid !== null) process.kill(this.pid, signal);
  }
}

type Instance = { part: Part; port: number };

const state: State = { pid: process.pid, restarts: 0, restarting: null, children: {} };
const parts: Part[] = [];

/** Another process may read it at any moment, so it is replaced as a whole; one writing at a time. */
let saving: Promise<void> = Promise.resolve();
function saveState(): Promise<void> {
  saving = saving.then(async () => {
    state.children = Object.fromEntries(parts.flatMap(({ name, pid }) => (pid === null ? [] : [[name, pid]])));
    await writeFile(`${stateFile}.new`, JSON.stringify(state));
    await rename(`${stateFile}.new`, stateFile);
  });
  return saving.catch(() => {});
}

await main(async () => {
  const { values } = parseArgs({
    options: {
      instances: { type: 'string', default: '2' },
      port: { type: 'string', default: '8080' },
      host: { type: 'string', default: '127.0.0.1' },
      name: { type: 'string' },
      trusted: { type: 'string' },
      root: { type: 'string', default: root },
      demo: { type: 'boolean', default: false },
      restart: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return console.log(usage);
  if (values.restart) return restartRunning();
  const count = Number(values.instances);
  if (!Number.isInteger(count) || count < 1 || count > 64) throw new StartError('--instances 要是 1 到 64 的整数。');
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new StartError('--port 要是 1 到 65535 的整数。');
  await run({
    count,
    port,
    host: values.host,
    names: values.name?.split(',').filter(Boolean) ?? null,
    trusted: values.trusted?.split(',').filter(Boolean) ?? [],
    project: path.resolve(values.root),
    demo: values.demo,
  });
});

type Options = {
  count: number;
  port: number;
  host: string;
  names: string[] | null;
  trusted: string[];
  project: string;
  demo: boolean;
};

async function run({ count, port, host, names, trusted, project, demo }: Options): Promise<void> {
  const began = performance.now();
  const nginxBinary = await findBinary(['nginx'], 'nginx', 'apt install nginx');
  const storeBinary = process.env.CACHE_URL
    ? null
    : await findBinary(
        ['valkey-server', 'redis-server'],
        'Valkey 或 Redis',
        'apt install redis-server,或用 CACHE_URL 指定',
      );
  ensureDataDir();
  await mkdir(folder, { recursive: true, mode: 0o755 });
  await endLeftovers();
  await saveState();

  const closers: (() => Promise<void>)[] = [];
  let stopping: Promise<void> | null = null;
  const stop = () => {
    stopping ??= (async () => {
      console.log('正在停止……');
      for (const close of closers.reverse()) await close().catch((error: unknown) => console.error(error));
      await saving.catch(() => {});
      await rm(stateFile, { force: true });
      console.log('已停止，数据完好。');
      process.exit(process.exitCode ?? 0);
    })();
    return stopping;
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop());
  process.once('uncaughtException', (error) => {
    process.exitCode = 1;
    explain(error);
    void stop();
  });

  try {
    await step('数据库', async (say) => {
      const server = await openDatabase();
      if (server) closers.push(() => server.stop());
      say(server ? '内置 PostgreSQL' : '使用 DATABASE_URL');
    });
    const database = process.env.DATABASE_URL ?? '';
    await step('数据表', async (say) => {
      const steps = await migrate(database);
      say(steps > 0 ? `升级 ${steps} 步` : '已是最新');
    });
    if (demo) {
      await step('演示编辑部', async (say) => {
        process.env.DATA_DIR = dataDir;
        const { seedDemo } = await import('../db/demo/seed.ts');
        const { filled, stories } = await seedDemo({ now: new Date(), progress: say });
        await disconnect();
        say(`${filled ? '填入' : '已有'} ${stories} 篇稿件`);
      });
    }
    await step('构建网站', async (say) => {
      if (await isBuilt()) return say('没有变化');
      if (realpathSync(project) !== root) throw new StartError(`${project} 还没有构建：请先在那里执行 npm run build。`);
      await build();
    });
    await step('静态文件', async (say) => {
      say(`${await publishAssets(realpathSync(project), path.join(dataDir, 'assets'))} 个`);
    });
    if (stopping) return;

    const cacheUrl = process.env.CACHE_URL ?? (await startStore(storeBinary ?? '', closers));
    const ports = await freePorts(count);
    const instances: Instance[] = ports.map((at, n) => ({
      port: at,
      part: new Part(`实例 ${n + 1}`, () => {
        const home = realpathSync(project);
        return {
          file: process.execPath,
          args: ['--max-semi-space-size=64', path.join(home, 'scripts/serve.ts')],
          cwd: home,
          env: {
            NODE_ENV: 'production',
            PORT: String(at),
            HOST: '127.0.0.1',
            DATA_DIR: dataDir,
            DATABASE_URL: database,
            CACHE_URL: cacheUrl,
            // After a withdrawal the edge fetches anew what it keeps for the day on which no instance answers.
            EDGE_URL: process.env.EDGE_URL ?? `http://${reachable(host)}:${port}`,
            EDGE_HOST: (names ?? usualOptions(dataDir).names)[0] ?? 'localhost',
          },
        };
      }),
    }));
    await step(`${count} 个实例`, async (say) => {
      for (const { part } of instances) {
        parts.push(part);
        part.launch();
      }
      closers.push(async () => {
        await Promise.all(instances.map(({ part }) => part.stop('SIGTERM', drainPatience())));
      });
      for (const instance of instances) await untilReady(instance);
      say(`端口 ${ports.join('、')}`);
    });

    await startNginx({ binary: nginxBinary, ports, port, host, names, trusted }, closers);
    if (stopping) return;
    let restarting: Promise<void> | null = null;
    process.on('SIGHUP', () => {
      if (restarting || stopping) return;
      restarting = restartOneByOne(instances, project)
        .catch((error: unknown) => explain(error))
        .finally(() => {
          restarting = null;
        });
    });
    await saveState();
    console.log(
      `\n渭水已就绪：http://localhost:${port}  (${count} 个实例，共用 ${((performance.now() - began) / 1000).toFixed(0)} 秒；Ctrl-C 停止，npm run cluster:restart 逐个重启)`,
    );
  } catch (error) {
    process.exitCode = 1;
    if (stopping) return;
    explain(error);
    await stop();
  }
}

/** Valkey or Redis for this cluster alone: its own port and password, bounded, pages kept over a restart. */
async function startStore(binary: string, closers: (() => Promise<void>)[]): Promise<string> {
  return step('共享页面缓存', async (say) => {
    const [port] = await freePorts(1);
    const home = path.join(folder, 'store');
    await mkdir(home, { recursive: true, mode: 0o700 });
    const password = randomBytes(24).toString('base64url');
    const configuration = path.join(home, 'server.conf');
    const settings = [
      'bind 127.0.0.1',
      `port ${port}`,
      `requirepass ${password}`,
      `dir ${home}`,
      'daemonize no',
      // A title of its own would be written over what a later run knows it by.
      'set-proc-title no',
      'maxmemory 512mb',
      'maxmemory-policy allkeys-lru',
      // Pages can be rendered again: they are saved now and then and at the end, not with every change.
      'appendonly no',
      'save 300 100',
      // A disk that is full stops the saving, not the store.
      'stop-writes-on-bgsave-error no',
      'loglevel warning',
      `logfile ${path.join(home, 'server.log')}`,
    ];
    await writeFile(configuration, `${settings.join('\n')}\n`, { mode: 0o600 });
    const part = new Part(path.basename(binary), () => ({ file: binary, args: [configuration], cwd: home, env: {} }), {
      quiet: true,
    });
    parts.push(part);
    part.launch();
    closers.push(() => part.stop('SIGTERM', 15_000));
    await untilListening(port ?? 0, part);
    say(`${path.basename(binary)},端口 ${port}`);
    return `redis://:${password}@127.0.0.1:${port}`;
  });
}

type Edge = { binary: string; ports: number[]; port: number; host: string; names: string[] | null; trusted: string[] };

async function startNginx(
  { binary, ports, port, host, names, trusted }: Edge,
  closers: (() => Promise<void>)[],
): Promise<void> {
  return step('nginx', async (say) => {
    const usual = usualOptions(dataDir);
    const user = await workerUser();
    if (user) refuseClosedParents(dataDir, user);
    await mkdir(path.join(usual.folder, 'temp'), { recursive: true, mode: 0o755 });
    await mkdir(path.join(dataDir, 'media'), { recursive: true });
    const { version, modules } = await aboutNginx(binary);
    const brotli = path.join(modules, 'ngx_http_brotli_static_module.so');
    const options: NginxOptions = {
      ...usual,
      instances: ports.map((at) => `127.0.0.1:${at}`),
      listen: [`${host}:${port}`],
      names: names ?? usual.names,
      trusted,
      user,
      openFiles: Math.min(usual.openFiles, await mostOpenFiles()),
      version,
      brotliModule: existsSync(brotli) ? brotli : null,
    };
    const configuration = path.join(usual.folder, 'nginx.conf');
    await writeFile(configuration, nginxConfiguration(options));
    const args = ['-p', usual.folder, '-e', options.errorLog, '-c', configuration];
    await promisify(execFile)(binary, ['-t', '-q', ...args]).catch((error: { stderr?: string; message: string }) => {
      throw new StartError(`nginx 不接受配置 ${configuration}:\n${(error.stderr || error.message).trim()}`);
    });
    const part = new Part('nginx', () => ({
      file: binary,
      args: [...args, '-g', 'daemon off;'],
      cwd: usual.folder,
      env: {},
    }));
    parts.push(part);
    part.launch();
    // It stops taking requests and finishes those under way; live streams never finish, so it is told again.
    closers.push(async () => {
      const hurry = setTimeout(() => part.signal('SIGTERM'), 2_000);
      await part.stop('SIGQUIT', 10_000);
      clearTimeout(hurry);
    });
    await untilListening(port, part, reachable(host));
    say(`${version}，端口 ${port}${options.brotliModule ? '，带 Brotli' : ''}`);
  });
}

/** One after the other: the next only when the new one is ready. The others answer meanwhile. */
async function restartOneByOne(instances: Instance[], project: string): Promise<void> {
  const home = realpathSync(project);
  console.log(`逐个重启 ${instances.length} 个实例(${home})`);
  try {
    state.restarting = '静态文件';
    await saveState();
    await publishAssets(home, path.join(dataDir, 'assets'));
    for (const { part, port } of instances) {
      state.restarting = part.name;
      await saveState();
      await step(part.name, async (say) => {
        await part.stop('SIGTERM', drainPatience());
        part.launch();
        await untilReady({ part, port });
        say('已重启');
      });
    }
    console.log('全部实例已重启');
  } finally {
    state.restarts += 1;
    state.restarting = null;
    await saveState();
  }
}

/** `npm run cluster:restart`: asks the running cluster, and waits until it has done so. */
async function restartRunning(): Promise<void> {
  const before = await readState();
  if (!before || !alive(before.pid))
    throw new StartError(`${dataDir} 里没有正在运行的整套：请先执行 npm run cluster。`);
  process.kill(before.pid, 'SIGHUP');
  let said = '';
  for (;;) {
    await sleep(100);
    const now = await readState();
    if (!now || !alive(now.pid)) throw new StartError('整套在重启中停止了：请看它的输出。');
    if (now.restarting && now.restarting !== said) console.log(`… ${now.restarting}`);
    said = now.restarting ?? said;
    if (now.restarts > before.restarts) break;
  }
  console.log('✓ 全部实例已重启');
}

/** An instance answers 503 while it is told to drain, and ends by itself some seconds after that. */
function drainPatience(): number {
  return (Number(process.env.DRAIN_SECONDS ?? 5) + 15) * 1000;
}

async function untilReady({ part, port }: Instance): Promise<void> {
  for (const end = Date.now() + readyWithin; Date.now() < end; await sleep(50)) {
    const ready = await fetch(`http://127.0.0.1:${port}/api/ready`, { signal: AbortSignal.timeout(3_000) }).then(
      async (response) => {
        await response.arrayBuffer();
        return response.ok;
      },
      () => false,
    );
    if (ready && part.running) return;
  }
  throw new StartError(`${part.name} 在 ${readyWithin / 1000} 秒内没有就绪：请看它上面的输出。`);
}

async function untilListening(port: number, part: Part, host = '127.0.0.1'): Promise<void> {
  for (const end = Date.now() + 20_000; Date.now() < end; await sleep(20)) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, host, () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (open && part.running) return;
  }
  throw new StartError(`${part.name} 没有启动起来：请看 ${dataDir} 里它的日志。`);
}

/** Where to reach what listens on `host`. */
function reachable(host: string): string {
  return host === '0.0.0.0' ? '127.0.0.1' : host;
}

async function readState(): Promise<State | null> {
  try {
    return JSON.parse(await readFile(stateFile, 'utf8')) as State;
  } catch {
    return null;
  }
}

/** A killed run (`kill -9`) leaves its parts behind; they would hold ports and pages. Refuses where the run still lives. */
async function endLeftovers(): Promise<void> {
  const before = await readState();
  if (!before) return;
  if (before.pid !== process.pid && (await isOurs(before.pid, 'cluster.ts'))) {
    throw new StartError(`${dataDir} 已有一套在运行(进程 ${before.pid}):请先停掉它，或用 DATA_DIR 指定别的目录。`);
  }
  for (const pid of Object.values(before.children)) {
    if (!(await isOurs(pid))) continue;
    process.kill(pid, 'SIGTERM');
    for (const end = Date.now() + drainPatience(); alive(pid) && Date.now() < end; ) await sleep(50);
    if (alive(pid)) process.kill(pid, 'SIGKILL');
  }
}

/**
 * Numbers of processes are used again: a part of ours says so in its environment, or, where it writes a title over that
 * (nginx), by a file of ours in its command line; the script itself by its name there.
 */
async function isOurs(pid: number, script?: string): Promise<boolean> {
  if (!alive(pid)) return false;
  const [environment, command] = await Promise.all(
    ['environ', 'cmdline'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')),
  );
  if (script) return command?.includes(script) ?? false;
  return (
    (environment?.split('\0').includes(`${mark}=${dataDir}`) || command?.includes(`${dataDir}${path.sep}`)) ?? false
  );
}

/** As root, nginx runs its workers as another user. */
async function workerUser(): Promise<string | null> {
  if (process.getuid?.() !== 0) return null;
  const users = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':')[0]);
  const found = ['www-data', 'nginx', 'nobody'].find((name) => users.includes(name));
  if (!found)
    throw new StartError('系统里没有 www-data、nginx 或 nobody 用户，nginx 的工作进程无法运行：请换普通用户运行。');
  // Its group may be called otherwise (`nogroup`).
  return found === 'nobody' ? 'nobody nogroup' : found;
}

function refuseClosedParents(file: string, user: string): void {
  for (let at = path.resolve(file); at !== path.dirname(at); at = path.dirname(at)) {
    if (existsSync(at) && (statSync(at).mode & 0o001) === 0) {
      throw new StartError(
        `以 root 运行时，nginx 的工作进程由用户 ${user} 运行，而它进不了 ${at}。请执行 chmod o+x ${at},或用 DATA_DIR 指定 /srv 之类的目录，或换普通用户运行。`,
      );
    }
  }
}

/** How many files a process of ours may open at most (`ulimit -Hn`). */
async function mostOpenFiles(): Promise<number> {
  const limits = await readFile('/proc/self/limits', 'utf8').catch(() => '');
  return Number(/^Max open files\s+\d+\s+(\d+)/m.exec(limits)?.[1] ?? Number.POSITIVE_INFINITY);
}

async function aboutNginx(binary: string): Promise<{ version: string; modules: string }> {
  const { stderr } = await promisify(execFile)(binary, ['-V']);
  return {
    version: /nginx\/([\d.]+)/.exec(stderr)?.[1] ?? '1.22.1',
    modules: /--modules-path=(\S+)/.exec(stderr)?.[1] ?? '/usr/lib/nginx/modules',
  };
}

/** Debian keeps servers in `/usr/sbin`, which is not on everybody's PATH. */
async function findBinary(names: string[], what: string, advice: string): Promise<string> {
  const folders = [
    ...(process.env.PATH ?? '').split(':'),
    '/usr/local/sbin',
    '/usr/sbin',
    '/usr/local/bin',
    '/usr/bin',
  ];
  for (const name of names) {
    for (const at of folders.filter(Boolean)) {
      const file = path.join(at, name);
      if (
        await access(file, constants.X_OK).then(
          () => true,
          () => false,
        )
      )
        return file;
    }
  }
  throw new StartError(`没有找到 ${what}:请安装(${advice})。`);
}

/** Free ports, different from each other: all are held until the last is found. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
