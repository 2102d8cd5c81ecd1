import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { audit, revision, story, storyWork } from '#db/schema/index.ts';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { ok, people, refused, started, written } from './desk-fixtures.ts';
import {
  keepVersion,
  listVersions,
  lockStory,
  readVersion,
  readWork,
  releaseLock,
  restoreVersion,
  saveWork,
  takeOverLock,
} from './drafts.ts';
import { type Newsroom, smallNewsroom, text } from './fixtures.ts';
import { submit } from './workflow.ts';

const { reporter, reporter2, editor, editor2, director, chief, chief2 } = people;
let base: TestDatabase;
let room: Newsroom;

beforeAll(async () => {
  base = await testDatabase();
  room = await smallNewsroom(base.db);
});
afterAll(() => base.close());
beforeEach(async () => {
  await base.sql`truncate story, event, list_entry, list_day cascade`;
});

const workOf = async (id: number) =>
  (await base.db.select().from(storyWork).where(eq(storyWork.storyId, id)))[0] as typeof storyWork.$inferSelect;
const titled = (title: string) => written(room.qinzhou, { title });
/** As if it had been so many seconds ago. */
const ago = (id: number, column: 'lock_beat' | 'point_at', seconds: number) =>
  base.db.execute(
    sql`update story_work set ${sql.identifier(column)} = clock_timestamp() - make_interval(secs => ${seconds}) where story_id = ${id}`,
  );

