import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { author, media, redirect, section, show, slotItem, topic } from '#db/schema/index.ts';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { tags } from '#lib/cache/tags.ts';
import { draft, events, type Newsroom, pictureOf, published, smallNewsroom } from './fixtures.ts';
import { updateMedia } from './media.ts';
import { addRedirect, removeRedirect } from './redirects.ts';
import { updateAuthor, updateBlog, updateShow, updateSource, updateTopic } from './registry.ts';
import { type Done, type Refusal, toApply } from './result.ts';
import { moveSection, renameSection } from './sections.ts';
import { setSlot } from './slots.ts';
import { withdraw } from './stories.ts';

let base: TestDatabase;
let room: Newsroom;
const none = 999_999;

beforeAll(async () => {
  base = await testDatabase();
});
afterAll(() => base.close());
beforeEach(async () => {
  await base.sql`truncate story, section, author, source, topic, show, media, redirect, event, list_entry, list_day restart identity cascade`;
  room = await smallNewsroom(base.db);
});

const ok = (result: Done | Refusal): Done => {
  if (!result.ok) throw new Error(`${result.code}: ${result.message}`);
  return result;
};
const refused = (result: Done | Refusal) => (result.ok ? 'done' : result.code);
const redirects = async () =>
  Object.fromEntries((await base.db.select().from(redirect)).map((row) => [row.fromPath, row.toPath]));

describe('slots', () => {
  it('hold the stories that the editor put there, in order, in place of the former', async () => {
    const [a, b, c] = [
      await published({ sectionId: room.local }),
      await published({ sectionId: room.local }),
      await published({ sectionId: room.local }),
    ];
    ok(await setSlot('recommended', [{ storyId: a }], 'editor'));
    const done = ok(
      await setSlot('recommended', [{ storyId: c, titleOverride: ' 短题 ', pinned: true }, { storyId: b }], 'editor'),
    );
    const rows = await base.db
      .select()
      .from(slotItem)
      .where(eq(slotItem.slot, 'recommended'))
      .orderBy(slotItem.position);
    expect(rows.map(({ storyId, titleOverride, pinned }) => [storyId, titleOverride, pinned])).toEqual([
      [c, '短题', true],
      [b, null, false],
    ]);
    expect(done.stale).toEqual({
      hard: [tags.front, tags.panelPage('recommended')],
      soft: [tags.panel('recommended')],
      panels: ['recommended'],
    });
    ok(await setSlot('recommended', [], 'editor'));
    expect(await base.db.select().from(slotItem)).toEqual([]);
  });

  it('refuse what readers cannot see, doubles, and impossible times', async () => {
    const id = await published({ sectionId: room.local });
    const hidden = await draft({ sectionId: room.local });
    const gone = await published({ sectionId: room.local });
    ok(await withdraw(gone, '有误', 'editor'));
    for (const storyId of [hidden, gone, none])
      expect(refused(await setSlot('headline', [{ storyId }], 'editor'))).toBe('not-published');
    expect(refused(await setSlot('headline', [{ storyId: id }, { storyId: id }], 'editor'))).toBe('invalid');
    const ends = { storyId: id, fromAt: new Date('2026-02-01'), untilAt: new Date('2026-01-01') };
    expect(refused(await setSlot('headline', [ends], 'editor'))).toBe('invalid');
    expect(refused(await setSlot('headline', [{ storyId: id, mediaId: none }], 'editor'))).toBe('unknown-reference');
    expect(refused(await setSlot('nowhere' as 'headline', [], 'editor'))).toBe('not-found');
    expect((await events(base.db)).filter(({ type }) => type === 'slot-changed')).toEqual([]);
  });
});

