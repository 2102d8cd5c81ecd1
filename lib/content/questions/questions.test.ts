import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Fixture, makeNewsroom } from '#db/queries/fixture.ts';
import { correction, section, slotItem, story, storyMedia, storyPick } from '#db/schema/index.ts';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { tags } from '#lib/cache/tags.ts';
import type { Answer } from './answer.ts';
import { article, related } from './article.ts';
import { front } from './front.ts';
import * as lists from './lists.ts';
import * as panels from './panels.ts';
import { Sections, sectionTree } from './sections.ts';

let database: TestDatabase;
let newsroom: Fixture;
let sections: Sections;

const now = new Date('2026-11-22T04:00:00Z');
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
const readTree = async () => new Sections((await sectionTree()).value);

/** Ids of all stories that a value names, wherever in it. */
function storiesIn(value: unknown): number[] {
  if (Array.isArray(value)) return value.flatMap(storiesIn);
  if (typeof value !== 'object' || value === null) return [];
  const { id, href } = value as { id?: unknown; href?: unknown };
  const own = typeof id === 'number' && href === `/article/${id}` ? [id] : [];
  return [...own, ...Object.values(value).flatMap(storiesIn)];
}

/** What every answer must keep: it is tagged with each story that it names, and with the section tree. */
function checked<T>(answer: Answer<T>): T {
  for (const id of storiesIn(answer.value)) expect(answer.tags).toContain(tags.story(id));
  if (storiesIn(answer.value).length > 0) expect(answer.tags).toContain(tags.sections);
  expect(new Set(answer.tags).size).toBe(answer.tags.length);
  return answer.value;
}

beforeAll(async () => {
  database = await testDatabase();
  newsroom = await makeNewsroom(database.db);
  sections = await readTree();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.sql`truncate story, slot_item, list_entry, list_day cascade`;
});

