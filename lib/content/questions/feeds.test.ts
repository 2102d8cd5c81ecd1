import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Fixture, makeNewsroom } from '#db/queries/fixture.ts';
import { correction, storyMedia } from '#db/schema/index.ts';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { staleBy } from '#lib/cache/events.ts';
import { storyFacts } from '#lib/newsroom/facts.ts';
import type { FeedModel } from '../models.ts';
import { type FeedOf, feed, showCover } from './feeds.ts';
import { Sections, sectionTree } from './sections.ts';

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

const ask = async (of: FeedOf, slug = '') => feed(of, slug, new Sections((await sectionTree()).value));
const asked = async (of: FeedOf, slug = '') => (await ask(of, slug)).value as FeedModel;
const ids = async (of: FeedOf, slug = '') => (await asked(of, slug)).stories.map(({ id }) => id);

describe('a feed', () => {
  it('lists the thirty newest, newest first', async () => {
    const made: number[] = [];
    for (let n = 0; n < 32; n++) made.push(await newsroom.makeStory());
    expect(await ids('site')).toEqual(made.toReversed().slice(0, 30));
  });

  it('of a show goes back to the hundredth', async () => {
    const made: number[] = [];
    for (let n = 0; n < 101; n++)
      made.push(
        await newsroom.makeStory({ kind: 'audio', showId: newsroom.programme.id, mediaId: newsroom.recording.id }),
      );
    expect(await ids('show', 'xiangyin')).toEqual(made.toReversed().slice(0, 100));
  });

  it('lists what stands in its list, and says of what it is the feed', async () => {
    const topic = await newsroom.makeTopic('qiao', '桥');
    const news = await newsroom.makeStory({ authors: [newsroom.reporter.id], topics: [topic.id] });
    const elsewhere = await newsroom.makeStory({ sectionId: newsroom.culture.id });
    const post = await newsroom.makeStory({
      kind: 'post',
      blogId: newsroom.column.id,
      authors: [newsroom.columnist.id],
      sectionId: newsroom.culture.id,
    });
    const episode = await newsroom.makeStory({
      kind: 'audio',
      showId: newsroom.programme.id,
      mediaId: newsroom.recording.id,
      episode: 7,
    });
    expect(await ids('site')).toEqual([episode, post, elsewhere, news]);
    expect(await ids('section', 'local')).toEqual([episode, news]);
    expect(await ids('topic', 'qiao')).toEqual([news]);
    expect(await ids('author', 'lin-zhou')).toEqual([news]);
    expect(await ids('blog', 'chen-du')).toEqual([post]);
    expect(await ids('show', 'xiangyin')).toEqual([episode]);

    const subject = async (of: FeedOf, slug: string) => {
      const { stories: _, show: __, ...rest } = await asked(of, slug);
      return rest;
    };
    expect(await subject('site', '')).toEqual({ name: null, href: '/', description: '' });
    expect(await subject('section', 'local')).toEqual({ name: '本地', href: '/section/local', description: '' });
    expect(await subject('topic', 'qiao')).toEqual({ name: '桥', href: '/topic/qiao', description: '' });
    expect(await subject('author', 'lin-zhou')).toEqual({ name: '林舟', href: '/author/lin-zhou', description: '' });
    expect(await subject('blog', 'chen-du')).toEqual({
      name: '陇上笔记（陈渡）',
      href: '/blog/chen-du',
      description: '',
    });
    expect((await asked('show', 'xiangyin')).show).toEqual({
      kind: 'audio',
      host: { name: '林舟', href: '/author/lin-zhou' },
      cover: expect.objectContaining({ mediaId: newsroom.picture.id }),
    });
    const [played] = (await asked('show', 'xiangyin')).stories;
    expect(played).toMatchObject({
      episode: 7,
      media: { bytes: 1_249_000, durationSeconds: 65, chapters: [{ at: 5, title: '开始' }] },
    });
  });

  it('carries stories whole: pictures and cards of the text, gallery, corrections', async () => {
    const other = await newsroom.makeStory({ title: '另一条' });
    const gone = await newsroom.makeStory({ title: '撤下的' });
    const picture = await newsroom.makePicture(20);
    const id = await newsroom.makeStory({
      leadMediaId: newsroom.picture.id,
      originalTitle: '原题',
      updatedAt: new Date('2026-12-01T00:00:00Z'),
      body: {
        type: 'doc',
        content: [
          { type: 'image', attrs: { mediaId: picture.id } },
          { type: 'storyCard', attrs: { storyId: other } },
          { type: 'storyCard', attrs: { storyId: gone } },
        ],
      },
    });
    await newsroom.withdraw(gone);
    await newsroom.db.insert(storyMedia).values({ storyId: id, position: 1, mediaId: picture.id, caption: '其一' });
    await newsroom.db.insert(correction).values({ storyId: id, text: '应为三百米。' });
    const [story] = (await asked('site')).stories;
    expect(story).toMatchObject({
      id,
      href: `/article/${id}`,
      lead: { mediaId: newsroom.picture.id },
      pictures: { [picture.id]: { mediaId: picture.id } },
      gallery: [{ mediaId: picture.id, text: '其一' }],
      corrections: [{ text: '应为三百米。' }],
      original: { title: '原题', url: null, author: null },
      updated: { iso: '2026-12-01T08:00:00+08:00' },
      source: '渭水新闻',
      section: { name: '秦州', href: '/section/qinzhou' },
    });
    expect(Object.keys(story?.cards ?? {})).toEqual([String(other)]);
  });

  it('does not list what is withdrawn', async () => {
    const stays = await newsroom.makeStory();
    const goes = await newsroom.makeStory();
    await newsroom.withdraw(goes);
    expect(await ids('site')).toEqual([stays]);
  });

  it.each([
    ['section', 'nowhere'],
    ['topic', 'nowhere'],
    ['author', 'lin'],
    ['blog', 'lin-zhou'],
    ['show', 'x'],
    ['topic', "a' or 1=1"],
  ] as const)('of %s %s is none', async (of, slug) => expect((await ask(of, slug)).value).toBeNull());
});

