import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { person as people_, redirect, section, storyTopic, storyWork, audit as trail } from '#db/schema/index.ts';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { tags } from '#lib/cache/tags.ts';
import { roles } from './actor.ts';
import { ok, people, person, refused, started } from './desk-fixtures.ts';
import { addEntry, editEntry, mergeTopics, removeEntry } from './entries.ts';
import { events, type Newsroom, published, smallNewsroom } from './fixtures.ts';
import { type EntryKind, entryKinds } from './registry.ts';
import { toApply } from './result.ts';
import { may } from './rights.ts';
import { addSection, editSection, orderSection, placeSection, removeSection, setReviews } from './sections.ts';
import { amend, publishDirectly } from './workflow.ts';

let base: TestDatabase;
let room: Newsroom;
const none = 999_999;
const { editor, chief } = people;

beforeAll(async () => {
  base = await testDatabase();
});
afterAll(() => base.close());
beforeEach(async () => {
  await base.sql`truncate story, section, author, source, topic, show, media, redirect, event, list_entry, list_day restart identity cascade`;
  room = await smallNewsroom(base.db);
});

const fresh: Record<EntryKind, () => Record<string, unknown>> = {
  author: () => ({ slug: 'he-yi', name: '何逸', role: 'photographer', bio: '拍渭河。' }),
  topic: () => ({ slug: 'dadiwan', name: '大地湾', kind: 'special', description: '', leadMediaId: room.picture }),
  source: () => ({ slug: 'gansu-daily', name: '甘肃日报', url: 'https://example.cn/', whitelisted: true }),
  show: () => ({ slug: 'yedu', name: '夜读', kind: 'audio', hostId: room.reporter, coverId: room.picture }),
  blog: () => ({ authorId: room.reporter, name: '街头' }),
};
const redirects = async () =>
  Object.fromEntries((await base.db.select().from(redirect)).map((row) => [row.fromPath, row.toPath]));
const lastAct = async () => {
  const rows = await base.db.select().from(trail).orderBy(trail.id);
  const row = rows.at(-1);
  return row && { act: row.act, object: row.object, actorId: row.actorId, detail: row.detail };
};
const acts = async () => (await base.db.select().from(trail)).length;

describe.each(entryKinds)('an entry: %s', (kind) => {
  it('is added, changed and removed, each with an event and a row of the trail', async () => {
    const added = ok(await addEntry(editor, kind, fresh[kind]()));
    expect(added.event).toEqual({ type: `${kind}-changed`, id: added.id });
    expect(await lastAct()).toMatchObject({ act: 'add-entry', object: `${kind}:${added.id}`, actorId: editor.id });
    const changed = ok(await editEntry(editor, kind, added.id, { name: '改了名' }));
    expect(changed.stale.hard).toContain(`${kind}:${added.id}`);
    expect(await lastAct()).toMatchObject({
      act: 'edit-entry',
      detail: { before: { name: fresh[kind]().name }, after: { name: '改了名' } },
    });
    ok(await removeEntry(editor, kind, added.id));
    expect(await lastAct()).toMatchObject({ act: 'remove-entry', detail: { before: { name: '改了名' } } });
    expect(refused(await editEntry(editor, kind, added.id, { name: '没有了' }))).toBe('not-found');
  });

  it('is for those who may, whatever is asked', async () => {
    const before = await acts();
    for (const role of roles) {
      const actor = person(role);
      const expected = may(actor, 'manage-registry').ok;
      for (const result of [
        await addEntry(actor, kind, {}),
        await editEntry(actor, kind, none, {}),
        await removeEntry(actor, kind, none),
        await mergeTopics(actor, none, none + 1),
      ])
        expect([role, refused(result) === 'forbidden']).toEqual([role, !expected]);
    }
    expect(await acts()).toBe(before);
    expect(await events(base.db)).toEqual([]);
  });

  it('is refused with a sentence where something is wrong, and nothing happens', async () => {
    const good = fresh[kind]();
    const wrong: [unknown, string][] = [
      [{}, 'invalid'],
      [{ ...good, name: ' ' }, 'invalid'],
      [{ ...good, more: 1 }, 'invalid'],
      ['text', 'invalid'],
      ...(kind === 'blog' ? [] : ([[{ ...good, slug: 'Da Di' }, 'invalid']] as [unknown, string][])),
    ];
    for (const [values, code] of wrong) {
      const result = await addEntry(editor, kind, values);
      expect([values, refused(result)]).toEqual([values, code]);
      if (!result.ok) expect(result.message).toMatch(/[一-鿿].*。$/);
    }
    ok(await addEntry(editor, kind, good));
    const again = await addEntry(editor, kind, good);
    expect(again).toMatchObject({ ok: false, code: 'taken', message: '这个地址或名称已被占用。' });
  });
});

