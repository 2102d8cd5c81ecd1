import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { eq } from 'drizzle-orm';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { media, topic } from '#db/schema/index.ts';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { DiskStorage } from '#lib/media/disk-storage.ts';
import { type Newsroom, smallNewsroom } from './fixtures.ts';
import { readStoryFile } from './story-file.ts';

let base: TestDatabase;
let room: Newsroom;
let folder: string;

beforeAll(async () => {
  base = await testDatabase();
  room = await smallNewsroom(base.db);
  folder = await mkdtemp(path.join(tmpdir(), 'weishui-file-'));
  await sharp({ create: { width: 400, height: 300, channels: 3, background: '#884422' } })
    .jpeg()
    .toFile(path.join(folder, 'a.jpg'));
});
afterAll(async () => {
  await base.close();
  await rm(folder, { recursive: true, force: true });
});

async function read(text: string | Uint8Array, name = 'story.md', options = {}) {
  await writeFile(path.join(folder, name), text);
  return readStoryFile(path.join(folder, name), new DiskStorage(folder), options);
}
const marked = (front: string, body = '正文') => `---\n${front}\n---\n${body}`;

describe('a story file', () => {
  it('says only what it says: what it does not mention is not changed', async () => {
    const { patch } = await read(marked('title: 标题'));
    expect(JSON.parse(JSON.stringify(patch))).toEqual({
      title: '标题',
      body: { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: '正文' }] }] },
    });
  });

  it('may take things away by naming nothing', async () => {
    const { patch } = await read(marked('lead: null\nsource: null\nshow: null\ntags: []\nauthors: []\nsubtitle: null'));
    expect(patch).toMatchObject({
      leadMediaId: null,
      sourceId: null,
      showId: null,
      topicIds: [],
      authorIds: [],
      subtitle: null,
    });
  });

  it('keeps the order of authors, and the section of the command line comes before its own', async () => {
    const { patch } = await read(marked('section: local\nauthors: [chen-du, lin-zhou]'), 'story.md', {
      section: 'economy',
    });
    expect(patch).toMatchObject({ sectionId: room.economy, authorIds: [room.columnist, room.reporter] });
  });

  it('uses what is in the library by its number, and takes a file in once', async () => {
    const first = await read(marked(`lead: media:${room.picture}\npictures: [a.jpg]`, '![图](a.jpg)\n\n![图](a.jpg)'));
    const again = await read(marked('lead: a.jpg'));
    expect(first.patch.leadMediaId).toBe(room.picture);
    expect(again.patch.leadMediaId).toBe(first.patch.gallery?.[0]?.mediaId);
    expect(await base.db.select().from(media).where(eq(media.width, 400))).toHaveLength(1);
  });

  it('makes new tags once, even when two files do it at the same time, with addresses of their own', async () => {
    await base.db.insert(topic).values({ slug: 'hua-shi', name: '画室', kind: 'special' });
    await Promise.all(['t1.md', 't2.md', 't3.md'].map((name) => read(marked('tags: [花事, AI 与 2026]'), name)));
    const made = await base.db.select().from(topic).where(eq(topic.kind, 'tag')).orderBy(topic.slug);
    expect(made.filter(({ name }) => name !== '果乡').map(({ name, slug }) => [name, slug])).toEqual([
      ['AI 与 2026', 'ai-yu-2026'],
      ['花事', 'hua-shi-2'],
    ]);
  });
});

describe('a file that cannot become a story is refused with a sentence', () => {
  it.each([
    ['an unknown section', marked('section: nowhere'), /没有叫 nowhere 的栏目/],
    ['an unknown author', marked('authors: [nobody]'), /没有叫 nobody 的作者/],
    ['a key that only the demo has', marked('hoursAgo: 2'), /信息区有误.*hoursAgo/],
    ['an unknown kind', marked('kind: poem'), /信息区有误：kind/],
    ['a picture that is not there', marked('title: 标题', '![图](none.jpg)'), /找不到图片 none\.jpg/],
    ['a picture of another site', marked('lead: https://example.org/a.jpg'), /找不到图片 https:/],
    ['a number that is not in the library', marked('lead: media:999'), /媒体库里没有编号 999/],
    ['front matter without an end', '---\ntitle: 标题\n正文', /没有用 --- 结束/],
    ['a picture that is none', marked('lead: story.md'), /不是图片/],
    ['a post by someone without a column', marked('kind: post\nauthors: [lin-zhou]'), /开了专栏/],
    ['sound that is none', marked('media: { file: story.md, duration: 9 }'), /不是图片或音视频/],
    ['sound that is not there', marked('media: { file: none.mp3, duration: 9 }'), /找不到文件/],
    ['a link that is not safe', marked('title: 标题', '[链接](javascript:alert(1))'), /链接地址.*不能使用/],
    ['another encoding', new Uint8Array([0xd0, 0xc2]), /不是 UTF-8/],
  ])('%s', async (_, text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });

  it('and so is a file that is not there, or a folder', async () => {
    await expect(readStoryFile(path.join(folder, 'absent.md'), new DiskStorage(folder))).rejects.toThrow(/找不到文件/);
    await expect(readStoryFile(folder, new DiskStorage(folder))).rejects.toThrow(/是目录/);
  });
});
