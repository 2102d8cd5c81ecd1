import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostileTitles } from '#lib/seo/fixtures.ts';
import { oneLine } from '#lib/seo/text.ts';
import { drawCard } from './card.ts';
import { cropped } from './crop.ts';
import { cropOf, cropShapes } from './crops.ts';
import { DiskStorage } from './disk-storage.ts';
import { lettersOf } from './letters.ts';
import { storePicture } from './store.ts';

describe('letters', () => {
  it('are outlines, as wide as the font says', async () => {
    const letters = await lettersOf('渭A，');
    expect(letters.map(({ text }) => text)).toEqual(['渭', 'A', '，']);
    for (const { outline } of letters) expect(outline).toMatch(/^M[-\d.]+ [-\d.]+/);
    expect(letters[0]?.width).toBe(1);
    expect(letters[1]?.width).toBeLessThan(0.9);
  });

  it('leave emoji out, and put 〓 for a character that the font lacks', async () => {
    const [geta] = await lettersOf('〓');
    const letters = await lettersOf('家👨‍👩‍👧‍👦🇨🇳𠮷');
    expect(letters.map(({ text }) => text)).toEqual(['家', '𠮷']);
    expect(letters[1]?.outline).toBe(geta?.outline);
  });
});

describe('a card', () => {
  it.each(['', '桥', ...hostileTitles])('of the title %j is a picture of its size, and small', async (title) => {
    const card = await drawCard({ title: oneLine(title), name: '渭水', slogan: '渭水所经', foot: '秦州　2026-11-22' });
    const { format, width, height } = await sharp(card).metadata();
    expect([format, width, height]).toEqual(['png', 1200, 630]);
    expect(card.length).toBeLessThan(80_000);
  });

  it('leaves its margins free', async () => {
    const long = '麦积山石窟的栈道在秋天里修好了，游客可以一直走到最高的佛龛前面去看看';
    const card = await drawCard({ title: long, name: '渭水', slogan: '渭水所经', foot: '文博' });
    for (const left of [0, 1200 - 80]) {
      const side = sharp(card).extract({ left, top: 20, width: 80, height: 600 });
      const { channels } = await sharp(await side.png().toBuffer()).stats();
      for (const { min, max } of channels.slice(0, 3)) expect(max - min).toBe(0);
    }
  });
});

describe('a crop', () => {
  const size = { width: 1600, height: 1000 };

  it.each([
    [{ x: 50, y: 50 }, 1, { left: 300, top: 0, width: 1000, height: 1000 }],
    [{ x: 0, y: 50 }, 1, { left: 0, top: 0, width: 1000, height: 1000 }],
    [{ x: 90, y: 50 }, 1, { left: 600, top: 0, width: 1000, height: 1000 }],
    [{ x: 50, y: 40 }, 2, { left: 0, top: 0, width: 1600, height: 800 }],
    [{ x: 50, y: 100 }, 2, { left: 0, top: 200, width: 1600, height: 800 }],
  ])('has %j in its middle as far as the edges allow', (point, ratio, wanted) => {
    expect(cropOf(size, ratio, point)).toEqual(wanted);
  });

  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'weishui-crop-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each(Object.entries(cropShapes))('of a stored picture is %s', async (shape, ratio) => {
    const file = path.join(folder, `${shape}.jpg`);
    await sharp({ create: { width: 1500, height: 1001, channels: 3, background: '#884422' } }).toFile(file);
    const storage = new DiskStorage(folder);
    const { hash, widths } = await storePicture(file, storage);
    const srcset = widths.map((each) => `/media/${hash}/${each}.webp ${each}w`).join(', ');
    const crop = await cropped(
      { srcset, full: `/media/${hash}/original.jpg`, focal: '10% 90%' },
      shape as '1x1',
      storage,
    );
    const { format, width, height } = await sharp(crop).metadata();
    expect(format).toBe('jpeg');
    expect(width / height).toBeCloseTo(ratio, 2);
    expect(width).toBeLessThanOrEqual(1200);
    expect(width).toBeGreaterThan(1000);
  });
});
