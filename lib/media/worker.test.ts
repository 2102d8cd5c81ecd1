import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { eq, sql } from 'drizzle-orm';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { audit, event, media, mediaRemoval, mediaUpload, show, slotItem, storyMedia, topic } from '#db/schema/index.ts';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { started } from '#lib/newsroom/desk-fixtures.ts';
import { type Newsroom, published, smallNewsroom, text } from '#lib/newsroom/fixtures.ts';
import { deleteMedia, editMedia } from '#lib/newsroom/library.ts';
import { mediaDetail, searchMedia, uploadStatus } from '#lib/newsroom/library-list.ts';
import { withdraw } from '#lib/newsroom/stories.ts';
import { bomb, generatedXmp, grain, placed, plain } from './fixtures.ts';
import { actor, type Desk, openDesk } from './testing.ts';
import type { MediaWorker } from './worker.ts';

vi.setConfig({ testTimeout: 120_000 });
let base: TestDatabase;
let room: Newsroom;
let desk: Desk;
let worker: MediaWorker | null = null;
beforeAll(async () => {
  base = await testDatabase();
  room = await smallNewsroom(base.db);
});
afterAll(() => base.close());
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(async () => {
  await worker?.stop();
  worker = null;
  await desk.close();
  await base.sql`delete from media_upload`;
});

const editor = actor('editor');
const reporter = actor('reporter');
const patience = { timeout: 60_000, interval: 20 };

/** Uploads and waits until it is known what becomes of it. */
async function takeIn(bytes: Buffer, name = 'photo.jpg', metadata: Record<string, string> = {}) {
  const id = await desk.send(bytes, name, metadata);
  worker ??= desk.work();
  return ended(id);
}
async function ended(id: string) {
  const find = async () => (await base.db.select().from(mediaUpload).where(eq(mediaUpload.id, id)))[0];
  await expect.poll(async () => (await find())?.state, patience).toMatch(/done|refused/);
  const upload = await find();
  if (!upload) throw new Error('The upload is gone.');
  const [row] = upload.mediaId ? await base.db.select().from(media).where(eq(media.id, upload.mediaId)) : [];
  return { upload, row };
}
async function taken(bytes: Buffer, name?: string, metadata?: Record<string, string>) {
  const { row, upload } = await takeIn(bytes, name, metadata);
  if (!row) throw new Error(upload.refusal ?? 'It was not taken in.');
  return row;
}
const stored = async (hash: string) =>
  (await desk.storage.list(`media/${hash}/`)).map((name) => name.split('/').at(-1)).sort();
const uploadsLeft = async () => (await readdir(path.join(desk.folder, 'uploads'))).filter((file) => file !== '.node');
/** Never the same bytes twice: noise. */
const photo = (width = 640, height = 480) => grain(width, height).jpeg().toBuffer();

