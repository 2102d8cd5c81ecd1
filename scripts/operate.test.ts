import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { acceptInvitation } from '#lib/auth/links.ts';

// Each command is a process of its own, which starts slowly on a busy machine.
vi.setConfig({ testTimeout: 180_000 });

let base: TestDatabase;
let folder: string;

beforeAll(async () => {
  base = await testDatabase();
  folder = await mkdtemp(path.join(tmpdir(), 'weishui-operate-'));
});
afterAll(async () => {
  await base.close();
  await rm(folder, { recursive: true, force: true });
});

const run = (script: string, ...args: string[]): Promise<{ code: number; out: string; err: string }> =>
  new Promise((resolve) => {
    const env = {
      ...process.env,
      DATABASE_URL: base.url,
      DATA_DIR: path.join(folder, 'data'),
      NODE_COMPILE_CACHE: path.join(folder, 'compiled'),
    };
    execFile(
      process.execPath,
      [path.join(import.meta.dirname, script), ...args],
      { cwd: folder, env },
      (error, out, err) => resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out, err }),
    );
  });

describe('npm run maintenance', () => {
  const rows = () => base.sql`select until, by from maintenance`;

  it('closes the site until it is opened, and says how it stands', async () => {
    expect((await run('maintenance.ts')).out).toContain('没有在维护');
    const closing = await run('maintenance.ts', 'on', '--until', '2h', '--by', '程晚');
    expect([closing.code, closing.out]).toEqual([0, expect.stringMatching(/^✓ 网站进入维护，预计 .* 结束/)]);
    expect(await rows()).toMatchObject([{ by: '程晚' }]);
    expect((await run('maintenance.ts')).out).toMatch(/在维护\(程晚\)，预计/);
    const [told] = await base.sql`select payload from event where type = 'maintenance-changed'`;
    expect(told?.payload).toMatchObject({ on: true });
    expect((await run('maintenance.ts', 'off')).code).toBe(0);
    expect(await rows()).toEqual([]);
    const again = await run('maintenance.ts', 'off');
    expect([again.code, again.err]).toEqual([1, '✗ 网站没有在维护。\n']);
  });

  it.each([[['maybe']], [['on', '--until', 'soon']], [['off', '--until', '2h']], [['on', 'off']]])(
    'refuses %j with its usage',
    async (args) => {
      const { code, err } = await run('maintenance.ts', ...args);
      expect([code, err]).toEqual([2, expect.stringContaining('用法')]);
      expect(await rows()).toEqual([]);
    },
  );
});

describe('npm run outbox', () => {
  it('shows what waits and what was given up, sends it once more, or forgets it', async () => {
    expect((await run('outbox.ts')).out).toContain('没有配置任何渠道');
    await base.sql`
      insert into delivery_channel (name, paused_until, quota_left, quota_day)
      values ('baidu', now() + interval '1 hour', 7, (now() at time zone 'Asia/Shanghai')::date)`;
    await base.sql`
      insert into delivery (channel, event_id, payload, state, attempts, ended_at, last_error)
      select 'baidu', n, jsonb_build_object('type', 'story-published', 'story', jsonb_build_object('id', 40 + n)),
        'dead', 26, now(), '应答 401：token is not valid'
      from generate_series(1, 3) n`;
    const seen = (await run('outbox.ts')).out;
    expect(seen).toContain('baidu  等待 0，放弃 3，近一周送达 0，暂停到');
    expect(seen).toContain('今天还能报 7 条\n  应答 401：token is not valid');
    const listed = (await run('outbox.ts', '--dead', '--limit', '2')).out;
    expect(listed.match(/story-published/g)?.length).toBe(2);
    expect(listed).toContain('/article/43');
    expect((await run('outbox.ts', '--replay', '--id', '1')).out).toBe('✓ 重新投递 1 件\n');
    expect((await run('outbox.ts', '--drop', '--channel', 'baidu')).out).toBe('✓ 删除 2 件\n');
    expect(await base.sql`select id::int, state, attempts from delivery`).toEqual([
      { id: 1, state: 'waiting', attempts: 0 },
    ]);
    expect((await run('outbox.ts', '--replay')).code).toBe(1);
    expect((await run('outbox.ts', '--replay', '--drop')).code).toBe(2);
    expect((await run('outbox.ts', '--channel', 'baidu')).code).toBe(2);
    expect((await run('outbox.ts', '--dead', '--id', 'x')).code).toBe(2);
  });
});

describe('npm run desk:invite', () => {
  const links = () =>
    base.sql`select kind, role, section_ids::int[] as sections, note from account_link order by created_at`;

  it('makes a link that opens an account with its role, once, with nobody there before', async () => {
    const [local] = await base.sql`insert into section (slug, name) values ('local', '本地') returning id::int`;
    const made = await run(
      'desk-invite.ts',
      ...['--role', 'admin', '--note', '程晚', '--sections', 'local', '--origin', 'https://www.weishui.example'],
    );
    expect([made.code, made.err]).toEqual([0, expect.stringMatching(/^有效到 .*只能用一次。\n$/)]);
    const [, token = ''] = /^https:\/\/www\.weishui\.example\/desk\/invitation\/(\S{43})\n$/.exec(made.out) ?? [];
    expect(await links()).toMatchObject([{ kind: 'invitation', role: 'admin', sections: [local?.id], note: '程晚' }]);
    expect(JSON.stringify(await base.sql`select * from account_link`)).not.toContain(token);
    const person = {
      name: '程晚',
      username: 'cheng.wan',
      email: 'cheng@weishui.example',
      password: 'weihe di-3 ke liu',
    };
    expect(await acceptInvitation(token, person)).toEqual({ ok: true, username: 'cheng.wan' });
    expect(await acceptInvitation(token, { ...person, username: 'two' })).toMatchObject({ code: 'link-ended' });

    const reset = await run('desk-invite.ts', '--reset', 'Cheng.Wan', '--factors');
    expect([reset.code, reset.out]).toEqual([0, expect.stringContaining('/desk/invitation/')]);
    expect((await base.sql`select password from credential`)[0]?.password).toBeNull();
  });

  it.each([
    [[], 2, '要写 --role 或 --reset 之一。'],
    [['--role', 'owner'], 2, '没有 owner 这个角色。'],
    [['--role', 'chief', '--reset', 'admin'], 2, '要写 --role 或 --reset 之一。'],
    [['--role', 'chief', '--sections', 'nowhere'], 1, '没有这些栏目：nowhere。'],
    [['--role', 'chief', '--days', '99'], 1, '有效期须是 1 到 30 天。'],
    [['--reset', 'nobody'], 1, '没有用户名是 nobody 的人。'],
  ] as [string[], number, string][])('refuses %j in a sentence', async (args, code, sentence) => {
    const before = (await links()).length;
    const answer = await run('desk-invite.ts', ...args);
    expect([answer.code, answer.err]).toEqual([code, expect.stringContaining(`✗ ${sentence}`)]);
    expect(await links()).toHaveLength(before);
  });
});
