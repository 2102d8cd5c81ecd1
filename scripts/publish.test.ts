import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { eq } from 'drizzle-orm';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { correction, media, revision, story, storyAuthor, storyMedia, storyTopic, topic } from '#db/schema/index.ts';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { events, type Newsroom, published, smallNewsroom } from '#lib/newsroom/fixtures.ts';

// Each command is a process of its own, which starts slowly on a busy machine.
vi.setConfig({ testTimeout: 180_000 });

let base: TestDatabase;
let room: Newsroom;
let folder: string;

beforeAll(async () => {
  base = await testDatabase();
  folder = await mkdtemp(path.join(tmpdir(), 'weishui-publish-'));
  await mkdir(path.join(folder, 'pictures'));
  const picture = (color: string, file: string) =>
    sharp({ create: { width: 400, height: 300, channels: 3, background: color } })
      .jpeg()
      .toFile(path.join(folder, 'pictures', file));
  await Promise.all([
    picture('#884422', 'lead.jpg'),
    picture('#224488', 'in text.jpg'),
    picture('#448822', 'third.jpg'),
  ]);
});
afterAll(async () => {
  await base.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  await base.sql`truncate story, section, author, source, topic, show, media, redirect, event, list_entry, list_day restart identity cascade`;
  room = await smallNewsroom(base.db);
});

type Ran = { code: number; out: string; err: string };
const run = (script: string, args: string[]): Promise<Ran> =>
  new Promise((resolve) => {
    const env = {
      ...process.env,
      DATABASE_URL: base.url,
      DATA_DIR: path.join(folder, 'data'),
      NODE_COMPILE_CACHE: path.join(folder, 'compiled'),
    };
    execFile(
      process.execPath,
      [path.join(import.meta.dirname, script), ...args],
      { cwd: folder, env },
      (error, out, err) => resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out, err }),
    );
  });
const publish = (...args: string[]) => run('publish.ts', args);
const revalidate = (...args: string[]) => run('revalidate.ts', args);
const file = async (name: string, text: string | Uint8Array) => {
  await writeFile(path.join(folder, name), text);
  return name;
};
const stories = () => base.db.select().from(story).orderBy(story.id);

const full = `---
section: qinzhou
sections: [economy]
title: 夜间公交延时
listTitle: 公交延时
summary: 四条线路延长运营。
source: weishui
authors: [lin-zhou]
editor: 程晚
tags: [公交出行, 民生]
topics: [shiku]
lead: { picture: pictures/lead.jpg, alt: 站台, credit: 渭水图库 }
original: { url: https://example.org/1, title: 原题 }
---
末班车推迟到零点。

![河边站台](<pictures/in text.jpg> "图注。")

\`\`\`
![不是图片](nothing.jpg)
\`\`\`
`;

