import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbeddedServer } from './embedded.ts';
import { migrate } from './migrate.ts';

/** One PostgreSQL for a test run; its migrated database is the template that `testDatabase()` copies. */
export default async function setup(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'weishui-test-'));
  const server = await startEmbeddedServer(folder, { throwaway: true });
  await migrate(server.url);
  process.env.TEST_TEMPLATE_URL = server.url;
  return async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
