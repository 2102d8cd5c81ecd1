import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withoutPlace } from './gps.ts';
import { storeFile, storePicture } from './store.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'weishui-media-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#2f6f9f' } });

const placed = (picture: Sharp) =>
  picture.withExif({
    IFD0: { Copyright: 'Weishui Library', Artist: 'He Yi' },
    IFD2: { DateTimeOriginal: '2026:11:22 08:05:09' },
    IFD3: {
      GPSLatitudeRef: 'N',
      GPSLatitude: '34/1 34/1 4711/100',
      GPSLongitudeRef: 'E',
      GPSLongitude: '105/1 43/1 2911/100',
    },
  });

/** Entries of the GPS directory of an Exif block, and the offset of the directory; by the letter of the standard. */
function gpsEntries(exif: Buffer): number | null {
  const tiff = exif.subarray(exif.toString('latin1', 0, 4) === 'Exif' ? 6 : 0);
  const little = tiff.toString('latin1', 0, 2) === 'II';
  const short = (at: number) => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const long = (at: number) => (little ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at));
  const first = long(4);
  for (let index = 0; index < short(first); index += 1) {
    const at = first + 2 + index * 12;
    if (short(at) === 0x8825) return short(long(at + 8));
  }
  return null;
}

describe('a picture that is taken in', () => {
  it('is kept with variants up to its own width, under the hash of its bytes', async () => {
    const stored = await storePicture(await plain(1200, 800).jpeg().toBuffer(), folder);
    expect(stored).toMatchObject({
      width: 1200,
      height: 800,
      widths: [320, 640, 828, 1200],
      color: expect.stringMatching(/^#[0-9a-f]{6}$/),
    });
    expect(stored.hash).toMatch(/^[0-9a-f]{16}$/);
    expect((await readdir(path.join(folder, stored.hash))).sort()).toEqual([
      '1200.webp',
      '320.webp',
      '640.webp',
      '828.webp',
      'original.jpg',
    ]);
    for (const width of stored.widths) {
      const variant = await sharp(path.join(folder, stored.hash, `${width}.webp`)).metadata();
      expect([variant.format, variant.width, variant.exif]).toEqual(['webp', width, undefined]);
    }
  });

  it('has variants of 320, 640, 828 and 1600 when it is large, and one when it is small', async () => {
    expect((await storePicture(await plain(2400, 1600).jpeg().toBuffer(), folder)).widths).toEqual([
      320, 640, 828, 1600,
    ]);
    expect((await storePicture(await plain(200, 100).png().toBuffer(), folder)).widths).toEqual([200]);
  });

  it('loses the place where it was taken and keeps everything else, byte for byte', async () => {
    const input = await placed(plain(400, 300).jpeg()).toBuffer();
    const exifBefore = (await sharp(input).metadata()).exif ?? Buffer.alloc(0);
    expect(gpsEntries(exifBefore)).toBeGreaterThan(0);

    const stored = await storePicture(input, folder);
    const output = await readFile(path.join(folder, stored.hash, 'original.jpg'));
    const exif = (await sharp(output).metadata()).exif ?? Buffer.alloc(0);
    expect(gpsEntries(exif)).toBe(0);
    expect(exif.toString('latin1')).toContain('Weishui Library');
    expect(exif.toString('latin1')).toContain('2026:11:22 08:05:09');
    const latitude = Buffer.from(new Uint32Array([34, 1, 34, 1]).buffer);
    expect(input.includes(latitude)).toBe(true);
    expect(output.includes(latitude)).toBe(false);
    expect(output.length).toBe(input.length);
    expect((await sharp(output).raw().toBuffer()).equals(await sharp(input).raw().toBuffer())).toBe(true);
  });

  it('keeps the label of AI-made pictures and loses the place in XMP', async () => {
    const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" exif:GPSLatitude="34,34.785N" Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"><exif:GPSLongitude>105,43.485E</exif:GPSLongitude></rdf:Description></rdf:RDF></x:xmpmeta>`;
    const output = withoutPlace(await plain(40, 30).jpeg().withXmp(xmp).toBuffer()).toString('latin1');
    expect(output).toContain('trainedAlgorithmicMedia');
    expect(output).not.toMatch(/GPSLatitude|GPSLongitude|34,34|105,43/);
  });

  it('that was held sideways is stored upright in its variants', async () => {
    const input = await plain(640, 480).jpeg().withMetadata({ orientation: 6 }).toBuffer();
    const stored = await storePicture(input, folder);
    expect([stored.width, stored.height, stored.widths]).toEqual([480, 640, [320, 480]]);
    const variant = await sharp(path.join(folder, stored.hash, '320.webp')).metadata();
    expect([variant.width, variant.height]).toEqual([320, 427]);
  });

  it('twice is stored once', async () => {
    const input = await plain(700, 500).jpeg().toBuffer();
    const first = await storePicture(input, folder);
    const file = path.join(folder, first.hash, '320.webp');
    const { mtimeMs } = await stat(file);
    expect(await storePicture(input, folder)).toEqual(first);
    expect((await stat(file)).mtimeMs).toBe(mtimeMs);
  });

  it('is mended when a file of it was lost', async () => {
    const input = await plain(710, 500).jpeg().toBuffer();
    const { hash } = await storePicture(input, folder);
    await rm(path.join(folder, hash, '640.webp'));
    await storePicture(input, folder);
    expect(await readdir(path.join(folder, hash))).toContain('640.webp');
  });

  it.each([
    ['text', Buffer.from('no picture'), 'unknown-format'],
    ['nothing', Buffer.alloc(0), 'unknown-format'],
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'), 'unknown-format'],
  ])('cannot be %s', async (_, input, code) => {
    await expect(storePicture(input, folder)).rejects.toMatchObject({ code });
  });

  it('cannot be cut off, and leaves nothing behind', async () => {
    const whole = await sharp({
      create: {
        width: 800,
        height: 600,
        channels: 3,
        background: '#000',
        noise: { type: 'gaussian', mean: 128, sigma: 60 },
      },
    })
      .jpeg()
      .toBuffer();
    const before = await readdir(folder);
    await expect(storePicture(whole.subarray(0, whole.length / 2), folder)).rejects.toMatchObject({ code: 'damaged' });
    expect(await readdir(folder)).toEqual(before);
  });
});

describe('sound and film', () => {
  it('are kept as they are, with their captions', async () => {
    const data = Buffer.from('not really a film');
    const stored = await storeFile(
      { data, extension: 'mp4', mime: 'video/mp4', captions: Buffer.from('WEBVTT\n') },
      folder,
    );
    expect(stored).toMatchObject({ file: 'original.mp4', bytes: data.length, captionsFile: 'captions.vtt' });
    expect(await readFile(path.join(folder, stored.hash, 'original.mp4'))).toEqual(data);
    expect(await readFile(path.join(folder, stored.hash, 'captions.vtt'), 'utf8')).toBe('WEBVTT\n');
  });

  it('cannot leave their folder', async () => {
    for (const extension of ['../x', 'mp4/..', '', 'MP4', 'a.b']) {
      await expect(storeFile({ data: Buffer.from('x'), extension, mime: 'video/mp4' }, folder)).rejects.toMatchObject({
        code: 'unknown-format',
      });
    }
  });
});
