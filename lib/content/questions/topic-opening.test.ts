import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Fixture, makeNewsroom } from '#db/queries/fixture.ts';
import { storyTopic, topic, topicMilestone, topicOpening } from '#db/schema/index.ts';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { tags } from '#lib/cache/tags.ts';
import { topicPage } from './lists.ts';
import { Sections, sectionTree } from './sections.ts';

let database: TestDatabase;
let newsroom: Fixture;
let sections: Sections;
let dossier: { id: number };
let word: { id: number };
let another: { id: number };

/** Noon in Asia/Shanghai, so many days before a day in November. */
const daysAgo = (days: number, minutes = 0) => new Date(Date.UTC(2026, 10, 22, 4, minutes) - days * 86_400_000);

beforeAll(async () => {
  database = await testDatabase();
  newsroom = await makeNewsroom(database.db);
  sections = new Sections((await sectionTree()).value);
  dossier = await newsroom.makeTopic('weihe', '渭河生态', 'special');
  word = await newsroom.makeTopic('shuiniao', '水鸟');
  another = await newsroom.makePicture(2);
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.sql`truncate story, list_entry, list_day cascade`;
});

const storyOf = (topicId: number, days: number, more: Parameters<Fixture['makeStory']>[0] = {}) =>
  newsroom.makeStory({ topics: [topicId], publishedAt: daysAgo(days), ...more });
const storiesOf = async (topicId: number, count: number, more: Parameters<Fixture['makeStory']>[0] = {}) => {
  const ids: number[] = [];
  for (let n = 0; n < count; n += 1) ids.push(await storyOf(topicId, n, more));
  return ids;
};
const set = (topicId: number, fields: Partial<typeof topicOpening.$inferInsert>) =>
  database.db.insert(topicOpening).values({ topicId, ...fields });
const mark = (topicId: number, ...ids: number[]) =>
  database.db.insert(topicMilestone).values(ids.map((storyId) => ({ topicId, storyId })));
const open = async (slug = 'weihe', page = 1) => {
  const answer = await topicPage(slug, page, sections);
  if (!answer.value) throw new Error('There is no such page.');
  for (const { id } of [...answer.value.list.items, ...(answer.value.opening?.pictures ?? [])])
    expect(answer.tags).toContain(tags.story(id));
  expect(new Set(answer.tags).size).toBe(answer.tags.length);
  return { ...answer.value, tags: answer.tags };
};
const titles = (items: { title: string }[] = []) => items.map(({ title }) => title);
const ids = (items: { id: number }[] = []) => items.map(({ id }) => id);

describe('a topic', () => {
  it('is a plain list while it has few stories and editors set nothing; a tag always', async () => {
    const few = await storiesOf(dossier.id, 7, { leadMediaId: newsroom.picture.id });
    await storiesOf(word.id, 12, { leadMediaId: newsroom.picture.id });
    const plain = await open();
    expect([plain.opening, ids(plain.list.items)]).toEqual([null, few]);
    expect((await open('shuiniao')).opening).toBeNull();
    await storyOf(dossier.id, 7);
    expect((await open()).opening).not.toBeNull();
  });

  it('opens with what editors wrote, however few its stories', async () => {
    await storyOf(word.id, 1);
    await set(word.id, { introduction: '冬天的河面，数得出鸟。\n\n数了三年。' });
    const { opening, tags: own } = await open('shuiniao');
    expect(opening).toEqual({
      introduction: ['冬天的河面，数得出鸟。', '数了三年。'],
      lead: null,
      timeline: null,
      pictures: [],
    });
    expect(own).toContain(tags.topicOpening(word.id));
  });

  it('depends on its opening before there is one, on its first page only', async () => {
    await storiesOf(word.id, 25);
    expect((await open('shuiniao')).tags).toContain(tags.topicOpening(word.id));
    await set(word.id, { introduction: '导语' });
    const second = await open('shuiniao', 2);
    expect(second.opening).toBeNull();
    expect(second.list.items).toHaveLength(5);
    expect(second.tags).not.toContain(tags.topicOpening(word.id));
  });
});

describe('the lead', () => {
  it('is the newest story with a picture, and its list leaves it out', async () => {
    const all = await storiesOf(dossier.id, 8);
    const pictured = await storyOf(dossier.id, 2, { leadMediaId: newsroom.picture.id });
    const { opening, list } = await open();
    expect(opening?.lead).toMatchObject({ id: pictured, picture: { mediaId: newsroom.picture.id } });
    expect(ids(list.items).sort()).toEqual(all.sort());
    expect(list.total).toBe(9);
  });

  it('does not show the picture that heads the page once more', async () => {
    await database.db.update(topic).set({ leadMediaId: newsroom.picture.id }).where(eq(topic.id, dossier.id));
    await storiesOf(dossier.id, 8);
    const same = await storyOf(dossier.id, 1, { leadMediaId: newsroom.picture.id });
    const other = await storyOf(dossier.id, 2, { leadMediaId: another.id });
    expect((await open()).opening?.lead).toMatchObject({ id: other, picture: { mediaId: another.id } });
    await set(dossier.id, { leadStoryId: same });
    expect((await open()).opening?.lead).toMatchObject({ id: same, picture: null });
    await database.db.update(topic).set({ leadMediaId: null }).where(eq(topic.id, dossier.id));
    expect((await open()).opening?.lead).toMatchObject({ id: same, picture: { mediaId: newsroom.picture.id } });
  });

  it('is what an editor chose, of any age; withdrawn or moved away it gives its place to the newest, and comes back', async () => {
    await storiesOf(dossier.id, 22);
    const newest = await storyOf(dossier.id, 3, { leadMediaId: newsroom.picture.id });
    const chosen = await storyOf(dossier.id, 90, { title: '旧闻' });
    await set(dossier.id, { leadStoryId: chosen });
    expect((await open()).opening?.lead).toMatchObject({ id: chosen, picture: null });
    expect((await open()).tags).toContain(tags.story(chosen));
    await newsroom.withdraw(chosen);
    expect((await open()).opening?.lead?.id).toBe(newest);
    expect((await open()).tags).toContain(tags.list('topic', dossier.id));
    await newsroom.publishAgain(chosen);
    expect((await open()).opening?.lead?.id).toBe(chosen);
    await database.sql`delete from story_topic where story_id = ${chosen}`;
    expect((await open()).opening?.lead?.id).toBe(newest);
  });
});

