import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { connect, db, disconnect } from '#db/client.ts';
import { type EmbeddedServer, startEmbeddedServer } from '#db/embedded.ts';
import { migrate } from '#db/migrate.ts';
import { draft, smallNewsroom } from '#lib/newsroom/fixtures.ts';
import * as newsroom from '#lib/newsroom/index.ts';
import { ask, startInstance } from '#lib/testing/instance.ts';
import type { RunningSite } from '#lib/testing/process.ts';
import { type TestValkey, testValkey } from '#lib/testing/valkey.ts';

/** What breaks in a real installation, broken for real: nothing stale is called fresh, nothing withdrawn comes back. */
const run = promisify(execFile);
const by = 'faults';

let folder: string;
let postgres: EmbeddedServer;
let valkey: TestValkey;
let section: number;
let instances: RunningSite[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'weishui-faults-'));
  // As root, PostgreSQL runs as another user, who must be able to enter.
  await chmod(folder, 0o755);
  await startPostgres();
  await migrate(postgres.url);
  section = (await smallNewsroom(db)).qinzhou;
  valkey = await testValkey();
});

afterEach(async () => {
  await Promise.all(instances.map((instance) => instance.kill()));
  instances = [];
  await stopPostgres();
  await startPostgres();
});

afterAll(async () => {
  await disconnect();
  await valkey.close();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
});

async function startPostgres() {
  const port = postgres ? Number(new URL(postgres.url).port) : undefined;
  postgres = await startEmbeddedServer(path.join(folder, 'postgres'), { throwaway: true, port });
  connect(postgres.url);
}

async function stopPostgres() {
  await disconnect();
  await postgres.stop();
}

async function instance(name: string, environment: Record<string, string> = {}): Promise<RunningSite> {
  const dataDir = path.join(folder, name);
  await mkdir(dataDir, { recursive: true });
  const started = await startInstance({ databaseUrl: postgres.url, dataDir, environment });
  instances.push(started);
  return started;
}

async function publish(title: string): Promise<number> {
  const story = await draft({ title, sectionId: section });
  const done = await newsroom.publish(story, by);
  if (!done.ok) throw new Error(done.message);
  return story;
}

async function retitle(story: number, title: string) {
  const done = await newsroom.change(story, { title }, by);
  if (!done.ok) throw new Error(done.message);
}

async function withdraw(story: number) {
  const done = await newsroom.withdraw(story, '事实有误。', by);
  if (!done.ok) throw new Error(done.message);
}

const titleAt = async (where: RunningSite, story: number) => {
  const answer = await ask(where, `/article/${story}`);
  const [, heading] = /<h1[^>]*>([\s\S]*?)<\/h1>/.exec(answer.text) ?? [];
  return { status: answer.status, title: heading?.replace(/<[^>]*>/g, '') };
};

describe('a server that is killed', () => {
  it('between a change and its rendering serves nothing of before as fresh when it is back', async () => {
    const story = await publish('麦积山下的桥');
    const first = await instance('killed');
    expect((await ask(first, `/article/${story}`)).page).toBe('MISS');
    expect((await ask(first, `/article/${story}`)).page).toBe('HIT');
    await first.kill();
    await retitle(story, '麦积山下的新桥');
    const second = await instance('killed');
    const answer = await ask(second, `/article/${story}`);
    expect([answer.page, answer.text.includes('麦积山下的新桥')]).toEqual(['MISS', true]);
  });

  it('keeps the pages that nothing touched', async () => {
    const story = await publish('渭水晨雾');
    const first = await instance('kept');
    await ask(first, `/article/${story}`);
    expect((await ask(first, '/about')).page).toBe('MISS');
    // The folder and both pages, neither of them still being written.
    const written = async () =>
      (await readdir(path.join(folder, 'kept/cache'), { recursive: true })).filter((name) => !name.endsWith('.new'));
    await expect.poll(async () => (await written()).length).toBe(3);
    await first.kill();
    const second = await instance('kept');
    // Readers are sent to it when it says that it is ready.
    await expect.poll(async () => (await ask(second, '/api/ready')).status).toBe(200);
    expect((await ask(second, '/about')).page).toBe('HIT');
    expect((await ask(second, `/article/${story}`)).page).toBe('HIT');
  });
});