describe('an entry that is used', () => {
  it('is not removed, and it is said where', async () => {
    await published({
      sectionId: room.local,
      authorIds: [room.reporter],
      topicIds: [room.grotto],
      sourceId: room.own,
      title: '麦积山修缮',
    });
    for (const [kind, id] of [
      ['author', room.reporter],
      ['topic', room.grotto],
      ['source', room.own],
    ] as const) {
      const result = await removeEntry(editor, kind, id);
      expect(result).toMatchObject({ ok: false, code: 'in-use' });
      if (!result.ok) expect(result.message).toContain('《麦积山修缮》');
    }
    const columnist = await removeEntry(editor, 'author', room.columnist);
    expect(columnist.ok ? '' : columnist.message).toContain('专栏《陇上笔记》');
  });

  it('nor while somebody is writing of it', async () => {
    await started(room.local, { topicIds: [room.orchard], sourceId: room.own, authorIds: [room.reporter] });
    for (const [kind, id] of [
      ['topic', room.orchard],
      ['source', room.own],
      ['author', room.reporter],
    ] as const) {
      const result = await removeEntry(editor, kind, id);
      expect(result.ok ? '' : result.message).toContain('工作稿《夜间公交延时》');
    }
  });

  it('shows pictures only where a picture stands', async () => {
    expect(refused(await editEntry(editor, 'topic', room.grotto, { leadMediaId: room.sound }))).toBe('invalid');
    expect(refused(await editEntry(editor, 'show', room.programme, { coverId: room.sound }))).toBe('invalid');
    expect(refused(await editEntry(editor, 'topic', room.grotto, { leadMediaId: none }))).toBe('unknown-reference');
    ok(await editEntry(editor, 'topic', room.grotto, { leadMediaId: room.picture }));
    expect(refused(await editEntry(editor, 'topic', room.grotto, { leadMediaId: room.picture }))).toBe('unchanged');
  });
});

describe('addresses', () => {
  it('of the renamed lead on, and a new page takes its address back', async () => {
    const done = ok(await editEntry(editor, 'topic', room.grotto, { slug: 'maijishan' }));
    expect(toApply(done).flatMap(({ hard }) => hard)).toContain(tags.path('/topic/maijishan'));
    expect(await redirects()).toEqual({ '/topic/shiku': '/topic/maijishan' });
    const added = ok(await addEntry(editor, 'topic', { slug: 'shiku', name: '石窟群' }));
    expect(await redirects()).toEqual({});
    expect(toApply(added).map(({ type }) => type)).toEqual(['topic-changed', 'paths-revalidated', 'redirect-changed']);
  });

  it('of the removed are nowhere led to', async () => {
    ok(await editEntry(editor, 'topic', room.orchard, { slug: 'pingguo' }));
    ok(await removeEntry(editor, 'topic', room.orchard));
    expect(await redirects()).toEqual({});
  });

  it('of a new column and a new show make their overviews stale', async () => {
    const column = ok(await addEntry(editor, 'blog', fresh.blog()));
    expect(toApply(column).flatMap(({ hard }) => hard)).toEqual(
      expect.arrayContaining([tags.path('/blog'), tags.path('/blog/lin-zhou'), tags.path('/author/lin-zhou')]),
    );
    const programme = ok(await addEntry(editor, 'show', fresh.show()));
    expect(toApply(programme).flatMap(({ hard }) => hard)).toContain(tags.path('/podcast'));
  });
});

