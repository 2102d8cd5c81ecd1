import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import path from 'node:path';
import { seedDemo } from '../db/demo/seed.ts';
import { migrate } from '../db/migrate.ts';
import { mediaConfiguration } from '../lib/media/configuration.ts';
import { mediaStorage } from '../lib/media/storage.ts';
import { MediaWorker } from '../lib/media/worker.ts';
import { filesServer } from '../lib/server/files.ts';
import { storedMedia } from '../lib/server/media.ts';
import { bundle } from './build.ts';
import { dataDir, ensureDataDir, main, openDatabase, root, step } from './environment.ts';

process.env.NEXT_TELEMETRY_DISABLED = '1';
process.env.DATA_DIR = dataDir;

await main(async () => {
  ensureDataDir();
  const database = await step('数据库', () => openDatabase());
  await step('数据表', () => migrate(process.env.DATABASE_URL ?? ''));
  await step('演示编辑部', (say) => seedDemo({ now: new Date(), progress: say }));
  await step('读者脚本', bundle);
  const { firstAdministrator } = await import('../lib/auth/new-person.ts');
  const administrator = await firstAdministrator();
  if (administrator)
    console.log(`编辑部 /desk：用户名 ${administrator.username}，密码 ${administrator.password}（只显示这一次）`);

  const configuration = mediaConfiguration();
  const storage = mediaStorage(dataDir, configuration);
  const worker = new MediaWorker({ storage, dataFolder: dataDir, configuration });
  const sendStored = storage.kind === 'disk' ? null : storedMedia(storage);

  // Media and the readers' script are files outside the application; in production the server sends them.
  const sendFile = filesServer([
    { prefix: '/media/', folder: path.join(dataDir, 'media'), immutable: false },
    { prefix: '/_r/', folder: path.join(root, '.build/reader/_r'), immutable: false },
  ]);
  const files = createServer(async (request, response) => {
    if (await sendStored?.(request.url ?? '/', request, response)) return;
    if (await sendFile(request.url ?? '/', request, response)) return;
    response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => files.listen(0, '127.0.0.1', resolve));
  process.env.DEV_FILES_ORIGIN = `http://127.0.0.1:${(files.address() as { port: number }).port}`;

  const next = path.join(root, 'node_modules/next/dist/bin/next');
  const child = spawn(process.execPath, [next, 'dev', '--port', process.env.PORT ?? '3000'], {
    cwd: root,
    stdio: 'inherit',
  });
  // Ctrl-C reaches Next.js by itself; what is left is to wait for it and stop the database after it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  files.close();
  await worker.stop();
  await database?.stop();
  process.exit(code ?? 0);
});