describe('the timeline', () => {
  it('is the newest twelve days with stories, two of each, newest first, by their short titles', async () => {
    for (let day = 0; day < 14; day += 1) await storyOf(dossier.id, day * 3, { title: `第 ${day} 天` });
    await storyOf(dossier.id, 0, { title: '同一天', listTitle: '短题', publishedAt: daysAgo(0, 5), kind: 'gallery' });
    await storyOf(dossier.id, 0, { title: '同一天', listTitle: '更早', publishedAt: daysAgo(0, -5) });
    const days = (await open()).opening?.timeline?.days ?? [];
    expect((await open()).opening?.timeline?.chosen).toBe(false);
    expect(days).toHaveLength(12);
    expect(days[0]).toMatchObject({ day: '2026-11-22', label: '11月22日', year: '2026年' });
    expect(titles(days[0]?.items)).toEqual(['短题', '第 0 天']);
    expect(days[0]?.items[0]?.mark).toBe('组图');
    expect(days.map(({ day }) => day)).toEqual(
      days
        .map(({ day }) => day)
        .toSorted()
        .toReversed(),
    );
    expect(days.slice(1).every(({ year }) => year === null)).toBe(true);
    for (const id of ids(days.flatMap(({ items }) => items))) expect((await open()).tags).toContain(tags.story(id));
  });

  it('knows a day by Asia/Shanghai, and says a year where it is another', async () => {
    await set(dossier.id, { introduction: '导语' });
    await storyOf(dossier.id, 0, { publishedAt: new Date('2025-12-31T15:59:00Z'), title: '除夕之前' });
    await storyOf(dossier.id, 0, { publishedAt: new Date('2025-12-31T16:00:00Z'), title: '元旦' });
    await storyOf(dossier.id, 0, { publishedAt: new Date('2026-01-03T04:00:00Z'), title: '三日' });
    const days = (await open()).opening?.timeline?.days.map(({ label, year, items }) => [label, year, titles(items)]);
    expect(days).toEqual([
      ['1月3日', '2026年', ['三日']],
      ['1月1日', null, ['元旦']],
      ['12月31日', '2025年', ['除夕之前']],
    ]);
  });

  it('of fewer than three days is none; nor is there one where editors want none', async () => {
    await set(dossier.id, { introduction: '导语' });
    await storyOf(dossier.id, 0);
    await storyOf(dossier.id, 1);
    expect((await open()).opening?.timeline).toBeNull();
    await storyOf(dossier.id, 2);
    expect((await open()).opening?.timeline?.days).toHaveLength(3);
    await database.sql`update topic_opening set timeline = 'off'`;
    expect((await open()).opening?.timeline).toBeNull();
  });

  it('is what editors chose, oldest first; what is withdrawn or belongs elsewhere is not in it', async () => {
    const [b, a, gone, moved, plain] = [
      await storyOf(dossier.id, 10, { title: '乙' }),
      await storyOf(dossier.id, 400, { title: '甲' }),
      await storyOf(dossier.id, 5),
      await storyOf(dossier.id, 6),
      await storyOf(dossier.id, 1),
    ];
    await set(dossier.id, { timeline: 'chosen' });
    expect((await open()).opening?.timeline).toBeNull();
    await mark(dossier.id, a, b, gone, moved);
    await newsroom.withdraw(gone);
    await database.sql`delete from story_topic where story_id = ${moved}`;
    await database.db.insert(storyTopic).values({ storyId: moved, topicId: word.id });
    const { timeline } = (await open()).opening ?? {};
    expect(timeline?.chosen).toBe(true);
    expect(timeline?.days.map(({ year, items }) => [year, titles(items)])).toEqual([
      ['2025年', ['甲']],
      ['2026年', ['乙']],
    ]);
    expect(ids((await open()).list.items)).toContain(plain);
  });
});

describe('the pictures', () => {
  it('are eight, galleries before others, newest first, without the lead; two are no strip', async () => {
    await storiesOf(dossier.id, 8);
    const picture = { leadMediaId: newsroom.picture.id };
    const lead = await storyOf(dossier.id, 0, picture);
    const others = [await storyOf(dossier.id, 1, picture), await storyOf(dossier.id, 2, picture)];
    expect((await open()).opening?.pictures).toEqual([]);
    const galleries: number[] = [];
    for (let n = 0; n < 7; n += 1) galleries.push(await storyOf(dossier.id, 30 + n, { ...picture, kind: 'gallery' }));
    const { opening } = await open();
    expect(opening?.lead?.id).toBe(lead);
    expect(ids(opening?.pictures)).toEqual([others[0], ...galleries]);
  });
});