describe('an uploaded picture', () => {
  it('enters the library complete: variants, crops, original, what it says of itself', async () => {
    const row = await taken(await placed(grain(900, 600).jpeg()).toBuffer(), '卦台山.jpg');
    expect(row).toMatchObject({
      ...{ kind: 'image', name: '卦台山.jpg', uploadedBy: 'reporter', mime: 'image/jpeg', file: '900.jpg' },
      ...{ widths: [320, 640, 828, 900], formats: ['webp', 'jpeg'], cropX: 50, cropY: 50, cropsDue: false },
      ...{ credit: 'He Yi', licence: 'Weishui Library', aiMade: false, original: `${row.hash}/original.jpg` },
      facts: { placed: true, camera: 'Fuji X-T5', width: 900 },
    });
    const variants = [320, 640, 828, 900].flatMap((width) => [`${width}.webp`, `${width}.jpg`]);
    const crops = ['16x9', '4x3', '1x1'].map((shape) => `${shape}-50-50.jpg`);
    expect(await stored(row.hash)).toEqual([...variants, ...crops].sort());
    await expect.poll(uploadsLeft, patience).toEqual([]);
  });

  it('shows how far it is to its owner, and to nobody else', async () => {
    const id = await desk.send(await photo(), 'a.jpg');
    expect(await uploadStatus(reporter, id)).toMatchObject({ state: 'received', name: 'a.jpg', mediaId: null });
    expect(await uploadStatus(editor, id)).toBeNull();
    worker = desk.work();
    const { row } = await ended(id);
    expect(await uploadStatus(reporter, id)).toMatchObject({ state: 'done', done: 7, total: 7, mediaId: row?.id });
  });

  it('that is there already is not taken in twice', async () => {
    const bytes = await photo();
    const first = await taken(bytes, 'a.jpg');
    const second = await taken(bytes, 'b.jpg');
    expect([second.id, second.name]).toEqual([first.id, 'a.jpg']);
    await expect.poll(uploadsLeft, patience).toEqual([]);
  });

  it('that a machine made is labelled', async () => {
    expect(await taken(await plain(64, 64).jpeg().withXmp(generatedXmp).toBuffer())).toMatchObject({ aiMade: true });
  });

  it.each<[string, () => Promise<Buffer> | Buffer, RegExp]>([
    ['30,000 by 30,000', () => bomb(30_000, 30_000), /900 百万/],
    ['cut off', async () => (await grain(800, 600).jpeg().toBuffer()).subarray(0, 60_000), /损坏或不完整/],
  ])('%s is refused in a sentence, and leaves nothing', async (_, bytes, message) => {
    const { upload } = await takeIn(await bytes());
    expect(upload).toMatchObject({ state: 'refused', refusal: expect.stringMatching(message), mediaId: null });
    await expect.poll(uploadsLeft, patience).toEqual([]);
    expect(await desk.storage.list('media/')).toEqual([]);
  });
});

describe('whatever is killed', () => {
  it('a worker that died in the middle: another takes it up, and no half file has a final name', async () => {
    const id = await desk.send(await grain(2400, 1600).jpeg().toBuffer(), 'a.jpg');
    const first = desk.work();
    await expect.poll(async () => (await uploadStatus(reporter, id))?.done, patience).toBeGreaterThan(0);
    // As after a kill: what it was doing ends where it is, and its row stays claimed.
    await first.stop();
    expect(await desk.storage.list('media/')).toEqual([]);
    await base.sql`update media_upload set state = 'working', attempts = 1, lease_until = now() - interval '1 second' where id = ${id}`;
    worker = desk.work();
    const { row } = await ended(id);
    for (const name of await desk.storage.list(`media/${row?.hash}/`)) {
      const { width } = await sharp(await readFile(path.join(desk.folder, name))).metadata();
      expect(width).toBeGreaterThan(0);
    }
    await expect.poll(uploadsLeft, patience).toEqual([]);
  });

  it('a process that is killed in the middle leaves nothing half-done, and its work is taken up when its lease ends', async () => {
    const id = await desk.send(await grain(2400, 1600).jpeg().toBuffer(), 'a.jpg');
    const other = fork(path.join(import.meta.dirname, 'worker-process.ts'), [base.url, desk.folder], {
      stdio: 'ignore',
    });
    await expect.poll(async () => (await uploadStatus(reporter, id))?.done, patience).toBeGreaterThan(0);
    const gone = once(other, 'exit');
    other.kill('SIGKILL');
    await gone;
    expect(await uploadStatus(reporter, id)).toMatchObject({ state: 'working', mediaId: null });
    expect(await desk.storage.list('media/')).toEqual([]);
    await base.sql`update media_upload set lease_until = now() - interval '1 second' where id = ${id}`;
    worker = desk.work();
    const { row, upload } = await ended(id);
    expect(upload.attempts).toBe(2);
    expect(await stored(row?.hash ?? '')).toContain('1920.webp');
    for (const name of await desk.storage.list(`media/${row?.hash}/`)) {
      expect((await sharp(await readFile(path.join(desk.folder, name))).metadata()).width).toBeGreaterThan(0);
    }
  });

  it('one that stops gives back what it holds', async () => {
    const id = await desk.send(await grain(2400, 1600).jpeg().toBuffer(), 'a.jpg');
    const first = desk.work();
    await expect.poll(async () => (await uploadStatus(reporter, id))?.state, patience).toBe('working');
    await first.stop();
    expect(await base.db.select().from(mediaUpload)).toMatchObject([
      { state: 'received', attempts: 0, leaseUntil: null },
    ]);
  });

  it('a file at which workers die again and again is refused', async () => {
    const id = await desk.send(await photo(), 'a.jpg');
    await base.sql`update media_upload set state = 'working', attempts = 3, lease_until = now() - interval '1 second' where id = ${id}`;
    worker = desk.work();
    expect((await ended(id)).upload.refusal).toMatch(/几次都没有成功/);
  });

  it('an upload that another instance holds in a folder of its own is left to it', async () => {
    const id = await desk.send(await photo(), 'a.jpg');
    await base.sql`update media_upload set node = 'elsewhere' where id = ${id}`;
    const other = await desk.send(await photo(), 'b.jpg');
    worker = desk.work();
    await ended(other);
    expect((await uploadStatus(reporter, id))?.state).toBe('received');
  });

  it('two workers share the work, each file once', async () => {
    const ids = [];
    for (let index = 0; index < 4; index += 1) ids.push(await desk.send(await photo(), `${index}.jpg`));
    worker = desk.work();
    const second = desk.work();
    const all = await Promise.all(ids.map(ended));
    await second.stop();
    expect(new Set(all.map(({ row }) => row?.id)).size).toBe(4);
    expect(all.map(({ upload }) => upload.attempts)).toEqual([1, 1, 1, 1]);
  });
});

