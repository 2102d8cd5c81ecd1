import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Fixture, makeNewsroom } from '#db/queries/fixture.ts';
import { media, storyMedia } from '#db/schema/index.ts';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { partName } from '#lib/sitemaps/parts.ts';
import { sectionTree } from './sections.ts';
import { newsEntries, sitemapPart, sitemapParts } from './sitemaps.ts';

let database: TestDatabase;
let newsroom: Fixture;

beforeAll(async () => {
  database = await testDatabase();
  newsroom = await makeNewsroom(database.db);
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.sql`truncate story, list_entry, list_day cascade`;
});

const tree = async () => (await sectionTree()).value;
const at = (time: string) => new Date(`${time}+08:00`);
const make = (time: string, more = {}) => newsroom.makeStory({ publishedAt: at(time), ...more });
const part = async (name: string, urls = 100) => (await sitemapPart(name, urls, tree)).value;
const hrefs = async (name: string, urls = 100) => (await part(name, urls))?.map(({ href }) => href) ?? null;
const months = async (urls = 100) =>
  (await sitemapParts(urls)).value
    .filter(({ part }) => part.kind === 'month')
    .map(({ part, changed }) => [partName(part), changed]);

describe('months', () => {
  it('begin and end at midnight in Asia/Shanghai', async () => {
    const last = await make('2026-10-31T23:59:59.999');
    const first = await make('2026-11-01T00:00:00');
    const end = await make('2026-11-30T23:59:59.999');
    const next = await make('2026-12-01T00:00:00');
    expect(await hrefs('2026-10')).toEqual([`/article/${last}`]);
    expect(await hrefs('2026-11')).toEqual([`/article/${first}`, `/article/${end}`]);
    expect(await hrefs('2026-12')).toEqual([`/article/${next}`]);
    expect(await months()).toEqual([
      ['2026-12', '2026-12-01T00:00:00+08:00'],
      ['2026-11', '2026-11-30T23:59:59+08:00'],
      ['2026-10', '2026-10-31T23:59:59+08:00'],
    ]);
  });

  it('are split beyond the limit, oldest first, so that a new story changes the last part alone', async () => {
    const ids: number[] = [];
    for (let n = 0; n < 11; n++)
      ids.push(await make(`2026-11-${String(1 + Math.floor(n / 3)).padStart(2, '0')}T08:0${n % 3}:00`));
    const all = ids.map((id) => `/article/${id}`);
    const parts = ['2026-11', '2026-11-2', '2026-11-3'];
    expect((await months(4)).map(([name]) => name)).toEqual(parts);
    expect(await Promise.all(parts.map((name) => hrefs(name, 4)))).toEqual([
      all.slice(0, 4),
      all.slice(4, 8),
      all.slice(8),
    ]);
    expect(await hrefs('2026-11-4', 4)).toBeNull();
    expect(await hrefs('2026-11', 11)).toEqual(all);
    expect(await hrefs('2026-11-2', 11)).toBeNull();
    await make('2026-11-28T08:00:00');
    expect(await hrefs('2026-11', 4)).toEqual(all.slice(0, 4));
    expect(await hrefs('2026-11-3', 4)).toHaveLength(4);
  });

  it('are read in several steps where they are large, also where many stories have the same time', async () => {
    const ids: number[] = [];
    for (let n = 0; n < 450; n++) ids.push(await make('2026-11-05T08:00:00'));
    const all = ids.map((id) => `/article/${id}`);
    expect(await hrefs('2026-11', 1000)).toEqual(all);
    expect(await hrefs('2026-11-2', 230)).toEqual(all.slice(230));
  });

  it('list no story that is withdrawn, and say when it went', async () => {
    const stays = await make('2026-11-05T08:00:00');
    const goes = await make('2026-11-06T08:00:00');
    await newsroom.withdraw(goes);
    expect(await hrefs('2026-11')).toEqual([`/article/${stays}`]);
    const [[, changed] = []] = await months();
    const [row] = await database.sql<{ at: number }[]>`
      select floor(extract(epoch from withdrawn_at))::int as at from story where id = ${goes}`;
    expect(Date.parse(changed ?? '') / 1000).toBe(row?.at);
    await newsroom.withdraw(stays);
    expect(await hrefs('2026-11')).toBeNull();
    expect(await months()).toEqual([]);
  });

  it('depend on their stories as one, and on those with films by name', async () => {
    await make('2026-11-05T08:00:00');
    const { tags } = await sitemapPart('2026-11', 100, tree);
    expect(tags).toEqual(['sitemap:2026-11']);
    expect((await sitemapPart('2031-01', 100, tree)).tags).toEqual(['sitemap:2031-01']);
    expect((await sitemapParts(100)).tags).toEqual(['sitemaps', 'sitemap:topics']);
  });
});

