import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { choicesNamed, choicesWith } from '#db/queries/choices.ts';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import * as content from '#lib/content/index.ts';
import { ok, people, person, refused, started } from './desk-fixtures.ts';
import { lockStory } from './drafts.ts';
import { type Newsroom, smallNewsroom, text } from './fixtures.ts';
import type { WorkContent } from './work-content.ts';
import { discard, submit } from './workflow.ts';
import { type OpenedStory, openStory, textBehindLink } from './writing.ts';

const { reporter, reporter2, editor, director, chief, admin } = people;
let database: TestDatabase;
let room: Newsroom;
beforeAll(async () => {
  database = await testDatabase();
  room = await smallNewsroom(database.db);
});
afterAll(() => database.close());

const opened = async (actor: typeof reporter, id: number): Promise<OpenedStory> => ok(await openStory(actor, id));

describe('a story that is opened', () => {
  it('says who may write it, who holds it, and who may take it from them', async () => {
    const id = await started(room.qinzhou);
    expect((await opened(reporter, id)).save.ok).toBe(true);
    expect((await opened(reporter, id)).holder).toBeNull();
    ok(await lockStory(editor, id));
    const seen = await opened(reporter, id);
    expect([seen.save.ok, seen.holder?.name, seen.takeOver]).toEqual([true, 'editor1', false]);
    expect((await opened(editor, id)).takeOver).toBe(false);
    expect((await opened(people.editor2, id)).takeOver).toBe(false);
    expect((await opened(director, id)).takeOver).toBe(true);
    expect((await opened(admin, id)).save).toMatchObject({ ok: false, code: 'forbidden' });
  });

  it('is nobody’s who may not read it', async () => {
    const id = await started(room.qinzhou);
    expect(refused(await openStory(reporter2, id))).toBe('forbidden');
    expect(refused(await openStory(person('editor', 9, [room.economy]), id))).toBe('not-your-section');
    expect(refused(await openStory(chief, 987_654))).toBe('not-found');
  });

  it('shows what was last kept where nothing is being written, and says that it cannot be saved', async () => {
    const id = await started(room.qinzhou, { title: '先放一放' });
    ok(await discard(reporter, id));
    const seen = await opened(reporter, id);
    expect([seen.stage, seen.content.title, seen.save.ok]).toEqual(['none', '先放一放', false]);
    expect((await textBehindLink(id))?.content.title).toBe('先放一放');
  });

  it('is the reviewer’s to put right once it is submitted, and no longer the writer’s', async () => {
    const id = await started(room.qinzhou);
    const { row } = await opened(reporter, id);
    ok(await submit(reporter, id, { version: row.version }));
    expect((await opened(reporter, id)).save.ok).toBe(false);
    expect((await opened(editor, id)).save.ok).toBe(true);
  });
});

describe('a working copy on its page', () => {
  const pageOf = async (id: number) => {
    const { content: own, publishedAt, updatedAt, row } = await opened(chief, id);
    return content.draft({ id, content: own, publishedAt, updatedAt, publishAt: row.publishAt });
  };

  it('is drawn with everything that it names, in the order in which it names it', async () => {
    const id = await started(room.qinzhou, {
      subtitle: '副题',
      leadMediaId: room.picture,
      authorIds: [room.columnist, room.reporter],
      topicIds: [room.orchard, room.grotto],
      sourceId: room.own,
      byline: '通讯员 王某',
      body: {
        type: 'doc',
        content: [...text('第一段。').content, { type: 'image', attrs: { mediaId: room.picture } }],
      },
    });
    const { article } = await pageOf(id);
    expect(article).toMatchObject({
      title: '夜间公交延时',
      subtitle: '副题',
      byline: '通讯员 王某',
      source: { name: '渭水新闻' },
      section: { name: '秦州' },
      lead: { mediaId: room.picture },
      pictures: { [room.picture]: { mediaId: room.picture } },
      wordCount: 3,
    });
    expect(article.authors.map(({ name }) => name)).toEqual(['陈渡', '林舟']);
    expect(article.topics.map(({ name }) => name)).toEqual(['果乡', '石窟']);
    expect(article.trail.map(({ name }) => name)).toEqual(['新闻', '本地', '秦州']);
  });

  it('is drawn while it lacks a title and names what is gone; a block that no story may hold is left out alone', async () => {
    const body = {
      type: 'doc',
      content: [
        { type: 'paragraph', content: [{ type: 'text', text: '留下' }] },
        { type: 'script', content: [] },
        { type: 'image', attrs: { mediaId: 987_654 } },
        { type: 'paragraph', content: [{ type: 'text', text: '也留下' }] },
      ],
    } as WorkContent['body'];
    const id = await started(room.qinzhou, { title: ' ', body, authorIds: [987_654], leadMediaId: 987_654 });
    const { article } = await pageOf(id);
    expect(article.title).toBe('（还没有标题）');
    expect([article.lead, article.authors, article.pictures]).toEqual([null, [], {}]);
    expect(article.body.content.map(({ type }) => type)).toEqual(['paragraph', 'image', 'paragraph']);
  });
});

describe('what is chosen by name', () => {
  it('is found by part of its name or address, whatever the case, and nothing typed is a pattern', async () => {
    expect((await choicesNamed('authors', '林')).map(({ name }) => name)).toEqual(['林舟']);
    expect((await choicesNamed('authors', 'CHEN')).map(({ name }) => name)).toEqual(['陈渡']);
    expect(await choicesNamed('authors', '%')).toEqual([]);
    expect(await choicesNamed('topics', '石窟')).toEqual([{ id: room.grotto, name: '石窟', note: '专题' }]);
    expect((await choicesNamed('sources', '')).map(({ name }) => name)).toContain('渭水新闻');
    expect((await choicesNamed('shows', '乡音'))[0]).toMatchObject({ name: '乡音', note: '音频' });
    expect((await choicesNamed('blogs', '陈渡'))[0]).toMatchObject({ name: '陇上笔记', note: '陈渡' });
  });

  it('is named by ids; what does not exist is absent', async () => {
    expect((await choicesWith('authors', [room.reporter, 987_654])).map(({ id }) => id)).toEqual([room.reporter]);
    expect(await choicesWith('authors', [])).toEqual([]);
  });

  it('warns of a source that is not on the whitelist', async () => {
    await database.db.execute(sql`insert into source (slug, name) values ('other', '别的报社')`);
    expect((await choicesNamed('sources', '别的'))[0]?.note).toBe('不在白名单');
  });
});
