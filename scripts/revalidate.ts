import { type Asked, asked, revalidate, toApply } from '../lib/newsroom/index.ts';
import { operate, readArgs, UsageError } from './operate.ts';

const usage = `用法:
  npm run revalidate -- --tag front --tag story:12       按标签更新
  npm run revalidate -- --path /latest                   按路径更新
  npm run revalidate -- --event story-changed:12         按事件更新(slot-changed:recommended、section-changed …)
  npm run revalidate -- --all                            更新整个网站
选项可以重复、可以合用。
  --by 姓名     记在事件里的操作人(默认 cli)
退出码:0 成功,1 没有成功,2 用法不对`;

await operate(usage, (args) => {
  const { wanted, by } = parse(args);
  return wanted && (() => apply(wanted, by));
});

async function apply(wanted: Asked, by: string): Promise<void> {
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
}

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
  const values = readArgs({ args, options }).values;
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
