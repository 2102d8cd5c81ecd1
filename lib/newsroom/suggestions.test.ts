import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { topic } from '#db/schema/index.ts';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { ok, people, person, refused, started } from './desk-fixtures.ts';
import { type Newsroom, published, smallNewsroom } from './fixtures.ts';
import { withdraw } from './stories.ts';
import { suggestTopics } from './suggestions.ts';
import { refreshFrequencies } from './terms.ts';

const { reporter, reporter2, chief, admin } = people;
let database: TestDatabase;
let room: Newsroom;
let writing: number;

beforeAll(async () => {
  database = await testDatabase();
  room = await smallNewsroom(database.db);
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.sql`truncate story, list_entry, list_day, term_frequency cascade`;
  await database.sql`delete from topic where id not in ${database.sql([room.grotto, room.orchard])}`;
  writing = await started(room.qinzhou);
});

async function topicCalled(name: string): Promise<number> {
  const [row] = await database.db
    .insert(topic)
    .values({ slug: `t-${Buffer.from(name).toString('hex')}`, name })
    .returning({ id: topic.id });
  return row?.id ?? 0;
}

async function suggested(title: string, body = ''): Promise<[string, string][]> {
  const { topics } = ok(await suggestTopics(reporter, writing, { title, body }));
  return topics.map(({ name, why }) => [name, why]);
}

describe('topics suggested for a text', () => {
  it('are those that it names, in the title first, the oftener the earlier, whatever the case and width', async () => {
    await topicCalled('渭河');
    await topicCalled('5G');
    await topicCalled('防汛');
    await topicCalled('雨');
    expect(await suggested('石窟里的５g', '防汛。渭河，渭河。雨。')).toEqual([
      ['石窟', 'named'],
      ['5G', 'named'],
      ['渭河', 'named'],
      ['防汛', 'named'],
    ]);
  });

  it('are not found within other Latin words, nor by what means something in SQL', async () => {
    await topicCalled('AI');
    await topicCalled('%"\\_');
    expect(await suggested('MAIN 与 said', '100%,"x",\\_')).toEqual([]);
    expect(await suggested('用AI看病', '折扣%"\\_')).toEqual([
      ['AI', 'named'],
      ['%"\\_', 'named'],
    ]);
  });

  it('are those of the published stories that are most alike, by the title or by the text', async () => {
    const sweet = await topicCalled('特产');
    const common = { sectionId: room.economy };
    for (let n = 0; n < 3; n++) await published({ ...common, title: '花椒开秤', topicIds: [sweet] });
    const odd = await published({ ...common, title: '花椒晾晒', topicIds: [room.orchard] });
    for (let n = 0; n < 3; n++) await published({ ...common, title: '夜间公交延时', topicIds: [room.grotto] });
    await refreshFrequencies();
    expect(await suggested('花椒销路')).toEqual([
      ['特产', 'alike'],
      ['果乡', 'alike'],
    ]);
    expect(await suggested('', '合作社说，今年花椒卖得好。')).toEqual([
      ['特产', 'alike'],
      ['果乡', 'alike'],
    ]);
    await withdraw(odd, '有误', 'editor');
    expect(await suggested('花椒销路', '特产出山')).toEqual([['特产', 'named']]);
    expect(await suggested('核桃')).toEqual([]);
  });

  it('follow one story that is very much alike rather than many that share a word', async () => {
    const common = { sectionId: room.economy };
    await published({ ...common, title: '花椒销路打开 合作社建起冷库', topicIds: [room.orchard] });
    for (let n = 0; n < 11; n++) await published({ ...common, title: `合作社年会第${n}场` });
    expect(await suggested('花椒销路打开 合作社建起冷库')).toEqual([['果乡', 'alike']]);
    expect(await suggested('合作社')).toEqual([]);
  });

  it('are six at most, and none for an empty text', async () => {
    const names = ['秦州', '麦积', '甘谷', '武山', '秦安', '清水', '张川'];
    for (const name of names) await topicCalled(name);
    expect(await suggested(names.join('、'))).toHaveLength(6);
    expect(await suggested('', ' \n')).toEqual([]);
  });

  it('are given to those alone who may write the story', async () => {
    const text = { title: '石窟', body: '' };
    expect(refused(await suggestTopics(reporter2, writing, text))).toBe('forbidden');
    expect(refused(await suggestTopics(admin, writing, text))).toBe('forbidden');
    expect(refused(await suggestTopics(person('editor', 9, [room.economy]), writing, text))).toBe('not-your-section');
    expect(refused(await suggestTopics(chief, 987_654, text))).toBe('not-found');
  });
});
