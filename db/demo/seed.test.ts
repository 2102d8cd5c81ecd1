import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DiskStorage } from '#lib/media/disk-storage.ts';
import { type TestDatabase, testDatabase } from '../testing.ts';
import { type DemoStory, readMedia, readStories } from './files.ts';
import { type Stored, storeDemoMedia } from './media.ts';
import { slugOf, uniqueSlug } from './newsroom.ts';
import { fillNewsroom, seedDemo } from './seed.ts';
import { slots } from './slots.ts';

const folder = import.meta.dirname;
const now = new Date('2026-11-22T04:25:30Z');

let written: DemoStory[];
let stored: Stored;
let database: TestDatabase;

beforeAll(async () => {
  const [stories, { pictures, recordings }] = await Promise.all([readStories(folder), readMedia(folder)]);
  written = stories;
  // The rows alone are tried here, as if the pictures had been stored.
  const hash = (index: number) => index.toString(16).padStart(16, '0');
  stored = {
    pictures: pictures.map((picture, index) => ({
      ...picture,
      stored: {
        ...{ hash: hash(index), file: '1600.jpg', mime: 'image/jpeg', bytes: 1, width: 1600, height: 1067 },
        ...{ color: '#000000', widths: [320, 640, 828, 1280, 1600], original: `${hash(index)}.jpg` },
      },
    })),
    recordings: recordings.map((recording, index) => ({
      ...recording,
      stored: {
        ...{ hash: hash(1000 + index), file: 'original.mp4', mime: recording.mime, bytes: 1, captionsFile: null },
        original: `${hash(1000 + index)}.mp4`,
      },
    })),
  };
});
const count = async (table: string, where = 'true') => {
  const [row] = await database.sql.unsafe(`select count(*)::int as count from ${table} where ${where}`);
  return row?.count as number;
};

