import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { section, story, storyAuthor, storySection, storyTopic } from '../schema/index.ts';
import { type TestDatabase, testDatabase } from '../testing.ts';
import { type Fixture, makeNewsroom } from './fixture.ts';
import { archiveDays, type List, listPage, newest, newestOfSections, newestPictured, storiesOfDay } from './lists.ts';
import { neighbours } from './stories.ts';

let database: TestDatabase;
let newsroom: Fixture;

beforeAll(async () => {
  database = await testDatabase();
  newsroom = await makeNewsroom(database.db);
});
afterAll(() => database.close());

const site: List = { kind: 'site', refId: 0 };
const inSection = (refId: number): List => ({ kind: 'section', refId });
const ids = (cards: { id: number }[]) => cards.map((card) => card.id);
/** The counts by day must always say what the entries say. */
const countsAgree = async () => {
  const wrong = await database.sql`
    select * from (select list, ref_id, site_day(published_at) as day, count(*)::int as stories from list_entry group by 1, 2, 3) as entry
    full join (select * from list_day where stories > 0) as day using (list, ref_id, day)
    where entry.stories is distinct from day.stories`;
  expect(wrong).toEqual([]);
};

describe('the lists follow the stories', () => {
  it('a published story stands in every list that it belongs to, up to the root section', async () => {
    const topic = await newsroom.makeTopic('gongjiao', '公交');
    const id = await newsroom.makeStory({
      leadMediaId: newsroom.picture.id,
      authors: [newsroom.reporter.id],
      topics: [topic.id],
    });
    expect(await newsroom.listsOf(id)).toEqual(
      [
        'site:0',
        'pictured:0',
        `section:${newsroom.qinzhou.id}`,
        `section:${newsroom.local.id}`,
        `section:${newsroom.news.id}`,
        `author:${newsroom.reporter.id}`,
        `topic:${topic.id}`,
      ].sort(),
    );
    await countsAgree();
  });

  it('posts, programmes and galleries have lists of their own', async () => {
    const post = await newsroom.makeStory({ kind: 'post', blogId: newsroom.column.id });
    const audio = await newsroom.makeStory({
      kind: 'audio',
      mediaId: newsroom.recording.id,
      showId: newsroom.programme.id,
    });
    const gallery = await newsroom.makeStory({ kind: 'gallery' });
    expect(await newsroom.listsOf(post)).toEqual(expect.arrayContaining(['post:0', `blog:${newsroom.column.id}`]));
    expect(await newsroom.listsOf(audio)).toEqual(
      expect.arrayContaining(['programme:0', `show:${newsroom.programme.id}`]),
    );
    expect(await newsroom.listsOf(gallery)).toEqual(expect.arrayContaining(['gallery:0']));
  });

  it('a draft stands nowhere, and everywhere once it is published', async () => {
    const id = await newsroom.makeStory({ status: 'draft', publishedAt: null });
    expect(await newsroom.listsOf(id)).toEqual([]);
    await database.db.update(story).set({ status: 'published', publishedAt: new Date() }).where(eq(story.id, id));
    expect(await newsroom.listsOf(id)).toContain('site:0');
    await countsAgree();
  });

  it('a withdrawn story is gone from every list, and comes back to its old place', async () => {
    const id = await newsroom.makeStory({ authors: [newsroom.reporter.id] });
    const before = await newsroom.listsOf(id);
    await newsroom.withdraw(id);
    expect(await newsroom.listsOf(id)).toEqual([]);
    expect(ids(await newest(site, 100))).not.toContain(id);
    await countsAgree();
    await newsroom.publishAgain(id);
    expect(await newsroom.listsOf(id)).toEqual(before);
    await countsAgree();
  });

  it('a story that changes section, picture, author or topic changes lists', async () => {
    const topic = await newsroom.makeTopic('chuxing', '出行');
    const id = await newsroom.makeStory({ authors: [newsroom.reporter.id], topics: [topic.id] });
    await database.db
      .update(story)
      .set({ sectionId: newsroom.culture.id, leadMediaId: newsroom.picture.id })
      .where(eq(story.id, id));
    await database.db.delete(storyAuthor).where(eq(storyAuthor.storyId, id));
    await database.db.delete(storyTopic).where(eq(storyTopic.storyId, id));
    expect(await newsroom.listsOf(id)).toEqual(['pictured:0', `section:${newsroom.culture.id}`, 'site:0'].sort());
    await countsAgree();
  });

  it('an extra section brings its ancestors, once each', async () => {
    const id = await newsroom.makeStory();
    await database.db.insert(storySection).values({ storyId: id, sectionId: newsroom.maiji.id });
    const lists = await newsroom.listsOf(id);
    expect(lists).toContain(`section:${newsroom.maiji.id}`);
    expect(lists.filter((list) => list === `section:${newsroom.local.id}`)).toHaveLength(1);
    await countsAgree();
  });

  it('a section that moves in the tree takes its whole branch along', async () => {
    const branch = await newsroom.makeSection('livelihood', '民生', newsroom.news.id);
    const leaf = await newsroom.makeSection('weather', '天气', branch.id);
    const id = await newsroom.makeStory({ sectionId: leaf.id });
    const extra = await newsroom.makeStory({ sectionId: newsroom.culture.id });
    await database.db.insert(storySection).values({ storyId: extra, sectionId: leaf.id });
    await database.db.update(section).set({ parentId: newsroom.culture.id }).where(eq(section.id, branch.id));
    for (const each of [id, extra]) {
      const lists = await newsroom.listsOf(each);
      expect(lists).toContain(`section:${newsroom.culture.id}`);
      expect(lists).not.toContain(`section:${newsroom.news.id}`);
    }
    await countsAgree();
  });

  it('a deleted story leaves nothing behind', async () => {
    const id = await newsroom.makeStory({ authors: [newsroom.reporter.id] });
    await database.db.delete(story).where(eq(story.id, id));
    expect(await newsroom.listsOf(id)).toEqual([]);
    await countsAgree();
  });

  it('a rebuild from scratch says the same', async () => {
    const all = () => database.sql`select * from list_entry order by list, ref_id, published_at, story_id`;
    const before = [...(await all())];
    await database.sql`select rebuild_lists()`;
    expect([...(await all())]).toEqual(before);
    await countsAgree();
  });
});

