import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { delivery, revalidationCall, audit as trail } from '#db/schema/index.ts';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { tags } from '#lib/cache/tags.ts';
import { letters } from '#lib/outbox/letters.ts';
import { roles } from './actor.ts';
import { dropLetters, readCalls, replayLetters, revalidateByHand, targetOf } from './console.ts';
import { ok, people, person, refused } from './desk-fixtures.ts';
import { events, type Newsroom, smallNewsroom } from './fixtures.ts';
import { may } from './rights.ts';

let base: TestDatabase;
let room: Newsroom;
const { chief, editor } = people;

beforeAll(async () => {
  base = await testDatabase();
});
afterAll(() => base.close());
beforeEach(async () => {
  await base.sql`truncate story, section, author, source, topic, show, media, redirect, event, delivery, revalidation_call restart identity cascade`;
  room = await smallNewsroom(base.db);
});

const lastAct = async () => (await base.db.select().from(trail).orderBy(trail.id)).at(-1);

describe('refreshing by hand', () => {
  it('is aimed at a page, a section, a tag or everything', async () => {
    const tagsOf = async (what: Parameters<typeof targetOf>[0]['what'], of: string) =>
      ok(await targetOf({ what, of })).tags;
    expect(await tagsOf('path', ' /hant/latest ')).toEqual([tags.path('/latest')]);
    expect(await tagsOf('path', 'https://www.weishui.example/article/3?from=x')).toEqual([tags.path('/article/3')]);
    expect(await tagsOf('section', 'local')).toEqual([
      tags.list('section', room.local),
      tags.panelPage('section-local'),
    ]);
    expect(await tagsOf('tag', 'story:12')).toEqual(['story:12']);
    expect(await tagsOf('everything', '')).toEqual([tags.everything]);
  });

  it('says what it cannot be aimed at', async () => {
    for (const [what, of] of [
      ['path', 'latest'],
      ['path', '//evil.example/'],
      ['path', ''],
      ['section', 'nowhere'],
      ['tag', 'user:1'],
      ['tag', ''],
    ] as const) {
      const result = await targetOf({ what, of });
      expect([what, of, result.ok]).toEqual([what, of, false]);
      if (!result.ok) expect(result.message).toMatch(/[一-鿿].*。$/);
      expect(refused(await revalidateByHand(chief, { what, of }, 0))).not.toBe('done');
    }
    expect(await events(base.db)).toEqual([]);
  });

  it('is an event and a row of the trail, with what it was said to cost', async () => {
    const done = ok(await revalidateByHand(chief, { what: 'path', of: '/latest' }, 2));
    expect(done.stale.hard).toEqual([tags.path('/latest')]);
    expect(await lastAct()).toMatchObject({
      act: 'revalidate',
      object: 'path:/latest',
      actorId: chief.id,
      detail: { tags: [tags.path('/latest')], pages: 2 },
    });
    ok(await revalidateByHand(chief, { what: 'everything', of: '' }, 900));
    expect((await events(base.db)).map(({ type, by }) => [type, by])).toEqual([
      ['paths-revalidated', chief.name],
      ['everything-revalidated', chief.name],
    ]);
  });

  it('is for those who may', async () => {
    for (const role of roles) {
      const result = await revalidateByHand(person(role), { what: 'tag', of: 'front' }, 1);
      expect([role, result.ok]).toEqual([role, may(person(role), 'revalidate').ok]);
    }
  });
});

describe('deliveries that were given up', () => {
  const enter = async (channel: string, state: 'waiting' | 'dead' | 'done', eventId: number) => {
    const [row] = await base.db
      .insert(delivery)
      .values({
        channel,
        eventId,
        state,
        attempts: 9,
        payload: { type: 'story-published', story: { id: 5 } },
        endedAt: state === 'waiting' ? null : new Date(),
        lastError: state === 'dead' ? '应答 500' : null,
      })
      .returning({ id: delivery.id });
    if (!row) throw new Error('nothing was written');
    return row.id;
  };
  const states = async () => (await letters({}, 50)).map(({ id, state, attempts }) => [id, state, attempts]);

  it('are listed with the others, newest first, by state and channel', async () => {
    const [one, two, three] = [
      await enter('webhook', 'dead', 1),
      await enter('baidu', 'waiting', 2),
      await enter('webhook', 'done', 3),
    ];
    expect((await letters({}, 50)).map(({ id }) => id)).toEqual([three, two, one]);
    expect(await letters({ state: 'dead' }, 50)).toMatchObject([
      { id: one, channel: 'webhook', type: 'story-published', story: 5, reason: '应答 500' },
    ]);
    expect((await letters({ channel: 'webhook', before: three }, 50)).map(({ id }) => id)).toEqual([one]);
  });

  it('are sent again, or forgotten, one or all of a channel; others stay', async () => {
    const one = await enter('webhook', 'dead', 1);
    const two = await enter('webhook', 'dead', 2);
    const three = await enter('baidu', 'dead', 3);
    const four = await enter('webhook', 'done', 4);
    expect(ok(await replayLetters(chief, { ids: [one, four] })).count).toBe(1);
    expect(await lastAct()).toMatchObject({ act: 'replay-deliveries', object: 'channel:all', detail: { count: 1 } });
    expect(ok(await dropLetters(chief, { channel: 'webhook' })).count).toBe(1);
    expect(await lastAct()).toMatchObject({ act: 'drop-deliveries', object: 'channel:webhook', detail: { count: 1 } });
    expect(await states()).toEqual([
      [four, 'done', 9],
      [three, 'dead', 9],
      [one, 'waiting', 0],
    ]);
    expect(refused(await replayLetters(chief, { ids: [two] }))).toBe('not-found');
    expect(refused(await dropLetters(chief, { ids: [one] }))).toBe('not-found');
  });

  it('are for those who may', async () => {
    for (const role of roles) {
      const expected = may(person(role), 'revalidate').ok ? 'not-found' : 'forbidden';
      expect([role, refused(await replayLetters(person(role), {}))]).toEqual([role, expected]);
      expect([role, refused(await dropLetters(person(role), {}))]).toEqual([role, expected]);
    }
  });
});

describe('the log of calls', () => {
  it('is read newest first, by outcome, a page at a time, by those who may', async () => {
    await base.db
      .insert(revalidationCall)
      .values(Array.from({ length: 60 }, (_, n) => ({ caller: 'bearer', status: n % 3 === 0 ? 401 : 200 })));
    const first = await readCalls(chief, {});
    expect([first.rows.length, first.rows[0]?.id, first.older]).toEqual([50, 60, 11]);
    const second = await readCalls(chief, { before: first.older });
    expect([second.rows.length, second.older]).toEqual([10, null]);
    expect((await readCalls(chief, { refused: true })).rows).toHaveLength(20);
    expect((await readCalls(chief, { refused: false })).rows).toHaveLength(40);
    expect((await readCalls(editor, {})).rows).toEqual([]);
  });
});
