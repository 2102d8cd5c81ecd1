import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cropOf } from './crops.ts';
import { DiskStorage } from './disk-storage.ts';
import { bomb, generatedXmp, grain, latitude, placed, plain, svgWithScript, zip } from './fixtures.ts';
import { widthsOf } from './pictures.ts';
import { storePicture, storeRecording } from './store.ts';

const demo = path.resolve(import.meta.dirname, '../../db/demo');
let folder: string;
let storage: DiskStorage;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'weishui-media-'));
  storage = new DiskStorage(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let files = 0;
/** Bytes as a file; its name never says what it is. */
async function file(bytes: Buffer, name = `${files++}.jpg`): Promise<string> {
  const place = path.join(folder, name);
  await writeFile(place, bytes);
  return place;
}
const inFolder = async (hash: string) => (await readdir(path.join(folder, 'media', hash))).sort();

describe('a picture that is taken in', () => {
  it('has variants up to its own width in every format, and three crops, under the hash of its bytes', async () => {
    const stored = await storePicture(await file(await plain(1200, 800).jpeg().toBuffer()), storage, {
      formats: ['avif', 'webp', 'jpeg'],
      crop: { x: 30, y: 50 },
    });
    expect(stored).toMatchObject({
      ...{ width: 1200, height: 800, widths: [320, 640, 828, 1200], file: '1200.jpg', mime: 'image/jpeg' },
      color: expect.stringMatching(/^#[0-9a-f]{6}$/),
    });
    expect(stored.hash).toMatch(/^[0-9a-f]{16}$/);
    const variants = [320, 640, 828, 1200].flatMap((width) => [`${width}.avif`, `${width}.webp`, `${width}.jpg`]);
    const crops = { '16x9-30-50.jpg': [1200, 675], '4x3-30-50.jpg': [1067, 800], '1x1-30-50.jpg': [800, 800] };
    expect(await inFolder(stored.hash)).toEqual([...variants, ...Object.keys(crops)].sort());
    for (const name of variants) {
      const { width, height, format, exif } = await sharp(path.join(folder, 'media', stored.hash, name)).metadata();
      const kind = { avif: 'heif', webp: 'webp', jpg: 'jpeg' }[name.split('.')[1] ?? ''];
      expect([name, width, format, exif]).toEqual([name, Number(name.split('.')[0]), kind, undefined]);
      expect(Math.abs((height * 3) / 2 - width)).toBeLessThan(2);
    }
    for (const [name, size] of Object.entries(crops)) {
      const { width, height } = await sharp(path.join(folder, 'media', stored.hash, name)).metadata();
      expect([name, width, height]).toEqual([name, ...size]);
    }
  });

  it('has variants of 320 to 1920 when it is large, one when it is small, and none that WebP cannot hold', () => {
    expect(widthsOf(6000, 4000)).toEqual([320, 640, 828, 1280, 1920]);
    expect(widthsOf(200, 100)).toEqual([200]);
    // 长图: a long picture to scroll through.
    expect(widthsOf(1080, 21_600)).toEqual([320, 640, 819]);
  });

  it('is kept unaltered where no reader reaches it', async () => {
    const input = await placed(plain(400, 300).jpeg()).toBuffer();
    const stored = await storePicture(await file(input), storage);
    expect(await readFile(path.join(folder, 'originals', stored.original))).toEqual(input);
    expect(stored.original).toBe(`${stored.hash}/original.jpg`);
  });

  it('says nothing of the place where it was taken, nor of the camera, and still who made it and whose it is', async () => {
    const input = await placed(plain(400, 300).jpeg()).toBuffer();
    expect(input.includes(latitude)).toBe(true);
    const stored = await storePicture(await file(input), storage, {
      formats: ['avif', 'webp', 'jpeg'],
      crop: { x: 50, y: 50 },
    });
    for (const name of await inFolder(stored.hash)) {
      const bytes = await readFile(path.join(folder, 'media', stored.hash, name));
      expect([name, bytes.includes(latitude), bytes.includes('GPS'), bytes.includes('X-T5')]).toEqual([
        name,
        false,
        false,
        false,
      ]);
    }
    const given = await readFile(path.join(folder, 'media', stored.hash, stored.file), 'latin1');
    expect(given).toContain('Weishui Library');
    expect(given).toContain('He Yi');
    expect(stored).toMatchObject({
      credit: 'He Yi',
      licence: 'Weishui Library',
      facts: { placed: true, camera: 'Fuji X-T5', takenAt: '2026-11-22 08:05:09', creator: 'He Yi' },
    });
  });

  it('that a machine made says so in every format, and keeps its credit', async () => {
    const stored = await storePicture(
      await file(await plain(400, 300).jpeg().withXmp(generatedXmp).toBuffer()),
      storage,
      {
        formats: ['avif', 'webp', 'jpeg'],
        crop: { x: 50, y: 50 },
      },
    );
    expect(stored).toMatchObject({
      aiMade: true,
      credit: '渭水 & 制图',
      licence: '© 渭水新闻',
      facts: { sourceType: 'trainedAlgorithmicMedia', placed: true },
    });
    for (const name of await inFolder(stored.hash)) {
      const { xmp } = await sharp(path.join(folder, 'media', stored.hash, name)).metadata();
      expect([name, xmp?.toString()]).toEqual([
        name,
        expect.stringContaining('digitalsourcetype/trainedAlgorithmicMedia'),
      ]);
      expect(xmp?.toString()).toContain('渭水 &amp; 制图');
      expect(xmp?.toString()).not.toMatch(/GPS|105,43/);
    }
  });

  it('with the implicit label of generated content (GB 45438) is known for it, and keeps the label', async () => {
    const label = '{"Label":"1","ContentProducer":"91620500MA0000000X"}';
    const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:TC260="http://www.tc260.org.cn/ns/AIGC/1.0/" TC260:AIGC='${label.replaceAll('"', '&quot;')}'/></rdf:RDF></x:xmpmeta>`;
    const stored = await storePicture(await file(await plain(400, 300).png().withXmp(xmp).toBuffer()), storage);
    expect(stored).toMatchObject({ aiMade: true, facts: { aigc: label, format: 'png' } });
    const { xmp: kept } = await sharp(path.join(folder, 'media', stored.hash, stored.file)).metadata();
    expect(kept?.toString()).toContain('&quot;Label&quot;:&quot;1&quot;');
  });

  it('with content credentials (C2PA) is known for them, and for the machine that they name', async () => {
    const jpeg = await plain(400, 300).jpeg().toBuffer();
    const manifest = Buffer.from(
      'JP\0\0\0\0\0\0\0\0\0jumb\0\0\0\0jumdc2pa http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia',
    );
    const segment = Buffer.concat([Buffer.from([0xff, 0xeb, 0, manifest.length + 2]), manifest]);
    const signed = Buffer.concat([jpeg.subarray(0, 2), segment, jpeg.subarray(2)]);
    const stored = await storePicture(await file(signed), storage);
    expect(stored).toMatchObject({ aiMade: true, facts: { c2pa: true, sourceType: 'trainedAlgorithmicMedia' } });
  });

  it('leaves behind what is hidden behind its end', async () => {
    const input = Buffer.concat([
      await plain(400, 300).jpeg().toBuffer(),
      zip,
      Buffer.from('<script>alert(1)</script>'),
    ]);
    const stored = await storePicture(await file(input), storage);
    for (const name of await inFolder(stored.hash)) {
      const bytes = await readFile(path.join(folder, 'media', stored.hash, name));
      expect([name, bytes.includes('PK\x03\x04'), bytes.includes('alert')]).toEqual([name, false, false]);
    }
  });

  it('that was held sideways is upright', async () => {
    const stored = await storePicture(
      await file(await plain(640, 480).jpeg().withMetadata({ orientation: 6 }).toBuffer()),
      storage,
    );
    expect([stored.width, stored.height, stored.widths]).toEqual([480, 640, [320, 480]]);
    const variant = await sharp(path.join(folder, 'media', stored.hash, '320.webp')).metadata();
    expect([variant.width, variant.height]).toEqual([320, 427]);
  });

  it.each(['png', 'webp', 'avif', 'tiff', 'gif'] as const)('may be %s', async (format) => {
    const stored = await storePicture(await file(await plain(64, 48)[format]().toBuffer()), storage);
    expect(stored).toMatchObject({ width: 64, height: 48, facts: { format } });
  });
});

/** The first box of an MP4 and its kin. */
const ftyp = (brand: string, ...others: string[]) => {
  const names = Buffer.from([brand, '\0\0\0\0', ...others].join(''));
  const box = Buffer.alloc(8 + names.length);
  box.writeUInt32BE(box.length);
  box.write('ftyp', 4);
  names.copy(box, 8);
  return Buffer.concat([box, Buffer.alloc(64)]);
};

describe('what cannot be taken in is refused in a Chinese sentence, and leaves nothing behind', () => {
  const animated = () =>
    sharp(Buffer.concat([Buffer.alloc(64 * 64 * 3, 1), Buffer.alloc(64 * 64 * 3, 200)]), {
      raw: { width: 64, height: 128, channels: 3, pageHeight: 64 },
    })
      .gif({ delay: [100, 100] })
      .toBuffer();
  const cases: [string, () => Buffer | Promise<Buffer>, string, RegExp][] = [
    ['text', () => Buffer.from('no picture'), 'unknown-format', /文字文件/],
    ['nothing', () => Buffer.alloc(0), 'unknown-format', /空的/],
    ['an SVG with a script', () => svgWithScript, 'unknown-format', /SVG/],
    ['an SVG in UTF-16', () => Buffer.from(`\ufeff${svgWithScript}`, 'utf16le'), 'unknown-format', /SVG/],
    ['HTML', () => Buffer.from('<!doctype html><img src=x onerror=alert(1)>'), 'unknown-format', /文字文件/],
    ['a ZIP named .jpg', () => zip, 'unknown-format', /压缩包/],
    ['an iPhone’s HEIC', () => ftyp('heic', 'mif1', 'heic'), 'unknown-format', /HEIC.*导出为 JPEG/],
    ['a QuickTime film', () => ftyp('qt  ', 'qt  '), 'unknown-format', /MOV.*导出为 MP4/],
    [
      'a Matroska film',
      () =>
        Buffer.from(
          '1a45dfa3a34286810142f7810142f2810442f381084282886d6174726f736b6142878104428581021853806701',
          'hex',
        ),
      'unknown-format',
      /转为 MP4（H.264）或 WebM/,
    ],
    ['a program', () => Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)]), 'unknown-format', /程序/],
    ['a PDF', () => Buffer.from('%PDF-1.7\n% 文档'), 'unknown-format', /PDF/],
    [
      'noise',
      () => Buffer.from(Array.from({ length: 999 }, (_, index) => (index * 37) % 251)),
      'unknown-format',
      /认不出/,
    ],
    ['a picture of 30,000 by 30,000', () => bomb(30_000, 30_000), 'too-large', /30000 × 30000 像素（900 百万）/],
    ['a PNG whose rows are missing', () => bomb(300, 300).subarray(0, 45), 'damaged', /损坏/],
    ['a film of moving pictures', animated, 'unknown-format', /动图/],
    ['a single dot', () => plain(1, 1).png().toBuffer(), 'unknown-format', /太小/],
    [
      'a JPEG that was cut off',
      async () => {
        const whole = await grain(800, 600).jpeg().toBuffer();
        return whole.subarray(0, whole.length / 2);
      },
      'damaged',
      /损坏或不完整/,
    ],
  ];
  it.each(cases)('%s', async (_, bytes, code, message) => {
    const before = await readdir(path.join(folder, 'media'));
    const input = await file(await bytes(), 'photo.jpg');
    await expect(storePicture(input, storage)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    expect(await readdir(path.join(folder, 'media'))).toEqual(before);
  });
});