describe('sections', () => {
  it('change their name everywhere', async () => {
    const done = ok(await renameSection(room.qinzhou, { name: '秦州区' }, 'editor'));
    expect(done.stale.hard).toEqual([tags.sections, tags.search]);
    expect(done.also).toEqual([]);
    expect((await base.db.select().from(section).where(eq(section.id, room.qinzhou)))[0]?.name).toBe('秦州区');
  });

  it('that change their address lead from the old one, in one hop, there and back again', async () => {
    const done = ok(await renameSection(room.qinzhou, { slug: 'qinzhou-qu' }, 'editor'));
    expect(toApply(done).map(({ type }) => type)).toEqual(['section-changed', 'redirect-changed']);
    ok(await renameSection(room.qinzhou, { slug: 'qz' }, 'editor'));
    expect(await redirects()).toEqual({ '/section/qinzhou': '/section/qz', '/section/qinzhou-qu': '/section/qz' });
    ok(await renameSection(room.qinzhou, { slug: 'qinzhou' }, 'editor'));
    expect(await redirects()).toEqual({ '/section/qz': '/section/qinzhou', '/section/qinzhou-qu': '/section/qinzhou' });
  });

  it('refuse names and addresses that cannot be, and those of others', async () => {
    expect(refused(await renameSection(room.qinzhou, { slug: 'Qin Zhou' }, 'editor'))).toBe('invalid');
    expect(refused(await renameSection(room.qinzhou, { slug: 'maiji' }, 'editor'))).toBe('taken');
    expect(refused(await renameSection(room.qinzhou, { name: ' ' }, 'editor'))).toBe('invalid');
    expect(refused(await renameSection(room.qinzhou, {}, 'editor'))).toBe('unchanged');
    expect(refused(await renameSection(none, { name: '无' }, 'editor'))).toBe('not-found');
    expect(await events(base.db)).toEqual([]);
  });

  it('move with their stories, but not below themselves', async () => {
    const id = await published({ sectionId: room.qinzhou });
    ok(await moveSection(room.qinzhou, { parentId: room.economy, position: 3 }, 'editor'));
    const lists =
      await base.sql`select ref_id::int from list_entry where story_id = ${id} and list = 'section' order by 1`;
    expect(lists.map((row) => row.ref_id)).toEqual([room.qinzhou, room.economy].sort((a, b) => a - b));
    expect(refused(await moveSection(room.news, { parentId: room.maiji }, 'editor'))).toBe('section-loop');
    expect(['invalid', 'section-loop']).toContain(
      refused(await moveSection(room.news, { parentId: room.news }, 'editor')),
    );
    expect(refused(await moveSection(room.news, { parentId: none }, 'editor'))).toBe('unknown-reference');
    expect(refused(await moveSection(none, { parentId: null }, 'editor'))).toBe('not-found');
  });
});

describe('authors, topics, sources, shows and columns', () => {
  it('tell what names them when they change', async () => {
    const column = room.column;
    expect(ok(await updateAuthor(room.reporter, { name: '林舟舟' }, 'editor')).stale.hard).toEqual([
      tags.author(room.reporter),
      tags.sitemap('pages'),
    ]);
    expect(ok(await updateTopic(room.grotto, { description: '石窟' }, 'editor')).stale.hard).toEqual([
      tags.topic(room.grotto),
      tags.sitemap('topics'),
      tags.search,
    ]);
    expect(ok(await updateSource(room.own, { url: 'https://example.org/' }, 'editor')).stale.hard).toEqual([
      tags.source(room.own),
      tags.search,
    ]);
    expect(ok(await updateShow(room.programme, { hostId: room.reporter }, 'editor')).stale.hard).toEqual([
      tags.show(room.programme),
      tags.sitemap('pages'),
    ]);
    expect(ok(await updateBlog(column, { name: '笔记' }, 'editor')).stale.hard).toEqual([
      tags.blog(column),
      tags.sitemap('pages'),
    ]);
    expect((await base.db.select().from(author).where(eq(author.id, room.reporter)))[0]?.name).toBe('林舟舟');
  });

  it('that change their address lead from every old one', async () => {
    ok(await updateAuthor(room.columnist, { slug: 'chen' }, 'editor'));
    ok(await updateTopic(room.grotto, { slug: 'grottoes' }, 'editor'));
    ok(await updateShow(room.programme, { slug: 'voices' }, 'editor'));
    expect(await redirects()).toEqual({
      '/author/chen-du': '/author/chen',
      '/blog/chen-du': '/blog/chen',
      '/topic/shiku': '/topic/grottoes',
      '/podcast/xiangyin': '/podcast/voices',
    });
  });

  it('refuse what is unknown, unchanged, wrong or taken', async () => {
    const all = [updateAuthor, updateTopic, updateSource, updateShow, updateBlog] as const;
    for (const update of all) {
      expect(refused(await update(none, { name: '无' }, 'editor'))).toBe('not-found');
      expect(refused(await update(room.column, { name: '' }, 'editor'))).toBe('invalid');
    }
    expect(refused(await updateAuthor(room.reporter, {}, 'editor'))).toBe('unchanged');
    expect(refused(await updateAuthor(room.reporter, { slug: 'chen-du' }, 'editor'))).toBe('taken');
    expect(refused(await updateSource(room.own, { url: 'ftp://example.org' }, 'editor'))).toBe('invalid');
    expect(refused(await updateShow(room.programme, { coverId: none }, 'editor'))).toBe('unknown-reference');
    expect(await events(base.db)).toEqual([]);
  });
});