describe('numbered pages', () => {
  it('hold what a naive offset over the same data would, on every page and for every size, to the last and beyond', async () => {
    // Days with none, one, many and more than a page of stories; several in the same second.
    const start = Date.UTC(2026, 5, 1);
    const perDay = [3, 0, 25, 1, 0, 0, 40, 7];
    for (const [day, count] of perDay.entries()) {
      for (let number = 0; number < count; number += 1) {
        const publishedAt = new Date(start + day * 86_400_000 + Math.floor(number / 3) * 1000);
        await newsroom.makeStory({ sectionId: newsroom.maiji.id, publishedAt });
      }
    }
    for (const refId of [newsroom.maiji.id, newsroom.local.id]) {
      for (const size of [7, 20]) {
        const naive = async (page: number) =>
          (
            await database.sql`
              select story_id::int as id from list_entry where list = 'section' and ref_id = ${refId}
              order by published_at desc, story_id desc offset ${(page - 1) * size} limit ${size}`
          ).map((row) => row.id);
        const first = await listPage(inSection(refId), 1, size);
        const [{ count } = { count: 0 }] = await database.sql<{ count: number }[]>`
          select count(*)::int as count from list_entry where list = 'section' and ref_id = ${refId}`;
        expect(first?.total).toBe(count);
        expect(first?.pages).toBe(Math.ceil(count / size));
        for (let page = 1; page <= (first?.pages ?? 0); page += 1) {
          expect(ids((await listPage(inSection(refId), page, size))?.cards ?? [])).toEqual(await naive(page));
        }
        expect(await listPage(inSection(refId), (first?.pages ?? 0) + 1, size)).toBeNull();
      }
    }
  });

  it('of an empty list are one, without stories', async () => {
    const empty = await newsroom.makeSection('empty', '空');
    expect(await listPage(inSection(empty.id), 1, 20)).toEqual({ cards: [], page: 1, pages: 1, total: 0 });
    expect(await listPage(inSection(empty.id), 2, 20)).toBeNull();
  });

  it('never overflow, however large the number in the address', async () => {
    expect(await listPage(site, 9007199254740991, 20)).toBeNull();
    expect(await listPage(site, 450_359_962_737_049, 20)).toBeNull();
  });
});

describe('lists', () => {
  it('of several sections are the same asked together as one by one', async () => {
    const sections = [newsroom.qinzhou.id, newsroom.maiji.id, newsroom.culture.id, 999_999];
    const together = await newestOfSections(sections, 5);
    for (const id of sections) expect(together.get(id)).toEqual(ids(await newest(inSection(id), 5)));
  });

  it('give pictured stories of a section', async () => {
    const id = await newsroom.makeStory({ leadMediaId: newsroom.picture.id, publishedAt: new Date() });
    const [card] = await newestPictured(inSection(newsroom.qinzhou.id), 5);
    expect(card?.id).toBe(id);
    expect(card?.picture).toMatchObject({ id: newsroom.picture.id, widths: [320, 640, 828, 1600], focalX: 0.25 });
  });

  it('show the poster where sound and film have no picture of their own', async () => {
    await newsroom.makeStory({ kind: 'audio', mediaId: newsroom.recording.id, publishedAt: new Date() });
    const [card] = await newest({ kind: 'programme', refId: 0 }, 1);
    expect(card?.picture?.id).toBe(newsroom.picture.id);
  });

  it('name authors in their order', async () => {
    const id = await newsroom.makeStory({
      authors: [newsroom.columnist.id, newsroom.reporter.id],
      publishedAt: new Date(),
    });
    const card = (await newest(site, 5)).find((each) => each.id === id);
    expect(card?.authors).toEqual([
      { id: newsroom.columnist.id, name: '陈渡' },
      { id: newsroom.reporter.id, name: '林舟' },
    ]);
  });
});

