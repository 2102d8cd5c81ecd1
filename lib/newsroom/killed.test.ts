import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { audit, section, story, storyWork } from '#db/schema/index.ts';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { ok, people, signedStory } from './desk-fixtures.ts';
import { events, type Newsroom, smallNewsroom } from './fixtures.ts';
import { publishSigned, schedule, withdrawStory } from './workflow.ts';

const { director } = people;
let base: TestDatabase;
let room: Newsroom;
beforeAll(async () => {
  base = await testDatabase();
  room = await smallNewsroom(base.db);
  await base.db.update(section).set({ reviews: 1 });
});
afterAll(() => base.close());

const signed = () => signedStory(room.qinzhou);
async function out(): Promise<number> {
  const id = await signed();
  ok(await publishSigned(director, id));
  return id;
}
const everything = async (id: number) => [
  await base.db.select().from(story).where(eq(story.id, id)),
  await base.db.select().from(storyWork).where(eq(storyWork.storyId, id)),
  await base.db.select().from(audit),
  await events(base.db),
  await base.sql`select * from list_entry order by story_id, list, ref_id`,
];

it.each([
  ['publish', signed, (id: number) => publishSigned(director, id)],
  ['schedule', signed, (id: number) => schedule(director, id, new Date(Date.now() + 3_600_000))],
  ['withdraw', out, (id: number) => withdrawStory(director, id, '消息来源有误')],
] as const)(
  'a process that is killed while it does a %s leaves nothing half done, and it can be done again',
  async (act, make, again) => {
    const id = await make();
    const before = await everything(id);
    // The trail is the last that a step writes: held here, everything else is written, and nothing committed.
    const holder = await base.sql.reserve();
    await holder`begin`;
    await holder`select pg_advisory_xact_lock(hashtext('weishui.audit'))`;
    const child = spawn(process.execPath, [path.resolve(import.meta.dirname, 'testing-step.ts'), act, String(id)], {
      env: { ...process.env, DATABASE_URL: base.url },
      stdio: 'ignore',
    });
    const waiting = () =>
      base.sql`select from pg_stat_activity where datname = current_database() and wait_event = 'advisory'`;
    await expect.poll(async () => (await waiting()).length, { timeout: 60_000 }).toBe(1);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await holder`commit`;
    holder.release();
    await expect.poll(async () => (await waiting()).length).toBe(0);
    expect(await everything(id)).toEqual(before);
    ok(await again(id));
  },
  90_000,
);