describe('media', () => {
  it('tell the stories, shows and topics that show them', async () => {
    const picture = await pictureOf(base.db);
    const id = await published({ sectionId: room.local, leadMediaId: picture });
    await base.db.update(show).set({ coverId: picture }).where(eq(show.id, room.programme));
    await base.db.update(topic).set({ leadMediaId: picture }).where(eq(topic.id, room.grotto));
    const done = ok(await updateMedia(picture, { alt: '崖壁', focalY: 0.2 }, 'editor'));
    expect(toApply(done).flatMap(({ hard }) => hard)).toEqual([
      tags.story(id),
      tags.show(room.programme),
      tags.sitemap('pages'),
      tags.topic(room.grotto),
      tags.sitemap('topics'),
      tags.search,
    ]);
    expect((await base.db.select().from(media).where(eq(media.id, picture)))[0]).toMatchObject({
      alt: '崖壁',
      focalX: 0.5,
    });
  });

  it('refuse what is unknown, unchanged or wrong', async () => {
    expect(refused(await updateMedia(none, { alt: '无' }, 'editor'))).toBe('not-found');
    expect(refused(await updateMedia(room.picture, {}, 'editor'))).toBe('unchanged');
    expect(refused(await updateMedia(room.picture, { focalX: 1.5 }, 'editor'))).toBe('invalid');
    expect(refused(await updateMedia(room.picture, { posterId: none }, 'editor'))).toBe('unknown-reference');
    expect(refused(await updateMedia(room.sound, { posterId: room.sound }, 'editor'))).toBe('invalid');
    ok(await updateMedia(room.sound, { posterId: room.picture }, 'editor'));
  });
});

describe('redirects', () => {
  it('stay one hop long, whichever was added first', async () => {
    ok(await addRedirect('/old/1.html', '/article/1', 'editor'));
    ok(await addRedirect('/older/1.html', '/old/1.html', 'editor'));
    expect(ok(await addRedirect('/article/1', '/article/2', 'editor')).stale.hard).toEqual([tags.redirects]);
    expect(await redirects()).toEqual({
      '/old/1.html': '/article/2',
      '/older/1.html': '/article/2',
      '/article/1': '/article/2',
    });
    ok(await removeRedirect('/old/1.html', 'editor'));
    expect(refused(await removeRedirect('/old/1.html', 'editor'))).toBe('not-found');
  });

  it('refuse circles and addresses of other sites', async () => {
    ok(await addRedirect('/a', '/b', 'editor'));
    expect(refused(await addRedirect('/b', '/a', 'editor'))).toBe('redirect-loop');
    for (const to of [
      '//evil.example',
      'https://evil.example',
      '/with space',
      '/back\\slash',
      '',
      `/${'x'.repeat(3000)}`,
    ]) {
      expect(refused(await addRedirect('/c', to, 'editor'))).toBe('invalid');
    }
    expect(refused(await addRedirect('/d', '/D/', 'editor'))).toBe('redirect-loop');
    expect(await redirects()).toEqual({ '/a': '/b' });
  });

  it('are kept in one spelling, with the query in which an old site named its stories', async () => {
    ok(await addRedirect('/新闻/show.asp?id=%31', '/%61rticle/1', 'editor'));
    expect(await redirects()).toEqual({ '/%E6%96%B0%E9%97%BB/show.asp?id=1': '/article/1' });
    ok(await removeRedirect('/新闻/show.asp?id=1', 'editor'));
    expect(await redirects()).toEqual({});
  });
});
