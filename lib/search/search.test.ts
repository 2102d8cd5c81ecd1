import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Fixture, makeNewsroom } from '#db/queries/fixture.ts';
import { rankedMatches, settleEntries } from '#db/queries/search.ts';
import type { StoryBody } from '#db/schema/body.ts';
import { story } from '#db/schema/index.ts';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { tags } from '#lib/cache/tags.ts';
import type { SearchRequest } from './models.ts';
import { parseSearch } from './request.ts';
import { search } from './search.ts';

let database: TestDatabase;
let newsroom: Fixture;

beforeAll(async () => {
  database = await testDatabase();
  newsroom = await makeNewsroom(database.db);
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.sql`truncate story, slot_item, list_entry, list_day, topic cascade`;
});

const ask = (q: string, more: Partial<SearchRequest> = {}) => search({ q, sort: 'relevance', ...more });
const ids = async (q: string, more: Partial<SearchRequest> = {}) => (await ask(q, more)).hits.map((hit) => hit.id);
const body = (...paragraphs: string[]): StoryBody => ({
  type: 'doc',
  content: paragraphs.map((text) => ({ type: 'paragraph', content: [{ type: 'text', text }] })),
});

describe('a search', () => {
  it('finds words in titles, summaries, bodies and names of topics, the title before the rest', async () => {
    const at = new Date('2026-11-20T00:00:00Z');
    const topic = await newsroom.makeTopic('maiji', '麦积山石窟');
    const tagged = await newsroom.makeStory({ publishedAt: at, topics: [topic.id] });
    const inBody = await newsroom.makeStory({ publishedAt: at, body: body('近日，麦积山石窟开放夜场。') });
    const inSummary = await newsroom.makeStory({ publishedAt: at, summary: '麦积山石窟的摘要' });
    const inTitle = await newsroom.makeStory({ publishedAt: at, title: '麦积山石窟迎来游客' });
    await newsroom.makeStory({ title: '麦积区的山和石窟' });
    expect(await ids('麦积山石窟')).toEqual([inTitle, tagged, inSummary, inBody]);
  });

  it.each([
    ['2024年', '回望2024年的秋天', '二〇二四年'],
    ['5G', '村里通了５Ｇ', '共15Gb流量'],
    ['C919', 'C919首航天水', 'C91与9'],
    ['麥積山', '登麦积山', '麦积区'],
    ['發展', '高质量发展', '发放'],
    ['“天水，秋天”', '在天水，秋天来得早', '天水的秋天'],
    ['天水 苹果', '苹果出了天水', '天水的梨'],
    ['天水，苹果', '苹果出了天水', '天水的梨'],
    ['3.5', '增长3.5个百分点', '3月5日'],
    ['covid-19', '关于COVID-19', 'covid'],
    ['麦积山 -游客', '麦积山初雪', '麦积山游客增多'],
    ['雪', '初雪', '秋雨'],
    ['乾隆', '乾隆年间的碑', '干粮'],
  ])('for %s finds %s and not %s', async (q, right, wrong) => {
    const found = await newsroom.makeStory({ title: right });
    await newsroom.makeStory({ title: wrong });
    expect(await ids(q)).toEqual([found]);
    expect(await ids(q, { sort: 'time' })).toEqual([found]);
  });

  it('keeps to section with what is below, days, kind and source', async () => {
    const other = await database.sql<{ id: string }[]>`
      insert into source (slug, name) values ('other', '别家') returning id`;
    const here = await newsroom.makeStory({ title: '花开', publishedAt: new Date('2026-10-31T16:00:00Z') });
    const there = await newsroom.makeStory({
      title: '花开',
      sectionId: newsroom.culture.id,
      sourceId: Number(other[0]?.id),
      kind: 'gallery',
      publishedAt: new Date('2026-10-31T15:59:59Z'),
    });
    expect(await ids('花开', { section: 'news' })).toEqual([here]);
    expect(await ids('花开', { section: 'culture' })).toEqual([there]);
    expect(await ids('花开', { section: 'nowhere' })).toEqual([]);
    expect(await ids('花开', { from: '2026-11-01' })).toEqual([here]);
    expect(await ids('花开', { to: '2026-10-31' })).toEqual([there]);
    expect(await ids('花开', { from: '2026-10-31', to: '2026-10-31' })).toEqual([there]);
    expect(await ids('花开', { kind: 'gallery' })).toEqual([there]);
    expect(await ids('花开', { source: 'other' })).toEqual([there]);
    expect(await ids('花开', { source: 'none' })).toEqual([]);
  });

  it('says where the words stand', async () => {
    await newsroom.makeStory({
      title: '用5G看麦积山',
      summary: '摘要里没有',
      body: body('开头一段。', '第二段里，麦积山的雪落了一夜，5G信号很好。'),
    });
    const { hits, tags: named } = await ask('5g 麦积山');
    expect(hits[0]?.titlePieces).toEqual([
      { text: '用', hit: false },
      { text: '5G', hit: true },
      { text: '看', hit: false },
      { text: '麦积山', hit: true },
    ]);
    expect(hits[0]?.passage.filter(({ hit }) => hit).map(({ text }) => text)).toEqual(['麦积山', '5G']);
    expect(named).toContain(tags.search);
    expect(named).toContain(tags.story(hits[0]?.id ?? 0));
  });

  it('pages through all of it without a story twice, by relevance and by time', async () => {
    await database.sql`
      insert into story (title, body, section_id, status, published_at)
      select '渭河' || n, '{"type":"doc","content":[]}', ${newsroom.qinzhou.id}, 'published',
        '2026-01-01'::timestamptz + (n / 3) * interval '1 hour'
      from generate_series(1, 2105) n`;
    for (const sort of ['relevance', 'time'] as const) {
      const seen: number[] = [];
      let after: string | undefined;
      do {
        const answer = await ask('渭河', { sort, ...(after !== undefined && { after }) });
        expect(answer.found).toEqual({ count: rankedMatches, atLeast: true });
        seen.push(...answer.hits.map((hit) => hit.id));
        after = answer.next ?? undefined;
        if (after) expect(parseSearch(new URLSearchParams({ q: '渭河', sort, after }))).toMatchObject({ after });
      } while (after !== undefined);
      expect([seen.length, new Set(seen).size]).toEqual([2105, 2105]);
    }
  });

  it('offers the latest where nothing is found', async () => {
    const latest = await newsroom.makeStory();
    const answer = await ask('没有的词');
    expect(answer.hits).toEqual([]);
    expect(answer.instead.map(({ id }) => id)).toEqual([latest]);
  });
});

