import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { storyTerms, termFrequency } from '#db/schema/index.ts';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { tags } from '#lib/cache/tags.ts';
import { related } from '#lib/content/questions/article.ts';
import { Sections, sectionTree } from '#lib/content/questions/sections.ts';
import { draft, type Newsroom, published, smallNewsroom } from './fixtures.ts';
import { change, publish, republish, saveStory, withdraw } from './stories.ts';
import { refreshFrequencies, refreshTerms } from './terms.ts';

let database: TestDatabase;
let room: Newsroom;
let sections: Sections;

beforeAll(async () => {
  database = await testDatabase();
  room = await smallNewsroom(database.db);
  sections = new Sections((await sectionTree()).value);
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.sql`truncate story, list_entry, list_day, term_frequency cascade`;
});

const relatedTo = async (id: number) => (await related(id, sections)).value.map((item) => item.id);
/** A story of another section than the asked one's, which nothing but its title relates. */
const about = (title: string) => published({ title, sectionId: room.economy });
const ask = (title: string) => published({ title, sectionId: room.maiji });

describe('related by the words of the title', () => {
  it('finds a story that shares words, and none that shares nothing', async () => {
    const like = await about('石窟渗水监测新进展');
    await about('花椒价格回落');
    expect(await relatedTo(await ask('麦积山石窟渗水如何治理'))).toEqual([like]);
  });

  it('counts a rare word more than a common one, once they are counted', async () => {
    const rare = await about('花椒开秤');
    for (let n = 0; n < 8; n++) await about('价格平稳');
    const asked = await ask('花椒价格');
    await refreshFrequencies();
    const [first] = await relatedTo(asked);
    expect(first).toBe(rare);
    const [price] = await database.db.select().from(termFrequency).where(eq(termFrequency.term, '价格'));
    expect(price?.stories).toBe(9);
  });

  it('shows the newer of two that are alike first, and picks before both', async () => {
    const older = await about('花椒开秤');
    const newer = await about('花椒开秤');
    const picked = await about('夜间公交延时');
    const asked = await published({ title: '花椒销路', sectionId: room.maiji, pickIds: [picked] });
    expect(await relatedTo(asked)).toEqual([picked, newer, older]);
  });

  it('makes pages that look for a word stale when a story with it appears, softly, and then shows it', async () => {
    const asked = await ask('花椒销路');
    const { tags: carried } = await related(asked, sections);
    const id = await about('花椒开秤');
    const rows = await database.sql<{ soft: string[] }[]>`select soft_tags as soft from event order by id desc limit 1`;
    expect(rows[0]?.soft).toContain(tags.relatedWord('花椒'));
    expect(carried).toContain(tags.relatedWord('花椒'));
    expect(await relatedTo(asked)).toEqual([id]);
  });

  it('names both the old and the new words when a title changes', async () => {
    const id = await about('花椒开秤');
    const done = await change(id, { title: '核桃开秤' }, 'editor');
    expect(done).toMatchObject({
      stale: { soft: expect.arrayContaining([tags.relatedWord('花椒'), tags.relatedWord('核桃')]) },
    });
    expect(await relatedTo(await ask('花椒销路'))).toEqual([]);
    expect(await relatedTo(await published({ title: '核桃丰收', sectionId: room.qinzhou }))).toEqual([id]);
  });

  it('forgets a withdrawn story everywhere at once, picked or found, and knows it again', async () => {
    const id = await about('花椒开秤');
    const asked = await ask('花椒销路');
    const picking = await published({ title: '公交', sectionId: room.qinzhou, pickIds: [id] });
    const before = await Promise.all([asked, picking].map((each) => related(each, sections)));
    const done = await withdraw(id, '有误', 'editor');
    for (const { value, tags: carried } of before) {
      expect(value.map((item) => item.id)).toContain(id);
      if (done.ok) expect(carried.some((tag) => done.stale.hard.includes(tag))).toBe(true);
    }
    expect(await relatedTo(asked)).not.toContain(id);
    expect(await relatedTo(picking)).not.toContain(id);
    await republish(id, 'editor');
    expect(await relatedTo(asked)).toContain(id);
  });

  it('never names itself, nor a draft', async () => {
    const waiting = await draft({ title: '花椒开秤', sectionId: room.economy });
    const asked = await ask('花椒销路');
    expect(await relatedTo(asked)).toEqual([]);
    await saveStory(waiting, { title: '花椒开秤了' }, 'editor');
    await publish(waiting, 'editor');
    expect(await relatedTo(asked)).toEqual([waiting]);
  });

  it('looks for no word that half of the newsroom writes, once it is counted', async () => {
    await database.sql`
      insert into term_frequency (term, stories) values ('', 200000), ('价格', 1001), ('花椒', 1000)`;
    const rare = await about('花椒开秤');
    await about('价格平稳');
    const asked = await ask('花椒价格');
    const { value, tags: carried } = await related(asked, sections);
    expect(value.map((item) => item.id)).toEqual([rare]);
    expect(carried).toContain(tags.relatedWord('花椒'));
    expect(carried).not.toContain(tags.relatedWord('价格'));
  });

  it('gives their words to stories that came past the desk, every night', async () => {
    const like = await about('花椒开秤');
    const asked = await ask('花椒销路');
    await database.db.delete(storyTerms);
    expect(await relatedTo(asked)).toEqual([]);
    await refreshTerms();
    expect(await relatedTo(asked)).toEqual([like]);
    const [whole] = await database.db.select().from(termFrequency).where(sql`term = ''`);
    expect(whole?.stories).toBe(2);
  });
});

