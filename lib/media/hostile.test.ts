import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { media, mediaUpload } from '#db/schema/index.ts';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { bomb, grain, plain, svgWithScript, zip } from './fixtures.ts';
import { actor, type Desk, openDesk } from './testing.ts';
import type { MediaWorker } from './worker.ts';

/** What is brought to harm, or by mistake, under the limits that the product has when nobody has set others. */
let base: TestDatabase;
let desk: Desk;
let worker: MediaWorker;
beforeAll(async () => {
  base = await testDatabase();
});
afterAll(() => base.close());
beforeEach(async () => {
  await base.sql`truncate media_upload, media cascade`;
  desk = await openDesk();
  worker = desk.work();
});
afterEach(async () => {
  await worker.stop();
  await desk.close();
});

/** As the desk's page sends it. */
const part = 4 * 1024 * 1024;
const left = async () => (await readdir(path.join(desk.folder, 'uploads'))).filter((file) => file !== '.node');
const nothingIsKept = async () => {
  await expect.poll(left).toEqual([]);
  expect(await base.db.select().from(media)).toEqual([]);
  expect(await desk.storage.list('media/')).toEqual([]);
};

describe('refused while it is sent', () => {
  it.each<[string, () => Buffer | Promise<Buffer>, number, string]>([
    [
      'a picture of 103 MB, as scanners make them',
      () => plain(6000, 6000).tiff({ compression: 'none' }).toBuffer(),
      413,
      '图片有 103 MB，超过 80 MB 的上限：请压缩以后再上传。',
    ],
    ['a ZIP named .jpg', () => zip, 415, '这是压缩包，不是图片或音视频：请解压以后上传里面的文件。'],
    ['an SVG with a script', () => svgWithScript, 415, 'SVG 里可以带脚本，为安全起见不收：请导出为 PNG 再上传。'],
  ])('%s', async (_, bytes, status, message) => {
    await expect(desk.send(await bytes(), 'photo.jpg', {}, part)).rejects.toMatchObject({ status, message });
    expect(await base.db.select().from(mediaUpload)).toMatchObject([{ state: 'refused', refusal: message }]);
    await nothingIsKept();
  });

  it('2 GB, of which not one byte is taken', async () => {
    const answer = await fetch(desk.endpoint, {
      method: 'POST',
      headers: { 'Tus-Resumable': '1.0.0', 'Upload-Length': String(2 ** 31) },
    });
    expect([answer.status, await answer.text()]).toEqual([413, '文件有 2 GB，超过 1 GB 的上限。']);
    expect(await base.db.select().from(mediaUpload)).toEqual([]);
    await nothingIsKept();
  });
});

describe('refused when it is looked at', () => {
  it.each<[string, () => Buffer | Promise<Buffer>, string]>([
    [
      'a PNG of 30,000 × 30,000 pixels in some 100 KB',
      () => bomb(30_000, 30_000),
      '图片有 30000 × 30000 像素（900 百万），超过 100 百万像素的上限：请缩小以后再上传。',
    ],
    [
      'a JPEG that was cut off',
      async () => {
        const whole = await grain(2400, 1600).jpeg().toBuffer();
        return whole.subarray(0, whole.length / 2);
      },
      '图片文件已损坏或不完整：请重新导出，或重新从相机、手机拷贝再上传。',
    ],
  ])('%s', async (_, bytes, message) => {
    const id = await desk.send(await bytes(), 'photo.jpg', {}, part);
    const find = async () => (await base.db.select().from(mediaUpload).where(eq(mediaUpload.id, id)))[0];
    await expect.poll(async () => (await find())?.state, { timeout: 20_000 }).toBe('refused');
    expect((await find())?.refusal).toBe(message);
    await nothingIsKept();
  });
});

it('a picture just below the limit of 80 MB is taken in', async () => {
  const bytes = await plain(5000, 5500).tiff({ compression: 'none' }).toBuffer();
  expect(bytes.length).toBeGreaterThan(78 * 1024 * 1024);
  await desk.send(bytes, '全景.tif', {}, part);
  await expect
    .poll(() => base.db.select().from(media), { timeout: 25_000 })
    .toMatchObject([{ name: '全景.tif', uploadedBy: actor('reporter').id, widths: [320, 640, 828, 1280, 1920] }]);
});