describe('crops', () => {
  it.each([
    [{ width: 1600, height: 900 }, 1, { x: 50, y: 50 }, { left: 350, top: 0, width: 900, height: 900 }],
    [{ width: 1600, height: 900 }, 1, { x: 0, y: 0 }, { left: 0, top: 0, width: 900, height: 900 }],
    [{ width: 1600, height: 900 }, 1, { x: 100, y: 100 }, { left: 700, top: 0, width: 900, height: 900 }],
    [{ width: 900, height: 1600 }, 16 / 9, { x: 50, y: 25 }, { left: 0, top: 147, width: 900, height: 506 }],
    [{ width: 20, height: 1000 }, 16 / 9, { x: 50, y: 100 }, { left: 0, top: 989, width: 20, height: 11 }],
  ])('of %o to %d keep %o in view', (size, ratio, point, area) => {
    expect(cropOf(size, ratio, point)).toEqual(area);
  });
});

describe('sound and film', () => {
  it.each([
    ['dengying.mp4', 'video', 'video/mp4', 1],
    ['hesheng.mp4', 'video', 'video/mp4', 1],
    ['dongzhi.mp3', 'audio', 'audio/mpeg', 1],
    ['hekou.mp3', 'audio', 'audio/mpeg', 1],
  ])('%s is known by its content, with its length', async (name, kind, mime) => {
    const list: { file: string; durationSeconds: number; width?: number; height?: number }[] = JSON.parse(
      await readFile(path.join(demo, 'av.json'), 'utf8'),
    );
    const said = list.find((one) => one.file === name);
    const stored = await storeRecording(
      await file(await readFile(path.join(demo, 'av', name)), `${name}.txt`),
      storage,
    );
    expect(stored).toMatchObject({ kind, mime, durationSeconds: Math.round(said?.durationSeconds ?? 0) });
    if (kind === 'video') expect([stored.width, stored.height]).toEqual([said?.width, said?.height]);
  });

  it('are kept as they are, with their captions', async () => {
    const data = await readFile(path.join(demo, 'av/dengying.mp4'));
    const stored = await storeRecording(await file(data), storage, Buffer.from('WEBVTT\n'));
    expect(stored).toMatchObject({ file: 'original.mp4', bytes: data.length, captionsFile: 'captions.vtt' });
    expect(await readFile(path.join(folder, 'media', stored.hash, 'original.mp4'))).toEqual(data);
    expect(await readFile(path.join(folder, 'media', stored.hash, 'captions.vtt'), 'utf8')).toBe('WEBVTT\n');
  });

  it('lose the place that a phone wrote into them', async () => {
    const data = await readFile(path.join(demo, 'av/dengying.mp4'));
    // Into the name of a handler: any text of the index will do.
    const at = data.indexOf('VideoHandler');
    expect(at).toBeGreaterThan(0);
    const place = '+34.58+105.7/';
    const said = Buffer.from(data);
    said.write(place, at, 'latin1');
    const stored = await storeRecording(await file(said), storage);
    expect(stored.facts.placed).toBe(true);
    const given = await readFile(path.join(folder, 'media', stored.hash, stored.file));
    expect([given.length, given.includes(place)]).toEqual([data.length, false]);
    expect((await readFile(path.join(folder, 'originals', stored.original))).includes(place)).toBe(true);
  });

  it('that were cut off are refused', async () => {
    const data = await readFile(path.join(demo, 'av/dengying.mp4'));
    await expect(storeRecording(await file(data.subarray(0, 1000)), storage)).rejects.toMatchObject({
      code: 'damaged',
      message: expect.stringContaining('读不出时长'),
    });
  });
});