describe('the index follows', () => {
  it('a publication, a change, a withdrawal and a deletion, at once', async () => {
    const id = await newsroom.makeStory({ title: '一座桥', status: 'draft', publishedAt: null });
    expect(await ids('一座桥')).toEqual([]);
    await database.db.update(story).set({ status: 'published', publishedAt: new Date() }).where(eq(story.id, id));
    expect(await ids('一座桥')).toEqual([id]);
    await database.db.update(story).set({ title: '两条路' }).where(eq(story.id, id));
    expect([await ids('一座桥'), await ids('两条路')]).toEqual([[], [id]]);
    await database.db
      .update(story)
      .set({ body: body('三盏灯') })
      .where(eq(story.id, id));
    expect(await ids('三盏灯')).toEqual([id]);
    await newsroom.withdraw(id);
    expect(await ids('两条路')).toEqual([]);
    await newsroom.publishAgain(id);
    expect(await ids('两条路')).toEqual([id]);
    await database.db.delete(story).where(eq(story.id, id));
    expect(await ids('两条路')).toEqual([]);
    expect((await database.sql`select from search_entry`).length).toBe(0);
  });

  it('its topics: put on, taken off, renamed, merged', async () => {
    const [one, two] = [await newsroom.makeTopic('one', '花儿会'), await newsroom.makeTopic('two', '民歌节')];
    const id = await newsroom.makeStory({ topics: [one.id] });
    expect(await ids('花儿会')).toEqual([id]);
    await database.sql`update topic set name = '山歌会' where id = ${one.id}`;
    expect([await ids('花儿会'), await ids('山歌会')]).toEqual([[], [id]]);
    await database.sql`update story_topic set topic_id = ${two.id} where topic_id = ${one.id}`;
    await database.sql`delete from topic where id = ${one.id}`;
    expect([await ids('山歌会'), await ids('民歌节')]).toEqual([[], [id]]);
    await database.sql`delete from story_topic`;
    expect(await ids('民歌节')).toEqual([]);
  });

  it('its sections: another, an extra one, and a section that moves', async () => {
    const id = await newsroom.makeStory({ title: '新渠通水' });
    const within = async (section: string) => (await ids('新渠通水', { section })).length;
    expect([await within('qinzhou'), await within('news'), await within('culture')]).toEqual([1, 1, 0]);
    await database.sql`insert into story_section values (${id}, ${newsroom.culture.id})`;
    expect(await within('culture')).toBe(1);
    await database.sql`delete from story_section`;
    await database.db.update(story).set({ sectionId: newsroom.maiji.id }).where(eq(story.id, id));
    expect([await within('qinzhou'), await within('maiji'), await within('culture')]).toEqual([0, 1, 0]);
    await database.sql`update section set parent_id = ${newsroom.culture.id} where id = ${newsroom.maiji.id}`;
    expect([await within('maiji'), await within('news'), await within('culture')]).toEqual([1, 0, 1]);
    await database.sql`update section set parent_id = ${newsroom.local.id} where id = ${newsroom.maiji.id}`;
  });

  it('a bulk load, once it is made anew', async () => {
    const id = await newsroom.makeStory({ title: '成批的稿件', body: body('一句话') });
    const rows = () => database.db.execute(sql`select * from search_entry order by story_id, draft`);
    const before = [...(await rows())];
    await database.sql`select rebuild_search()`;
    expect([...(await rows())]).toEqual(before);
    expect(await ids('成批的稿件')).toEqual([id]);
  });

  it('finds a new story before and after its entry is put into its place', async () => {
    await settleEntries();
    const id = await newsroom.makeStory({ title: '新桥合龙' });
    expect(await ids('新桥')).toEqual([id]);
    expect(await settleEntries()).toBeGreaterThan(0);
    expect(await ids('新桥')).toEqual([id]);
    expect(await settleEntries()).toBe(0);
  });
});