describe('a cover', () => {
  it('is where its file lies, with its focal point', async () => {
    expect((await showCover('xiangyin')).value).toEqual({
      file: `/media/${newsroom.picture.hash}/original.jpg`,
      focus: { x: 0.25, y: 0.5 },
    });
    expect((await showCover('nowhere')).value).toBeNull();
  });
});

describe('what makes a feed stale', () => {
  const stale = async (event: 'story-published' | 'story-withdrawn' | 'story-corrected', id: number) => {
    const story = await storyFacts(newsroom.db, id);
    if (!story) throw new Error('no story');
    const { hard } = staleBy({ type: event, story } as Parameters<typeof staleBy>[0]);
    const feeds: [FeedOf, string][] = [
      ['site', ''],
      ['section', 'local'],
      ['section', 'culture'],
      ['topic', 'qiao'],
      ['topic', 'jie'],
      ['author', 'lin-zhou'],
      ['author', 'chen-du'],
      ['show', 'xiangyin'],
    ];
    const touched: string[] = [];
    for (const [of, slug] of feeds)
      if ((await ask(of, slug)).tags.some((tag) => hard.includes(tag))) touched.push(`${of} ${slug}`.trim());
    return touched;
  };

  it('is a publish, a withdrawal or a correction of a story that it lists, and of no other', async () => {
    await database.sql`delete from topic`;
    const bridge = await newsroom.makeTopic('qiao', '桥');
    const street = await newsroom.makeTopic('jie', '街');
    // A neighbour of the story in its section, of another author and topic: its page changes, the feeds with it do not.
    await newsroom.makeStory({ authors: [newsroom.columnist.id], topics: [street.id] });
    const id = await newsroom.makeStory({ authors: [newsroom.reporter.id], topics: [bridge.id] });
    const own = ['site', 'section local', 'topic qiao', 'author lin-zhou'];
    expect(await stale('story-published', id)).toEqual(own);
    expect(await stale('story-withdrawn', id)).toEqual(own);
    expect(await stale('story-corrected', id)).toEqual(own);
  });
});