describe('a story', () => {
  it('comes with everything that its page shows', async () => {
    const topic = await newsroom.makeTopic('maijishan', '麦积山');
    const dossier = await newsroom.makeTopic('shiku', '石窟与文博', 'special');
    const older = await newsroom.makeStory({ title: '较早', publishedAt: hoursAgo(5) });
    const newer = await newsroom.makeStory({ title: '较新', publishedAt: hoursAgo(1) });
    const named = await newsroom.makeStory({ title: '卡片', sectionId: newsroom.culture.id, publishedAt: hoursAgo(9) });
    const gone = await newsroom.makeStory({ status: 'draft', publishedAt: null });
    const second = await newsroom.makePicture(2);
    const id = await newsroom.makeStory({
      title: '正题',
      subtitle: '副题',
      leadMediaId: newsroom.picture.id,
      originalUrl: 'https://example.org/a',
      editorName: '沈知秋',
      publishedAt: hoursAgo(3),
      updatedAt: hoursAgo(2),
      wordCount: 900,
      authors: [newsroom.reporter.id],
      topics: [topic.id, dossier.id],
      body: {
        type: 'doc',
        content: [
          { type: 'image', attrs: { mediaId: second.id } },
          { type: 'image', attrs: { mediaId: 999_999 } },
          { type: 'storyCard', attrs: { storyId: named } },
          { type: 'storyCard', attrs: { storyId: gone } },
        ],
      },
    });
    await database.db.insert(correction).values({ storyId: id, text: '更正一处', correctedAt: hoursAgo(2) });
    await database.db.insert(storyMedia).values([
      { storyId: id, position: 1, mediaId: second.id, caption: '组图图注' },
      { storyId: id, position: 2, mediaId: newsroom.picture.id },
    ]);

    const answer = await article(id, sections);
    expect(checked(answer)).toMatchObject({
      state: 'published',
      id,
      href: `/article/${id}`,
      title: '正题',
      subtitle: '副题',
      trail: [
        { name: '新闻中心', href: '/section/news' },
        { name: '本地', href: '/section/local' },
        { name: '秦州', href: '/section/qinzhou' },
      ],
      section: { name: '秦州', href: '/section/qinzhou', slug: 'qinzhou' },
      source: { name: '渭水新闻', url: null },
      original: { title: null, url: 'https://example.org/a', author: null },
      authors: [{ name: '林舟', href: '/author/lin-zhou' }],
      editor: '沈知秋',
      published: { full: '2026-11-22 09:00:00' },
      updated: { full: '2026-11-22 10:00:00' },
      corrections: [{ text: '更正一处', time: { full: '2026-11-22 10:00:00' } }],
      lead: { full: '/media/0000000000000001/original.jpg', src: '/media/0000000000000001/828.webp', focal: '25% 50%' },
      gallery: [
        { position: 1, text: '组图图注', href: '#picture-1', mediaId: second.id },
        { position: 2, href: '#picture-2', mediaId: newsroom.picture.id },
      ],
      topics: [
        { name: '石窟与文博', href: '/topic/shiku' },
        { name: '麦积山', href: '/topic/maijishan' },
      ],
      readingMinutes: 2,
      previous: { id: older },
      next: { id: newer },
    });
    const value = answer.value as { pictures: object; cards: object };
    expect(Object.keys(value.pictures)).toEqual([String(second.id)]);
    expect(Object.keys(value.cards)).toEqual([String(named)]);
    expect(answer.tags).toEqual(
      expect.arrayContaining([
        tags.article(id),
        tags.story(gone),
        tags.source(newsroom.weishui.id),
        tags.author(newsroom.reporter.id),
        tags.topic(topic.id),
        tags.topic(dossier.id),
      ]),
    );
  });

  it('of sound has its recording, show and poster', async () => {
    const id = await newsroom.makeStory({
      kind: 'audio',
      mediaId: newsroom.recording.id,
      showId: newsroom.programme.id,
      episode: 12,
      publishedAt: hoursAgo(1),
    });
    const answer = await article(id, sections);
    expect(checked(answer)).toMatchObject({
      media: {
        kind: 'audio',
        src: '/media/000000000000000a/original.mp3',
        size: '1.2 MB',
        duration: '1:05',
        chapters: [{ at: 5, clock: '0:05', title: '开始' }],
        poster: { mediaId: newsroom.picture.id },
      },
      show: { name: '乡音', href: '/podcast/xiangyin', episode: 12 },
    });
    expect(answer.tags).toContain(tags.show(newsroom.programme.id));
  });

  it('of a columnist leads to the blog', async () => {
    const id = await newsroom.makeStory({ kind: 'post', blogId: newsroom.column.id, publishedAt: hoursAgo(1) });
    const answer = await article(id, sections);
    expect(checked(answer)).toMatchObject({ blog: { name: '陇上笔记', href: '/blog/chen-du' } });
    expect(answer.tags).toContain(tags.blog(newsroom.column.id));
  });

  it('that was withdrawn says so and nothing else', async () => {
    const id = await newsroom.makeStory({ title: '有误的', publishedAt: hoursAgo(1) });
    await newsroom.withdraw(id);
    const { value, tags: all } = await article(id, sections);
    expect(value).toEqual({ state: 'withdrawn', id, title: '有误的', reason: '有误', withdrawn: expect.anything() });
    expect(all).toEqual(expect.arrayContaining([tags.article(id), tags.story(id)]));
  });

  it.each([0, -1, Number.NaN, 1.5, 9007199254740991])('that does not exist (%s) is null, until it does', async (id) => {
    expect(await article(id, sections)).toMatchObject({ value: null, tags: expect.arrayContaining([tags.story(id)]) });
    expect(checked(await related(id, sections))).toEqual([]);
  });

  it('that is a draft is null', async () => {
    const id = await newsroom.makeStory({ status: 'draft', publishedAt: null });
    expect((await article(id, sections)).value).toBeNull();
  });
});