describe('a working copy', () => {
  it('is saved as it is, however incomplete', async () => {
    const id = await started(room.qinzhou);
    const odd = written(room.qinzhou, {
      title: '',
      originalUrl: '还没找到',
      body: { type: 'doc', content: [{ type: 'aNodeOfTomorrow', attrs: { x: 1 } }] },
    });
    expect(await saveWork(reporter, id, 1, odd)).toMatchObject({ ok: true, version: 2 });
    expect(ok(await readWork(reporter, id)).content).toMatchObject({ ...odd, summary: '' });
    expect(await workOf(id)).toMatchObject({ title: '', stage: 'draft' });
  });

  it('survives what PostgreSQL cannot keep', async () => {
    const id = await started(room.qinzhou);
    ok(await saveWork(reporter, id, 1, titled('前\0后\ud800半个')));
    expect((await workOf(id)).title).toBe('前后\ufffd半个');
  });

  it('that is no story is refused', async () => {
    const id = await started(room.qinzhou);
    const wrong = [
      { ...titled('标题'), body: { type: 'paragraph' } },
      { ...titled('标题'), kind: 'poem' },
      { ...titled('标题'), publishedAt: '2020-01-01' },
    ] as never[];
    for (const input of wrong) expect(refused(await saveWork(reporter, id, 1, input))).toBe('invalid');
    const long = written(room.qinzhou, { body: text('字'.repeat(2_000_001)) });
    expect(refused(await saveWork(reporter, id, 1, long))).toBe('too-large');
    expect((await workOf(id)).version).toBe(1);
  });

  it('of 300 KB is saved whole', async () => {
    const id = await started(room.qinzhou);
    const body = text(...Array.from({ length: 200 }, () => '渭水流过天水。'.repeat(75)));
    ok(await saveWork(reporter, id, 1, written(room.qinzhou, { body })));
    expect(ok(await readWork(reporter, id)).content.body).toEqual(body);
  });

  it('that two wrote at once keeps both texts, and overwrites neither', async () => {
    const id = await started(room.qinzhou);
    ok(await saveWork(reporter, id, 1, titled('甲的标题')));
    const outcome = await saveWork(editor, id, 1, titled('乙的标题'));
    expect(outcome).toMatchObject({
      ok: false,
      code: 'conflict',
      theirs: { version: 2, by: reporter.name, content: { title: '甲的标题' } },
      yours: { title: '乙的标题' },
    });
    expect(await workOf(id)).toMatchObject({ version: 2, title: '甲的标题', writerIds: [reporter.id] });
  });

  it('by many at once takes exactly one', async () => {
    const id = await started(room.qinzhou);
    const outcomes = await Promise.all(
      [reporter, editor, editor2, director, chief].map((who) => saveWork(who, id, 1, titled(who.name))),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect((await workOf(id)).version).toBe(2);
  });

  it('that is saved a second time, as the answer was lost, is saved', async () => {
    const id = await started(room.qinzhou);
    const first = ok(await saveWork(reporter, id, 1, titled('新标题')));
    expect(await saveWork(reporter, id, 1, titled('新标题'))).toEqual(first);
    expect(refused(await saveWork(reporter, id, 1, titled('另一个标题')))).toBe('conflict');
  });

  it('that has left the draft is no longer the writer’s', async () => {
    const id = await started(room.qinzhou);
    ok(await submit(reporter, id, { version: 1 }));
    expect(refused(await saveWork(reporter, id, 1, titled('迟到的改动')))).toBe('forbidden');
    expect(refused(await readWork(reporter2, id))).toBe('forbidden');
    ok(await readWork(editor, id));
  });
});

describe('versions', () => {
  const kept = async (id: number) =>
    ok(await listVersions(reporter, id)).versions.map(({ number, note, savedBy }) => `${number} ${note} ${savedBy}`);

  it('are kept at steps, now and then while writing, and by hand', async () => {
    const id = await started(room.qinzhou);
    ok(await saveWork(reporter, id, 1, titled('一')));
    ok(await saveWork(reporter, id, 2, titled('二')));
    expect(await kept(id)).toEqual(['1 新建稿件 reporter1']);
    await ago(id, 'point_at', 301);
    ok(await saveWork(editor, id, 3, titled('三')));
    ok(await saveWork(reporter, id, 4, titled('四')));
    expect(await keepVersion(reporter, id, { version: 5, note: ' 定稿 ' })).toEqual({ ok: true, number: 3 });
    expect(refused(await keepVersion(reporter, id, { version: 4, note: '' }))).toBe('saved-since');
    ok(await saveWork(reporter, id, 5, titled('五')));
    ok(await submit(reporter, id, { version: 6 }));
    expect(await kept(id)).toEqual([
      '4 送审 reporter1',
      '3 定稿 reporter1',
      '2 自动保存 editor1',
      '1 新建稿件 reporter1',
    ]);
    expect(ok(await listVersions(reporter, id, { before: 3, count: 1 })).versions).toMatchObject([{ number: 2 }]);
    expect(ok(await readVersion(reporter, id, 2)).content.title).toBe('三');
    expect(refused(await readVersion(reporter, id, 9))).toBe('not-found');
  });

  it('are restored as a new version, and lose nothing', async () => {
    const id = await started(room.qinzhou);
    ok(await saveWork(reporter, id, 1, titled('没有存为版本的标题')));
    ok(await restoreVersion(reporter, id, { version: 2, number: 1 }));
    expect(await workOf(id)).toMatchObject({ version: 3, title: '夜间公交延时' });
    expect(await kept(id)).toEqual(['3 恢复第 1 版 reporter1', '2 恢复之前 reporter1', '1 新建稿件 reporter1']);
    expect(ok(await readVersion(reporter, id, 2)).content.title).toBe('没有存为版本的标题');
    expect(refused(await restoreVersion(reporter, id, { version: 2, number: 1 }))).toBe('saved-since');
    expect(refused(await restoreVersion(reporter2, id, { version: 3, number: 1 }))).toBe('forbidden');
  });

  it('are numbered without a gap by many at once', async () => {
    const id = await started(room.qinzhou);
    await Promise.all(Array.from({ length: 5 }, (_, n) => keepVersion(reporter, id, { version: 1, note: `${n}` })));
    const rows = await base.db.select().from(revision).where(eq(revision.storyId, id));
    expect(rows.map(({ number }) => number).sort()).toEqual([1, 2, 3, 4, 5, 6]);
  });
});

describe('the lock', () => {
  it('is one person’s while the heart beats, and says whose', async () => {
    const id = await started(room.qinzhou);
    const { lock } = ok(await lockStory(reporter, id));
    expect(await lockStory(editor, id)).toMatchObject({
      ok: false,
      code: 'locked',
      lock: { by: reporter.id, name: reporter.name },
    });
    expect(ok(await lockStory(reporter, id)).lock.since).toEqual(lock.since);
    expect(await saveWork(editor, id, 1, titled('乙'))).toMatchObject({
      ok: false,
      code: 'locked',
      yours: { title: '乙' },
    });
    ok(await saveWork(reporter, id, 1, titled('甲')));
  });

  it('is taken by one of many who ask at once', async () => {
    const id = await started(room.qinzhou);
    const outcomes = await Promise.all([reporter, editor, editor2, director, chief].map((who) => lockStory(who, id)));
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it('is nobody’s after a minute without a heartbeat, by the database’s clock', async () => {
    const id = await started(room.qinzhou);
    ok(await lockStory(reporter, id));
    await ago(id, 'lock_beat', 55);
    expect(refused(await lockStory(editor, id))).toBe('locked');
    await ago(id, 'lock_beat', 60);
    expect(ok(await lockStory(editor, id)).lock.by).toBe(editor.id);
    expect(refused(await lockStory(reporter, id))).toBe('locked');
  });

  it('is taken over by seniors, which is recorded', async () => {
    const id = await started(room.qinzhou);
    ok(await lockStory(editor, id));
    expect(refused(await takeOverLock(reporter, id))).toBe('forbidden');
    expect(refused(await takeOverLock(editor2, id))).toBe('forbidden');
    ok(await takeOverLock(director, id));
    expect(await saveWork(editor, id, 1, titled('乙'))).toMatchObject({ code: 'locked' });
    ok(await takeOverLock(chief, id));
    ok(await takeOverLock(chief2, id));
    // From oneself, or from nobody, there is nothing to take over.
    ok(await takeOverLock(chief2, id));
    await releaseLock(chief2, id);
    ok(await takeOverLock(editor, id));
    const rows = await base.db.select().from(audit).where(eq(audit.act, 'take-over'));
    expect(rows.map(({ actorId, detail }) => [actorId, (detail.from as { id: string }).id])).toEqual([
      [director.id, editor.id],
      [chief.id, director.id],
      [chief2.id, chief.id],
    ]);
  });

  it('is given back by its holder alone, and by a step', async () => {
    const id = await started(room.qinzhou);
    ok(await lockStory(reporter, id));
    await releaseLock(editor, id);
    expect(refused(await lockStory(editor, id))).toBe('locked');
    await releaseLock(reporter, id);
    ok(await lockStory(reporter, id));
    ok(await submit(reporter, id, { version: 1 }));
    expect((await workOf(id)).lockBy).toBeNull();
    ok(await lockStory(editor, id));
    expect(refused(await lockStory(reporter, id))).toBe('forbidden');
    await base.db.delete(story).where(eq(story.id, id));
    await releaseLock(editor, id);
  });
});
