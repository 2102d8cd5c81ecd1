import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FullConfig } from '@playwright/test';
import { connect, disconnect } from '#db/client.ts';
import { startEmbeddedServer } from '#db/embedded.ts';
import { type RunningSite, startSiteProcess } from '#lib/testing/process.ts';

/** The token of the tests' outside system. */
export const revalidateToken = 'e2e-revalidate-token';
export const revalidateSecret = 'e2e-revalidate-secret';
/** Search engines find it as a file; they are told nothing, as the demo's address is not a public one. */
export const indexNowKey = 'e2e-26ecd1ada8034912a62634cc4e3ddd7e';

/** A site of its own for each worker: one editor at a time, as tests say which pages an event must leave alone. */
export type TestSite = {
  url: string;
  dataDir: string;
  /** The highest number of a story of the demo newsroom: stories of tests have higher ones. */
  lastOfDemo: number;
  /** Of `admin`, as the first start shows it. */
  adminPassword: string;
};

/** `npm start`, as an operator runs it, on an empty data folder and a free port, as often as there are workers. */
export default async function setup({ workers }: FullConfig): Promise<() => Promise<void>> {
  const sites: TestSite[] = [];
  const ends: (() => Promise<void>)[] = [];
  // One after the other: the first builds what all serve.
  while (sites.length < workers) {
    const dataDir = await mkdtemp(path.join(tmpdir(), 'weishui-e2e-'));
    // As root, PostgreSQL runs as another user, who must be able to enter.
    await chmod(dataDir, 0o755);
    const site = await startSite(dataDir);
    const log = `.build/e2e-site-${sites.length}.log`;
    sites.push({
      url: site.url,
      dataDir,
      lastOfDemo: await lastStory(dataDir),
      adminPassword: /密码 +(\S+)/.exec(site.output())?.[1] ?? '',
    });
    ends.push(async () => {
      await site.stop();
      // What it complained of meanwhile explains what a test saw.
      await writeFile(log, site.output());
      await rm(dataDir, { recursive: true, force: true });
    });
  }
  process.env.E2E_SITES = JSON.stringify(sites);
  return async () => void (await Promise.all(ends.map((end) => end())));
}

async function lastStory(dataDir: string): Promise<number> {
  const { url } = await startEmbeddedServer(path.join(dataDir, 'postgres'));
  const [row] = await connect(url).sql<{ last: string }[]>`select max(id) as last from story`;
  await disconnect();
  if (!row?.last) throw new Error('The demo newsroom has no story.');
  return Number(row.last);
}

/** Starts the site and waits until it serves. */
export function startSite(dataDir: string, environment: Record<string, string> = {}): Promise<RunningSite> {
  return startSiteProcess(['--max-semi-space-size=64', 'scripts/start.ts'], {
    environment: {
      PORT: '0',
      DATA_DIR: dataDir,
      REVALIDATE_TOKEN: revalidateToken,
      REVALIDATE_SECRET: revalidateSecret,
      INDEXNOW_KEY: indexNowKey,
      // Receivers of webhooks are played by tests.
      WEBHOOK_PRIVATE_HOSTS: '127.0.0.1',
      ...environment,
    },
  });
}

/** A port that nobody has now. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
