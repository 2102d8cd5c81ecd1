import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storedMedia } from '#lib/server/media.ts';
import { type TestS3, testS3 } from '#lib/testing/s3.ts';
import { mediaConfiguration } from './configuration.ts';
import { DiskStorage } from './disk-storage.ts';
import { plain } from './fixtures.ts';
import { S3Storage } from './s3-storage.ts';
import type { MediaStorage } from './storage.ts';
import { storePicture } from './store.ts';

let folder: string;
let s3: TestS3;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'weishui-storage-'));
  s3 = await testS3();
});
afterAll(async () => {
  await s3.close();
  await rm(folder, { recursive: true, force: true });
});

async function file(bytes: Uint8Array): Promise<string> {
  const place = path.join(folder, randomBytes(4).toString('hex'));
  await writeFile(place, bytes);
  return place;
}

describe.each([
  ['disk', () => new DiskStorage(path.join(folder, 'data'))],
  ['S3', () => new S3Storage(s3.options)],
] as [string, () => MediaStorage][])('a storage on %s', (_, open) => {
  let storage: MediaStorage;
  let server: Server;
  let url: string;
  const hash = randomBytes(8).toString('hex');
  const film = randomBytes(100_000);
  beforeAll(async () => {
    storage = open();
    await storage.put(`media/${hash}/original.mp4`, await file(film), 'video/mp4');
    const send = storedMedia(storage);
    server = createServer((request, response) => {
      send(request.url ?? '/', request, response).then(
        (sent) => sent || response.writeHead(404).end(),
        () => response.writeHead(500).end(),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await storage.remove(await storage.list(`media/${hash}/`));
  });
  const ask = async (headers: Record<string, string> = {}, method = 'GET', address = `/media/${hash}/original.mp4`) => {
    const answer = await fetch(url + address, { method, headers });
    return {
      status: answer.status,
      header: (name: string) => answer.headers.get(name),
      body: Buffer.from(await answer.arrayBuffer()),
    };
  };

  it('gives back what it took, lists it, forgets it', async () => {
    const name = `originals/${hash}/original.jpg`;
    const bytes = randomBytes(5000);
    await storage.put(name, await file(bytes), 'image/jpeg');
    expect(await storage.list(`originals/${hash}/`)).toEqual([name]);
    const copy = path.join(folder, 'copy');
    expect(await storage.fetch(name, copy)).toBe(true);
    expect(await readFile(copy)).toEqual(bytes);
    const other = randomBytes(6000);
    await storage.put(name, await file(other), 'image/jpeg');
    expect(await storage.fetch(name, copy)).toBe(true);
    expect(await readFile(copy)).toEqual(other);
    await storage.remove([name, `originals/${hash}/none.jpg`]);
    expect(await storage.list(`originals/${hash}/`)).toEqual([]);
    expect(await storage.fetch(name, copy)).toBe(false);
  });

  it('takes what is larger than one part', async () => {
    const bytes = randomBytes(18 * 1024 * 1024);
    const name = `media/${hash}/large.mp4`;
    await storage.put(name, await file(bytes), 'video/mp4');
    const copy = path.join(folder, 'large');
    await storage.fetch(name, copy);
    expect((await readFile(copy)).equals(bytes)).toBe(true);
  });

  it('serves a file under its public address, whole, for a year', async () => {
    const { status, header, body } = await ask();
    expect([status, body.equals(film), header('content-type'), header('cache-control')]).toEqual([
      ...[200, true, 'video/mp4', 'public, max-age=31536000, immutable'],
    ]);
    expect([header('content-length'), header('accept-ranges')]).toEqual(['100000', 'bytes']);
    for (const name of ['server', 'x-amz-request-id', 'x-amz-id-2']) expect(header(name)).toBeNull();
  });

  it.each([
    ['bytes=0-99', 0, 99],
    // Not `bytes=0-0`, which `s3rver` takes for the whole.
    ['bytes=7-7', 7, 7],
    ['bytes=99990-', 99_990, 99_999],
    ['bytes=-50', 99_950, 99_999],
    ['bytes=100-900000', 100, 99_999],
  ])('serves %s of it', async (range, from, to) => {
    const { status, header, body } = await ask({ Range: range });
    expect([status, header('content-range')]).toEqual([206, `bytes ${from}-${to}/100000`]);
    expect(body.equals(film.subarray(from, to + 1))).toBe(true);
  });

  it('says that there is no such part, and hears no nonsense', async () => {
    const beyond = await ask({ Range: 'bytes=100000-' });
    expect([beyond.status, beyond.body.length, beyond.header('cache-control')]).toEqual([416, 0, 'no-store']);
    for (const range of ['bytes=5-2', 'bytes=x-y', 'seconds=0-10', 'bytes=0-1,5-6']) {
      const { status, body } = await ask({ Range: range });
      expect([range, status, body.length]).toEqual([range, 200, 100_000]);
    }
  });

  it('answers 304 to whoever has it, HEAD without a body, and a part only to whoever has the rest', async () => {
    const head = await ask({}, 'HEAD');
    expect([head.status, head.header('content-length'), head.body.length]).toEqual([200, '100000', 0]);
    const etag = head.header('etag') ?? '';
    expect((await ask({ 'If-None-Match': etag, 'Cache-Control': 'max-age=0' })).status).toBe(304);
    expect((await ask({ 'If-None-Match': '"other"', 'Cache-Control': 'max-age=0' })).status).toBe(200);
    expect((await ask({ Range: 'bytes=0-9', 'If-Range': etag })).status).toBe(206);
    const other = await ask({ Range: 'bytes=0-9', 'If-Range': '"other"' });
    expect([other.status, other.body.length]).toEqual([200, 100_000]);
  });

  it('has nothing at other addresses, and shows no original', async () => {
    const stored = await storePicture(await file(await plain(64, 48).jpeg().toBuffer()), storage);
    expect((await ask({}, 'GET', `/media/${stored.hash}/64.webp`)).status).toBe(200);
    for (const address of [
      `/media/${hash}/none.mp4`,
      `/media/${hash}/`,
      '/media/',
      `/media/${stored.hash}/original.jpg`,
      `/originals/${stored.original}`,
      `/media/../originals/${stored.original}`,
      `/media/${hash}/..%2f..%2foriginals%2f${stored.hash}%2foriginal.jpg`,
      `/media/${hash}/../../originals/${stored.hash}/original.jpg`,
    ]) {
      expect([address, (await ask({}, 'GET', address)).status]).toEqual([address, 404]);
    }
    await storage.remove(await storage.list(`media/${stored.hash}/`));
  });
});

it('a storage that does not answer is an error and not an absence', async () => {
  const away = new S3Storage({ ...s3.options, endpoint: 'http://127.0.0.1:9/weishui' });
  await expect(away.send('media/00000000000000ff/a.webp', 'GET', {})).rejects.toThrow();
});

describe('what cannot be meant in the environment is said in a sentence', () => {
  it.each([
    [{ MEDIA_PICTURE_MB: '-1' }, /MEDIA_PICTURE_MB/],
    [{ MEDIA_RECORDING_MB: '9000' }, /不超过 2048/],
    [{ MEDIA_FORMATS: 'avif' }, /必须有 webp/],
    [{ MEDIA_FORMATS: 'webp,bmp' }, /MEDIA_FORMATS/],
    [{ MEDIA_S3_ENDPOINT: 'ftp://x' }, /存储桶的网址/],
    [{ MEDIA_S3_ENDPOINT: 'https://s3.example/b' }, /MEDIA_S3_KEY/],
  ])('%o', (env, message) => {
    expect(() => mediaConfiguration(env)).toThrow(message);
  });
});
