import { parseArgs } from 'node:util';
import { disconnect } from '../db/client.ts';
import { migrate } from '../db/migrate.ts';
import { type Asked, asked, revalidate, toApply } from '../lib/newsroom/index.ts';
import { ensureDataDir, main, openDatabase } from './environment.ts';

const usage = `用法:
  npm run revalidate -- --tag front --tag story:12       按标签更新
  npm run revalidate -- --path /latest                   按路径更新
  npm run revalidate -- --event story-changed:12         按事件更新(slot-changed:recommended、section-changed …)
  npm run revalidate -- --all                            更新整个网站
选项可以重复、可以合用。
  --by 姓名     记在事件里的操作人(默认 cli)
退出码:0 成功,1 没有成功,2 用法不对`;

/** The command was not understood: exit code 2. */
class UsageError extends Error {}

await main(async () => {
  try {
    const { wanted, by } = parse(process.argv.slice(2));
    if (!wanted) return console.log(usage);
    ensureDataDir();
    const database = await openDatabase();
    try {
      await migrate(process.env.DATABASE_URL ?? '');
      const result = await revalidate(wanted, by);
      if (!result.ok) {
        console.error(`✗ ${result.message}`);
        process.exitCode = 1;
        return;
      }
      for (const { id, type, hard, soft, panels } of toApply(result)) {
        console.log(`✓ 事件 ${id} ${type}`);
        for (const tag of hard) console.log(`  立即更新  ${tag}`);
        for (const tag of soft) console.log(`  随后更新  ${tag}`);
        if (panels.length > 0) console.log(`  通知面板  ${panels.join(' ')}`);
      }
    } finally {
      await disconnect();
      await database?.stop();
    }
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`✗ ${error.message}\n\n${usage}`);
    process.exitCode = 2;
  }
});

function parse(args: string[]): { wanted: Asked | null; by: string } {
  const many = { type: 'string', multiple: true } as const;
  const options = {
    tag: many,
    path: many,
    event: many,
    all: { type: 'boolean' },
    by: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  } as const;
  const values = (() => {
    try {
      return parseArgs({ args, options }).values;
    } catch (error) {
      throw new UsageError(error instanceof Error ? error.message : String(error));
    }
  })();
  const by = values.by?.trim() || 'cli';
  if (values.help) return { wanted: null, by };
  const events = [...(values.event ?? []).map(eventOf), ...(values.all ? [{ type: 'everything-revalidated' }] : [])];
  const parsed = asked.safeParse({
    ...(events.length > 0 && { events }),
    ...(values.tag && { tags: values.tag }),
    ...(values.path && { paths: values.path }),
  });
  if (parsed.success) return { wanted: parsed.data, by };
  const [issue] = parsed.error.issues;
  const [list, index] = issue?.path ?? [];
  const what =
    list === 'tags'
      ? values.tag?.[Number(index)]
      : list === 'paths'
        ? values.path?.[Number(index)]
        : values.event?.[Number(index)];
  throw new UsageError(what === undefined ? '没有说明要更新什么。' : `${what}:${issue?.message}。`);
}

/** `story-changed:12`, `slot-changed:recommended`, `section-changed`. */
function eventOf(text: string): Record<string, unknown> {
  const [type, of] = text.split(/:(.*)/s);
  if (of === undefined) return { type };
  return type === 'slot-changed' ? { type, slot: of } : { type, id: /^[1-9]\d{0,14}$/.test(of) ? Number(of) : of };
}
