import { asc, eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { correction, listEntry, revision, story } from '#db/schema/index.ts';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { tags } from '#lib/cache/tags.ts';
import { dayOf } from '#lib/text/time.ts';
import { draft, events, type Newsroom, pictureOf, published, smallNewsroom, text } from './fixtures.ts';
import type { Done, Refusal } from './result.ts';
import { setSlot } from './slots.ts';
import { change, correct, createStory, publish, republish, type Saved, saveStory, withdraw } from './stories.ts';

let base: TestDatabase;
let room: Newsroom;
const none = 999_999;

beforeAll(async () => {
  base = await testDatabase();
  room = await smallNewsroom(base.db);
});
afterAll(() => base.close());
beforeEach(async () => {
  await base.sql`truncate story, event, list_entry, list_day restart identity cascade`;
});

/** The part of the site map that lists a story, and the index. */
const mapsOf = async (id: number) => [
  tags.sitemaps,
  tags.sitemap(dayOf((await row(id)).publishedAt as Date).slice(0, 7)),
];
const row = async (id: number) =>
  (await base.db.select().from(story).where(eq(story.id, id)))[0] as typeof story.$inferSelect;
const ok = <T extends Done | Saved>(result: T | Refusal): T => {
  if (!result.ok) throw new Error(`${result.code}: ${result.message}`);
  return result;
};
const refused = (result: Done | Saved | Refusal) => (result.ok ? 'done' : result.code);
const revisions = (id: number) =>
  base.db.select().from(revision).where(eq(revision.storyId, id)).orderBy(asc(revision.number));

describe('drafts', () => {
  it('are written with their links, words and first revision, and nobody is told', async () => {
    const id = await draft({
      sectionId: room.qinzhou,
      extraSectionIds: [room.economy, room.qinzhou],
      authorIds: [room.columnist, room.reporter],
      topicIds: [room.grotto],
      body: text('麦积山下，梨花正开。'),
    });
    expect(await row(id)).toMatchObject({ status: 'draft', publishedAt: null, wordCount: 8 });
    const [first] = await revisions(id);
    expect(first).toMatchObject({ number: 1, savedBy: 'editor' });
    expect(first?.content).toMatchObject({
      authorIds: [room.columnist, room.reporter],
      extraSectionIds: [room.economy],
    });
    expect(await events(base.db)).toEqual([]);
  });

  it('keep a revision for every change, and none where nothing changed', async () => {
    const id = await draft({ sectionId: room.qinzhou });
    ok(await saveStory(id, { title: '新标题', authorIds: [room.reporter] }, 'su-he'));
    ok(await saveStory(id, { title: ' 新标题 ', authorIds: [room.reporter] }, 'su-he'));
    ok(await saveStory(id, { gallery: [{ mediaId: room.picture, caption: '图注' }] }, 'su-he'));
    const kept = await revisions(id);
    expect(kept.map(({ number, savedBy }) => [number, savedBy])).toEqual([
      [1, 'editor'],
      [2, 'su-he'],
      [3, 'su-he'],
    ]);
    expect(kept[2]?.content).toMatchObject({ title: '新标题', gallery: [{ mediaId: room.picture, caption: '图注' }] });
    expect((await row(id)).body).toEqual(text('末班车推迟到零点。'));
  });

  it('lose control characters, and show half a character as one that is lost', async () => {
    const id = await draft({ sectionId: room.qinzhou, title: '\u0000控\u001b制\ud800 𠮷', summary: '二\u0000字' });
    expect(await row(id)).toMatchObject({ title: '控制\ufffd 𠮷', summary: '二字' });
  });

  it('are refused whole where they name what does not exist', async () => {
    const wrong = [
      { sectionId: none },
      { sectionId: room.local, authorIds: [none] },
      { sectionId: room.local, leadMediaId: room.sound },
      { sectionId: room.local, body: { type: 'doc', content: [{ type: 'image', attrs: { mediaId: none } }] } },
      { sectionId: room.local, body: { type: 'doc', content: [{ type: 'storyCard', attrs: { storyId: none } }] } },
      { sectionId: room.local, mediaId: room.picture },
    ];
    for (const input of wrong)
      expect(refused(await createStory({ title: '标题', ...input }, 'editor'))).toBe('unknown-reference');
    expect(await base.db.select().from(story)).toEqual([]);
  });

  it('are refused where a field is not what it should be, with a Chinese sentence', async () => {
    const wrong = [
      { title: '  ', sectionId: room.local },
      { title: '字'.repeat(201), sectionId: room.local },
      { title: '标题', sectionId: room.local, originalUrl: 'javascript:alert(1)' },
      { title: '标题', sectionId: room.local, kind: 'post' as const },
      { title: '标题', sectionId: room.local, body: { type: 'doc', content: [{ type: 'script' }] } },
      { title: '标题', sectionId: room.local, kind: 'video' as const, mediaId: room.sound },
    ];
    for (const input of wrong) {
      const result = await createStory(input, 'editor');
      expect(result).toMatchObject({ ok: false, code: 'invalid' });
      expect(result.ok ? '' : result.message).toMatch(/[一-鿿].*。$/);
    }
  });

  it('that readers know already are not saved behind their backs', async () => {
    const id = await published({ sectionId: room.qinzhou });
    expect(refused(await saveStory(id, { title: '新标题' }, 'editor'))).toBe('already-published');
    ok(await withdraw(id, '有误', 'editor'));
    expect(refused(await saveStory(id, { title: '新标题' }, 'editor'))).toBe('withdrawn');
    expect(refused(await saveStory(none, { title: '新标题' }, 'editor'))).toBe('not-found');
  });
});

describe('publishing', () => {
  it('shows the story, and records what is stale by it', async () => {
    const id = await draft({
      sectionId: room.qinzhou,
      leadMediaId: room.picture,
      authorIds: [room.reporter],
      topicIds: [room.grotto],
    });
    const done = ok(await publish(id, 'chief'));
    const { status, publishedAt, updatedAt } = await row(id);
    expect({ status, updatedAt }).toEqual({ status: 'published', updatedAt: null });
    expect(publishedAt).toBeInstanceOf(Date);
    const [recorded] = await events(base.db);
    expect(recorded).toMatchObject({
      id: done.eventId,
      type: 'story-published',
      by: 'chief',
      hardTags: done.stale.hard,
      softTags: done.stale.soft,
      payload: { story: { id, onlyOneOfDay: true }, panels: done.stale.panels },
    });
    expect(done.stale.hard).toEqual(
      expect.arrayContaining([
        tags.front,
        tags.article(id),
        tags.list('section', room.qinzhou),
        tags.list('section', room.local),
        tags.list('section', room.news),
        tags.list('author', room.reporter),
        tags.list('pictured'),
        tags.archiveDays,
      ]),
    );
    expect(done.stale.hard).not.toContain(tags.list('section', room.economy));
    expect(done.stale.panels).toContain('section-qinzhou');
  });

  it('is refused for a story that is published, withdrawn, or does not exist', async () => {
    const id = await published({ sectionId: room.qinzhou });
    expect(refused(await publish(id, 'editor'))).toBe('already-published');
    ok(await withdraw(id, '有误', 'editor'));
    expect(refused(await publish(id, 'editor'))).toBe('withdrawn');
    expect(refused(await publish(none, 'editor'))).toBe('not-found');
    expect((await events(base.db)).map(({ type }) => type)).toEqual(['story-published', 'story-withdrawn']);
  });

  it('is refused for a story that is not complete, and leaves no event', async () => {
    const unfinished = [
      await draft({ sectionId: room.local, body: text() }),
      await draft({ sectionId: room.local, body: text(' ') }),
      await draft({ sectionId: room.local, kind: 'gallery' }),
      await draft({ sectionId: room.local, kind: 'audio' }),
    ];
    for (const id of unfinished) expect(refused(await publish(id, 'editor'))).toBe('incomplete');
    expect(await events(base.db)).toEqual([]);
    expect(await base.db.select().from(listEntry)).toEqual([]);
  });

  it('by two editors at once happens once', async () => {
    const id = await draft({ sectionId: room.qinzhou });
    const results = await Promise.all(Array.from({ length: 6 }, (_, n) => publish(id, `editor-${n}`)));
    expect(results.map(refused).sort()).toEqual([...Array(5).fill('already-published'), 'done']);
    expect(await events(base.db)).toHaveLength(1);
  });

  it('of many stories at once makes each the neighbour of the one before it', async () => {
    const ids = await Promise.all(Array.from({ length: 8 }, () => draft({ sectionId: room.qinzhou })));
    const results = await Promise.all(ids.map((id) => publish(id, 'editor')));
    const inOrder = results.map(ok).sort((a, b) => a.eventId - b.eventId);
    const facts = inOrder.map(({ event }) => (event.type === 'story-published' ? event.story : null));
    for (const [index, fact] of facts.entries()) {
      expect(fact?.neighbours).toEqual(index === 0 ? [] : [facts[index - 1]?.id]);
      expect(fact?.onlyOneOfDay).toBe(index === 0);
    }
  });

  it('keeps a time that an import set, but not one to come', async () => {
    const past = await draft({ sectionId: room.local });
    const future = await draft({ sectionId: room.local });
    const then = new Date('2020-05-01T00:00:00Z');
    await base.db.update(story).set({ publishedAt: then }).where(eq(story.id, past));
    await base.db.update(story).set({ publishedAt: sql`now() + interval '1 day'` }).where(eq(story.id, future));
    const done = ok(await publish(past, 'import'));
    ok(await publish(future, 'import'));
    expect((await row(past)).publishedAt).toEqual(then);
    expect(done.stale.hard).toContain(tags.archiveDay('2020-05-01'));
    expect((await row(future)).publishedAt?.getTime()).toBeLessThan(Date.now() + 60_000);
  });
});

describe('changing a published story', () => {
  it('in its words touches what names it, and no list', async () => {
    const id = await published({ sectionId: room.qinzhou, authorIds: [room.reporter] });
    const done = ok(await change(id, { title: '夜间公交再延时' }, 'editor'));
    expect(done.stale.hard).toEqual([tags.story(id), tags.article(id), ...(await mapsOf(id)), tags.search]);
    expect(await row(id)).toMatchObject({ title: '夜间公交再延时', updatedAt: expect.any(Date) });
    expect(await revisions(id)).toHaveLength(2);
  });

  it('in its section touches the lists that it leaves and those that it joins, and the neighbours in both', async () => {
    const oldNeighbour = await published({ sectionId: room.qinzhou });
    const newNeighbour = await published({ sectionId: room.economy });
    const id = await published({ sectionId: room.qinzhou });
    const done = ok(await change(id, { sectionId: room.economy }, 'editor'));
    expect(done.stale.hard).toEqual(
      expect.arrayContaining([
        tags.list('section', room.qinzhou),
        tags.list('section', room.local),
        tags.list('section', room.economy),
        tags.article(oldNeighbour),
        tags.article(newNeighbour),
      ]),
    );
    expect(done.stale.panels).toEqual(expect.arrayContaining(['section-qinzhou', 'section-economy']));
    const lists = await base.db.select().from(listEntry).where(eq(listEntry.storyId, id));
    expect(lists.filter(({ list }) => list === 'section').map(({ refId }) => refId)).toEqual([room.economy]);
  });

  it('in its further sections, authors, topics, or first picture touches those lists', async () => {
    const id = await published({ sectionId: room.qinzhou, authorIds: [room.reporter], topicIds: [room.grotto] });
    const sections = ok(await change(id, { extraSectionIds: [room.economy] }, 'editor'));
    expect(sections.stale.hard).toContain(tags.list('section', room.economy));
    const authors = ok(await change(id, { authorIds: [room.columnist] }, 'editor'));
    expect(authors.stale.hard).toEqual(
      expect.arrayContaining([tags.list('author', room.reporter), tags.list('author', room.columnist)]),
    );
    const topics = ok(await change(id, { topicIds: [room.orchard] }, 'editor'));
    expect(topics.stale.hard).toEqual(
      expect.arrayContaining([tags.list('topic', room.grotto), tags.list('topic', room.orchard)]),
    );
    const picture = ok(await change(id, { leadMediaId: room.picture }, 'editor'));
    expect(picture.stale.hard).toContain(tags.list('pictured'));
    const another = ok(await change(id, { leadMediaId: await pictureOf(base.db) }, 'editor'));
    expect(another.stale.hard).toEqual([tags.story(id), tags.article(id), ...(await mapsOf(id)), tags.search]);
  });

  it('in its gallery, byline order or picks keeps the order that the editor gave', async () => {
    const pictures = [await pictureOf(base.db), await pictureOf(base.db), room.picture];
    const other = await published({ sectionId: room.local });
    const id = await published({
      kind: 'gallery',
      sectionId: room.qinzhou,
      authorIds: [room.reporter, room.columnist],
      gallery: pictures.map((mediaId) => ({ mediaId, caption: null })),
    });
    const reversed = pictures.toReversed().map((mediaId) => ({ mediaId, caption: null }));
    ok(await change(id, { gallery: reversed, authorIds: [room.columnist, room.reporter], pickIds: [other] }, 'editor'));
    const [, second] = await revisions(id);
    expect(second?.content).toMatchObject({
      gallery: reversed,
      authorIds: [room.columnist, room.reporter],
      pickIds: [other],
    });
    expect(refused(await change(id, { gallery: [] }, 'editor'))).toBe('incomplete');
    expect(refused(await change(id, { pickIds: [id] }, 'editor'))).toBe('invalid');
    expect(refused(await change(id, { pickIds: [none] }, 'editor'))).toBe('unknown-reference');
  });

  it('is refused where nothing changes, where the kind changes, and for drafts', async () => {
    const id = await published({ sectionId: room.qinzhou });
    expect(refused(await change(id, { title: '夜间公交延时' }, 'editor'))).toBe('unchanged');
    expect(refused(await change(id, { kind: 'gallery' }, 'editor'))).toBe('invalid');
    expect(refused(await change(id, { body: text() }, 'editor'))).toBe('incomplete');
    expect(refused(await change(await draft({ sectionId: room.local }), { title: '新' }, 'editor'))).toBe(
      'not-published',
    );
    expect(refused(await change(none, { title: '新' }, 'editor'))).toBe('not-found');
    expect(await events(base.db)).toHaveLength(1);
  });

  it('by two editors at once loses neither change', async () => {
    const id = await published({ sectionId: room.qinzhou });
    const results = await Promise.all([
      change(id, { title: '一', authorIds: [room.reporter] }, 'a'),
      change(id, { summary: '二', topicIds: [room.grotto] }, 'b'),
    ]);
    expect(results.map(refused)).toEqual(['done', 'done']);
    expect(await row(id)).toMatchObject({ title: '一', summary: '二' });
    expect((await revisions(id)).map(({ number }) => number)).toEqual([1, 2, 3]);
  });
});

describe('correcting', () => {
  it('adds a correction that the story and the corrections page show', async () => {
    const id = await published({ sectionId: room.qinzhou });
    const done = ok(await correct(id, ' 末班应为 23:40。 ', 'editor'));
    expect(done.stale.hard).toEqual([tags.article(id), tags.corrected(id), tags.corrections, ...(await mapsOf(id))]);
    expect(await base.db.select().from(correction)).toMatchObject([{ storyId: id, text: '末班应为 23:40。' }]);
    expect((await row(id)).updatedAt).toBeInstanceOf(Date);
  });

  it('is refused without words, and for stories that readers do not see', async () => {
    const id = await published({ sectionId: room.qinzhou });
    expect(refused(await correct(id, ' ', 'editor'))).toBe('text-missing');
    expect(refused(await correct(await draft({ sectionId: room.local }), '误', 'editor'))).toBe('not-published');
    ok(await withdraw(id, '有误', 'editor'));
    expect(refused(await correct(id, '误', 'editor'))).toBe('withdrawn');
    expect(refused(await correct(none, '误', 'editor'))).toBe('not-found');
  });
});

describe('withdrawing', () => {
  it('takes the story from every list, and names the lists and neighbours that it left', async () => {
    const before = await published({ sectionId: room.qinzhou });
    const id = await published({ sectionId: room.qinzhou, leadMediaId: room.picture });
    const after = await published({ sectionId: room.qinzhou });
    ok(await setSlot('recommended', [{ storyId: id }], 'editor'));
    const done = ok(await withdraw(id, '信息有误', 'editor'));
    expect(await row(id)).toMatchObject({
      status: 'withdrawn',
      withdrawnReason: '信息有误',
      withdrawnAt: expect.any(Date),
    });
    expect(await base.db.select().from(listEntry).where(eq(listEntry.storyId, id))).toEqual([]);
    expect(done.stale.hard).toEqual(
      expect.arrayContaining([
        tags.article(before),
        tags.article(after),
        tags.list('pictured'),
        tags.corrections,
        tags.panelPage('recommended'),
      ]),
    );
    expect(done.stale.panels).toEqual(expect.arrayContaining(['latest', 'recommended', 'pictures', 'section-local']));
  });

  it('is refused without a reason, twice, and for drafts', async () => {
    const id = await published({ sectionId: room.qinzhou });
    expect(refused(await withdraw(id, ' ', 'editor'))).toBe('reason-missing');
    ok(await withdraw(id, '有误', 'editor'));
    expect(refused(await withdraw(id, '有误', 'editor'))).toBe('withdrawn');
    expect(refused(await withdraw(await draft({ sectionId: room.local }), '有误', 'editor'))).toBe('not-published');
    expect(refused(await withdraw(none, '有误', 'editor'))).toBe('not-found');
  });

  it('and publishing again brings the story back to its place and time', async () => {
    const id = await published({ sectionId: room.qinzhou });
    const { publishedAt } = await row(id);
    expect(refused(await republish(id, 'editor'))).toBe('already-published');
    ok(await withdraw(id, '有误', 'editor'));
    ok(await change(id, { title: '改正之后' }, 'editor'));
    const done = ok(await republish(id, 'editor'));
    expect(done.stale.hard).toContain(tags.archiveDays);
    expect(await row(id)).toMatchObject({ status: 'published', publishedAt, withdrawnAt: null, withdrawnReason: null });
    expect(refused(await republish(await draft({ sectionId: room.local }), 'editor'))).toBe('not-withdrawn');
    expect(refused(await republish(none, 'editor'))).toBe('not-found');
  });
});
