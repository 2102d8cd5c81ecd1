import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { ok, people, started } from '#lib/newsroom/desk-fixtures.ts';
import { smallNewsroom, text } from '#lib/newsroom/fixtures.ts';
import { publishDirectly, scheduleWithdrawal, sendBack, submit } from '#lib/newsroom/workflow.ts';
import { cursorOf, cursorText, listsOf, listTabs, storyLines, waitingLists, wantedOf } from './story-lists.ts';

const { reporter, editor, chief, admin } = people;
let base: TestDatabase;
let section: number;

beforeAll(async () => {
  base = await testDatabase();
  section = (await smallNewsroom(base.db)).qinzhou;
});
afterAll(() => base.close());

it('a list that one does not have is the first that one has', () => {
  expect(wantedOf(reporter, { list: 'review' }).list).toBe('mine');
  expect(wantedOf(admin, {}).list).toBe('open');
  expect(wantedOf(editor, { list: 'review', q: ' 公交 ' })).toMatchObject({ list: 'review', q: '公交' });
  expect(listsOf(chief)).toHaveLength(7);
});

it('a place in a list stands in the address; what is none is the beginning', () => {
  const cursor = { at: new Date(1_763_856_000_123), id: 12, act: 'withdraw' as const };
  expect(cursorOf(cursorText(cursor))).toEqual(cursor);
  expect(cursorOf('12')).toBeNull();
  expect(cursorOf('1-2; drop table story')).toBeNull();
});

it('a line says where the story stands, why it came back, and what is due', async () => {
  const sections = [{ id: section, name: '秦州', depth: 0 }];
  const lines = async (by: typeof reporter, list: string) =>
    (await storyLines(by, wantedOf(by, { list }), '', sections)).lines;
  const id = await started(section, { title: '夜班公交' });
  ok(await submit(reporter, id, { version: 1 }));
  expect(await lines(editor, 'review')).toMatchObject([
    { id, title: '夜班公交', section: '秦州', owner: 'reporter1', marks: [{ text: '待审 0/3' }], note: '' },
  ]);
  expect(await listTabs(editor)).toContainEqual({ name: 'review', count: '1' });
  ok(await sendBack(editor, id, '缺少来源'));
  expect(await lines(reporter, 'mine')).toMatchObject([{ note: '退回：缺少来源', marks: [{ text: '草稿' }] }]);
  expect(await listTabs(editor)).toContainEqual({ name: 'review', count: null });
  ok(await publishDirectly(chief, id, { version: 1, reason: '突发' }));
  ok(await scheduleWithdrawal(chief, id, new Date(Date.now() + 7_200_000), '到期'));
  expect(await lines(chief, 'scheduled')).toMatchObject([{ marks: [{ text: '已发布' }, { text: '撤稿' }] }]);
  expect(await lines(reporter, 'published')).toMatchObject([{ id, marks: [{ text: '已发布', tone: 'on' }] }]);
});

it('at the front of the desk stands what waits for somebody, the first few of it, and no list that is empty', async () => {
  const waiting = async (by: typeof reporter) =>
    (await waitingLists(by, [])).map(({ list, lines, more }) => [list, lines.length, more]);
  expect(await waiting(admin)).toEqual([]);
  const mine = (await waiting(reporter))[0]?.[1] ?? 0;
  for (let n = 0; n < 6; n += 1) {
    const id = await started(section, { title: `古树名木第${n}株` });
    ok(await submit(reporter, id, { version: 1 }));
  }
  expect(mine).toBeLessThan(5);
  expect(await waiting(reporter)).toEqual([['mine', 5, true]]);
  expect(await waiting(editor)).toEqual([['review', 5, true]]);
});

it('words are looked for in a list, in its texts too, or in everything that one may read', async () => {
  const found = async (by: typeof reporter, list: string, q: string) =>
    (await storyLines(by, wantedOf(by, { list, q }), '', [])).lines.map(({ id }) => id);
  const draft = await started(section, { title: '古树挂牌', body: text('石榴巷的一棵侧柏。') });
  const out = await started(section, { title: '侧柏复壮', body: text('石榴巷口。') });
  ok(await publishDirectly(chief, out, { version: 1, reason: '突发' }));
  expect([await found(reporter, 'mine', '石榴巷'), await found(editor, 'open', '石榴巷')]).toEqual([
    [out, draft],
    [draft],
  ]);
  expect([await found(editor, 'published', '石榴巷'), await found(editor, 'published', '挂牌')]).toEqual([[out], []]);
  expect(await found(editor, 'published', '石榴巷 -侧柏')).toEqual([]);
  expect(await found(editor, 'all', '石榴巷')).toEqual([out, draft]);
  expect(await found(people.reporter2, 'all', '石榴巷')).toEqual([out]);
  expect(await found(editor, 'all', '')).toEqual([]);
});