describe('related stories', () => {
  it('are the editor’s picks, then those that share topics, rare topics first, then the section’s newest', async () => {
    const common = await newsroom.makeTopic('common', '常见');
    const rare = await newsroom.makeTopic('rare', '少见');
    for (let number = 0; number < 12; number += 1) {
      await newsroom.makeStory({ title: `常见 ${number}`, topics: [common.id], publishedAt: hoursAgo(20 + number) });
    }
    const shared = await newsroom.makeStory({ title: '少见', topics: [rare.id], publishedAt: hoursAgo(500) });
    const both = await newsroom.makeStory({ title: '都有', topics: [rare.id, common.id], publishedAt: hoursAgo(600) });
    const picked = await newsroom.makeStory({
      title: '推荐',
      sectionId: newsroom.culture.id,
      publishedAt: hoursAgo(700),
    });
    const id = await newsroom.makeStory({ topics: [common.id, rare.id], publishedAt: hoursAgo(1) });
    await database.db.insert(storyPick).values({ storyId: id, position: 1, relatedId: picked });
    await database.sql`select refresh_term_frequency()`;

    const answer = await related(id, sections);
    const items = checked(answer);
    expect(items.map((item) => item.id).slice(0, 3)).toEqual([picked, both, shared]);
    expect(items.map((item) => item.title).slice(3)).toEqual(
      Array.from({ length: 7 }, (_, number) => `常见 ${number}`),
    );
    expect(answer.tags).toEqual(
      expect.arrayContaining([tags.related(common.id), tags.related(rare.id), tags.article(id)]),
    );
  });

  it('never are the story itself, a withdrawn one, or one twice', async () => {
    const topic = await newsroom.makeTopic('twice', '两次');
    const other = await newsroom.makeStory({ topics: [topic.id], publishedAt: hoursAgo(2) });
    const gone = await newsroom.makeStory({ topics: [topic.id], publishedAt: hoursAgo(3) });
    const id = await newsroom.makeStory({ topics: [topic.id], publishedAt: hoursAgo(1) });
    await database.db.insert(storyPick).values([
      { storyId: id, position: 1, relatedId: gone },
      { storyId: id, position: 2, relatedId: other },
    ]);
    await newsroom.withdraw(gone);
    const answer = await related(id, sections);
    expect(checked(answer).map((item) => item.id)).toEqual([other]);
    expect(answer.tags).toEqual(expect.arrayContaining([tags.story(gone), tags.panel('section-qinzhou')]));
  });
});

