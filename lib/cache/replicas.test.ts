import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect, db, disconnect, readFrom } from '#db/client.ts';
import { type EmbeddedServer, startEmbeddedServer } from '#db/embedded.ts';
import { migrate } from '#db/migrate.ts';
import { allSections } from '#db/queries/sections.ts';
import { section } from '#db/schema/index.ts';
import { beginning, clock } from './clock.ts';
import { listenForEvents } from './listen.ts';
import { distrustReplicas, followReplicas } from './replicas.ts';

const run = promisify(execFile);

/** A primary and a standby that streams from it, as PostgreSQL itself makes them. */
let folder: string;
let primary: EmbeddedServer;
let standby: EmbeddedServer;
let replica: Sql;
let connection: ReturnType<typeof connect>;
let stop: () => Promise<void>;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'weishui-replica-'));
  // As root, PostgreSQL runs as another user, who must be able to enter.
  await chmod(folder, 0o755);
  const [first, second] = ['primary', 'standby'].map((name) => path.join(folder, name)) as [string, string];
  primary = await startEmbeddedServer(first, { throwaway: true });
  await migrate(primary.url);
  await primary.stop();
  // With its owner, who as root is another user.
  await run('cp', ['-a', first, second]);
  primary = await startEmbeddedServer(first, { throwaway: true });

  const { port } = new URL(primary.url);
  const password = await readFile(path.join(second, 'password'), 'utf8');
  const settings = path.join(second, 'cluster/postgresql.auto.conf');
  await writeFile(settings, `primary_conninfo = 'host=127.0.0.1 port=${port} user=weishui password=${password}'\n`);
  await writeFile(path.join(second, 'cluster/standby.signal'), '');
  standby = await startEmbeddedServer(second, { throwaway: true });
  replica = postgres(standby.url, { max: 1, onnotice: () => {} });

  connection = connect(primary.url, [standby.url]);
  const stopEvents = await listenForEvents();
  const stopReplicas = followReplicas();
  stop = async () => {
    stopReplicas();
    await stopEvents();
  };
}, 120_000);

afterAll(async () => {
  await stop();
  await replica.end();
  await disconnect();
  await standby.stop();
  await primary.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A section with its event, in one transaction, as the newsroom writes them. */
async function addSection(slug: string) {
  await db.transaction(async (tx) => {
    await tx.insert(section).values({ slug, name: slug });
    await tx.execute(`insert into event (type, hard_tags) values ('section-changed', '{sections}')`);
  });
  await clock.catchUp?.();
}

/** What a page that is rendered now reads: the sections, and whether from the replica. */
function rendering(): Promise<{ slugs: string[]; onReplica: boolean }> {
  const page = { path: '/', began: beginning(), tags: new Set<string>(), until: Number.POSITIVE_INFINITY, page: null };
  return clock.rendering.run(page, async () => {
    const onReplica = readFrom() !== connection.primary;
    return { slugs: (await allSections()).map(({ slug }) => slug), onReplica };
  });
}

it('a page is read from the replica once that has every event which the page will claim to know', async () => {
  await addSection('news');
  await expect.poll(async () => (await rendering()).onReplica).toBe(true);
  expect((await rendering()).slugs).toEqual(['news']);
});

it('while the replica lags, pages are read from the primary and miss nothing', async () => {
  await replica`select pg_wal_replay_pause()`;
  await expect
    .poll(async () => (await replica`select pg_get_wal_replay_pause_state() as state`)[0]?.state)
    .toBe('paused');
  await addSection('culture');
  expect(await rendering()).toEqual({ slugs: ['news', 'culture'], onReplica: false });
  await replica`select pg_wal_replay_resume()`;
  await expect.poll(rendering).toEqual({ slugs: ['news', 'culture'], onReplica: true });
});

it('whoever is not rendering reads their own writes, and writes to the primary', async () => {
  expect(readFrom()).toBe(connection.primary);
  await replica`select pg_wal_replay_pause()`;
  await addSection('sport');
  expect((await allSections()).map(({ slug }) => slug)).toContain('sport');
  await replica`select pg_wal_replay_resume()`;
});

it('a replica that goes away is passed over, and taken again when it is back', async () => {
  await expect.poll(async () => (await rendering()).onReplica).toBe(true);
  expect(distrustReplicas()).toBe(true);
  expect((await rendering()).onReplica).toBe(false);
  await expect.poll(async () => (await rendering()).onReplica).toBe(true);
});
