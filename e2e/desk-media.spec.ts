import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { bomb, grain, plain, svgWithScript, zip } from '#lib/media/fixtures.ts';
import { objections } from './axe.ts';
import { enter } from './desk.ts';
import { expect, read, siteUrl, test } from './test.ts';

/** The media library in a real browser, on the whole application. */
test.use({ baseURL: async ({ newsroom: _ }, use) => use(siteUrl()) });

const photo = (name: string, buffer: Buffer) => ({ name, mimeType: 'image/jpeg', buffer });
const noise = (width = 900, height = 600) => grain(width, height).jpeg().toBuffer();

test('many files at once: each is taken in or refused in a sentence, and the pictures stand in the library', async ({
  context,
}) => {
  const { page } = await enter(context, 'editor');
  await page.goto('/desk/media');
  const whole = await noise();
  await page
    .locator('.uploader input')
    .setInputFiles([
      photo('卦台山.jpg', await noise()),
      photo('archive.jpg', zip),
      photo('script.jpg', svgWithScript),
      photo('cut.jpg', whole.subarray(0, whole.length / 2)),
      photo('huge.png', bomb(30_000, 30_000)),
    ]);
  const row = (name: string) => page.getByRole('listitem').filter({ hasText: name }).first();
  await expect(row('archive.jpg')).toContainText('压缩包');
  await expect(row('script.jpg')).toContainText('SVG');
  await expect(row('cut.jpg')).toContainText('损坏或不完整', { timeout: 30_000 });
  await expect(row('huge.png')).toContainText('900 百万', { timeout: 30_000 });
  await expect(row('卦台山.jpg')).toContainText('完成', { timeout: 30_000 });
  const shown = page.getByRole('link', { name: /卦台山\.jpg/ });
  await expect(shown).toBeVisible();
  expect(
    await shown.locator('img').evaluate((img: HTMLImageElement) => img.decode().then(() => img.naturalWidth)),
  ).toBe(320);
  expect(await objections(page)).toEqual([]);
});

test('a real picture of 103 MB is refused in a sentence at its first part, and 2 GB before the first byte', async ({
  context,
}) => {
  const { page } = await enter(context, 'reporter');
  await page.goto('/desk/media');
  const folder = await mkdtemp(path.join(tmpdir(), 'weishui-scan-'));
  const scan = path.join(folder, '扫描件.tif');
  await writeFile(scan, await plain(6000, 6000).tiff({ compression: 'none' }).toBuffer());
  let sent = 0;
  page.on('request', (request) => {
    if (request.method() === 'PATCH') sent += 1;
  });
  await page.locator('.uploader input').setInputFiles(scan);
  await expect(page.getByRole('listitem').filter({ hasText: '扫描件.tif' }).first()).toContainText(
    '图片有 103 MB，超过 80 MB 的上限：请压缩以后再上传。',
  );
  expect(sent).toBe(1);
  await rm(folder, { recursive: true });
  const huge = await page.evaluate(async () => {
    const headers = { 'Tus-Resumable': '1.0.0', 'Upload-Length': String(2 ** 31) };
    const answer = await fetch('/desk/media/uploads', { method: 'POST', headers });
    return [answer.status, await answer.text()];
  });
  expect(huge).toEqual([413, '文件有 2 GB，超过 1 GB 的上限。']);
});

test('a film has its poster in the library, and the one that is chosen there on its story', async ({
  context,
  newsroom,
}) => {
  const [film] = await newsroom.sql<{ id: number; story: number; hash: string }[]>`
    select m.id::int, s.id::int as story, p.hash from media m
    join media p on p.id = m.poster_id join story s on s.media_id = m.id
    where m.kind = 'video' and s.status = 'published' order by s.id desc limit 1`;
  const [picture] = await newsroom.sql<{ id: number; hash: string }[]>`
    select id::int, hash from media where kind = 'image' and hash <> ${film?.hash ?? ''} order by id limit 1`;
  if (!film || !picture) throw new Error('The demo has no film with a poster.');
  const { page } = await enter(context, 'editor');
  const poster = page.locator(`.media-grid a[href="/desk/media/${film.id}"] img`);
  await page.goto(`/desk/media?kind=video&q=${film.id}`);
  await expect(poster).toHaveAttribute('src', new RegExp(`/media/${film.hash}/`));
  await page.goto(`/desk/media/${film.id}`);
  await page.getByLabel('封面', { exact: true }).fill('999999999');
  await page.getByRole('button', { name: '保存封面' }).click();
  await expect(page.getByRole('alert').filter({ hasText: '不存在' })).toBeVisible();
  await page.getByLabel('封面', { exact: true }).fill(String(picture.id));
  await page.getByRole('button', { name: '保存封面' }).click();
  await expect(page.getByText('已保存，用到它的页面正在更新。')).toBeVisible();
  await expect(page.locator('video')).toHaveAttribute('poster', new RegExp(`/media/${picture.hash}/`));
  await page.goto(`/desk/media?kind=video&q=${film.id}`);
  await expect(poster).toHaveAttribute('src', new RegExp(`/media/${picture.hash}/`));
  expect((await read(`/article/${film.story}`)).html).toMatch(new RegExp(`poster="/media/${picture.hash}/`));
});