describe('slots', () => {
  const put = (slot: 'recommended' | 'front-lead' | 'headline' | 'front-carousel', storyId: number, more = {}) =>
    database.db.insert(slotItem).values({ slot, storyId, position: 1, ...more });

  it('show what stands in them now, with the slot’s own title and picture, pinned first', async () => {
    const second = await newsroom.makePicture(3);
    const plain = await newsroom.makeStory({ publishedAt: hoursAgo(3) });
    const pinned = await newsroom.makeStory({ publishedAt: hoursAgo(2) });
    const ended = await newsroom.makeStory({ publishedAt: hoursAgo(2) });
    const coming = await newsroom.makeStory({ publishedAt: hoursAgo(2) });
    const withdrawn = await newsroom.makeStory({ publishedAt: hoursAgo(2) });
    await newsroom.withdraw(withdrawn);
    await put('headline', plain, { titleOverride: '另一个题', mediaId: second.id });
    await put('headline', pinned, { position: 9, pinned: true });
    await put('headline', ended, { untilAt: now });
    await put('headline', coming, {
      fromAt: new Date(now.getTime() + 3_600_000),
      untilAt: new Date(now.getTime() + 9_000_000),
    });
    await put('headline', withdrawn);

    const { items, until, tags: all } = await panels.slotContents(['headline'], sections, now);
    expect(items.headline.map((item) => item.id)).toEqual([pinned, plain]);
    expect(items.headline[1]).toMatchObject({
      title: '另一个题',
      fullTitle: '另一个题',
      picture: { mediaId: second.id },
      mark: '图',
    });
    expect(until).toEqual(new Date(now.getTime() + 3_600_000));
    expect(all).toEqual(expect.arrayContaining([tags.slot('headline'), tags.story(withdrawn)]));

    const later = await panels.slotContents(['headline'], sections, new Date(now.getTime() + 3_600_000));
    expect(later.items.headline.map((item) => item.id)).toContain(coming);
    expect(later.until).toEqual(new Date(now.getTime() + 9_000_000));
  });

  it('recommend a lead with picture and ten, filled with the newest pictured', async () => {
    const chosen = await newsroom.makeStory({ publishedAt: hoursAgo(100) });
    await put('recommended', chosen, { untilAt: new Date(now.getTime() + 60_000) });
    for (let number = 0; number < 15; number += 1) {
      await newsroom.makeStory({ leadMediaId: newsroom.picture.id, publishedAt: hoursAgo(number + 1) });
    }
    const answer = await panels.recommended(sections, now);
    const { lead, items, until } = checked(answer);
    expect(lead?.picture).not.toBeNull();
    // Open tabs look again then.
    expect(until).toBe(Math.ceil(now.getTime() / 1000) + 60);
    expect(items).toHaveLength(10);
    expect(items[0]?.id).toBe(chosen);
    expect(new Set([lead, ...items].map((item) => item?.id)).size).toBe(11);
    expect(answer.tags).toEqual(
      expect.arrayContaining([tags.panel('recommended'), tags.slot('recommended'), tags.panel('pictures')]),
    );
  });
});

describe('快讯', () => {
  it('is up to three lines with an end, and nothing when they have ended', async () => {
    const later = new Date(now.getTime() + 3_600_000);
    const ids: number[] = [];
    for (let number = 0; number < 4; number += 1) {
      ids.push(await newsroom.makeStory({ publishedAt: hoursAgo(number + 1) }));
    }
    await database.db.insert(slotItem).values(
      ids.map((storyId, position) => ({
        slot: 'breaking' as const,
        storyId,
        position,
        untilAt: later,
        titleOverride: position ? null : '国道通了',
      })),
    );
    const answer = await panels.breaking(sections, now);
    expect(checked(answer).items.map((item) => item.id)).toEqual(ids.slice(0, 3));
    expect(answer.value.items[0]?.title).toBe('国道通了');
    expect(answer.until).toEqual(later);
    expect(answer.value.until).toBe(Math.ceil(later.getTime() / 1000));
    expect(answer.tags).toEqual(expect.arrayContaining([tags.panel('breaking'), tags.story(ids[0] ?? 0)]));
    await newsroom.withdraw(ids[0] ?? 0);
    expect((await panels.breaking(sections, now)).value.items.map((item) => item.id)).toEqual(ids.slice(1));
    const after = await panels.panel('breaking', sections, later);
    expect(after.value).toMatchObject({ kind: 'breaking', items: [], until: null });
  });
});