describe('a story in its month', () => {
  it('says when its own content last changed', async () => {
    await make('2026-11-05T08:00:00');
    await make('2026-11-06T08:00:00', { updatedAt: at('2026-12-24T18:30:00') });
    expect((await part('2026-11'))?.map(({ changed }) => changed)).toEqual([
      '2026-11-05T08:00:00+08:00',
      '2026-12-24T18:30:00+08:00',
    ]);
    expect(await months()).toEqual([['2026-11', '2026-12-24T18:30:00+08:00']]);
  });

  it('names its lead, its gallery and the pictures of its text, each once', async () => {
    const [second, third] = [await newsroom.makePicture(2), await newsroom.makePicture(3)];
    const id = await make('2026-11-05T08:00:00', {
      leadMediaId: newsroom.picture.id,
      body: {
        type: 'doc',
        content: [
          { type: 'blockquote', content: [{ type: 'image', attrs: { mediaId: third.id } }] },
          { type: 'image', attrs: { mediaId: newsroom.picture.id } },
          { type: 'image', attrs: { mediaId: 999_999 } },
          { type: 'storyCard', attrs: { storyId: 1 } },
        ],
      },
    });
    await database.db.insert(storyMedia).values([{ storyId: id, position: 1, mediaId: second.id }]);
    const href = ({ hash }: { hash: string }) => `/media/${hash}/original.jpg`;
    expect((await part('2026-11'))?.[0]?.pictures).toEqual([newsroom.picture, second, third].map(href));
  });

  it('names its film with the picture that stands for it, and sound not at all', async () => {
    const [film] = await database.db
      .insert(media)
      .values({
        kind: 'video',
        hash: 'f'.repeat(16),
        file: 'original.mp4',
        mime: 'video/mp4',
        bytes: 1,
        durationSeconds: 90,
        posterId: newsroom.picture.id,
      })
      .returning();
    const id = await make('2026-11-05T08:00:00', { kind: 'video', title: '山河', summary: '', mediaId: film?.id });
    await make('2026-11-06T08:00:00', { kind: 'audio', mediaId: newsroom.recording.id });
    const answer = await sitemapPart('2026-11', 100, tree);
    expect(answer.value?.map((entry) => entry.film)).toEqual([
      {
        title: '山河',
        description: '山河',
        thumbnail: `/media/${newsroom.picture.hash}/original.jpg`,
        src: `/media/${'f'.repeat(16)}/original.mp4`,
        durationSeconds: 90,
        published: '2026-11-05T08:00:00+08:00',
      },
      null,
    ]);
    expect(answer.tags).toEqual(['sitemap:2026-11', `story:${id}`]);
  });
});

describe('pages and topics', () => {
  it('list sections of every level, authors, columns and programmes beside what always stands', async () => {
    const answer = await sitemapPart('pages', 100, tree);
    const listed = answer.value?.map(({ href }) => href) ?? [];
    expect(listed).toEqual(
      expect.arrayContaining([
        '/',
        '/latest',
        '/section/qinzhou',
        '/author/lin-zhou',
        '/blog/chen-du',
        '/podcast/xiangyin',
      ]),
    );
    expect(new Set(listed).size).toBe(listed.length);
    expect(answer.tags).toEqual(['sections', 'sitemap:pages']);
  });

  it('split topics by their ids', async () => {
    const made = [];
    for (let n = 0; n < 5; n++) made.push(await newsroom.makeTopic(`word-${n}`, `词${n}`));
    const names = (await sitemapParts(2)).value
      .map(({ part }) => partName(part))
      .filter((name) => name.startsWith('topics'));
    expect(names).toEqual(['topics', 'topics-2', 'topics-3']);
    const listed = (await Promise.all(names.map((name) => hrefs(name, 2)))).flat();
    expect(listed).toEqual(made.map(({ slug }) => `/topic/${slug}`));
    expect(await hrefs('topics-4', 2)).toBeNull();
  });
});

describe('the news site map', () => {
  const now = at('2026-11-22T12:00:00');

  it('lists two days, newest first, and changes when the oldest leaves or the day ends', async () => {
    await make('2026-11-20T11:59:59');
    const older = await make('2026-11-20T12:00:00');
    const newer = await make('2026-11-22T08:00:00', { title: '新桥合龙' });
    const answer = await newsEntries(now);
    expect(answer.value.map(({ href }) => href)).toEqual([`/article/${newer}`, `/article/${older}`]);
    expect(answer.value[0]).toMatchObject({ title: '新桥合龙', published: '2026-11-22T08:00:00+08:00' });
    expect(answer.until).toEqual(new Date(now.getTime() + 1));
    expect((await newsEntries(new Date(now.getTime() + 1))).value).toHaveLength(1);
    expect((await newsEntries(at('2026-11-22T13:00:00'))).until).toEqual(at('2026-11-23T00:00:00'));
    expect(answer.tags).toEqual([
      'archive:2026-11-20',
      'archive:2026-11-21',
      'archive:2026-11-22',
      `story:${newer}`,
      `story:${older}`,
    ]);
  });

  it('lists a thousand at most', async () => {
    await database.sql`
      insert into story (title, body, section_id, status, published_at)
      select 'n', '{"type":"doc","content":[]}', ${newsroom.qinzhou.id}, 'published', ${now.toISOString()}::timestamptz - n * interval '1 second'
      from generate_series(0, 1000) n`;
    expect((await newsEntries(now)).value).toHaveLength(1000);
  });
});