describe('the focal point', () => {
  it('moves the crops, under other names, and pages that show the picture are stale', async () => {
    const row = await taken(await photo());
    const story = await published({ sectionId: room.local, leadMediaId: row.id });
    expect(await editMedia(reporter, row.id, { focalX: 0.2, focalY: 0.9 })).toMatchObject({ ok: true });
    const find = async () => (await base.db.select().from(media).where(eq(media.id, row.id)))[0];
    await expect.poll(async () => (await find())?.cropsDue, patience).toBe(false);
    expect(await find()).toMatchObject({ cropX: 20, cropY: 90, hash: row.hash });
    expect(await stored(row.hash)).toEqual(expect.arrayContaining(['16x9-20-90.jpg', '16x9-50-50.jpg']));
    const [last] = await base.db.select().from(event).orderBy(sql`id desc`).limit(1);
    expect(last).toMatchObject({ type: 'media-changed', hardTags: [`story:${story}`] });
  });
});

describe('a file in the place of another', () => {
  it('keeps id, words and focal point, has another address, and its pages are stale', async () => {
    const row = await taken(await photo(), '旧.jpg');
    await editMedia(editor, row.id, { alt: '河岸', credit: '林舟', focalX: 0.25 });
    const story = await published({ sectionId: room.local, leadMediaId: row.id });
    desk.as(editor);
    const after = await taken(await photo(800, 600), '新.jpg', { replaces: String(row.id) });
    expect(after).toMatchObject({
      id: row.id,
      alt: '河岸',
      credit: '林舟',
      focalX: 0.25,
      name: '新.jpg',
      width: 800,
      cropX: 25,
    });
    expect(after.hash).not.toBe(row.hash);
    const [last] = await base.db.select().from(event).orderBy(sql`id desc`).limit(1);
    expect(last).toMatchObject({ type: 'media-changed', hardTags: [`story:${story}`], by: editor.name });
    const [trail] = await base.db.select().from(audit).orderBy(sql`id desc`).limit(1);
    expect(trail).toMatchObject({ act: 'replace-media', object: `media:${row.id}`, actorId: 'editor' });
    // Kept pages may still name the old files; they go when nobody does any more.
    expect(await stored(row.hash)).toContain('640.webp');
    await base.db
      .update(mediaRemoval)
      .set({ dueAt: sql`now() - interval '1 second'` })
      .where(eq(mediaRemoval.hash, row.hash));
    await worker?.stop();
    worker = desk.work();
    await expect.poll(() => stored(row.hash), patience).toEqual([]);
    await expect.poll(() => desk.storage.list(`originals/${row.hash}/`), patience).toEqual([]);
    expect(await stored(after.hash)).toContain('640.webp');
  });

  it('is refused where it is the same, of another kind, or in the library already', async () => {
    desk.as(editor);
    const bytes = await photo();
    const row = await taken(bytes);
    const other = await photo();
    const known = await taken(other);
    const film = await readFile(path.join(import.meta.dirname, '../../db/demo/av/hekou.mp3'));
    const replaces = { replaces: String(row.id) };
    expect((await takeIn(bytes, 'a.jpg', replaces)).upload.refusal).toBe('新文件和现在的文件一模一样。');
    expect((await takeIn(other, 'a.jpg', replaces)).upload.refusal).toBe(
      `媒体库里已有同样的文件（编号 ${known.id}），请直接使用那一个。`,
    );
    expect((await takeIn(film, 'a.jpg', replaces)).upload.refusal).toMatch(/种类不同/);
    expect((await base.db.select().from(media).where(eq(media.id, row.id)))[0]).toEqual(row);
    expect(await stored(row.hash)).toContain('640.webp');
    expect(await stored(known.hash)).toContain('640.webp');
  });
});

