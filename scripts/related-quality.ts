import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { LabelledError, readLabelled } from '../bench/related/labelled.ts';
import { ask, drawn, type Labels, labelsOf, load, type Quality, qualityOf } from '../bench/related/quality.ts';
import { connect, disconnect, sql } from '../db/client.ts';
import { seedDemo } from '../db/demo/seed.ts';
import { StartError, startEmbeddedServer } from '../db/embedded.ts';
import { migrate } from '../db/migrate.ts';
import { positiveInteger } from '../lib/text/number.ts';
import { main } from './environment.ts';

const usage = `用法:
  npm run related:quality -- 文件 [--k 10] [--ask 2000]   相关新闻对不对:按标注文件算 P@k(格式见 docs/related.md)
  npm run related:quality -- --demo [--stories 600]        同上,用演示编辑部的栏目与专题
--ask  最多问多少篇;稿件再多,也只均匀地抽这么多篇来问
退出码:0 算完,1 没有算成,2 用法不对`;

await main(async () => {
  const wanted = parse(process.argv.slice(2));
  if (!wanted) {
    console.error(usage);
    process.exitCode = 2;
    return;
  }
  const { file, k, most, stories } = wanted;
  const labelled = file === null ? null : await read(file);
  const folder = await mkdtemp(path.join(tmpdir(), 'weishui-quality-'));
  await chmod(folder, 0o755);
  const server = await startEmbeddedServer(path.join(folder, 'postgres'), { throwaway: true });
  try {
    await migrate(server.url);
    connect(server.url);
    if (!labelled) await seedDemo({ now: new Date(), stories, dataDir: folder, searchable: false });
    const labels = labelled ? await load(sql, labelled) : await labelsOf(sql);
    await report(labels, k, most);
  } finally {
    await disconnect();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
});

/** Null: not understood. */
function parse(args: string[]): { file: string | null; k: number; most: number; stories: number } | null {
  const text = { type: 'string' } as const;
  const options = { k: text, ask: text, stories: text, demo: { type: 'boolean' } } as const;
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const [k, most, stories] = [values.k ?? '10', values.ask ?? '2000', values.stories ?? '600'].map(positiveInteger);
    const [file = null] = positionals;
    if (!k || !most || !stories || k > 40 || positionals.length > 1 || (file !== null) === (values.demo === true))
      return null;
    return { file, k, most, stories };
  } catch {
    return null;
  }
}

async function read(file: string) {
  try {
    return readLabelled(await readFile(file, 'utf8'));
  } catch (error) {
    if (error instanceof LabelledError) throw new StartError(`${file}:${error.message}`);
    throw error;
  }
}

async function report(labels: Map<number, Labels>, k: number, most: number): Promise<void> {
  const ids = drawn(labels, most);
  const categories = new Set(Array.from(labels.values(), ({ category }) => category)).size;
  console.log(`${labels.size} 篇,${categories} 类,问 ${ids.length} 篇,看前 ${k} 条。`);
  for (const topics of [false, true]) {
    const quality = qualityOf(labels, await ask(ids, topics), k);
    console.log(`\n${topics ? '按标题的词与专题(关键词当作专题)' : '只按标题的词(关键词不给它看)'}`);
    console.log(table(quality, k, !topics));
  }
}

/** Empty places count as misses; where topics are looked at, keywords are no judge. */
function table(quality: Quality[], k: number, keywords: boolean): string {
  const head = ['分类', '篇数', '填满', `P@${k}`, '其中有的', '碰运气', ...(keywords ? ['同关键词', '碰运气'] : [])];
  const rows = quality.map(({ name, asked, filled, precision, ofShown, chance, keyword, keywordChance }) => [
    name || '全部',
    String(asked),
    ...[filled, precision, ofShown, chance, ...(keywords ? [keyword, keywordChance] : [])].map((share) =>
      share.toFixed(3),
    ),
  ]);
  const lines = [head, head.map((_, n) => (n === 0 ? '---' : '---:')), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