describe('topics that are merged', () => {
  const topicsOf = async (id: number) =>
    (await base.db.select().from(storyTopic).where(eq(storyTopic.storyId, id)).orderBy(storyTopic.position)).map(
      ({ topicId }) => topicId,
    );
  const workOf = async (id: number) => {
    const [row] = await base.db.select().from(storyWork).where(eq(storyWork.storyId, id));
    if (!row) throw new Error('no working copy');
    return row;
  };

  it('are one: stories, lists, and the old address', async () => {
    const [one, both, other] = [
      await published({ sectionId: room.local, topicIds: [room.grotto] }),
      await published({ sectionId: room.local, topicIds: [room.grotto, room.orchard] }),
      await published({ sectionId: room.local, topicIds: [room.orchard] }),
    ];
    const done = ok(await mergeTopics(editor, room.grotto, room.orchard));
    expect(done.stories).toBe(2);
    for (const id of [one, both, other]) expect(await topicsOf(id)).toEqual([room.orchard]);
    const listed = await base.sql`select ref_id::int as id, count(*)::int as stories from list_entry
      where list = 'topic' group by 1`;
    expect([...listed]).toEqual([{ id: room.orchard, stories: 3 }]);
    expect(await redirects()).toEqual({ '/topic/shiku': '/topic/guoxiang' });
    expect(done.stale.hard).toEqual(expect.arrayContaining([tags.topic(room.grotto), tags.topic(room.orchard)]));
    expect(await lastAct()).toMatchObject({
      act: 'merge-topics',
      object: `topic:${room.orchard}`,
      detail: { before: { slug: 'shiku' }, stories: 2 },
    });
    expect(refused(await mergeTopics(editor, room.grotto, room.orchard))).toBe('not-found');
  });

  it('take older redirects along, in one hop', async () => {
    ok(await editEntry(editor, 'topic', room.grotto, { slug: 'maijishan' }));
    ok(await mergeTopics(editor, room.grotto, room.orchard));
    expect(await redirects()).toEqual({ '/topic/shiku': '/topic/guoxiang', '/topic/maijishan': '/topic/guoxiang' });
  });

  it('are renamed in what is being written, and a page that does not know it cannot write the old one back', async () => {
    const id = await started(room.local, { topicIds: [room.grotto] });
    const doubled = await started(room.local, { topicIds: [room.grotto, room.orchard] });
    const before = await workOf(id);
    ok(await mergeTopics(editor, room.grotto, room.orchard));
    expect((await workOf(id)).content).toEqual({ ...before.content, topicIds: [room.orchard] });
    expect((await workOf(id)).version).toBe(before.version + 1);
    expect((await workOf(doubled)).content).toMatchObject({ topicIds: [room.orchard] });
    ok(await publishDirectly(chief, id, { version: before.version + 1, reason: '急稿', override: '试' }));
    expect(await topicsOf(id)).toEqual([room.orchard]);
  });

  it('do not stand in the way of an amendment that was begun before', async () => {
    const id = await published({ sectionId: room.local, topicIds: [room.grotto, room.orchard] });
    ok(await amend(editor, id));
    ok(await mergeTopics(editor, room.grotto, room.orchard));
    const work = await workOf(id);
    expect([work.base?.topicIds, work.content?.topicIds]).toEqual([[room.orchard], [room.orchard]]);
  });

  it('are two, and both are there', async () => {
    expect(refused(await mergeTopics(editor, room.grotto, room.grotto))).toBe('invalid');
    expect(refused(await mergeTopics(editor, room.grotto, none))).toBe('not-found');
    expect(await redirects()).toEqual({});
  });
});

