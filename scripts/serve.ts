import { StartError } from '../db/embedded.ts';
import { authSecret } from '../lib/auth/secret.ts';
import { serve } from '../lib/server/serve.ts';
import { isBuilt } from './build.ts';
import { dataDir, ensureDataDir, main, portOf, root } from './environment.ts';

/**
 * One instance of the site, for production: serves what `npm run build` made, on a database that `npm run db:migrate`
 * prepared, and does nothing else. Any number of them may stand behind a balancer (docs/deploy.md).
 */
Object.assign(process.env, { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', DATA_DIR: dataDir });

await main(async () => {
  const port = portOf(process.env.PORT, 3000);
  const drain = Number(process.env.DRAIN_SECONDS ?? 5);
  if (!(drain >= 0 && drain <= 300)) throw new StartError('DRAIN_SECONDS 要是 0 到 300 的数。');
  if (!process.env.DATABASE_URL)
    throw new StartError('请用 DATABASE_URL 指定数据库，例如 postgres://user:password@host/weishui。');
  if (!(await isBuilt())) throw new StartError('网站还没有构建，或构建以后文件有改动：请先执行 npm run build。');
  ensureDataDir();
  try {
    authSecret();
  } catch (error) {
    // Said now, not to the first editor.
    throw new StartError((error as Error).message);
  }

  const server = await serve({ root, dataDir, port, host: process.env.HOST });
  console.log(`渭水已就绪：${server.url}`);

  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      console.log('正在停止……');
      void server.stop(drain * 1000).then(() => process.exit(0));
    });
  }
});