describe('PostgreSQL', () => {
  it('that stops leaves every stored page served, called stale; what was withdrawn before stays withdrawn', async () => {
    const story = await publish('秦州夜市');
    const gone = await publish('一则错讯');
    const site = await instance('postgres', { DATABASE_POOL: '4' });
    await ask(site, `/article/${story}`);
    await ask(site, `/article/${gone}`);
    await ask(site, '/');
    await withdraw(gone);
    await expect.poll(async () => (await ask(site, `/article/${gone}`)).status).toBe(410);
    // It stood in a panel of the other page too, which is seen once more and then without it.
    await expect.poll(async () => (await ask(site, `/article/${story}`)).text).not.toContain('一则错讯');

    await stopPostgres();
    await expect.poll(async () => (await ask(site, `/article/${story}`)).page, { timeout: 20_000 }).toBe('STALE');
    expect(await titleAt(site, story)).toEqual({ status: 200, title: '秦州夜市' });
    expect((await ask(site, `/article/${gone}`)).status).toBe(410);
    const unknown = await ask(site, '/article/999999');
    expect([unknown.status, unknown.text.includes('暂时打不开')]).toEqual([503, true]);
    expect((await ask(site, '/api/ready')).status).toBe(503);
    expect((await ask(site, '/api/health')).status).toBe(200);
    for (let n = 0; n < 50; n++) await ask(site, `/article/${story}`);
    expect(site.output().match(/数据库没有应答/g)).toHaveLength(1);
    expect(site.output()).not.toContain('未能重新生成');

    await startPostgres();
    await retitle(story, '秦州夜市重开');
    await expect.poll(() => titleAt(site, story), { timeout: 20_000 }).toEqual({ status: 200, title: '秦州夜市重开' });
    expect((await ask(site, '/article/999999')).status).toBe(404);
    await expect.poll(async () => (await ask(site, '/api/ready')).status).toBe(200);
  });

  it('that is not there when an instance starts is waited for, and no page is served before', async () => {
    const story = await publish('籍河两岸');
    const first = await instance('waiting');
    await ask(first, `/article/${story}`);
    await first.stop();
    await withdraw(story);
    await stopPostgres();
    const second = await instance('waiting');
    expect((await ask(second, `/article/${story}`)).status).toBe(503);
    await startPostgres();
    await expect.poll(async () => (await ask(second, `/article/${story}`)).status, { timeout: 20_000 }).toBe(410);
  });
});

describe('two instances on one Valkey', () => {
  const pair = () => {
    const shared = { CACHE_URL: valkey.url };
    return Promise.all([instance('one', shared), instance('two', shared)]);
  };

  it('render a page once, and both serve it', async () => {
    const story = await publish('共用一页');
    const [one, two] = await pair();
    expect((await ask(one, `/article/${story}`)).page).toBe('MISS');
    await expect.poll(async () => (await ask(two, `/article/${story}`)).page).toBe('HIT');
    await retitle(story, '共用新页');
    for (const each of [one, two]) {
      await expect.poll(() => titleAt(each, story)).toEqual({ status: 200, title: '共用新页' });
    }
  });

  it('go on alone while it is gone, stay fresh, and share again when it is back', async () => {
    const story = await publish('缓存停机');
    const [one, two] = await pair();
    await ask(one, `/article/${story}`);
    await valkey.kill();
    await retitle(story, '缓存停机之后');
    for (const each of [one, two]) {
      await expect.poll(() => titleAt(each, story)).toEqual({ status: 200, title: '缓存停机之后' });
    }
    await withdraw(story);
    for (const each of [one, two]) {
      await expect.poll(async () => (await ask(each, `/article/${story}`)).status).toBe(410);
      for (let n = 0; n < 20; n++) await ask(each, `/article/${story}`);
      expect(each.output().match(/共享页面缓存\(CACHE_URL\)没有应答/g)).toHaveLength(1);
    }
    await valkey.start();
    const next = await publish('缓存恢复');
    await expect.poll(() => one.output()).toContain('共享页面缓存恢复了');
    await expect.poll(() => two.output()).toContain('共享页面缓存恢复了');
    expect((await ask(one, `/article/${next}`)).page).toBe('MISS');
    await expect.poll(async () => (await ask(two, `/article/${next}`)).page).toBe('HIT');
  });

  it('agree on what is fresh though their clocks differ by a minute', async () => {
    const story = await publish('时钟');
    const shared = { CACHE_URL: valkey.url };
    const skewed = (seconds: number) => ({
      ...shared,
      NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(
        `const now = Date.now; Date.now = () => now() + ${seconds * 1000};`,
      )}`,
    });
    const [slow, fast] = await Promise.all([instance('slow', skewed(-30)), instance('fast', skewed(30))]);
    for (const [writer, reader] of [
      [slow, fast],
      [fast, slow],
    ] as const) {
      for (let n = 0; n < 5; n++) {
        const title = `时钟 ${instances.indexOf(writer)} ${n}`;
        await retitle(story, title);
        await expect.poll(() => titleAt(writer, story)).toEqual({ status: 200, title });
        await expect.poll(() => titleAt(reader, story)).toEqual({ status: 200, title });
        // Once right, it stays right.
        expect(await titleAt(writer, story)).toEqual({ status: 200, title });
      }
    }
  });
});

describe.runIf(process.getuid?.() === 0)('a disk that is full', () => {
  it('costs the stored pages their second life, nothing else', async () => {
    const dataDir = path.join(folder, 'full');
    await mkdir(dataDir, { recursive: true });
    await run('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', dataDir]);
    try {
      const site = await instance('full');
      const stories: number[] = [];
      for (let n = 0; n < 8; n++) stories.push(await publish(`满盘 ${n}`));
      for (const story of stories) expect((await ask(site, `/article/${story}`)).status).toBe(200);
      await expect.poll(() => site.output()).toContain('页面缓存写不进磁盘');
      await retitle(stories[0] as number, '满盘改题');
      await expect.poll(() => titleAt(site, stories[0] as number)).toEqual({ status: 200, title: '满盘改题' });
      await ask(site, `/article/${stories[1]}`);
      expect((await ask(site, `/article/${stories[1]}`)).page).toBe('HIT');
      await site.kill();
    } finally {
      await run('umount', [dataDir]);
    }
  });
});