describe('the demo newsroom', () => {
  beforeEach(async () => {
    database = await testDatabase();
  });
  afterEach(() => database.close());

  it('is filled once, completely, and with nothing from the future', async () => {
    const total = written.length + 600;
    expect(await fillNewsroom(written, stored, { now })).toEqual({ filled: true, stories: total });
    expect(await count('story')).toBe(total);
    expect(await count('story', `status = 'withdrawn'`)).toBe(1);
    // A dossier and a tag of one name stand side by side below a story, and look like an error.
    expect(await count('topic a', 'exists (select from topic b where b.name = a.name and b.id <> a.id)')).toBe(0);
    expect(await count('story', `greatest(published_at, updated_at, withdrawn_at) > '${now.toISOString()}'`)).toBe(0);
    expect(await count('slot_item')).toBe(slots.length);
    expect(await count('topic_opening', `introduction <> ''`)).toBeGreaterThanOrEqual(3);
    expect(await count('topic_milestone')).toBeGreaterThanOrEqual(8);
    const elsewhere = (story: string) => `not exists (
      select from list_entry where list = 'topic' and ref_id = topic_id and story_id = ${story})`;
    expect(await count('topic_opening', elsewhere('lead_story_id'))).toBe(0);
    expect(await count('topic_milestone m', elsewhere('m.story_id'))).toBe(0);
    expect(await count('correction')).toBeGreaterThanOrEqual(3);
    expect(await count('read_hour')).toBeGreaterThan(100);
    expect(
      await count(
        'story',
        `kind in ('audio', 'video') and (media_id is null or show_id is null or lead_media_id is null)`,
      ),
    ).toBe(0);
    expect(await count('story', `kind = 'post' and blog_id is null`)).toBe(0);
    expect(await count('blog', `id not in (select ref_id from list_entry where list = 'blog')`)).toBe(0);
    expect(await count('show', `id not in (select ref_id from list_entry where list = 'show')`)).toBe(0);
    expect(await count('section', `id not in (select ref_id from list_entry where list = 'section')`)).toBe(0);
    expect(await count('list_day', `list = 'site' and stories > 0`)).toBeGreaterThanOrEqual(60);
    expect(await count('event', `'everything' = any(hard_tags)`)).toBe(1);

    expect(await fillNewsroom(written, stored, { now })).toEqual({ filled: false, stories: total });
    expect(await seedDemo({ now })).toEqual({ filled: false, stories: total });
    expect(await count('story')).toBe(total);
  });

  it('has ids that rise with time and go on for the newsroom’s own stories', async () => {
    await fillNewsroom(written, stored, { now, stories: 100 });
    const [{ disorder } = { disorder: -1 }] = await database.sql<{ disorder: number }[]>`
      select count(*)::int as disorder from (
        select published_at, lag(published_at) over (order by id) as before from story) as pair
      where before > published_at + interval '1 minute'`;
    expect(disorder).toBe(0);
    const [section] = await database.sql`select id from section limit 1`;
    const [added] = await database.sql<{ id: number }[]>`
      insert into story (title, body, section_id, status, published_at)
      values ('新稿', '{"type":"doc","content":[]}', ${section?.id}, 'published', now()) returning id::int`;
    expect(added?.id).toBe(written.length + 101);
    // The triggers are back at work.
    expect(await count('list_entry', `story_id = ${added?.id}`)).toBeGreaterThan(0);
  });

  it('is the same for the same seed and another for another', async () => {
    const titles = async () =>
      (await database.sql`select title, published_at from story order by id`).map((row) => row.title);
    await fillNewsroom(written, stored, { now, stories: 50, seed: 7 });
    const first = await titles();
    for (const seed of [7, 8]) {
      await database.close();
      database = await testDatabase();
      await fillNewsroom(written, stored, { now, stories: 50, seed });
      if (seed === 7) expect(await titles()).toEqual(first);
      else expect(await titles()).not.toEqual(first);
    }
  });

  it('that is interrupted leaves nothing behind, and can be filled again', async () => {
    const interrupted = fillNewsroom(written, stored, {
      now,
      stories: 20,
      progress: () => {
        throw new Error('interrupted');
      },
    });
    await expect(interrupted).rejects.toThrow('interrupted');
    for (const table of ['section', 'story', 'media', 'list_entry', 'topic']) expect(await count(table), table).toBe(0);
    expect(await fillNewsroom(written, stored, { now, stories: 20 })).toMatchObject({ filled: true });
  });

  it('never touches a newsroom that has begun by itself', async () => {
    await database.sql`insert into section (slug, name) values ('news', '新闻')`;
    expect(await seedDemo({ now })).toEqual({ filled: false, stories: 0 });
    expect(await count('section')).toBe(1);
  });

  it('is filled once when two start together', async () => {
    const results = await Promise.all([1, 2].map(() => fillNewsroom(written, stored, { now, stories: 10 })));
    expect(results.filter((result) => result.filled)).toHaveLength(1);
    expect(await count('story')).toBe(written.length + 10);
  });
});

describe('the demo’s media', () => {
  let target: string;
  beforeAll(async () => {
    target = await mkdtemp(path.join(tmpdir(), 'weishui-demo-'));
  });
  afterAll(() => rm(target, { recursive: true, force: true }));

  it('are stored each in its folder', async () => {
    const { pictures, recordings } = await readMedia(folder);
    const few = { folder, pictures: pictures.slice(0, 2), recordings: recordings.slice(0, 1) };
    const result = await storeDemoMedia(few, new DiskStorage(target), () => {});
    expect(result.pictures.map((picture) => picture.key)).toEqual(few.pictures.map((picture) => picture.key));
    expect(await readdir(path.join(target, 'media'))).toHaveLength(3);
    expect(await readdir(path.join(target, 'originals'))).toHaveLength(3);
  });
});

describe('tags', () => {
  it('have readable addresses', () => {
    expect(['麦积山', '5G基站', 'Next.js', '绿', '！'].map(slugOf)).toEqual([
      'maijishan',
      '5gjizhan',
      'next-js',
      'lv',
      'tag',
    ]);
  });

  it('that sound the same are told apart by number', () => {
    const taken = new Set<string>();
    expect(['节气', '戒气', '节气'].map((name) => uniqueSlug(slugOf(name), taken))).toEqual([
      'jieqi',
      'jieqi-2',
      'jieqi-3',
    ]);
  });
});
