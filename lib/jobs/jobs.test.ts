import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { asc, eq, sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { audit, story, storyWork } from '#db/schema/index.ts';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { ok, people, signedStory } from '#lib/newsroom/desk-fixtures.ts';
import { events, type Newsroom, smallNewsroom } from '#lib/newsroom/fixtures.ts';
import { runDue } from '#lib/newsroom/schedule.ts';
import { amend, publishSigned, schedule, scheduleWithdrawal } from '#lib/newsroom/workflow.ts';
import { type Jobs, startJobs } from './index.ts';
import { knockAt } from './knock.ts';

const { editor, director, chief } = people;
const inAnHour = () => new Date(Date.now() + 3_600_000);
let base: TestDatabase;
let room: Newsroom;
let running: Jobs[] = [];
let children: ChildProcess[] = [];

beforeEach(async () => {
  base = await testDatabase();
  room = await smallNewsroom(base.db);
  await base.sql`update section set reviews = 1`;
  vi.spyOn(console, 'warn').mockImplementation(() => {});
  vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  await Promise.all(running.map((jobs) => jobs.stop()));
  running = [];
  children = [];
  await base.close();
  vi.restoreAllMocks();
});

async function begin(now?: () => Promise<Date>): Promise<void> {
  running.push(await startJobs({ url: base.url, ...(now && { now }) }));
}
const signed = () => signedStory(room.qinzhou);
async function scheduled(at: Date): Promise<number> {
  const id = await signed();
  ok(await schedule(director, id, at));
  return id;
}
/** As if it had been due so many seconds ago. */
const dueSince = (id: number, seconds: number) =>
  base.db.execute(
    sql`update story_work set publish_at = clock_timestamp() - make_interval(secs => ${seconds}) where story_id = ${id}`,
  );
const statusOf = async (id: number) =>
  (await base.db.select({ status: story.status }).from(story).where(eq(story.id, id)))[0]?.status;
const trail = async (id: number, act: string) =>
  (
    await base.db
      .select()
      .from(audit)
      .where(eq(audit.object, `story:${id}`))
      .orderBy(asc(audit.id))
  ).filter((row) => row.act === act);
const until = (condition: () => Promise<boolean>) =>
  vi.waitFor(async () => expect(await condition()).toBe(true), { timeout: 20_000, interval: 50 });

describe('what is due', () => {
  it('is published at its minute and not before, by the system, on behalf of who signed it', async () => {
    const at = inAnHour();
    const id = await scheduled(at);
    const minute = Math.floor(at.getTime() / 60_000) * 60_000;
    expect(await runDue(new Date(minute - 1))).toEqual([]);
    expect(await runDue(new Date(minute))).toMatchObject([{ id, act: 'publish', late: 0, refusal: null }]);
    expect(await statusOf(id)).toBe('published');
    expect(await trail(id, 'publish')).toMatchObject([
      { actorId: 'system', detail: { signedBy: chief.id, due: new Date(minute).toISOString(), late: 0 } },
    ]);
    expect(await runDue(new Date(minute))).toEqual([]);
  });

  it('is withdrawn at its minute', async () => {
    const id = await signed();
    ok(await publishSigned(director, id));
    const at = inAnHour();
    ok(await scheduleWithdrawal(director, id, at, '活动结束'));
    expect(await runDue(at)).toMatchObject([{ id, act: 'withdraw' }]);
    expect(await base.db.select().from(story)).toMatchObject([{ status: 'withdrawn', withdrawnReason: '活动结束' }]);
    expect(await runDue(at)).toEqual([]);
  });

  it('happens once however many look at once', async () => {
    const ids = await Promise.all(Array.from({ length: 5 }, () => scheduled(inAnHour())));
    const looks = await Promise.all(Array.from({ length: 6 }, () => runDue(inAnHour())));
    expect(
      looks
        .flat()
        .map(({ id }) => id)
        .sort(),
    ).toEqual([...ids].sort());
    expect(await events(base.db)).toHaveLength(5);
  });

  it('that nobody was there for says so, in the log and in the trail', async () => {
    const id = await scheduled(inAnHour());
    await runDue(new Date(Date.now() + 2 * 3_600_000));
    expect(console.warn).toHaveBeenCalledWith(expect.stringContaining(`错过的定时发布已补上：稿件 ${id}`));
    expect((await trail(id, 'publish'))[0]?.detail).toMatchObject({ missed: true });
  });

  it('and cannot be done goes back to be looked at, and holds up nothing else', async () => {
    const good = await signed();
    const bad = await signed();
    ok(await publishSigned(director, bad));
    // An amendment that changes nothing any more: somebody else made the same change meanwhile.
    ok(await amend(editor, bad));
    await base.db
      .update(storyWork)
      .set({ stage: 'scheduled', signedBy: chief.id, publishAt: new Date(Date.now() - 120_000) })
      .where(eq(storyWork.storyId, bad));
    ok(await schedule(director, good, inAnHour()));
    const fallen = await runDue(inAnHour());
    expect(fallen.map(({ id, refusal }) => [id, refusal?.code])).toEqual([
      [bad, 'unchanged'],
      [good, undefined],
    ]);
    expect(await trail(bad, 'schedule-failed')).toMatchObject([{ detail: { code: 'unchanged' } }]);
    expect(await runDue(inAnHour())).toEqual([]);
  });
});

describe('jobs', () => {
  it('knock in the transaction of the schedule, at its minute', async () => {
    await begin();
    const at = inAnHour();
    await scheduled(at);
    const id = await signed();
    await schedule(director, id, new Date(0));
    const rows =
      await base.sql`select start_after from pgboss.job where name = 'desk-due' and start_after > now() + interval '10 minutes'`;
    expect(rows.map((row) => new Date(row.start_after).getTime())).toEqual([
      Math.floor(at.getTime() / 60_000) * 60_000,
    ]);
  });

  it('of two instances publish once what many knock for', async () => {
    await begin();
    await begin();
    const ids = await Promise.all(Array.from({ length: 4 }, () => scheduled(inAnHour())));
    for (const id of ids) await dueSince(id, 1);
    await base.db.transaction(async (tx) => {
      for (let n = 0; n < 10; n++) await knockAt(tx, new Date());
    });
    await until(async () => (await events(base.db)).length === 4);
    await until(
      async () =>
        (await base.sql`select from pgboss.job where name = 'desk-due' and state = 'completed' and start_after < now()`)
          .length >= 10,
    );
    expect(await events(base.db)).toHaveLength(4);
    for (const id of ids) expect(await trail(id, 'publish')).toHaveLength(1);
  });

  it('publish at the start what was missed', async () => {
    const id = await scheduled(inAnHour());
    await begin(async () => new Date(Date.now() + 2 * 3_600_000));
    expect(await statusOf(id)).toBe('published');
    expect(console.warn).toHaveBeenCalledWith(expect.stringContaining('错过的定时发布已补上'));
  });

  it('of a process that is killed in the middle leave nothing half done, and another does them once', async () => {
    const id = await scheduled(inAnHour());
    const child = spawn(process.execPath, [path.resolve(import.meta.dirname, 'testing-worker.ts')], {
      env: { ...process.env, DATABASE_URL: base.url },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    await once(createInterface({ input: child.stdout }), 'line');
    // Held here, the trail stops the child at the end of its transaction: the story is published in it, the event written.
    const holder = await base.sql.reserve();
    await holder`begin`;
    await holder`select pg_advisory_xact_lock(hashtext('weishui.audit'))`;
    await dueSince(id, 1);
    await base.sql`insert into pgboss.job (name, data) values ('desk-due', '{}')`;
    const waiting = () =>
      base.sql`select pid from pg_stat_activity where datname = current_database() and wait_event = 'advisory'`;
    await until(async () => (await waiting()).length === 1);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await holder`commit`;
    holder.release();
    expect(await statusOf(id)).toBe('scheduled');
    expect(await events(base.db)).toEqual([]);
    expect(await trail(id, 'publish')).toEqual([]);

    await begin();
    expect(await statusOf(id)).toBe('published');
    await Promise.all([runDue(new Date()), runDue(new Date())]);
    expect(await events(base.db)).toHaveLength(1);
    expect(await trail(id, 'publish')).toHaveLength(1);
  });
});
