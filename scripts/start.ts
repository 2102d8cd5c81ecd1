import { createServer } from 'node:net';
import { StartError } from '../db/embedded.ts';
import { migrate } from '../db/migrate.ts';
import { build, isBuilt } from './build.ts';
import { dataDir, ensureDataDir, explain, main, openDatabase, portOf, root, step } from './environment.ts';

Object.assign(process.env, { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', DATA_DIR: dataDir });

await main(async () => {
  const began = performance.now();
  const port = portOf(process.env.PORT, 3000);
  await refuseUsedPort(port);
  ensureDataDir();

  // Asked to stop: what is under way is finished first, then everything ends in order.
  let stopping = false;
  const closers: (() => Promise<void>)[] = [];
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    console.log('\n正在停止……');
    for (const close of closers.reverse()) await close().catch((error: unknown) => console.error(error));
    console.log('已停止，数据完好。');
    process.exit(process.exitCode ?? 0);
  };
  // A connection that breaks in the middle of a COPY throws where nobody can catch it; the database is stopped all the same.
  process.once('uncaughtException', (error) => {
    process.exitCode = 1;
    explain(error);
    void stop();
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop());

  try {
    console.log('渭水 Weishui');
    const database = await step('数据库', async (say) => {
      const server = await openDatabase();
      if (server) closers.push(() => server.stop());
      say(server ? (server.adopted ? '沿用正在运行的内置 PostgreSQL' : '内置 PostgreSQL') : '使用 DATABASE_URL');
      return server;
    });
    const url = process.env.DATABASE_URL ?? '';
    await step('数据表', async (say) => {
      const count = await migrate(url).catch((error: NodeJS.ErrnoException) => {
        throw database
          ? error
          : new StartError(`连不上 DATABASE_URL 指定的数据库：${error.message}。请检查地址、用户名和密码。`);
      });
      say(count > 0 ? `升级 ${count} 步` : '已是最新');
    });
    // Pictures of the demo newsroom and the build both take time and cores of their own: they run side by side.
    const { seedDemo } = await import('../db/demo/seed.ts');
    await Promise.all([
      step('演示编辑部', async (say) => {
        const { filled, stories } = await seedDemo({ now: new Date(), progress: say });
        say(filled ? `填入 ${stories} 篇稿件` : `已有 ${stories} 篇稿件`);
      }),
      step('构建网站', async (say) => {
        if (await isBuilt()) return say('没有变化');
        await build();
      }),
    ]);
    if (stopping) return;
    const { serve } = await import('../lib/server/serve.ts');
    const server = await step('启动服务', () => serve({ root, dataDir, port }).catch(explainPort(port)));
    closers.push(() => server.stop());
    // A newsroom in which nobody is yet gets its administrator; nobody can know the password beforehand. Now that it will be shown.
    const { firstAdministrator } = await import('../lib/auth/new-person.ts');
    const administrator = await firstAdministrator();
    if (administrator) {
      console.log(
        `\n编辑部 ${server.url}/desk\n  用户名 ${administrator.username}\n  密码   ${administrator.password}\n  密码只显示这一次。忘了就执行 npm run desk:invite -- --reset ${administrator.username}`,
      );
    }
    console.log(
      `\n渭水已就绪：${server.url}  (共用 ${((performance.now() - began) / 1000).toFixed(0)} 秒，按 Ctrl-C 停止)`,
    );
  } catch (error) {
    process.exitCode = 1;
    if (!stopping) {
      for (const close of closers.reverse()) await close().catch(() => {});
      throw error;
    }
  }
});
if (process.exitCode) process.exit();

async function refuseUsedPort(port: number): Promise<void> {
  if (port === 0) return;
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(port, () => probe.close(() => resolve()));
  }).catch(explainPort(port));
}

/** Says what to do about a port that cannot be had; it may also be taken while the site is built. */
function explainPort(port: number): (error: NodeJS.ErrnoException) => never {
  return (error) => {
    if (error.code === 'EADDRINUSE')
      throw new StartError(
        `端口 ${port} 已被占用：请停掉占用它的程序，或换一个端口，例如 PORT=${port + 1} npm start。`,
      );
    if (error.code === 'EACCES')
      throw new StartError(`没有权限使用端口 ${port}：请用 1024 以上的端口，例如 PORT=3000 npm start。`);
    throw error;
  };
}
