import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { storiesShowing, storyFacts } from './facts.ts';
import { draft, type Newsroom, pictureOf, published, smallNewsroom } from './fixtures.ts';
import { setSlot } from './slots.ts';
import { withdraw } from './stories.ts';

let base: TestDatabase;
let room: Newsroom;

beforeAll(async () => {
  base = await testDatabase();
  room = await smallNewsroom(base.db);
});
afterAll(() => base.close());
beforeEach(async () => {
  await base.sql`truncate story, event, list_entry, list_day restart identity cascade`;
});

const factsOf = async (id: number) => (await storyFacts(base.db, id)) ?? expect.fail('no facts');

it('a story stands in its section, its further sections, and all above them, each once', async () => {
  const id = await published({ sectionId: room.qinzhou, extraSectionIds: [room.maiji, room.economy] });
  expect((await factsOf(id)).sections).toEqual(
    [
      { id: room.news, slug: 'news' },
      { id: room.local, slug: 'local' },
      { id: room.qinzhou, slug: 'qinzhou' },
      { id: room.maiji, slug: 'maiji' },
      { id: room.economy, slug: 'economy' },
    ].sort((a, b) => a.id - b.id),
  );
});

it('facts say what kind of story it is and who and what it names, in a steady order', async () => {
  const id = await published({
    kind: 'audio',
    sectionId: room.qinzhou,
    mediaId: room.sound,
    showId: room.programme,
    leadMediaId: room.picture,
    authorIds: [room.columnist, room.reporter],
    topicIds: [room.orchard, room.grotto],
  });
  await setSlot('recommended', [{ storyId: id }], 'editor');
  await setSlot('headline', [{ storyId: id }], 'editor');
  expect(await factsOf(id)).toMatchObject({
    id,
    pictured: true,
    gallery: false,
    programme: true,
    show: room.programme,
    blog: null,
    authors: [room.reporter, room.columnist].sort((a, b) => a - b),
    topics: [room.grotto, room.orchard].sort((a, b) => a - b),
    slots: ['headline', 'recommended'],
  });
  const post = await published({ kind: 'post', blogId: room.column, sectionId: room.local });
  expect(await factsOf(post)).toMatchObject({
    blog: room.column,
    show: null,
    programme: false,
    pictured: false,
    slots: [],
  });
});

it('the day is the day in Shanghai', async () => {
  const id = await published({ sectionId: room.local });
  await base.sql`update story set published_at = '2026-01-31T16:30:00Z', updated_at = null where id = ${id}`;
  expect((await factsOf(id)).day).toBe('2026-02-01');
});

it('neighbours are the stories just before and after, in the section that is theirs', async () => {
  const ofLocal = await published({ sectionId: room.local });
  const ofMaiji = await published({ sectionId: room.maiji });
  const first = await published({ sectionId: room.qinzhou });
  const id = await published({ sectionId: room.qinzhou });
  const next = await published({ sectionId: room.qinzhou });
  const last = await published({ sectionId: room.local });
  expect((await factsOf(id)).neighbours).toEqual([first, next]);
  // `next` is the newest of 秦州, and stands right before `last` in the list of 本地, which is the own section of `last`.
  expect((await factsOf(next)).neighbours).toEqual([id, last]);
  expect((await factsOf(ofMaiji)).neighbours).toEqual([ofLocal]);
});

it('stories of the same millisecond are neighbours by their ids', async () => {
  const ids = [
    await published({ sectionId: room.economy }),
    await published({ sectionId: room.economy }),
    await published({ sectionId: room.economy }),
  ];
  await base.sql`update story set published_at = '2026-03-01T00:00:00Z', updated_at = null`;
  expect((await factsOf(ids[1] as number)).neighbours).toEqual([ids[0], ids[2]]);
});

it('a withdrawn story still has the neighbours between which it stood', async () => {
  const before = await published({ sectionId: room.economy });
  const id = await published({ sectionId: room.economy });
  const after = await published({ sectionId: room.economy });
  await withdraw(id, '有误', 'editor');
  expect((await factsOf(id)).neighbours).toEqual([before, after]);
});

it('a story is the only one of its day until there is another', async () => {
  const id = await published({ sectionId: room.economy });
  expect((await factsOf(id)).onlyOneOfDay).toBe(true);
  const other = await published({ sectionId: room.local });
  expect((await factsOf(id)).onlyOneOfDay).toBe(false);
  await withdraw(other, '有误', 'editor');
  expect((await factsOf(id)).onlyOneOfDay).toBe(true);
  expect((await factsOf(other)).onlyOneOfDay).toBe(false);
});

it('there are no facts of drafts, nor of stories that do not exist', async () => {
  expect(await storyFacts(base.db, await draft({ sectionId: room.local }))).toBeNull();
  expect(await storyFacts(base.db, 999_999)).toBeNull();
});

it('a picture is found wherever a story shows it', async () => {
  const picture = await pictureOf(base.db);
  const image = { type: 'image', attrs: { mediaId: picture } };
  const lead = await draft({ sectionId: room.local, leadMediaId: picture });
  const body = await draft({ sectionId: room.local, body: { type: 'doc', content: [image] } });
  const quoted = await draft({
    sectionId: room.local,
    body: { type: 'doc', content: [{ type: 'blockquote', content: [image] }] },
  });
  const gallery = await draft({
    sectionId: room.local,
    kind: 'gallery',
    gallery: [{ mediaId: picture, caption: null }],
  });
  const slotted = await published({ sectionId: room.local });
  await setSlot('front-lead', [{ storyId: slotted, mediaId: picture }], 'editor');
  const film = await draft({ sectionId: room.local, kind: 'audio', mediaId: room.sound });
  await base.sql`update media set poster_id = ${picture} where id = ${room.sound}`;
  await draft({ sectionId: room.local, leadMediaId: room.picture });
  expect(await storiesShowing(base.db, picture)).toEqual([lead, body, quoted, gallery, slotted, film]);
  await base.sql`update media set poster_id = null where id = ${room.sound}`;
});
