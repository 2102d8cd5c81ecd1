import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from '#db/embedded.ts';
import { type NginxOptions, nginxConfiguration, usualOptions } from './nginx.ts';

export type Answer = {
  status: number;
  headers: IncomingHttpHeaders;
  /** Names of all headers as they came, in lower case. */
  names: string[];
  body: Buffer;
};

type Asking = { method?: string; headers?: Record<string, string>; body?: Buffer };

const keepAlive = new Agent({ keepAlive: true, maxSockets: 256 });

/** One answer as it came over the wire: nothing unpacked, nothing followed. */
export function ask(url: string, { method = 'GET', headers = {}, body }: Asking = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    // A body that is refused half way ends its connection.
    const agent = body ? new Agent() : keepAlive;
    const sent = request(url, { agent, method, headers, timeout: 30_000 }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          names: response.rawHeaders.filter((_, n) => n % 2 === 0).map((name) => name.toLowerCase()),
          body: Buffer.concat(chunks),
        }),
      );
    });
    sent.once('timeout', () => sent.destroy(new Error(`${url} did not answer in 30 s.`)));
    sent.once('error', reject);
    sent.end(body);
  });
}

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

export type RunningCluster = {
  url: string;
  process: ChildProcess;
  output: () => string;
  /** Processes of the parts by their names: `nginx`, `实例 1` … */
  parts: () => Promise<Record<string, number>>;
  stop(): Promise<number | null>;
};

/** `npm run cluster`, as an operator runs it. */
export async function startCluster(
  dataDir: string,
  args: string[],
  environment: Record<string, string> = {},
  user?: { uid: number; gid: number },
): Promise<RunningCluster> {
  const port = await freePort();
  const child = spawn(process.execPath, ['deploy/cluster.ts', '--port', String(port), ...args], {
    cwd: path.resolve(import.meta.dirname, '..'),
    env: { ...process.env, DATA_DIR: dataDir, DRAIN_SECONDS: '1', ...environment },
    ...user,
  });
  let output = '';
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk;
        if (/^渭水已就绪：http/m.test(output)) resolve();
      });
    }
    child.once('error', reject);
    child.once('close', (code) => reject(new Error(`The cluster ended with ${code}:\n${output}`)));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    process: child,
    output: () => output,
    parts: async () =>
      (
        JSON.parse(await readFile(path.join(dataDir, 'cluster/state.json'), 'utf8')) as {
          children: Record<string, number>;
        }
      ).children,
    stop() {
      child.kill('SIGTERM');
      return closed;
    },
  };
}