describe('sections', () => {
  const tree = async () => {
    const rows = await base.db.select().from(section).orderBy(section.parentId, section.position, section.id);
    return rows.map(({ id, parentId }) => [id, parentId]);
  };

  it('are for those who may', async () => {
    const before = await acts();
    for (const role of roles) {
      const actor = person(role);
      for (const result of [
        await addSection(actor, { name: '', slug: '' }),
        await editSection(actor, none, {}),
        await placeSection(actor, none, null),
        await orderSection(actor, none, 'up'),
        await removeSection(actor, none),
        await setReviews(actor, none, 2),
      ])
        expect([role, refused(result) === 'forbidden']).toEqual([role, !may(actor, 'manage-sections').ok]);
    }
    expect(await acts()).toBe(before);
  });

  it('are added behind their siblings, moved, and put in order', async () => {
    const added = ok(await addSection(chief, { name: '清水', slug: 'qingshui', parentId: room.local }));
    const order = async () => (await tree()).filter(([, parent]) => parent === room.local).map(([id]) => id);
    expect((await order()).at(-1)).toBe(added.id);
    expect(ok(await orderSection(chief, added.id, 'up'))).toMatchObject({ place: 2, of: 3 });
    expect((await order()).indexOf(added.id)).toBe(1);
    ok(await orderSection(chief, added.id, 'up'));
    expect(refused(await orderSection(chief, added.id, 'up'))).toBe('unchanged');
    expect(refused(await orderSection(chief, room.maiji, 'down'))).toBe('unchanged');
    ok(await placeSection(chief, added.id, null));
    expect((await tree()).filter(([, parent]) => parent === null).at(-1)?.[0]).toBe(added.id);
    expect(refused(await placeSection(chief, added.id, null))).toBe('unchanged');
    expect(refused(await placeSection(chief, room.news, room.maiji))).toBe('section-loop');
    expect(refused(await placeSection(chief, room.news, room.news))).toBe('section-loop');
    expect(refused(await placeSection(chief, room.news, none))).toBe('not-found');
    expect(await lastAct()).toMatchObject({ act: 'place-section', object: `section:${added.id}` });
  });

  it('change their name and address', async () => {
    const done = ok(await editSection(chief, room.qinzhou, { name: '秦州区', slug: 'qinzhou-qu' }));
    expect(await redirects()).toEqual({ '/section/qinzhou': '/section/qinzhou-qu' });
    expect(toApply(done).flatMap(({ hard }) => hard)).toEqual([
      tags.sections,
      tags.search,
      tags.redirects,
      tags.path('/section/qinzhou-qu'),
    ]);
    expect(await lastAct()).toMatchObject({
      act: 'edit-section',
      detail: { before: { name: '秦州', slug: 'qinzhou' }, after: { name: '秦州区', slug: 'qinzhou-qu' } },
    });
    expect(refused(await editSection(chief, room.qinzhou, { name: '秦州区' }))).toBe('unchanged');
    expect(refused(await editSection(chief, room.qinzhou, { slug: 'maiji' }))).toBe('taken');
    expect(refused(await editSection(chief, room.qinzhou, { slug: '秦州' }))).toBe('invalid');
    expect(refused(await addSection(chief, { name: '又一个', slug: 'maiji' }))).toBe('taken');
  });

  it('that site.config.ts names keep their address, and are not removed', async () => {
    expect(refused(await editSection(chief, room.local, { slug: 'bendi' }))).toBe('in-use');
    expect(refused(await removeSection(chief, room.local))).toBe('in-use');
    ok(await editSection(chief, room.local, { name: '天水本地' }));
  });

  it('are removed where nothing stands in them', async () => {
    const added = ok(await addSection(chief, { name: '清水', slug: 'qingshui' }));
    expect(refused(await removeSection(chief, room.news))).toBe('in-use');
    const id = await started(added.id);
    const result = await removeSection(chief, added.id);
    expect(result.ok ? '' : result.message).toContain('夜间公交延时');
    await base.sql`delete from story where id = ${id}`;
    await base.db.insert(people_).values({
      id: 'p1',
      name: '何逸',
      username: 'he.yi',
      email: 'he@weishui.example',
      role: 'reporter',
      sectionIds: [added.id],
    });
    const bound = await removeSection(chief, added.id);
    expect(bound.ok ? '' : bound.message).toContain('何逸负责的栏目');
    await base.db.delete(people_);
    ok(await removeSection(chief, added.id));
    expect(await lastAct()).toMatchObject({ act: 'remove-section', detail: { before: { slug: 'qingshui' } } });
    expect(refused(await removeSection(chief, added.id))).toBe('not-found');
  });
});