describe('npm run publish', () => {
  it('publishes a Markdown file with its pictures, tags and all that it names', async () => {
    const ran = await publish(await file('story.md', full), '--by', '林舟');
    expect(ran).toMatchObject({ code: 0, err: '' });
    const [row] = await stories();
    expect(ran.out).toContain(`《夜间公交延时》已发布，编号 ${row?.id}  /article/${row?.id}`);
    expect(row).toMatchObject({
      status: 'published',
      sectionId: room.qinzhou,
      sourceId: room.own,
      editorName: '程晚',
      originalUrl: 'https://example.org/1',
      originalTitle: '原题',
    });
    const pictures = await base.db.select().from(media).where(eq(media.kind, 'image')).orderBy(media.id);
    expect(pictures.slice(1).map(({ alt, caption, credit, width }) => ({ alt, caption, credit, width }))).toEqual([
      { alt: '站台', caption: '', credit: '渭水图库', width: 400 },
      { alt: '河边站台', caption: '图注。', credit: '', width: 400 },
    ]);
    expect(row?.leadMediaId).toBe(pictures[1]?.id);
    expect(row?.body.content.map(({ type }) => type)).toEqual(['paragraph', 'image', 'codeBlock']);
    expect(row?.body.content[1]).toMatchObject({
      attrs: { mediaId: pictures[2]?.id, caption: '图注。', alt: '河边站台' },
    });
    expect((await readdir(path.join(folder, 'data/media'))).length).toBeGreaterThanOrEqual(2);
    const topics = await base.db
      .select({ slug: topic.slug })
      .from(storyTopic)
      .innerJoin(topic, eq(topic.id, storyTopic.topicId))
      .orderBy(storyTopic.position);
    expect(topics.map(({ slug }) => slug)).toEqual(['shiku', 'gong-jiao-chu-xing', 'min-sheng']);
    expect((await base.db.select().from(storyAuthor)).map(({ authorId }) => authorId)).toEqual([room.reporter]);
    expect((await events(base.db)).map(({ type, by }) => [type, by])).toEqual([['story-published', '林舟']]);
  });

  it('publishes an HTML file in an old encoding, and says which pictures it left out', async () => {
    // 「新闻」and 「正文」 in GBK.
    const bytes = Buffer.concat([
      Buffer.from('<html><head><meta charset="gb2312"></head><body><h1>'),
      Buffer.from([0xd0, 0xc2, 0xce, 0xc5]),
      Buffer.from('</h1><p>'),
      Buffer.from([0xd5, 0xfd, 0xce, 0xc4]),
      Buffer.from(
        '<script>alert(1)</script></p><img src="pictures/third.jpg" alt="x"><img src="https://example.org/far.jpg"></body></html>',
      ),
    ]);
    const ran = await publish(await file('old.html', bytes), '--section', 'economy');
    expect(ran.code).toBe(0);
    expect(ran.err).toContain('https://example.org/far.jpg 不在本机，已略去。');
    const [row] = await stories();
    expect(row).toMatchObject({ title: '新闻', sectionId: room.economy, status: 'published' });
    expect(row?.body.content.map(({ type }) => type)).toEqual(['paragraph', 'image']);
    expect(JSON.stringify(row?.body)).not.toContain('alert');
  });

  it('publishes galleries, programmes and posts', async () => {
    await file('sound.mp3', await readFile(path.join(import.meta.dirname, '../db/demo/av/hekou.mp3')));
    const files = [
      await file(
        'g.md',
        '---\nkind: gallery\nsection: local\ntitle: 图集\npictures:\n  - { picture: pictures/third.jpg, caption: 一 }\n  - pictures/lead.jpg\n---\n',
      ),
      await file(
        'a.md',
        '---\nkind: audio\nsection: local\ntitle: 音频\nmedia: { file: sound.mp3, duration: "1:05" }\nshow: xiangyin\nepisode: 3\n---\n简介',
      ),
      await file('p.md', '---\nkind: post\nsection: local\ntitle: 博文\nauthors: [chen-du]\n---\n正文'),
      await file('q.md', '---\nkind: post\ntitle: 又一篇\nauthors: [chen-du]\n---\n正文'),
    ];
    const ran = await publish(...files);
    expect(ran).toMatchObject({ code: 0, err: '' });
    const [gallery, audio, post, second] = await stories();
    expect(await base.db.select().from(storyMedia).orderBy(storyMedia.position)).toMatchObject([
      { storyId: gallery?.id, caption: '一' },
      { storyId: gallery?.id, caption: null },
    ]);
    expect(audio).toMatchObject({ showId: room.programme, episode: 3 });
    const [sound] = await base.db
      .select()
      .from(media)
      .where(eq(media.id, audio?.mediaId ?? 0));
    expect(sound).toMatchObject({ kind: 'audio', mime: 'audio/mpeg', durationSeconds: 65 });
    expect(post).toMatchObject({ blogId: room.column, sectionId: room.local });
    expect(second).toMatchObject({ blogId: room.column, sectionId: room.local });
  });

  it('only saves with --draft', async () => {
    const ran = await publish(await file('story.md', full), '--draft');
    expect(ran).toMatchObject({ code: 0 });
    expect((await stories()).map(({ status }) => status)).toEqual(['draft']);
    expect(await events(base.db)).toEqual([]);
  });

  it('changes, corrects, withdraws and republishes by number', async () => {
    const id = await published({ sectionId: room.qinzhou, authorIds: [room.reporter] });
    expect(
      await publish('--change', String(id), await file('new.md', '---\ntitle: 新标题\n---\n新正文。')),
    ).toMatchObject({ code: 0 });
    expect(await publish('--correct', String(id), '--text', '应为零点。')).toMatchObject({ code: 0 });
    expect(await publish('--withdraw', String(id), '--reason', '信息有误')).toMatchObject({ code: 0 });
    expect((await stories())[0]).toMatchObject({ status: 'withdrawn', title: '新标题', sectionId: room.qinzhou });
    expect(await publish('--republish', String(id))).toMatchObject({ code: 0 });
    expect(await base.db.select().from(storyAuthor)).toHaveLength(1);
    expect(await base.db.select().from(correction)).toHaveLength(1);
    expect(await base.db.select().from(revision)).toHaveLength(2);
    expect((await events(base.db)).map(({ type }) => type)).toEqual([
      'story-published',
      'story-changed',
      'story-corrected',
      'story-withdrawn',
      'story-republished',
    ]);
  });

  it('says in Chinese what is wrong with a file, and publishes nothing', async () => {
    const ran = await publish(await file('wrong.md', '---\ntitle: 标题\nsection: nowhere\n---\n正文'));
    expect(ran).toMatchObject({ code: 1, err: '✗ 没有叫 nowhere 的栏目。\n' });
    expect(await publish(await file('nowhere.md', '---\ntitle: 标题\n---\n正文'))).toMatchObject({
      code: 1,
      err: expect.stringContaining('没有栏目'),
    });
    expect(await stories()).toEqual([]);
  });

  it('keeps a story that is not complete as a draft, and says so', async () => {
    const ran = await publish(await file('empty.md', '---\ntitle: 标题\nsection: local\n---\n'));
    expect(ran).toMatchObject({ code: 1, err: expect.stringMatching(/已存为草稿，编号 \d+\):正文还是空的/) });
    expect(await publish('--withdraw', '999', '--reason', '有误')).toMatchObject({
      code: 1,
      err: expect.stringContaining('稿件 999 不存在'),
    });
  });

  it('answers a wrong command line with its usage and exit code 2', async () => {
    const wrong = [[], ['--nonsense'], ['--withdraw', '1'], ['--correct', '1', '--withdraw', '1']];
    const answers = await Promise.all(wrong.map((args) => publish(...args)));
    for (const ran of answers) expect(ran).toMatchObject({ code: 2, out: '', err: expect.stringContaining('用法') });
    expect(await publish('--help')).toMatchObject({ code: 0, out: expect.stringContaining('用法') });
  });
});

