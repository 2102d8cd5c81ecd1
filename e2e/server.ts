import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect, disconnect } from '#db/client.ts';
import { startEmbeddedServer } from '#db/embedded.ts';
import { type RunningSite, startSiteProcess } from '#lib/testing/process.ts';

/** The token of the tests' outside system. */
export const revalidateToken = 'e2e-revalidate-token';
export const revalidateSecret = 'e2e-revalidate-secret';
/** Search engines find it as a file; they are told nothing, as the demo's address is not a public one. */
export const indexNowKey = 'e2e-26ecd1ada8034912a62634cc4e3ddd7e';

/** `npm start`, as an operator runs it, on an empty data folder and a free port. */
export default async function setup(): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'weishui-e2e-'));
  // As root, PostgreSQL runs as another user, who must be able to enter.
  await chmod(dataDir, 0o755);
  const site = await startSite(dataDir);
  process.env.E2E_URL = site.url;
  process.env.E2E_DATA_DIR = dataDir;
  process.env.E2E_LAST_OF_DEMO = await lastStory(dataDir);
  process.env.E2E_ADMIN_PASSWORD = /密码 +(\S+)/.exec(site.output())?.[1] ?? '';
  return async () => {
    await site.stop();
    // What it complained of meanwhile explains what a test saw.
    await writeFile('.build/e2e-site.log', site.output());
    await rm(dataDir, { recursive: true, force: true });
  };
}

async function lastStory(dataDir: string): Promise<string> {
  const { url } = await startEmbeddedServer(path.join(dataDir, 'postgres'));
  const [row] = await connect(url).sql<{ last: string }[]>`select max(id) as last from story`;
  await disconnect();
  return row?.last ?? '';
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
