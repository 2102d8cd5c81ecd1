import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect, disconnect } from '#db/client.ts';
import { type EmbeddedServer, startEmbeddedServer } from '#db/embedded.ts';
import { type Done, type Refusal, toApply } from '#lib/newsroom/index.ts';
import { ask, hangUp } from '#lib/testing/http.ts';
import { progress } from './part.ts';
import { type Samples, samplesOf } from './samples.ts';

export type BenchSite = {
  url: string;
  /** The process that serves. */
  pid: number;
  dataDir: string;
  samples: Samples;
  /** What the server has printed so far. */
  output: () => string;
};

const root = path.resolve(import.meta.dirname, '..');

type Home = { dataDir: string; database: EmbeddedServer };

/**
 * What the parts of a bench share: a site that runs as an operator would run it (`npm start` on an empty folder), started when the
 * first part asks for it. `#db/client.ts` of this process speaks to the site's database, so that `lib/newsroom` works here
 * as it would in any other process beside the server.
 */
export class Bench {
  readonly #folders: string[] = [];
  readonly #servers: EmbeddedServer[] = [];
  #server: ChildProcess | null = null;
  #site: Promise<BenchSite> | null = null;
  #stopping: Promise<void> | null = null;
  #home: Home | null = null;

  /** @param environment for the server; where another is wanted than the running one has, stop that one first. */
  site(environment: Record<string, string> = {}): Promise<BenchSite> {
    if (this.#stopping) throw new Error('The bench is stopping.');
    this.#site ??= this.#start(environment);
    return this.#site;
  }

  /** A folder that the database's user may enter; it is removed at the end. */
  async folder(): Promise<string> {
    const folder = await mkdtemp(path.join(tmpdir(), 'weishui-bench-'));
    await chmod(folder, 0o755);
    this.#folders.push(folder);
    return folder;
  }

  /** A database server whose data need not survive, stopped at the end. */
  async database(folder: string): Promise<EmbeddedServer> {
    const server = await startEmbeddedServer(folder, { throwaway: true });
    this.#servers.push(server);
    return server;
  }

  /** Gives the machine, and `#db/client.ts`, to someone else. */
  async stopSite(): Promise<void> {
    hangUp();
    await disconnect();
    await end(this.#server);
    await this.#site?.catch(() => {});
    this.#server = null;
    this.#site = null;
  }

  /** Ends everything and leaves nothing behind; asked twice (at Ctrl-C), it is done once. */
  stop(): Promise<void> {
    this.#stopping ??= this.#end();
    return this.#stopping;
  }

  async #end(): Promise<void> {
    await this.stopSite();
    for (const server of this.#servers.splice(0)) await server.stop();
    for (const folder of this.#folders.splice(0)) await rm(folder, { recursive: true, force: true });
  }

  async #start(environment: Record<string, string>): Promise<BenchSite> {
    progress('starting the site');
    this.#home ??= await this.#found();
    const { dataDir, database } = this.#home;
    // The inspector stays closed until the memory part asks for it (SIGUSR1); then it takes any free port.
    const server = spawn(process.execPath, await startArguments(), {
      cwd: root,
      env: { ...process.env, PORT: '0', DATA_DIR: dataDir, NODE_OPTIONS: '--inspect-port=0', ...environment },
    });
    this.#server = server;
    let output = '';
    const port = await new Promise<string>((resolve, reject) => {
      for (const stream of [server.stdout, server.stderr]) {
        stream.on('data', (chunk: Buffer) => {
          output += chunk;
          // The last line of `npm start` names the address; nothing before it does.
          const [, found] = /http:\/\/localhost:(\d+)/.exec(output) ?? [];
          if (found) resolve(found);
        });
      }
      server.once('error', reject);
      server.once('close', (code) => reject(new Error(`npm start ended with ${code}:\n${output}`)));
    });
    const { sql } = connect(database.url);
    return {
      url: `http://127.0.0.1:${port}`,
      pid: server.pid as number,
      dataDir,
      samples: await samplesOf(sql),
      output: () => output,
    };
  }

  /** The site's data folder, with its database started: the site finds it running and uses it, and this process knows its address. */
  async #found(): Promise<Home> {
    const dataDir = await this.folder();
    const database = await startEmbeddedServer(path.join(dataDir, 'postgres'));
    this.#servers.push(database);
    return { dataDir, database };
  }
}

/** What follows `node` in `npm start`: flags of the runtime are part of what is measured. */
async function startArguments(): Promise<string[]> {
  const { scripts } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as {
    scripts: { start: string };
  };
  return scripts.start.split(' ').slice(1);
}

/** Asks a process to end, and waits until it has. */
async function end(child: ChildProcess | null): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGTERM');
  await ended;
}

/** Waits until the server has heard of an event, so that what follows is measured after it. */
export async function untilHeard(site: BenchSite, event: number): Promise<void> {
  for (let tries = 0; tries < 2000; tries++) {
    const { status, body } = await ask(`${site.url}/api/ready`);
    if (status === 200 && (JSON.parse(body.toString()) as { event: number }).event >= event) return;
  }
  throw new Error(`The server did not hear of event ${event}.`);
}

/** The number of the last event of a change. @throws where the newsroom refused it. */
export function eventOf(change: Done | Refusal): number {
  if (!change.ok) throw new Error(change.message);
  return Math.max(...toApply(change).map(({ id }) => id));
}