describe('the leads of a section', () => {
  it('are what editors chose for this section, and no story stands twice on its page', async () => {
    const ids: number[] = [];
    for (let number = 0; number < 12; number += 1) {
      ids.push(await newsroom.makeStory({ leadMediaId: newsroom.picture.id, publishedAt: hoursAgo(number + 1) }));
    }
    const [lead = 0, pick = 0, elsewhere = 0] = ids;
    const local = newsroom.local.id;
    await database.db.insert(slotItem).values([
      { slot: 'section-lead', sectionId: local, storyId: lead, position: 1 },
      { slot: 'section-lead', sectionId: local, storyId: pick, position: 2, untilAt: new Date(now.getTime() + 60_000) },
      { slot: 'section-lead', sectionId: newsroom.culture.id, storyId: elsewhere, position: 1 },
    ]);
    const answer = await lists.sectionPage('local', 1, sections, now);
    const page = checked(answer);
    expect([page?.lead?.id, page?.picks.map((item) => item.id)]).toEqual([lead, [pick]]);
    const rest = [...(page?.pictures ?? []).map((item) => item.id), ...(page?.list.items ?? []).map((item) => item.id)];
    expect(rest).not.toContain(lead);
    expect(rest).not.toContain(pick);
    expect(answer.tags).toContain(tags.slot(`section-lead:${local}`));
    expect(answer.until).toEqual(new Date(now.getTime() + 60_000));
    const second = checked(await lists.sectionPage('local', 1, sections, new Date(now.getTime() + 60_000)));
    expect(second?.picks).toEqual([]);
    await newsroom.withdraw(lead);
    const without = checked(await lists.sectionPage('local', 1, sections, now));
    expect([without?.lead?.id, without?.picks]).toEqual([pick, []]);
  });
});

describe('the front page', () => {
  it('without curation is the newest stories, none of them twice above the section blocks', async () => {
    for (let number = 0; number < 30; number += 1) {
      await newsroom.makeStory({
        leadMediaId: number % 2 ? newsroom.picture.id : null,
        publishedAt: hoursAgo(number + 1),
        sectionId: number % 3 ? newsroom.qinzhou.id : newsroom.culture.id,
      });
    }
    const answer = await front(sections, ['local', 'no-such-section', 'culture'], now);
    const model = checked(answer);
    expect(model.lead?.picture).not.toBeNull();
    expect(model.headlines).toHaveLength(10);
    expect(model.carousel).toHaveLength(6);
    expect(model.carousel.every((item) => item.picture)).toBe(true);
    const above = [model.lead, ...model.headlines, ...model.carousel].map((item) => item?.id);
    expect(new Set(above).size).toBe(above.length);
    expect(model.sections.map((block) => block.name)).toEqual(['本地', '文化']);
    expect(model.sections[0]?.lead?.picture).not.toBeNull();
    expect(model.sections[0]?.items).toHaveLength(8);
    expect(answer.tags).toEqual(
      expect.arrayContaining([tags.front, tags.slot('front-lead'), tags.list('section', newsroom.local.id)]),
    );
  });

  it('shows what editors chose, and falls back when it is withdrawn', async () => {
    const newest = await newsroom.makeStory({ leadMediaId: newsroom.picture.id, publishedAt: hoursAgo(1) });
    const chosen = await newsroom.makeStory({ publishedAt: hoursAgo(50) });
    const headline = await newsroom.makeStory({ publishedAt: hoursAgo(60) });
    await database.db.insert(slotItem).values([
      { slot: 'front-lead', storyId: chosen, position: 1 },
      { slot: 'headline', storyId: headline, position: 1 },
      { slot: 'headline', storyId: chosen, position: 2 },
    ]);
    const model = checked(await front(sections, [], now));
    expect(model.lead?.id).toBe(chosen);
    expect(model.headlines.map((item) => item.id)).toEqual([headline, newest]);
    // What is arranged and not saved yet, at a moment to come, is asked with the same question.
    const later = new Date(now.getTime() + 3_600_000);
    const row = { slot: 'front-lead' as const, titleOverride: null, mediaId: null, fromAt: null, untilAt: null };
    const arranged = {
      'front-lead': [
        { ...row, storyId: newest, untilAt: later },
        { ...row, storyId: headline, titleOverride: '另一个题' },
      ],
    };
    expect((await front(sections, [], now, arranged)).value.lead?.id).toBe(newest);
    const then = await front(sections, [], later, arranged);
    expect(then.value.lead).toMatchObject({ id: headline, fullTitle: '另一个题' });
    expect(then.value.headlines.map((item) => item.id)).toEqual([chosen, newest]);
    await newsroom.withdraw(chosen);
    const fallen = await front(sections, [], now);
    expect(checked(fallen).lead?.id).toBe(newest);
    expect(fallen.tags).toContain(tags.story(chosen));
  });
});

