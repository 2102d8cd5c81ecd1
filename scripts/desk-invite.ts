import { parseArgs } from 'node:util';
import { eq, inArray } from 'drizzle-orm';
import { db, disconnect } from '../db/client.ts';
import { migrate } from '../db/migrate.ts';
import { person, section } from '../db/schema/index.ts';
import { invite, resetPassword } from '../lib/auth/links.ts';
import { type Actor, roleNames, roles } from '../lib/newsroom/actor.ts';
import { timeModel } from '../lib/text/time.ts';
import { dataDir, ensureDataDir, main, openDatabase } from './environment.ts';

const usage = `用法:
  npm run desk:invite -- --role admin [--note 给谁的] [--sections local,culture] [--days 7]   生成开通账号的链接
  npm run desk:invite -- --reset 用户名 [--factors]                                          生成设置新密码的链接
选项:
  --role     ${roles.map((role) => `${role} ${roleNames[role]}`).join('，')}
  --sections 只限这些栏目（含其下级），写栏目的地址；不写是全部栏目
  --factors  同时取消两步验证和通行密钥
  --origin   链接里的网站地址（默认 SITE_ORIGIN，没有则是本机的 http://localhost:3000）
链接只显示这一次，用过即失效。退出码:0 成功,1 没有成功,2 用法不对`;

process.env.DATA_DIR = dataDir;
/** Whoever can run commands here. */
const operator: Actor = { id: 'cli', name: '命令行', role: 'admin', sectionIds: null };

await main(async () => {
  const given = read(process.argv.slice(2));
  if (typeof given === 'string') {
    if (given) console.error(`✗ ${given}\n`);
    console.log(usage);
    process.exitCode = given ? 2 : 0;
    return;
  }
  ensureDataDir();
  const database = await openDatabase();
  try {
    await migrate(process.env.DATABASE_URL ?? '');
    const made = given.reset === undefined ? await invitation(given) : await reset(given.reset, given.factors ?? false);
    if (!made.ok) {
      console.error(`✗ ${made.message}`);
      process.exitCode = 1;
      return;
    }
    console.log(`${new URL(`/desk/invitation/${made.token}`, given.origin).href}`);
    console.error(`有效到 ${timeModel(made.expiresAt).full}（北京时间），只能用一次。`);
  } finally {
    await disconnect();
    await database?.stop();
  }
});

type Given = ReturnType<typeof parse>;

/** What was asked for; a sentence where it was not understood; nothing where help was asked for. */
function read(args: string[]): (Given & { origin: string }) | string {
  try {
    const values = parse(args);
    if (values.help) return '';
    if ((values.role === undefined) === (values.reset === undefined)) return '要写 --role 或 --reset 之一。';
    if (values.role !== undefined && !roles.some((role) => role === values.role))
      return `没有 ${values.role} 这个角色。`;
    const origin = values.origin ?? (process.env.SITE_ORIGIN || `http://localhost:${process.env.PORT ?? 3000}`);
    if (!URL.canParse(origin)) return `${origin} 不是网站地址。`;
    return { ...values, origin };
  } catch (error) {
    return (error as Error).message;
  }
}

function parse(args: string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = { role: text, note: text, sections: text, days: text, reset: text, factors: flag, origin: text };
  return parseArgs({ args, options: { ...options, help: { ...flag, short: 'h' } } }).values;
}

async function invitation({ role: asked, note = '', sections, days = '7' }: Given) {
  const role = roles.find((one) => one === asked) ?? 'reporter';
  const slugs = sections?.split(',').filter(Boolean);
  const found = slugs?.length
    ? await db.select({ id: section.id, slug: section.slug }).from(section).where(inArray(section.slug, slugs))
    : [];
  const missing = slugs?.filter((slug) => !found.some((one) => one.slug === slug)) ?? [];
  if (missing.length > 0) return { ok: false, message: `没有这些栏目：${missing.join('、')}。` } as const;
  const sectionIds = slugs ? found.map(({ id }) => id) : null;
  return invite(operator, { role, note, sectionIds, days: Number(days) });
}

async function reset(username: string, factors: boolean) {
  const [found] = await db.select({ id: person.id }).from(person).where(eq(person.username, username.toLowerCase()));
  if (!found) return { ok: false, message: `没有用户名是 ${username} 的人。` } as const;
  return resetPassword(operator, found.id, factors);
}
