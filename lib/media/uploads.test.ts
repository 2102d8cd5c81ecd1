import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import path from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mediaUpload } from '#db/schema/index.ts';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { bomb, grain, plain, svgWithScript, zip } from './fixtures.ts';
import { actor, type Desk, openDesk } from './testing.ts';
import { cleanName } from './uploads.ts';

let base: TestDatabase;
let desk: Desk;
beforeAll(async () => {
  base = await testDatabase();
});
afterAll(() => base.close());
beforeEach(async () => {
  await base.sql`truncate media_upload cascade`;
  desk = await openDesk({ picture: 300_000, recording: 3_000_000, pending: 5_000_000 });
});
afterEach(() => desk.close());

const rows = () => base.db.select().from(mediaUpload);
const files = async () => (await readdir(path.join(desk.folder, 'uploads'))).filter((file) => file !== '.node');
const tus = { 'Tus-Resumable': '1.0.0' };
const create = (length: number, headers: Record<string, string> = {}) =>
  fetch(desk.endpoint, { method: 'POST', headers: { ...tus, 'Upload-Length': String(length), ...headers } });
const patch = (address: string, offset: number, body: Uint8Array<ArrayBuffer>) =>
  fetch(new URL(address, desk.endpoint), {
    method: 'PATCH',
    headers: { ...tus, 'Upload-Offset': String(offset), 'Content-Type': 'application/offset+octet-stream' },
    body,
  });
const head = (address: string) => fetch(new URL(address, desk.endpoint), { method: 'HEAD', headers: tus });

describe('an upload', () => {
  it('arrives in parts, and is all there', async () => {
    const bytes = await grain(300, 200).jpeg().toBuffer();
    const id = await desk.send(bytes, '麦积山.jpg', {}, 10_000);
    expect(await rows()).toMatchObject([
      { id, name: '麦积山.jpg', bytes: bytes.length, by: 'reporter', state: 'received' },
    ]);
    expect(await readFile(path.join(desk.folder, 'uploads', id))).toEqual(bytes);
  });

  it('goes on where it stopped, also after the server was another process', async () => {
    const bytes = await grain(300, 200).jpeg().toBuffer();
    const created = await create(bytes.length);
    const address = created.headers.get('location') ?? '';
    expect([created.status, address]).toEqual([201, expect.stringMatching(/^\/desk\/media\/uploads\/[0-9a-f]{32}$/)]);
    expect((await patch(address, 0, new Uint8Array(bytes.subarray(0, 20_000)))).status).toBe(204);
    // The connection breaks in the middle of a part: what came of it counts.
    await new Promise<void>((resolve) => {
      const broken = request(new URL(address, desk.endpoint), {
        method: 'PATCH',
        headers: {
          ...tus,
          'Upload-Offset': '20000',
          'Content-Type': 'application/offset+octet-stream',
          'Content-Length': '10000',
        },
      });
      broken.on('error', () => resolve());
      broken.write(bytes.subarray(20_000, 25_000));
      const file = path.join(desk.folder, 'uploads', address.split('/').at(-1) ?? '');
      const look = () => stat(file).then(({ size }) => (size === 25_000 ? broken.destroy() : setImmediate(look)));
      void look();
    });
    await expect.poll(async () => (await head(address)).headers.get('upload-offset')).toBe('25000');
    const rest = await patch(address, 25_000, new Uint8Array(bytes.subarray(25_000)));
    expect([rest.status, rest.headers.get('upload-offset')]).toEqual([204, String(bytes.length)]);
    expect(await rows()).toMatchObject([{ state: 'received' }]);
    const id = address.split('/').at(-1) ?? '';
    expect(await readFile(path.join(desk.folder, 'uploads', id))).toEqual(bytes);
  });

  it('refuses a part at another place than where it is', async () => {
    const address = (await create(1000)).headers.get('location') ?? '';
    const answer = await patch(address, 500, new Uint8Array(100));
    expect([answer.status, await answer.text()]).toEqual([409, '上传的位置对不上，请继续上传。']);
    expect((await head(address)).headers.get('upload-offset')).toBe('0');
  });

  it('is nobody else’s business', async () => {
    const address = (await create(1000)).headers.get('location') ?? '';
    desk.as(actor('chief', 'another'));
    expect((await head(address)).status).toBe(404);
    expect((await patch(address, 0, new Uint8Array(1000))).status).toBe(404);
    const gone = await fetch(new URL(address, desk.endpoint), { method: 'DELETE', headers: tus });
    expect(gone.status).toBe(404);
    expect(await rows()).toHaveLength(1);
  });

  it('can be given up, and is gone', async () => {
    const address = (await create(1000)).headers.get('location') ?? '';
    expect(await files()).toHaveLength(1);
    expect((await fetch(new URL(address, desk.endpoint), { method: 'DELETE', headers: tus })).status).toBe(204);
    expect([await rows(), await files()]).toEqual([[], []]);
  });

  it('that is never finished is removed when its time is over, and so is what no upload knows', async () => {
    await create(1000);
    await create(1000);
    await writeFile(path.join(desk.folder, 'uploads', 'f'.repeat(32)), 'left behind');
    expect(await desk.uploads.removeExpired()).toBe(0);
    const [first] = await rows();
    await base.db
      .update(mediaUpload)
      .set({ expiresAt: sql`now() - interval '1 second'` })
      .where(sql`id = ${first?.id}`);
    expect(await desk.uploads.removeExpired()).toBe(1);
    // What has no row yet may have been begun just now.
    expect(await files()).toHaveLength(2);
  });

  it('is taken from our own pages only: no other site is told that it may', async () => {
    const asked = await fetch(desk.endpoint, {
      method: 'OPTIONS',
      headers: {
        Origin: 'https://evil.example',
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'tus-resumable',
      },
    });
    expect(asked.headers.get('access-control-allow-origin')).toBeNull();
    // Without the header that only script can set, nothing is done.
    expect((await fetch(desk.endpoint, { method: 'POST', headers: { 'Upload-Length': '10' } })).status).toBe(412);
  });
});

