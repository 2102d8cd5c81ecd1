import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Fixture, makeNewsroom } from '#db/queries/fixture.ts';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { search } from './search.ts';
import { suggest } from './suggest.ts';
import { forgetVocabulary } from './vocabulary.ts';

let database: TestDatabase;
let newsroom: Fixture;
const ids: Record<string, number> = {};

beforeAll(async () => {
  database = await testDatabase();
  newsroom = await makeNewsroom(database.db);
  const fuxi = await newsroom.makeTopic('fuxi', '伏羲庙会');
  const qingyang = await newsroom.makeTopic('qingyang', '清养道');
  await newsroom.makeTopic('empty', '伏羲空题');
  await newsroom.makeTopic('noodles', '兰州牛肉面');
  ids.older = await newsroom.makeStory({ title: '麦积山石窟早晨开放', topics: [fuxi.id] });
  ids.newer = await newsroom.makeStory({ title: '游客夜游麦积山石窟', topics: [qingyang.id] });
  ids.body = await newsroom.makeStory({ title: '别的', summary: '麦积山石窟' });
  forgetVocabulary();
});
afterAll(() => database.close());

describe('what somebody may be about to search for', () => {
  it('sections and topics come before stories, with the typed part marked', async () => {
    expect((await suggest('麦积', 8)).map(({ kind, href }) => `${kind} ${href}`)).toEqual([
      'section /section/maiji',
      `story /article/${ids.newer}`,
      `story /article/${ids.older}`,
    ]);
    expect((await suggest('伏羲', 8)).map(({ label }) => label)).toEqual([
      [
        { text: '伏羲', hit: true },
        { text: '庙会', hit: false },
      ],
      [
        { text: '伏羲', hit: true },
        { text: '空题', hit: false },
      ],
    ]);
  });

  it('pinyin is understood, and traditional characters', async () => {
    expect((await suggest('qinzhou', 8)).map(({ href }) => href)).toEqual(['/section/qinzhou']);
    expect((await suggest('麥積', 8)).map(({ href }) => href)).toContain('/section/maiji');
  });

  it('pinyin is understood as it is heard in the north-west: without a difference of zh and z, in and ing, n and l', async () => {
    const hrefs = async (typed: string) => (await suggest(typed, 8)).map(({ href }) => href);
    for (const typed of ['qinzou', 'qingzhou', 'qingzou', 'qingz'])
      expect(await hrefs(typed), typed).toEqual(['/section/qinzhou']);
    for (const typed of ['lanzou', 'nanzhou', 'nangzouliu'])
      expect(await hrefs(typed), typed).toEqual(['/topic/noodles']);
    expect(await hrefs('qin yan dao')).toEqual(['/topic/qingyang']);
    expect(await hrefs('cinyangdao'), 'no sound of these').toEqual([]);
    expect(await hrefs('qingyangdao'), 'what was spelled right stands alone').toEqual(['/topic/qingyang']);
  });

  it('nothing comes of nothing', async () => {
    for (const typed of ['', ' ', '%', '"', '😀']) expect(await suggest(typed, 8)).toEqual([]);
  });
});

describe('where little is found, what may have been meant', () => {
  const meant = async (q: string) => (await search({ q, sort: 'relevance' })).didYouMean;

  it('is what was typed as pinyin, with or without blanks', async () => {
    expect(await meant('fuximiaohui')).toEqual(['伏羲庙会']);
    expect(await meant('fu xi miao hui')).toContain('伏羲庙会');
  });

  it('is what pinyin says in the spelling of the north-west, where there is nothing of its own', async () => {
    expect(await meant('fuximiaofui')).toEqual([]);
    expect(await meant('chingyangdao')).toEqual([]);
    expect(await meant('qinyandao')).toEqual(['清养道']);
  });

  it('is a name that sounds the same, or looks nearly the same', async () => {
    expect(await meant('扶西庙会')).toContain('伏羲庙会');
    expect(await meant('清样道')).toContain('清养道');
  });

  it('is no part of a Latin word or a number, but what stands beside it', async () => {
    ids.plane = await newsroom.makeStory({ title: '19日起，C919客机飞兰州' });
    expect(await meant('C9191')).toEqual([]);
    expect(await meant('covid-19')).toEqual([]);
    expect(await meant('C919客机首飞')).toEqual(['c919客机']);
    expect(await meant('C919兰州')).toEqual(['c919 兰州', '兰州']);
  });

  it('is a part of it; never what finds nothing', async () => {
    expect(await meant('麦积山石窟灯会')).toContain('麦积山石窟灯'.slice(0, 4));
    expect(await meant('伏羲空')).not.toContain('伏羲空题');
    expect(await meant('龘靐齉')).toEqual([]);
  });
});
