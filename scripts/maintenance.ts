import { sql } from '../db/client.ts';
import * as newsroom from '../lib/newsroom/index.ts';
import { moment, timeModel } from '../lib/text/time.ts';
import { operate, readArgs, UsageError } from './operate.ts';

const usage = `用法:
  npm run maintenance                       网站是否在维护
  npm run maintenance -- on                 所有实例进入维护：已有的页面照常提供，其余答 503
  npm run maintenance -- on --until 03:30   预计何时结束，写进 Retry-After(30m、2h、03:30 或 2026-11-23 03:30，北京时间)
  npm run maintenance -- off                恢复
到了 --until 的时间不会自动恢复。
  --by 姓名     记在事件里的操作人(默认 cli)
退出码:0 成功,1 没有成功,2 用法不对`;

await operate(usage, parse);

function parse(args: string[]): (() => Promise<void>) | null {
  const options = {
    until: { type: 'string' },
    by: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  } as const;
  const { values, positionals } = readArgs({ args, options, allowPositionals: true });
  if (values.help) return null;
  const [act, ...more] = positionals;
  if (more.length > 0 || (act !== undefined && act !== 'on' && act !== 'off'))
    throw new UsageError('要写 on 或 off，或者什么都不写。');
  if (values.until !== undefined && act !== 'on') throw new UsageError('--until 要与 on 合用。');
  const until = values.until === undefined ? null : moment(values.until, new Date());
  if (values.until !== undefined && until === null) throw new UsageError(`看不懂时间“${values.until}”。`);
  const by = values.by?.trim() || 'cli';
  if (act === undefined) return state;
  return async () => {
    const result = await (act === 'on' ? newsroom.closeSite(until, by) : newsroom.openSite(by));
    if (!result.ok) {
      console.error(`✗ ${result.message}`);
      process.exitCode = 1;
      return;
    }
    const end = until ? `，预计 ${timeModel(until).full} 结束` : '';
    console.log(act === 'on' ? `✓ 网站进入维护${end}。恢复:npm run maintenance -- off` : '✓ 网站恢复了。');
  };
}

async function state(): Promise<void> {
  const [row] = await sql<{ since: number; until: number | null; by: string }[]>`
    select extract(epoch from since)::float8 * 1000 as since, extract(epoch from until)::float8 * 1000 as until, by
    from maintenance`;
  if (!row) return console.log('网站开放，没有在维护。');
  const end = row.until === null ? '' : `，预计 ${timeModel(new Date(row.until)).full} 结束`;
  console.log(`网站从 ${timeModel(new Date(row.since)).full} 起在维护(${row.by})${end}。`);
}
