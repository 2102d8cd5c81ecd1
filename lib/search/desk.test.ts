import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import type { Actor } from '#lib/newsroom/actor.ts';
import { ok, people, person, started, written } from '#lib/newsroom/desk-fixtures.ts';
import { type Newsroom, smallNewsroom, text } from '#lib/newsroom/fixtures.ts';
import { amend, publishDirectly, saveWork, withdrawStory } from '#lib/newsroom/index.ts';
import { searchDesk, storiesToPick, wordsAtDesk } from './desk.ts';
import { search } from './search.ts';

let database: TestDatabase;
let room: Newsroom;
beforeAll(async () => {
  database = await testDatabase();
  room = await smallNewsroom(database.db);
});
afterAll(() => database.close());

const at = async (actor: Actor, q: string) => (await searchDesk(actor, { q }, null, 50)).rows.map(({ id }) => id);

describe('at the desk', () => {
  it('a draft is found by whoever may read it, and by no reader', async () => {
    const id = await started(room.local, { title: '渠水初到新村', body: text('第一段写石渠。') });
    expect(await at(people.reporter, '石渠')).toEqual([id]);
    expect(await at(people.editor, '渠水初到')).toEqual([id]);
    expect(await at(people.reporter2, '渠水初到')).toEqual([]);
    expect(await at(person('editor', 3, [room.economy]), '渠水初到')).toEqual([]);
    expect((await search({ q: '渠水初到', sort: 'relevance' })).hits).toEqual([]);
  });

  it('what is being written of a published story is the desk’s, until it is published too', async () => {
    const id = await started(room.local, { title: '老桥加固开工', body: text('正文一段，写的是桥墩。') });
    ok(await publishDirectly(people.chief, id, { version: 1, reason: '突发', override: '通报' }));
    const readers = async (q: string) => (await search({ q, sort: 'relevance' })).hits.map((hit) => hit.id);
    expect(await readers('桥墩')).toEqual([id]);
    ok(await amend(people.editor, id));
    ok(
      await saveWork(people.editor, id, 2, written(room.local, { title: '老桥加固完工', body: text('写的是桥面。') })),
    );
    expect([await readers('桥面'), await readers('桥墩')]).toEqual([[], [id]]);
    expect([await at(people.editor, '桥面'), await at(people.editor, '桥墩')]).toEqual([[id], [id]]);
    expect(await at(people.reporter2, '桥面')).toEqual([]);
    ok(await publishDirectly(people.chief, id, { version: 3, reason: '突发', override: '通报' }));
    expect([await readers('桥面'), await readers('桥墩')]).toEqual([[id], []]);
    expect(await at(people.editor, '老桥加固')).toEqual([id]);
  });

  it('a withdrawn story is found at the desk only', async () => {
    const id = await started(room.local, { title: '一则有误的消息' });
    ok(await publishDirectly(people.chief, id, { version: 1, reason: '突发', override: '通报' }));
    ok(await withdrawStory(people.chief, id, '有误'));
    expect((await search({ q: '有误的消息', sort: 'relevance' })).hits).toEqual([]);
    expect(await at(people.editor, '有误的消息')).toEqual([id]);
  });

  it('a list is narrowed to the stories that have the words, as long as these can be named', async () => {
    const draft = await started(room.local, { title: '月台加宽' });
    const shown = await started(room.local, { title: '月台延长', summary: '一期已完工。' });
    ok(await publishDirectly(people.chief, shown, { version: 1, reason: '突发', override: '通报' }));
    const ids = async (...asked: Parameters<typeof wordsAtDesk>) => (await wordsAtDesk(...asked)).storyIds;
    expect((await ids('月台', 'either'))?.toSorted((a, b) => a - b)).toEqual([draft, shown]);
    expect(await ids('月台', 'draft')).toEqual([draft]);
    expect(await ids('月台', 'shown')).toEqual([shown]);
    expect(await ids('月台 -完工', 'either')).toEqual([draft]);
    expect(await ids('月台', 'either', 1)).toEqual([shown, draft]);
    expect(await ids('月台', 'either', 0)).toBeNull();
    expect(await ids('"', 'either')).toEqual([]);
  });

  it('stories are picked by their titles, or the newest', async () => {
    const [before, after] = [
      await started(room.local, { title: '渡口复航', body: text('旧码头拆了。') }),
      await started(room.local, { title: '旧码头改公园' }),
    ];
    for (const id of [before, after])
      ok(await publishDirectly(people.chief, id, { version: 1, reason: '突发', override: '通报' }));
    expect(await storiesToPick('旧码头', 5)).toEqual([after]);
    expect(await storiesToPick(' ', 2)).toEqual([after, before]);
    expect(await storiesToPick('%', 2)).toEqual([]);
  });

  it('goes on where a page ended', async () => {
    const ids: number[] = [];
    for (let n = 0; n < 5; n++) ids.push(await started(room.qinzhou, { title: `第${n}号渠段` }));
    const seen: number[] = [];
    let after: Awaited<ReturnType<typeof searchDesk>>['next'] = null;
    do {
      const { rows, next } = await searchDesk(people.editor, { q: '号渠段', sectionId: room.local }, after, 2);
      seen.push(...rows.map(({ id }) => id));
      after = next;
    } while (after);
    expect(seen).toEqual(ids.toReversed());
  });
});