describe('npm run revalidate', () => {
  it('records what it was told, and prints what was made stale', async () => {
    const id = await published({ sectionId: room.qinzhou });
    const ran = await revalidate(
      '--tag',
      'front',
      '--path',
      '/latest',
      '--event',
      `story-changed:${id}`,
      '--event',
      'slot-changed:recommended',
      '--all',
    );
    expect(ran).toMatchObject({ code: 0, err: '' });
    for (const words of [
      '立即更新  front',
      '立即更新  path:/latest',
      `立即更新  article:${id}`,
      '随后更新  panel:recommended',
      '立即更新  everything',
    ]) {
      expect(ran.out).toContain(words);
    }
    expect((await events(base.db)).slice(1).map(({ type, by }) => [type, by])).toEqual([
      ['story-changed', 'cli'],
      ['slot-changed', 'cli'],
      ['everything-revalidated', 'cli'],
      ['tags-revalidated', 'cli'],
      ['paths-revalidated', 'cli'],
    ]);
  });

  it('refuses what it does not know, and says what that was', async () => {
    const wrong: [string[], number, string][] = [
      [[], 2, '没有说明要更新什么'],
      [['--tag', 'user:1'], 2, 'user:1'],
      [['--event', 'story-eaten:1'], 2, 'story-eaten:1'],
      [['--event', 'story-changed:x'], 2, 'story-changed:x'],
      [['--event', 'story-changed:999'], 1, '稿件 999 不存在'],
    ];
    const answers = await Promise.all(wrong.map(([args]) => revalidate(...args)));
    for (const [index, ran] of answers.entries()) {
      expect(ran).toMatchObject({ code: wrong[index]?.[1], err: expect.stringContaining(wrong[index]?.[2] ?? '') });
    }
    expect(await events(base.db)).toEqual([]);
  });
});

describe('a text that is there already', () => {
  const words = Array.from(
    { length: 12 },
    (_, n) => `第${n + 1}处泵站昨晚换下旧阀门，工人们在雨里守到天亮才离开。`,
  ).join('');

  it('is refused with the stories that it resembles, unless it is allowed', async () => {
    const first = await file('first.md', `---\ntitle: 泵站换阀\nsection: qinzhou\n---\n\n${words}\n`);
    const again = await file('again.md', `---\ntitle: 另一个标题\nsection: qinzhou\n---\n\n${words}补一句话。\n`);
    expect((await publish(first)).code).toBe(0);
    const [there] = await base.db.select({ id: story.id }).from(story);

    const no = await publish(again);
    expect(no.code).toBe(1);
    expect(no.err).toContain('《泵站换阀》');
    expect(no.err).toContain(`/article/${there?.id}`);
    expect(await base.db.$count(story)).toBe(1);

    expect((await publish(again, '--allow-duplicate')).code).toBe(0);
    expect(await base.db.$count(story)).toBe(2);
  });
});