describe('refused before the first byte, and nothing is left', () => {
  const refused = async (length: number, headers: Record<string, string> = {}) => {
    const answer = await create(length, headers);
    return [answer.status, await answer.text()];
  };
  const metadata = (values: Record<string, string>) => ({
    'Upload-Metadata': Object.entries(values)
      .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
      .join(','),
  });
  afterEach(async () => expect([await rows(), await files().catch(() => [])]).toEqual([[], []]));

  it('2 GB', async () => expect(await refused(2 ** 31)).toEqual([413, '文件有 2 GB，超过 2.9 MB 的上限。']));
  it('nothing', async () => expect(await refused(0)).toEqual([400, '文件是空的。']));
  it('an administrator’s, who does not write', async () => {
    desk.as(actor('admin'));
    expect(await refused(1000)).toEqual([403, '管理员没有权限使用媒体库。']);
  });
  it('a reporter’s in place of another file', async () => {
    expect(await refused(1000, metadata({ replaces: '1' }))).toEqual([403, '记者没有权限管理媒体库。']);
  });
  it('one in place of a file that does not exist', async () => {
    desk.as(actor('editor'));
    expect(await refused(1000, metadata({ replaces: '999' }))).toEqual([404, '媒体 999 不存在，不能替换。']);
    expect((await refused(1000, metadata({ replaces: '1; drop table media' })))[0]).toBe(404);
  });
  it('one that does not say how long it is', async () => {
    const answer = await fetch(desk.endpoint, { method: 'POST', headers: { ...tus, 'Upload-Defer-Length': '1' } });
    expect([answer.status, await answer.text()]).toEqual([501, '上传请求不合规范。']);
  });
});

it('one user may not fill the disk with unfinished uploads', async () => {
  expect((await create(2_900_000)).status).toBe(201);
  const second = await create(2_900_000);
  expect([second.status, await second.text()]).toEqual([413, expect.stringContaining('未完成的上传合计不能超过')]);
  desk.as(actor('editor'));
  expect((await create(2_900_000)).status).toBe(201);
});

describe('refused at its first bytes, whatever its name', () => {
  const large = (head: Buffer) => Buffer.concat([head, Buffer.alloc(400_000)]);
  it.each<[string, () => Promise<Buffer> | Buffer, number, RegExp]>([
    ['a ZIP named .jpg', () => large(zip), 415, /压缩包/],
    ['an SVG with a script', () => svgWithScript, 415, /SVG/],
    ['text', () => Buffer.from('no picture'), 415, /文字/],
    [
      'a picture that is too many bytes',
      async () => large(await plain(300, 200).jpeg().toBuffer()),
      413,
      /图片有 .*超过 293 KB/,
    ],
  ])('%s', async (_, bytes, status, message) => {
    const sent = desk.send(await bytes(), 'photo.jpg', {}, 100_000);
    await expect(sent).rejects.toMatchObject({ status, message: expect.stringMatching(message) });
    expect(await rows()).toMatchObject([{ state: 'refused', refusal: expect.stringMatching(message) }]);
    expect(await files()).toEqual([]);
  });

  it('a bomb is not opened by who receives it', async () => {
    const id = await desk.send(bomb(30_000, 30_000), 'big.png');
    expect(await rows()).toMatchObject([{ id, state: 'received' }]);
  });
});

it('names are shown as they are meant, without what steers', () => {
  expect(['C:\\照片\\a.jpg', '../../etc/passwd', 'a\u202Egpj.exe\u0007', '', ' \u0000'].map(cleanName)).toEqual([
    'a.jpg',
    'passwd',
    'agpj.exe',
    '未命名',
    '未命名',
  ]);
});
