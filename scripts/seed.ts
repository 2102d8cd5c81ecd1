import { parseArgs } from 'node:util';
import { disconnect } from '../db/client.ts';
import { seedDemo } from '../db/demo/seed.ts';
import { StartError } from '../db/embedded.ts';
import { migrate } from '../db/migrate.ts';
import { dataDir, ensureDataDir, main, openDatabase, step } from './environment.ts';

// node scripts/seed.ts [--stories N] [--seed S]: fills an empty database with the demo newsroom.
process.env.DATA_DIR = dataDir;

await main(async () => {
  const { values } = parseArgs({ options: { stories: { type: 'string' }, seed: { type: 'string' } } });
  const stories = wholeNumber(values.stories, '--stories');
  const seed = wholeNumber(values.seed, '--seed');
  ensureDataDir();
  const server = await openDatabase();
  try {
    await migrate(process.env.DATABASE_URL ?? '');
    await step('演示编辑部', async (say) => {
      const result = await seedDemo({
        now: new Date(),
        progress: say,
        ...(stories !== undefined && { stories }),
        ...(seed !== undefined && { seed }),
      });
      say(result.filled ? `填入 ${result.stories} 篇稿件` : `已有 ${result.stories} 篇稿件，没有改动`);
    });
  } finally {
    await disconnect();
    await server?.stop();
  }
});

function wholeNumber(text: string | undefined, option: string): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,8}$/.test(text)) throw new StartError(`${option} 要是 0 到 99999999 的整数。`);
  return Number(text);
}