describe('panels', () => {
  it('are found by name, each with its own tag', async () => {
    await newsroom.makeStory({ leadMediaId: newsroom.picture.id, publishedAt: hoursAgo(1) });
    await newsroom.makeStory({ kind: 'post', blogId: newsroom.column.id, publishedAt: hoursAgo(1) });
    await newsroom.makeStory({ kind: 'audio', mediaId: newsroom.recording.id, publishedAt: hoursAgo(1) });
    const names = ['latest', 'pictures', 'recommended', 'blogs', 'programmes', 'section-local'] as const;
    for (const name of names) {
      const answer = await panels.panel(name, sections, now);
      const content = checked(answer);
      expect(content?.name).toBe(name);
      expect(content?.title).not.toBe('');
      expect([content?.lead, ...(content?.items ?? [])].some(Boolean)).toBe(true);
      expect(answer.tags).toContain(tags.panel(name));
    }
    for (const name of ['', 'x', 'section-', 'section-none', 'toString']) {
      expect((await panels.panel(name, sections, now)).value).toBeNull();
    }
  });

  it('of what is read most show two lists, without what was withdrawn, and none that is too short to be honest', async () => {
    const ids = await Promise.all(
      Array.from({ length: 10 }, (_, n) => newsroom.makeStory({ publishedAt: hoursAgo(n + 1) })),
    );
    for (const [n, id] of ids.entries())
      await database.sql`insert into read_top (span, position, story_id, reads) values ('day', ${n + 1}, ${id}, ${100 - n})`;
    for (const id of ids.slice(0, 4))
      await database.sql`insert into read_top (span, position, story_id, reads) values ('week', ${id}, ${id}, 10)`;
    await newsroom.withdraw(ids[1] as number);
    const { value, tags: all } = await panels.hot('hot-short', sections);
    expect(value.day.map(({ id }) => id)).toEqual([ids[0], ...ids.slice(2, 7)]);
    expect(value.week).toEqual([]);
    expect(all).toEqual(expect.arrayContaining([tags.panel('hot'), tags.story(ids[0] as number)]));
    expect(all.filter((tag) => tag.startsWith('list:'))).toEqual([]);
    expect((await panels.panel('hot', sections, now)).value).toMatchObject({ kind: 'ranked', week: [] });
  });

  it('do not carry hard tags of whole lists, which would redraw every story page with each publication', async () => {
    await newsroom.makeStory({ leadMediaId: newsroom.picture.id, publishedAt: hoursAgo(1) });
    for (const name of ['latest', 'pictures', 'recommended', 'blogs', 'programmes', 'section-local']) {
      const { tags: all } = await panels.panel(name, sections, now);
      expect(all.filter((tag) => tag.startsWith('list:') || tag === tags.front)).toEqual([]);
    }
  });
});

