import { channelStates, deadLetters, drop, replay, type Which } from '../lib/outbox/letters.ts';
import { positiveInteger } from '../lib/text/number.ts';
import { timeModel } from '../lib/text/time.ts';
import { operate, readArgs, UsageError } from './operate.ts';

const usage = `用法:
  npm run outbox                            各渠道有多少件在等、有多少件已放弃，以及原因
  npm run outbox -- --dead                  逐件列出已放弃的
  npm run outbox -- --replay                把已放弃的重新投递(正在运行的实例在半分钟内开始)
  npm run outbox -- --drop                  删掉已放弃的
选项:
  --channel 名称    只看、只处理这个渠道的(indexnow、baidu、websub、fastly、cloudflare、webhook、edge)
  --id 编号         只处理这一件，可以重复
  --limit 件数      --dead 最多列多少件(默认 50)
退出码:0 成功,1 没有可处理的,2 用法不对`;

await operate(usage, parse);

function parse(args: string[]): (() => Promise<void>) | null {
  const options = {
    dead: { type: 'boolean' },
    replay: { type: 'boolean' },
    drop: { type: 'boolean' },
    channel: { type: 'string' },
    id: { type: 'string', multiple: true },
    limit: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  } as const;
  const values = readArgs({ args, options }).values;
  if (values.help) return null;
  const asked = (['dead', 'replay', 'drop'] as const).filter((name) => values[name]);
  if (asked.length > 1) throw new UsageError(`--${asked.join(' 与 --')} 不能一起用。`);
  const number = (text: string, option: string) => {
    const found = positiveInteger(text);
    if (found === null) throw new UsageError(`--${option} 后面要写正整数。`);
    return found;
  };
  const which: Which = { channel: values.channel, ids: values.id?.map((text) => number(text, 'id')) };
  const limit = values.limit === undefined ? 50 : number(values.limit, 'limit');
  switch (asked[0]) {
    case 'dead':
      return () => list(which, limit);
    case 'replay':
      return async () => tell('重新投递', await replay(which));
    case 'drop':
      return async () => tell('删除', await drop(which));
    default:
      if (values.channel !== undefined || which.ids)
        throw new UsageError('--channel、--id 要与 --dead、--replay 或 --drop 合用。');
      return overview;
  }
}

async function overview(): Promise<void> {
  const states = await channelStates();
  if (states.length === 0) return console.log('没有配置任何渠道，也没有等待投递的。');
  for (const { name, waiting, failing, dead, done, pausedUntil, quotaLeft, lastError } of states) {
    const more = [
      failing > 0 && `其中 ${failing} 件没有成功过`,
      pausedUntil && `暂停到 ${timeModel(pausedUntil).full}`,
      quotaLeft !== null && `今天还能报 ${quotaLeft} 条`,
    ].filter(Boolean);
    console.log(
      `${name}  等待 ${waiting}，放弃 ${dead}，近一周送达 ${done}${more.map((text) => `，${text}`).join('')}`,
    );
    if (lastError) console.log(`  ${lastError}`);
  }
}

async function list(which: Which, limit: number): Promise<void> {
  const letters = await deadLetters(which, limit);
  if (letters.length === 0) return console.log('没有已放弃的。');
  for (const { id, channel, eventId, type, story, attempts, endedAt, reason } of letters) {
    const what = `${type ?? '—'}${story === null ? '' : ` /article/${story}`}`;
    console.log(`${id}  ${channel}  事件 ${eventId} ${what}  ${timeModel(endedAt).full}  试了 ${attempts} 次`);
    console.log(`  ${reason}`);
  }
}

function tell(what: string, count: number): void {
  if (count > 0) console.log(`✓ ${what} ${count} 件`);
  else {
    console.error('✗ 没有符合条件的已放弃投递。');
    process.exitCode = 1;
  }
}