test('words, focal point, original, replacement and removal of one picture', async ({ context, newsroom }) => {
  const { page } = await enter(context, 'editor');
  await page.goto('/desk/media');
  const original = await noise();
  await page.locator('.uploader input').setInputFiles([photo('伏羲庙.jpg', original)]);
  await expect(page.getByRole('listitem').filter({ hasText: '伏羲庙.jpg' }).first()).toContainText('完成', {
    timeout: 30_000,
  });
  await page.getByRole('link', { name: /伏羲庙\.jpg/ }).click();
  await page.waitForURL(/\/desk\/media\/\d+$/);
  await page.getByRole('textbox', { name: '替代文字' }).fill('伏羲庙的古柏');
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await expect(page.getByText('已保存，用到它的页面正在更新。')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('伏羲庙的古柏');

  await page.getByLabel('左右').focus();
  await page.keyboard.press('Home');
  await page.getByRole('button', { name: '保存焦点' }).click();
  const id = Number(new URL(page.url()).pathname.split('/').at(-1));
  const find = async () => {
    const [found] = await newsroom.sql<{ hash: string; file: string; x: number; due: boolean }[]>`
      select hash, file, crop_x as x, crops_due as due from media where id = ${id}`;
    if (!found) throw new Error('The picture is gone.');
    return found;
  };
  await expect.poll(async () => (await find()).x).toBe(0);
  const { hash } = await find();
  const crop = await fetch(new URL(`/media/${hash}/1x1-0-50.jpg`, siteUrl()));
  const { width, height } = await sharp(Buffer.from(await crop.arrayBuffer())).metadata();
  expect([crop.status, width, height]).toEqual([200, 600, 600]);

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: '下载原始文件' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('伏羲庙.jpg');
  for (const address of [
    `/media/${hash}/original.jpg`,
    `/originals/${hash}/original.jpg`,
    `/media/../originals/${hash}/original.jpg`,
  ]) {
    expect([address, (await fetch(new URL(address, siteUrl()))).status]).toEqual([address, 404]);
  }
  const stranger = await fetch(new URL(`/desk/media/originals/${id}`, siteUrl()));
  expect(stranger.status).toBe(401);

  await page.locator('.uploader input').setInputFiles([photo('新.jpg', await noise(700, 700))]);
  await expect(page.getByRole('listitem').filter({ hasText: '新.jpg' })).toContainText('完成', { timeout: 30_000 });
  expect((await find()).hash).not.toBe(hash);
  await expect(page.getByRole('textbox', { name: '替代文字' })).toHaveValue('伏羲庙的古柏');
  await page.getByRole('button', { name: '删除' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: '删除' }).click();
  await page.waitForURL('/desk/media');
});

test('an upload whose connection breaks goes on where it was', async ({ context }) => {
  const { page } = await enter(context, 'reporter');
  await page.goto('/desk/media');
  // Three parts; the second is broken off once.
  let broken = 0;
  await page.route('**/desk/media/uploads/*', (route) => {
    const request = route.request();
    if (request.method() === 'PATCH' && request.headers()['upload-offset'] !== '0' && broken++ === 0)
      return route.abort();
    return route.continue();
  });
  const large = await grain(2600, 2600).jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer();
  expect(large.length).toBeGreaterThan(8 * 1024 * 1024);
  await page.locator('.uploader input').setInputFiles([photo('大图.jpg', large)]);
  await expect(page.getByRole('listitem').filter({ hasText: '大图.jpg' }).first()).toContainText('完成', {
    timeout: 50_000,
  });
  expect(broken).toBeGreaterThan(1);
});

test('nobody uploads without having signed in, or at the word of another site', async () => {
  const ask = (headers: Record<string, string>) =>
    fetch(new URL('/desk/media/uploads', siteUrl()), {
      method: 'POST',
      headers: { 'Tus-Resumable': '1.0.0', 'Upload-Length': '10', ...headers },
    });
  expect((await ask({ Origin: siteUrl() })).status).toBe(401);
  expect((await ask({ Origin: 'https://evil.example' })).status).toBe(403);
  expect((await ask({})).status).toBe(403);
});
