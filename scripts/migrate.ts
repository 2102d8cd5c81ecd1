import { migrate } from '../db/migrate.ts';
import { ensureDataDir, main, openDatabase } from './environment.ts';

await main(async () => {
  ensureDataDir();
  const database = await openDatabase();
  try {
    const count = await migrate(process.env.DATABASE_URL ?? '');
    console.log(count > 0 ? `数据表升级了 ${count} 步` : '数据表已是最新');
  } finally {
    await database?.stop();
  }
});
