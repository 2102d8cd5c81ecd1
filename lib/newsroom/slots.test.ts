import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import type { Role } from './actor.ts';
import { verifyAudit } from './audit.ts';
import { ok, people, refused } from './desk-fixtures.ts';
import { draft, events, type Newsroom, pictureOf, published, smallNewsroom } from './fixtures.ts';
import { dropRedirect, keepRedirect, listRedirects } from './redirects.ts';
import { arrangeSlot, readSlot, setSlot } from './slots.ts';
import { withdraw } from './stories.ts';

let base: TestDatabase;
let room: Newsroom;

beforeAll(async () => {
  base = await testDatabase();
});
afterAll(() => base.close());
beforeEach(async () => {
  await base.sql`truncate story, section, author, source, topic, show, media, redirect, event, list_entry, list_day restart identity cascade`;
  room = await smallNewsroom(base.db);
});

const stand = async () => {
  const found = await readSlot(people.editor, 'headline');
  if (!found) throw new Error('The slot was not shown.');
  return found;
};
const ids = async () => (await stand()).items.map(({ storyId }) => storyId);
const trail = () =>
  base.sql<{ act: string; object: string; name: string; detail: Record<string, unknown> }[]>`
    select act, object, actor_name as name, detail from audit order by id`;

describe('a slot at the desk', () => {
  it('is arranged by editors and above, and by nobody else', async () => {
    const id = await published({ sectionId: room.local });
    const { version } = await stand();
    for (const role of ['reporter', 'admin'] satisfies Role[]) {
      expect(refused(await arrangeSlot(people[role], 'headline', version, [{ storyId: id }]))).toBe('forbidden');
      expect(await readSlot(people[role], 'headline')).toBeNull();
    }
    for (const role of ['editor', 'director', 'chief'] satisfies Role[]) {
      ok(await arrangeSlot(people[role], 'headline', (await stand()).version, [{ storyId: id, titleOverride: role }]));
    }
    expect(await readSlot(people.editor, 'nowhere')).toBeNull();
    expect(refused(await arrangeSlot(people.editor, 'nowhere', version, []))).toBe('not-found');
  });

  it('of what is breaking is for the heads of the house, short, and ends', async () => {
    const ids: number[] = [];
    for (let n = 0; n < 4; n++) ids.push(await published({ sectionId: room.local }));
    const [first = 0] = ids;
    const until = (hours: number) => new Date(Date.now() + hours * 3_600_000);
    const { version } = (await readSlot(people.director, 'breaking')) ?? { version: '' };
    const arrange = (items: Parameters<typeof arrangeSlot>[3]) =>
      arrangeSlot(people.director, 'breaking', version, items);
    for (const role of ['reporter', 'editor', 'admin'] satisfies Role[]) {
      expect(await readSlot(people[role], 'breaking')).toBeNull();
      const asked = await arrangeSlot(people[role], 'breaking', version, [{ storyId: first, untilAt: until(2) }]);
      expect(refused(asked)).toBe('forbidden');
    }
    expect(await arrange([{ storyId: first }])).toMatchObject({ code: 'invalid', message: '每条快讯都须有结束时间。' });
    expect(await arrange([{ storyId: first, untilAt: until(25) }])).toMatchObject({
      code: 'invalid',
      message: '一条快讯最多挂 24 小时。',
    });
    expect(await arrange(ids.map((storyId) => ({ storyId, untilAt: until(2) })))).toMatchObject({
      code: 'invalid',
      message: '快讯最多 3 条。',
    });
    const done = ok(await arrange([{ storyId: first, untilAt: until(2), titleOverride: '国道通了' }]));
    expect(done.event).toEqual({ type: 'slot-changed', slot: 'breaking' });
    const gone = await withdraw(first, '改期', 'chief');
    expect(gone).toMatchObject({ ok: true, event: { story: { slots: ['breaking'] } } });
  });

  it('of a section is arranged by those who look after the section, apart from all others', async () => {
    const id = await published({ sectionId: room.local });
    const [local, economy] = [`section-lead:${room.local}`, `section-lead:${room.economy}`];
    const own = { ...people.editor, sectionIds: [room.local] };
    const { version = '' } = (await readSlot(own, local)) ?? {};
    ok(await arrangeSlot(own, local, version, [{ storyId: id }]));
    expect(await readSlot(own, economy)).toBeNull();
    expect(refused(await arrangeSlot(own, economy, version, [{ storyId: id }]))).toBe('not-your-section');
    ok(await arrangeSlot(people.chief, economy, version, [{ storyId: id, pinned: true }]));
    expect((await readSlot(own, local))?.items).toMatchObject([{ storyId: id, pinned: false }]);
    expect(await readSlot(people.chief, 'section-lead:999999')).toBeNull();
    for (const name of ['section-lead', 'section-lead:0', 'section-lead:1x', 'breaking:1'])
      expect(refused(await arrangeSlot(people.chief, name, version, []))).toBe('not-found');
  });

  it('keeps who did what, and tells readers, in one transaction', async () => {
    const [a, b] = [
      await published({ sectionId: room.local, title: '甲' }),
      await published({ sectionId: room.local, title: '乙' }),
    ];
    const before = (await trail()).length;
    const first = ok(
      await arrangeSlot(people.editor, 'headline', (await stand()).version, [
        { storyId: a },
        { storyId: b, pinned: true },
      ]),
    );
    expect(first.event).toEqual({ type: 'slot-changed', slot: 'headline' });
    expect(await ids()).toEqual([b, a]);
    expect((await stand()).last).toMatchObject({ by: people.editor.name });
    ok(await arrangeSlot(people.chief, 'headline', (await stand()).version, [{ storyId: b }]));
    expect((await trail()).slice(before)).toEqual([
      {
        act: 'arrange-slots',
        object: 'slot:headline',
        name: 'editor1',
        detail: { added: ['《乙》', '《甲》'], removed: [], before: [], after: [b, a] },
      },
      {
        act: 'arrange-slots',
        object: 'slot:headline',
        name: 'chief1',
        detail: { added: [], removed: ['《甲》'], before: [b, a], after: [b] },
      },
    ]);
    expect(await verifyAudit()).toMatchObject({ ok: true });
  });

  it('of which two looked at the same is saved by the first, and untouched by the second', async () => {
    const [a, b, c] = [
      await published({ sectionId: room.local }),
      await published({ sectionId: room.local }),
      await published({ sectionId: room.local }),
    ];
    const { version } = await stand();
    const both = await Promise.all([
      arrangeSlot(people.editor, 'headline', version, [{ storyId: a }]),
      arrangeSlot(people.editor2, 'headline', version, [{ storyId: b }, { storyId: c }]),
    ]);
    expect(both.map(refused).sort()).toEqual(['done', 'saved-since']);
    expect(await ids()).toEqual(both[0].ok ? [a] : [b, c]);
    expect((await events(base.db)).filter(({ type }) => type === 'slot-changed')).toHaveLength(1);
    const { version: now } = await stand();
    ok(await setSlot('headline', [{ storyId: c }], 'cli'));
    expect(refused(await arrangeSlot(people.editor, 'headline', now, []))).toBe('saved-since');
    const back = await stand();
    expect(refused(await arrangeSlot(people.editor, 'headline', back.version, [{ storyId: c }]))).toBe('unchanged');
  });

  it('keeps what was withdrawn while it stood there, and takes nothing in that readers cannot see', async () => {
    const [a, b] = [await published({ sectionId: room.local }), await published({ sectionId: room.local })];
    ok(await setSlot('headline', [{ storyId: a }], 'cli'));
    ok(await withdraw(a, '有误', 'editor'));
    expect((await stand()).items[0]).toMatchObject({ storyId: a, status: 'withdrawn' });
    ok(await arrangeSlot(people.editor, 'headline', (await stand()).version, [{ storyId: b }, { storyId: a }]));
    expect(await ids()).toEqual([b, a]);
    ok(await arrangeSlot(people.editor, 'headline', (await stand()).version, [{ storyId: b }]));
    const { version } = await stand();
    expect(refused(await arrangeSlot(people.editor, 'headline', version, [{ storyId: a }]))).toBe('not-published');
    const hidden = await draft({ sectionId: room.local });
    expect(refused(await arrangeSlot(people.editor, 'headline', version, [{ storyId: hidden }]))).toBe('not-published');
  });

  it('has pictures for pictures, and an end after its beginning', async () => {
    const id = await published({ sectionId: room.local });
    const { version } = await stand();
    const attempt = (more: object) => arrangeSlot(people.editor, 'headline', version, [{ storyId: id, ...more }]);
    expect(refused(await attempt({ mediaId: room.sound }))).toBe('invalid');
    expect(refused(await attempt({ fromAt: new Date('2026-02-01'), untilAt: new Date('2026-01-01') }))).toBe('invalid');
    const picture = await pictureOf(base.db);
    ok(await attempt({ mediaId: picture, untilAt: new Date('2026-01-01') }));
    expect((await stand()).items[0]).toMatchObject({ mediaId: picture, untilAt: new Date('2026-01-01') });
  });
});