describe('posting lists', () => {
  /** What stands in the lists, and what should. */
  const postings = () => database.sql`select term, published_at, story_id from term_posting order by 1, 2, 3`;
  const shown = () => database.sql`
    select word.term, s.published_at, s.id as story_id
    from story s join story_terms t on t.story_id = s.id cross join unnest(t.terms) as word(term)
    where s.status = 'published' order by 1, 2, 3`;
  const agree = async (count: number) => {
    const kept = await postings();
    expect(kept).toHaveLength(count);
    expect(kept).toEqual(await shown());
  };

  it('hold the words of published stories and of no others, whatever happens to them', async () => {
    const waiting = await draft({ title: '花椒开秤', sectionId: room.economy });
    await agree(0);
    await publish(waiting, 'editor');
    await agree(2);
    const other = await about('核桃');
    await agree(3);
    await change(waiting, { title: '花椒销路看好' }, 'editor');
    await agree(4);
    await database.sql`update story set published_at = published_at - interval '1 day' where id = ${waiting}`;
    await agree(4);
    await withdraw(waiting, '有误', 'editor');
    await agree(1);
    await republish(waiting, 'editor');
    await agree(4);
    await database.sql`delete from story_terms where story_id = ${other}`;
    await agree(3);
    await refreshTerms();
    await agree(4);
    await database.sql`delete from story where id = ${other}`;
    await agree(3);
    await database.sql`truncate story cascade`;
    await agree(0);
  });

  it('keep the newest stories of a common word, and made anew the same', async () => {
    const [{ kept = 0 } = {}] = await database.sql<{ kept: number }[]>`select newest_postings() as kept`;
    await database.sql`
      insert into story (kind, status, title, section_id, body, published_at)
      select 'news', 'published', '花椒', ${room.economy}, '{"type":"doc","content":[]}',
        now() - make_interval(hours => n) from generate_series(1, ${kept + 5}) as made(n)`;
    await refreshTerms();
    const pruned = await postings();
    const [newest] = await database.sql<{ oldest: Date }[]>`select min(published_at) as oldest from term_posting`;
    const beyond = await database.sql`
      select from story where published_at < ${newest?.oldest ?? new Date(0)}`;
    expect([pruned.length, beyond.length]).toEqual([kept, 5]);
    await database.sql`select rebuild_term_postings()`;
    expect(await postings()).toEqual(pruned);
  });
});