describe('list pages', () => {
  it('of a section have a lead and pictures on the first page only', async () => {
    for (let number = 0; number < 25; number += 1) {
      await newsroom.makeStory({
        leadMediaId: number % 4 ? null : newsroom.picture.id,
        publishedAt: hoursAgo(number + 1),
      });
    }
    const first = checked(await lists.sectionPage('local', 1, sections, now));
    expect(first?.section).toMatchObject({
      name: '本地',
      trail: [{ name: '新闻中心' }, { name: '本地' }],
      children: [{ name: '秦州' }, { name: '麦积' }],
      siblings: [{ name: '本地' }],
    });
    expect(first?.pictures).toHaveLength(4);
    expect(first?.list).toMatchObject({ page: 1, pages: 2, total: 25 });
    expect(first?.list.items.map((item) => item.id)).not.toContain(first?.lead?.id);
    expect(first?.list.items).toHaveLength(19);
    const second = checked(await lists.sectionPage('local', 2, sections, now));
    expect(second).toMatchObject({ lead: null, pictures: [] });
    expect(second?.list.items).toHaveLength(5);
    const beyond = await lists.sectionPage('local', 3, sections, now);
    expect(beyond).toEqual({ value: null, tags: [tags.sections, tags.list('section', newsroom.local.id)] });
    expect(await lists.sectionPage('none', 1, sections, now)).toEqual({ value: null, tags: [tags.sections] });
  });

  it('of topics, authors, blogs and programmes name what they belong to', async () => {
    const topic = await newsroom.makeTopic('zhuanti', '专题', 'special');
    await newsroom.makeStory({ topics: [topic.id], authors: [newsroom.columnist.id], publishedAt: hoursAgo(4) });
    await newsroom.makeStory({ kind: 'post', blogId: newsroom.column.id, publishedAt: hoursAgo(3) });
    await newsroom.makeStory({
      kind: 'audio',
      mediaId: newsroom.recording.id,
      showId: newsroom.programme.id,
      episode: 3,
      publishedAt: hoursAgo(2),
    });

    const topicAnswer = await lists.topicPage('zhuanti', 1, sections);
    expect(checked(topicAnswer)).toMatchObject({ topic: { name: '专题', kind: 'special' }, list: { total: 1 } });
    expect(topicAnswer.tags).toEqual(expect.arrayContaining([tags.topic(topic.id), tags.list('topic', topic.id)]));
    expect(checked(await lists.authorPage('chen-du', 1, sections))).toMatchObject({
      author: { name: '陈渡', role: '专栏作者', blog: { name: '陇上笔记', href: '/blog/chen-du' } },
      list: { total: 1 },
    });
    expect(checked(await lists.blogPage('chen-du', 1, sections))).toMatchObject({
      blog: { name: '陇上笔记' },
      list: { total: 1 },
    });
    expect(checked(await lists.showPage('xiangyin', 1, sections))).toMatchObject({
      show: { name: '乡音', kind: 'audio', host: { name: '林舟' } },
      episodes: [{ episode: 3, media: { durationSeconds: 65 } }],
    });
    expect(checked(await lists.blogs(sections))).toMatchObject([{ name: '陇上笔记', latest: { kind: 'post' } }]);
    expect(checked(await lists.shows(sections))).toMatchObject([{ name: '乡音', latest: { kind: 'audio' } }]);
  });

  it('with an address that nothing has, or that nothing can have, are null at this moment alone', async () => {
    for (const slug of ['-', 'none', '麦积山', '\0', "' or 1=1 --", 'x'.repeat(10_000)]) {
      for (const page of [lists.topicPage, lists.authorPage, lists.blogPage, lists.showPage]) {
        expect(await page(slug, 1, sections)).toEqual({ value: null, tags: [tags.list('site')], until: new Date(0) });
      }
    }
  });
});