describe('redirects at the desk', () => {
  it('are kept by chiefs and administrators, recorded with what was there before', async () => {
    for (const role of ['reporter', 'editor', 'director'] satisfies Role[]) {
      expect(refused(await keepRedirect(people[role], '/a', '/b'))).toBe('forbidden');
      expect(refused(await dropRedirect(people[role], '/a'))).toBe('forbidden');
      expect((await listRedirects(people[role], {})).rows).toEqual([]);
    }
    const before = (await trail()).length;
    ok(await keepRedirect(people.chief, '/旧', '/article/1'));
    expect(ok(await keepRedirect(people.admin, '/旧', '/article/2'))).toMatchObject({
      from: '/%E6%97%A7',
      to: '/article/2',
    });
    ok(await dropRedirect(people.chief, '/旧'));
    expect(refused(await dropRedirect(people.chief, '/旧'))).toBe('not-found');
    expect((await trail()).slice(before).map(({ detail }) => detail)).toEqual([
      { from: '/%E6%97%A7', to: '/article/1', before: null },
      { from: '/%E6%97%A7', to: '/article/2', before: '/article/1' },
      { removed: '/%E6%97%A7 → /article/2' },
    ]);
  });

  it('do not begin where something stands: readers would go on seeing that', async () => {
    const id = await published({ sectionId: room.local });
    for (const taken of ['/', '/latest', '/LATEST/', '/desk', '/api/live', `/article/${id}`, `/article/${id}?from=old`])
      expect([taken, refused(await keepRedirect(people.chief, taken, '/corrections'))]).toEqual([taken, 'taken']);
    for (const free of [`/article/${id + 1000}`, '/section/moved', '/show.asp?id=1'])
      ok(await keepRedirect(people.chief, free, '/corrections'));
  });

  it('are found by a part of either address, a hundred a page', async () => {
    for (let n = 0; n < 101; n++) ok(await keepRedirect(people.admin, `/old/${1000 + n}.html`, '/latest'));
    ok(await keepRedirect(people.admin, '/旧闻/1.html', '/article/7'));
    const from = async (words: string) =>
      (await listRedirects(people.admin, { words })).rows.map(({ fromPath }) => decodeURI(fromPath));
    expect(await from('旧闻')).toEqual(['/旧闻/1.html']);
    expect(await from('ARTICLE/7')).toEqual(['/旧闻/1.html']);
    expect(await from('%')).toEqual(['/旧闻/1.html']);
    const first = await listRedirects(people.admin, { words: 'old' });
    expect(first.rows).toHaveLength(100);
    const second = await listRedirects(people.admin, { words: 'old', after: first.next ?? '' });
    expect([second.rows.length, second.next]).toEqual([1, null]);
  });
});
