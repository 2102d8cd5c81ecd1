import sharp from 'sharp';
import { expect, read, siteUrl, test } from './test.ts';

/** Pictures, sound and film as they go over the wire. */
type Recording = { story: number; address: string; bytes: number; mime: string };
let film: Recording;
let sound: Recording;
let captions: string;

test.beforeAll(async ({ newsroom: room }) => {
  const find = async (kind: 'video' | 'audio') => {
    const [row] = await room.sql<Recording[]>`
      select s.id::int story, '/media/' || m.hash || '/' || m.file address, m.bytes, m.mime
      from story s join media m on m.id = s.media_id
      where s.status = 'published' and m.kind = ${kind} order by s.id desc limit 1`;
    if (!row) throw new Error(`the demo newsroom has no ${kind}`);
    return row;
  };
  film = await find('video');
  sound = await find('audio');
  const [row] = await room.sql<{ address: string }[]>`
    select '/media/' || hash || '/' || captions_file address from media where captions_file is not null order by id limit 1`;
  captions = row?.address ?? '';
});

/** One answer with its headers and the size of its body. */
async function ask(address: string, headers: Record<string, string> = {}, method = 'GET') {
  const response = await fetch(new URL(address, siteUrl()), {
    method,
    headers: { 'Accept-Encoding': 'identity', ...headers },
  });
  const body = Buffer.from(await response.arrayBuffer());
  return { status: response.status, header: (name: string) => response.headers.get(name), body };
}

test('a recording is sent whole, under its type, and says that parts can be had', async () => {
  for (const { address, bytes, mime } of [film, sound]) {
    const { status, header, body } = await ask(address);
    expect([status, body.length, header('content-length')]).toEqual([200, bytes, String(bytes)]);
    expect([header('content-type'), header('accept-ranges')]).toEqual([mime, 'bytes']);
    expect(header('content-encoding')).toBeNull();
  }
});

test('any part of a recording can be had', async () => {
  const whole = (await ask(film.address)).body;
  const size = whole.length;
  for (const [range, from, to] of [
    ['bytes=0-99', 0, 99],
    ['bytes=0-0', 0, 0],
    [`bytes=${size - 10}-`, size - 10, size - 1],
    ['bytes=-50', size - 50, size - 1],
    // More than there is: what there is.
    [`bytes=100-${size + 1000}`, 100, size - 1],
  ] as const) {
    const part = await ask(film.address, { Range: range });
    expect([range, part.status, part.header('content-range')]).toEqual([range, 206, `bytes ${from}-${to}/${size}`]);
    expect([range, part.header('content-length')]).toEqual([range, String(to - from + 1)]);
    expect(part.body.equals(whole.subarray(from, to + 1)), range).toBe(true);
    expect(part.header('content-type')).toBe(film.mime);
  }
});

test('the last so many bytes of a recording that has fewer are all of it', async () => {
  const { status, body } = await ask(film.address, { Range: `bytes=-${film.bytes + 1000}` });
  expect([200, 206]).toContain(status);
  expect(body.length).toBe(film.bytes);
});

test('a part that does not exist answers 416 and how much there is', async () => {
  for (const range of [`bytes=${film.bytes}-`, `bytes=${film.bytes + 5}-${film.bytes + 9}`, 'bytes=-0']) {
    const { status, header } = await ask(film.address, { Range: range });
    expect([range, status, header('content-range')]).toEqual([range, 416, `bytes */${film.bytes}`]);
  }
});

test('a range that makes no sense is refused or not heard, and never answered with some part', async () => {
  for (const range of ['bytes=5-2', 'bytes=x-y', 'seconds=0-10', 'bytes', 'bytes=']) {
    const { status, body } = await ask(film.address, { Range: range });
    expect([range, 200, 416]).toContain(status);
    if (status === 200) expect(body.length).toBe(film.bytes);
  }
});

test('a part is only sent to whoever has the rest of the same file', async () => {
  const head = await ask(film.address, {}, 'HEAD');
  const modified = head.header('last-modified') ?? '';
  const range = { Range: 'bytes=0-99' };
  expect((await ask(film.address, { ...range, 'If-Range': modified })).status).toBe(206);
  const other = await ask(film.address, { ...range, 'If-Range': '"another"' });
  expect([other.status, other.body.length]).toEqual([200, film.bytes]);
  const older = await ask(film.address, { ...range, 'If-Range': 'Sat, 01 Jan 2000 00:00:00 GMT' });
  expect([older.status, older.body.length]).toEqual([200, film.bytes]);
});

test('HEAD says what GET would, without a body', async () => {
  for (const address of [film.address, sound.address, captions]) {
    const [get, head] = [await ask(address), await ask(address, {}, 'HEAD')];
    expect([head.status, head.body.length]).toEqual([200, 0]);
    for (const name of ['content-length', 'content-type', 'etag', 'last-modified', 'cache-control', 'accept-ranges']) {
      expect([name, head.header(name)]).toEqual([name, get.header(name)]);
    }
  }
  const part = await ask(film.address, { Range: 'bytes=0-99' }, 'HEAD');
  expect([part.body.length, part.header('content-length')]).toEqual([
    0,
    part.status === 206 ? '100' : String(film.bytes),
  ]);
});