describe('where it stands', () => {
  it('is known for every place, and what stands somewhere is not deleted', async () => {
    const { id } = await taken(await photo());
    const lead = await published({ sectionId: room.local, leadMediaId: id, title: '题图' });
    const body = text('字');
    const within = await published({
      ...{ sectionId: room.local, title: '正文' },
      body: {
        ...body,
        content: [...body.content, { type: 'blockquote', content: [{ type: 'image', attrs: { mediaId: id } }] }],
      },
    });
    const gallery = await published({
      sectionId: room.local,
      kind: 'gallery',
      title: '图集',
      gallery: [{ mediaId: id, caption: null }],
    });
    await withdraw(gallery, '重复', 'editor');
    await base.db.insert(slotItem).values({ slot: 'headline', position: 0, storyId: within, mediaId: id });
    await base.db.update(show).set({ coverId: id }).where(eq(show.id, room.programme));
    await base.db.update(topic).set({ leadMediaId: id }).where(eq(topic.id, room.grotto));
    await base.db.update(media).set({ posterId: id }).where(eq(media.id, room.sound));
    const found = await mediaDetail(reporter, id);
    expect(found?.uses.map(({ place, id: where, status }) => [place, where, status])).toEqual([
      ['lead', lead, 'published'],
      ['gallery', gallery, 'withdrawn'],
      ['body', within, 'published'],
      ['slot', within, 'published'],
      ['show', room.programme, null],
      ['topic', room.grotto, null],
      ['poster', room.sound, null],
    ]);
    expect(await deleteMedia(editor, id)).toMatchObject({
      ok: false,
      message: '这个文件正在使用，不能删除：《题图》的题图、《图集》的图集、《正文》的正文配图 等。',
      uses: expect.arrayContaining([expect.objectContaining({ place: 'slot' })]),
    });
    expect(await mediaDetail(actor('admin'), id)).toBeNull();
    await base.db.delete(slotItem);
    await base.db.delete(storyMedia);
  });

  it.each(['lead', 'recording', 'gallery', 'body'])(
    'in a working copy as %s is not deleted under the hands of whoever writes',
    async (place) => {
      const { id } = await taken(await photo());
      const picture = { type: 'blockquote', content: [{ type: 'image', attrs: { mediaId: id } }] };
      const story = await started(room.local, {
        title: '还在写',
        ...(place === 'lead' && { leadMediaId: id }),
        ...(place === 'recording' && { mediaId: id }),
        ...(place === 'gallery' && { gallery: [{ mediaId: id, caption: null }] }),
        ...(place === 'body' && { body: { type: 'doc', content: [picture] } }),
      });
      expect((await mediaDetail(reporter, id))?.uses).toMatchObject([
        { place: 'draft', id: story, label: '《还在写》的工作稿' },
      ]);
      expect(await deleteMedia(editor, id)).toMatchObject({ ok: false, uses: [{ place: 'draft' }] });
      expect((await searchMedia(editor, { unused: true })).items.map((item) => item.id)).not.toContain(id);
    },
  );

  it('is found by an index, whatever their number', async () => {
    const plan = await base.sql`explain (format json) select id from story s
      where jsonb_path_query_array(s.body, '$.content[*].**.attrs.mediaId') @> to_jsonb(7::bigint)`;
    await base.sql.begin(async (tx) => {
      await tx`set local enable_seqscan = off`;
      const [row] = await tx`explain select id from story s
        where jsonb_path_query_array(s.body, '$.content[*].**.attrs.mediaId') @> to_jsonb(7::bigint)`;
      expect(JSON.stringify(row)).toMatch(/Bitmap|Index/);
    });
    expect(plan).toHaveLength(1);
  });

  it('nowhere: it is deleted with its row at once and its files later, by whoever uploaded it or manages the library', async () => {
    const row = await taken(await photo());
    expect(await deleteMedia(actor('reporter', 'another'), row.id)).toMatchObject({
      ok: false,
      message: '记者没有权限管理媒体库。',
    });
    expect(await deleteMedia(reporter, row.id)).toEqual({ ok: true });
    expect(await deleteMedia(reporter, row.id)).toMatchObject({ ok: false, code: 'not-found' });
    expect(await stored(row.hash)).toContain('640.webp');
    expect(await base.db.select().from(mediaRemoval).where(eq(mediaRemoval.hash, row.hash))).toHaveLength(1);
    const again = await taken(
      await sharp(await readFile(path.join(desk.folder, 'originals', row.original ?? ''))).toBuffer(),
    );
    expect(again.id).not.toBe(row.id);
  });

  it('comes back from deletion when the same bytes are brought again', async () => {
    const bytes = await photo();
    const row = await taken(bytes);
    await deleteMedia(reporter, row.id);
    const again = await taken(bytes);
    expect([again.hash, again.id === row.id]).toEqual([row.hash, false]);
    expect(await base.db.select().from(mediaRemoval).where(eq(mediaRemoval.hash, row.hash))).toEqual([]);
  });
});