describe('days', () => {
  it('begin and end at midnight in Asia/Shanghai', async () => {
    const at = (time: string) => newsroom.makeStory({ publishedAt: new Date(time) });
    const before = await at('2025-03-09T15:59:59.999Z');
    const first = await at('2025-03-09T16:00:00.000Z');
    const last = await at('2025-03-10T15:59:59.999Z');
    const after = await at('2025-03-10T16:00:00.000Z');
    expect(ids(await storiesOfDay('2025-03-09', 10))).toEqual([before]);
    expect(ids(await storiesOfDay('2025-03-10', 10))).toEqual([last, first]);
    expect(ids(await storiesOfDay('2025-03-11', 10))).toEqual([after]);
    await at('2025-01-31T04:00:00Z');
    expect(await archiveDays('2025-03-10', { first: '2025-03-01', last: '2025-03-31' })).toMatchObject({
      month: [
        { day: '2025-03-09', stories: 1 },
        { day: '2025-03-10', stories: 2 },
        { day: '2025-03-11', stories: 1 },
      ],
      before: '2025-03-09',
      after: '2025-03-11',
      beforeMonth: '2025-01-31',
      afterMonth: expect.stringMatching(/^2026-/),
    });
  });
});

describe('neighbours', () => {
  it('are the next older and newer story of the section, also within one second', async () => {
    const { id: sectionId } = await newsroom.makeSection('books', '读书');
    const publishedAt = new Date('2026-02-01T00:00:00Z');
    const [a, b, c] = [
      await newsroom.makeStory({ sectionId, publishedAt }),
      await newsroom.makeStory({ sectionId, publishedAt }),
      await newsroom.makeStory({ sectionId, publishedAt: new Date('2026-02-02T00:00:00Z') }),
    ];
    expect(await neighbours(sectionId, { publishedAt, id: b })).toEqual({ older: a, newer: c });
    expect(await neighbours(sectionId, { publishedAt, id: a })).toEqual({ older: null, newer: b });
  });
});

describe('the database itself refuses', () => {
  const refused = (work: Promise<unknown>, constraint: string | RegExp) =>
    expect(work.catch((error: { cause?: unknown }) => Promise.reject(error.cause ?? error))).rejects.toThrow(
      constraint,
    );
  const update = (fields: Partial<typeof story.$inferInsert>) =>
    newsroom.makeStory().then((id) => database.db.update(story).set(fields).where(eq(story.id, id)));

  it('a loop in the section tree', async () => {
    await refused(
      database.db.update(section).set({ parentId: newsroom.qinzhou.id }).where(eq(section.id, newsroom.news.id)),
      /cannot stand below itself/,
    );
    await refused(
      database.db.update(section).set({ parentId: newsroom.news.id }).where(eq(section.id, newsroom.news.id)),
      /cannot stand below itself|not_its_own_parent/,
    );
  });

  it('a published story without a time', () => refused(update({ publishedAt: null }), 'story_published_has_time'));
  it('a withdrawal without a reason', () =>
    refused(update({ status: 'withdrawn', withdrawnAt: new Date() }), 'story_withdrawn_has_reason'));
  it('a reason without a withdrawal', () =>
    refused(update({ withdrawnAt: new Date(), withdrawnReason: '有误' }), 'story_withdrawn_has_reason'));
  it('a change before the publication', () =>
    refused(update({ updatedAt: new Date(0) }), 'story_updated_after_published'));
  it('an empty title', () => refused(update({ title: '  ' }), 'story_title_present'));
  it('a body that is no document', () =>
    refused(database.db.execute(sql`update story set body = '{"type":"html"}'`), 'story_body_is_document'));
  it('a post without a blog, and a blog without a post', async () => {
    await refused(update({ kind: 'post' }), 'story_post_has_blog');
    await refused(update({ blogId: newsroom.column.id }), 'story_post_has_blog');
  });
  it('a programme without its sound', () => refused(update({ kind: 'audio' }), 'story_programme_has_media'));
  it('an original that is not on the web', () =>
    refused(update({ originalUrl: 'javascript:x' }), 'story_original_is_web'));
  it('a slug that is no slug', () => refused(newsroom.makeSection('Not A Slug', 'x'), 'section_slug_shape'));
  it('a section that still has stories to be deleted', () =>
    refused(database.db.delete(section).where(eq(section.id, newsroom.qinzhou.id)), /story_section_id|section_parent/));
});