describe('the archive', () => {
  it('has a day with its neighbours and its month', async () => {
    await newsroom.makeStory({ publishedAt: new Date('2026-10-30T04:00:00Z') });
    await newsroom.makeStory({ publishedAt: new Date('2026-11-02T04:00:00Z') });
    const id = await newsroom.makeStory({ publishedAt: new Date('2026-11-19T16:00:00Z') });
    await newsroom.makeStory({ publishedAt: new Date('2026-11-21T04:00:00Z') });
    const answer = await lists.archiveDay('2026-11-20', sections, now);
    const day = checked(answer);
    expect(day).toMatchObject({
      label: '2026年11月20日 星期五',
      items: [{ id }],
      previous: { name: '11月2日', href: '/archive/2026-11-02' },
      next: { name: '11月21日', href: '/archive/2026-11-21' },
      calendar: { label: '2026年11月', previous: { name: '2026年10月', href: '/archive/2026-10-30' }, next: null },
    });
    const days = day?.calendar.weeks.flat() ?? [];
    expect(days.find((each) => each?.day === 20)).toEqual({
      day: 20,
      href: '/archive/2026-11-20',
      stories: 1,
      current: true,
    });
    expect(days.find((each) => each?.day === 3)).toEqual({ day: 3, href: null, stories: 0, current: false });
    expect(answer.tags).toEqual(
      expect.arrayContaining([tags.archiveDays, tags.archiveDay('2026-11-20'), tags.archiveDay('2026-11-02')]),
    );
  });

  it('has no day that is impossible, to come, or without a story', async () => {
    await newsroom.makeStory({ publishedAt: new Date('2026-11-23T04:00:00Z') });
    for (const day of ['2026-02-30', '2026-11-23', '2026-11-22', '1970-01-01', 'x', '']) {
      expect((await lists.archiveDay(day, sections, now)).value).toBeNull();
    }
  });

  it('turns the day at midnight in Asia/Shanghai', async () => {
    await newsroom.makeStory({ publishedAt: new Date('2026-11-22T16:00:00Z') });
    expect((await lists.archiveDay('2026-11-23', sections, new Date('2026-11-22T15:59:59Z'))).value).toBeNull();
    expect((await lists.archiveDay('2026-11-23', sections, new Date('2026-11-22T16:00:00Z'))).value).not.toBeNull();
  });
});

describe('corrections', () => {
  it('and withdrawals stand in one order, and a withdrawn story is neither named nor linked', async () => {
    const corrected = await newsroom.makeStory({ title: '改过', publishedAt: hoursAgo(9) });
    const withdrawn = await newsroom.makeStory({ title: '撤下', publishedAt: hoursAgo(9) });
    await database.db.insert(correction).values([
      { storyId: corrected, text: '甲', correctedAt: hoursAgo(5) },
      { storyId: corrected, text: '乙', correctedAt: hoursAgo(1) },
      { storyId: withdrawn, text: '不再显示', correctedAt: hoursAgo(1) },
    ]);
    await database.db
      .update(story)
      .set({ status: 'withdrawn', withdrawnAt: hoursAgo(3), withdrawnReason: '来源有误' })
      .where(eq(story.id, withdrawn));
    const answer = await lists.corrections();
    expect(answer.value.map(({ kind, title, href, text }) => [kind, title, href, text])).toEqual([
      ['correction', '改过', `/article/${corrected}`, '乙'],
      ['withdrawal', expect.stringMatching(/^“.+”栏目 \d{4}-\d\d-\d\d \d\d:\d\d 发布的一篇稿件$/), null, '来源有误'],
      ['correction', '改过', `/article/${corrected}`, '甲'],
    ]);
    expect(answer.tags).toEqual(
      expect.arrayContaining([tags.corrections, tags.story(corrected), tags.story(withdrawn)]),
    );
  });
});

describe('the section tree', () => {
  it('is renamed and moved with its stories’ trails', async () => {
    const id = await newsroom.makeStory({ publishedAt: hoursAgo(1) });
    await database.db
      .update(section)
      .set({ name: '秦州区', parentId: newsroom.culture.id })
      .where(eq(section.id, newsroom.qinzhou.id));
    expect((await article(id, await readTree())).value).toMatchObject({
      trail: [{ name: '文化' }, { name: '秦州区' }],
    });
    await database.db
      .update(section)
      .set({ name: '秦州', parentId: newsroom.local.id })
      .where(eq(section.id, newsroom.qinzhou.id));
  });

  it('that is not read yet with a new section does not break a list', async () => {
    const fresh = await newsroom.makeSection('fresh', '新栏目');
    const id = await newsroom.makeStory({ sectionId: fresh.id, publishedAt: hoursAgo(1) });
    expect(checked(await panels.latest(sections))[0]).toMatchObject({ id, section: { href: '/latest' } });
    expect((await article(id, sections)).value).toMatchObject({ trail: [] });
  });
});