describe('the library', () => {
  it('finds by words, kind, owner, what is lacking and what stands nowhere, page by page', async () => {
    const a = await taken(await photo(), '麦积山 100%_晨雾.jpg');
    const b = await taken(await photo(), 'b.jpg');
    await editMedia(reporter, b.id, { alt: '渭水河岸', caption: '晨雾中的河岸', credit: '林舟' });
    await published({ sectionId: room.local, leadMediaId: b.id });
    const ids = async (filter: Parameters<typeof searchMedia>[1]) =>
      (await searchMedia(editor, filter)).items.map(({ id }) => id).filter((id) => id === a.id || id === b.id);
    expect(await ids({})).toEqual([b.id, a.id]);
    expect(await ids({ words: '晨雾' })).toEqual([b.id, a.id]);
    expect(await ids({ words: '晨雾 林舟' })).toEqual([b.id]);
    expect(await ids({ words: '100%_' })).toEqual([a.id]);
    expect(await ids({ words: String(a.id), kind: 'image' })).toEqual([a.id]);
    expect(await ids({ kind: 'audio' })).toEqual([]);
    expect(await ids({ uploadedBy: 'reporter', lacking: 'alt' })).toEqual([a.id]);
    expect(await ids({ unused: true })).toEqual([a.id]);
    expect(await ids({ before: b.id })).toEqual([a.id]);
    expect((await searchMedia(actor('admin'), {})).items).toEqual([]);
  });

  it('lets a reporter change the words of his own pictures, and an editor those of all', async () => {
    const { id } = await taken(await photo());
    expect(await editMedia(reporter, id, { alt: '山' })).toMatchObject({ ok: true });
    expect(await editMedia(actor('reporter', 'another'), id, { alt: '水' })).toMatchObject({ ok: false });
    expect(await editMedia(editor, id, { alt: '水' })).toMatchObject({ ok: true });
    expect(await editMedia(editor, id, { focalX: 2 })).toMatchObject({ ok: false, code: 'invalid' });
    const trail = await base.db
      .select()
      .from(audit)
      .where(eq(audit.object, `media:${id}`));
    expect(trail.map(({ act, actorId }) => [act, actorId])).toEqual([
      ['edit-media', 'reporter'],
      ['edit-media', 'editor'],
    ]);
  });

  it('takes film and sound as they are, with their length', async () => {
    const bytes = await readFile(path.join(import.meta.dirname, '../../db/demo/av/dengying.mp4'));
    const row = await taken(bytes, '灯影.mp4');
    expect(row).toMatchObject({
      kind: 'video',
      mime: 'video/mp4',
      file: 'original.mp4',
      width: 1280,
      height: 720,
      durationSeconds: 18,
    });
    expect(await readFile(path.join(desk.folder, 'media', row.hash, row.file))).toEqual(bytes);
  });
});
