import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { ok, people, started } from './desk-fixtures.ts';
import { draft, type Newsroom, smallNewsroom } from './fixtures.ts';
import { namesOf } from './names.ts';
import { createToken } from './tokens.ts';

let base: TestDatabase;
let room: Newsroom;
beforeAll(async () => {
  base = await testDatabase();
  room = await smallNewsroom(base.db);
});
afterAll(() => base.close());

it('things are called by their names; what is gone or was never there has none', async () => {
  const story = await draft({ sectionId: room.qinzhou, title: '桥修好了' });
  const written = await started(room.qinzhou, { title: '还在写' });
  const { id } = ok(
    await createToken(people.admin, { name: '政务网', scopes: ['revalidate'], sectionIds: null, days: null }),
  );
  const known = {
    [`story:${story}`]: '桥修好了',
    [`story:${written}`]: '还在写',
    [`section:${room.qinzhou}`]: '秦州',
    [`topic:${room.grotto}`]: '石窟',
    [`author:${room.columnist}`]: '陈渡',
    [`source:${room.own}`]: '渭水新闻',
    [`show:${room.programme}`]: '乡音',
    [`blog:${room.column}`]: '陇上笔记',
    [`media:${room.sound}`]: 'a.mp3',
    [`token:${id}`]: '政务网',
  };
  const others = ['section:999999', 'hook:1', 'path:/latest', 'person:x', 'section:1 or 1', 'words', ''];
  expect(Object.fromEntries(await namesOf([...Object.keys(known), ...others]))).toEqual(known);
  expect(await namesOf(['words'])).toEqual(new Map());
});