test('media, script and style never change under their address, and are kept for a year', async () => {
  const { html } = await read('/');
  const built = [...html.matchAll(/(?:src|href)="(\/(?:_r|_next\/static)\/[^"]+)"/g)].map(
    ([, address]) => address ?? '',
  );
  expect(built.length).toBeGreaterThanOrEqual(3);
  const picture = /src="(\/media\/[^"]+)"/.exec(html)?.[1] ?? '-';
  for (const address of [film.address, sound.address, captions, picture, ...built]) {
    const { status, header } = await ask(address, {}, 'HEAD');
    expect([address, status, header('cache-control')]).toEqual([address, 200, 'public, max-age=31536000, immutable']);
  }
});

test('whoever has a file already gets 304', async () => {
  const { html } = await read('/');
  const picture = /src="(\/media\/[^"]+)"/.exec(html)?.[1] ?? '-';
  for (const address of [film.address, picture, captions]) {
    const { header } = await ask(address, {}, 'HEAD');
    const etag = header('etag') ?? '-';
    const modified = header('last-modified') ?? '-';
    const conditions: Record<string, string>[] = [
      { 'If-None-Match': etag },
      { 'If-None-Match': `"x", ${etag}` },
      { 'If-Modified-Since': modified },
    ];
    for (const known of conditions) {
      // As a browser asks that looks again; Node's fetch would say that it wants no stored answer.
      const again = await ask(address, { 'Cache-Control': 'max-age=0', ...known });
      expect([address, known, again.status, again.body.length]).toEqual([address, known, 304, 0]);
    }
    expect((await ask(address, { 'If-None-Match': '"x"' })).status).toBe(200);
    expect((await ask(address, { 'If-Modified-Since': 'Sat, 01 Jan 2000 00:00:00 GMT' })).status).toBe(200);
  }
});

test('media that are not there answer 404, and are not kept for a year', async () => {
  for (const address of [
    '/media/0000000000000000/original.mp4',
    '/media/',
    '/media',
    `${film.address}/x`,
    `${film.address}x`,
  ]) {
    const { status, header } = await ask(address);
    expect([address, status]).toEqual([address, 404]);
    expect(header('cache-control') ?? '').not.toContain('immutable');
  }
});

test('every picture that the front page offers exists, as WebP, as wide as is said', async ({ page }) => {
  await page.goto('/');
  const sets = await page
    .locator('img[srcset]')
    .evaluateAll((all) => all.map((img) => img.getAttribute('srcset') ?? ''));
  expect(sets.length).toBeGreaterThan(20);
  const offered = new Map(
    sets.flatMap((set) =>
      set.split(',').map((one): [string, number] => {
        const [address = '', width = ''] = one.trim().split(/\s+/);
        return [address, Number(width.replace(/w$/, ''))];
      }),
    ),
  );
  // A phone and a large screen have something to choose from.
  expect(sets.every((set) => set.split(',').length >= 2)).toBe(true);
  const wrong: Record<string, unknown> = {};
  for (const [address, width] of offered) {
    const { status, header, body } = await ask(address);
    const real = status === 200 ? (await sharp(body).metadata()).width : null;
    if (status !== 200 || header('content-type') !== 'image/webp' || real !== width) {
      wrong[address] = { status, type: header('content-type'), real, width };
    }
  }
  expect(wrong).toEqual({});

  const sources = await page
    .locator('img')
    .evaluateAll((all) => [...new Set(all.map((img) => img.getAttribute('src') ?? ''))]);
  for (const address of sources) {
    const { status, header } = await ask(address, {}, 'HEAD');
    expect([address, status, header('content-type')]).toEqual([
      address,
      200,
      expect.stringMatching(/^image\/(webp|jpeg|png)$/),
    ]);
  }
});

test('a phone fetches a smaller picture than a desk', async ({ browser }) => {
  const first = async (width: number) => {
    const context = await browser.newContext({
      baseURL: siteUrl(),
      viewport: { width, height: 800 },
      deviceScaleFactor: 1,
    });
    const page = await context.newPage();
    await page.goto('/');
    const lead = page.getByRole('region', { name: '头条' }).locator('img');
    await expect.poll(() => lead.evaluate((img: HTMLImageElement) => img.complete && img.currentSrc !== '')).toBe(true);
    const chosen = await lead.evaluate((img: HTMLImageElement) => img.currentSrc);
    await context.close();
    return Number((await ask(chosen, {}, 'HEAD')).header('content-length'));
  };
  expect(await first(360)).toBeLessThan(await first(1440));
});

for (const kind of ['video', 'audio'] as const) {
  test(`a reader jumps to the middle of ${kind === 'video' ? 'a film' : 'a sound'}, and it goes on from there`, async ({
    page,
  }) => {
    const { story, address } = kind === 'video' ? film : sound;
    const parts: number[] = [];
    page.on('response', (response) => {
      if (response.url().endsWith(address)) parts.push(response.status());
    });
    await page.goto(`/article/${story}`);
    const player = page.locator(kind);
    await expect.poll(() => player.evaluate((media: HTMLMediaElement) => media.readyState)).toBeGreaterThanOrEqual(1);
    const middle = await player.evaluate(async (media: HTMLMediaElement) => {
      const arrived = new Promise((resolve) => media.addEventListener('seeked', resolve, { once: true }));
      media.muted = true;
      media.currentTime = media.duration / 2;
      await arrived;
      await media.play();
      return media.duration / 2;
    });
    await expect.poll(() => player.evaluate((media: HTMLMediaElement) => media.currentTime)).toBeGreaterThan(middle);
    expect(await player.evaluate((media: HTMLMediaElement) => media.error)).toBeNull();
    expect(parts.length).toBeGreaterThan(0);
    expect(new Set(parts)).toEqual(new Set([206]));
  });
}
