import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { coverSize, squareCover } from './cover.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'weishui-cover-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const colors = { red: [255, 0, 0], green: [0, 255, 0], blue: [0, 0, 255] } as const;

/** Three squares in a row, or in a column: red, green, blue. */
async function picture(way: 'row' | 'column', orientation = 1): Promise<string> {
  const file = path.join(folder, `${way}-${orientation}.png`);
  const at = (n: number) => (way === 'row' ? { left: n * 100, top: 0 } : { left: 0, top: n * 100 });
  const [width, height] = way === 'row' ? [300, 100] : [100, 300];
  await sharp({ create: { width, height, channels: 3, background: '#000' } })
    .composite(
      Object.values(colors).map(([r, g, b], n) => ({
        input: { create: { width: 100, height: 100, channels: 3, background: { r, g, b } } },
        ...at(n),
      })),
    )
    .withMetadata({ orientation })
    .png()
    .toFile(file);
  return file;
}

it.each([
  ['row', 1, { x: 0.02, y: 0.5 }, 'red'],
  ['row', 1, { x: 0.5, y: 0.5 }, 'green'],
  ['row', 1, { x: 1, y: 0 }, 'blue'],
  ['column', 1, { x: 0.5, y: 0.1 }, 'red'],
  ['column', 1, { x: 0.5, y: 0.9 }, 'blue'],
  // Turned by a quarter when it was taken: what lies in a row is seen as a column.
  ['row', 6, { x: 0.5, y: 0.9 }, 'blue'],
] as const)('a %s (turned: %i) is cut to the square around %j', async (way, orientation, focus, color) => {
  const jpeg = await squareCover(await picture(way, orientation), focus);
  expect(await sharp(jpeg).metadata()).toMatchObject({
    format: 'jpeg',
    width: coverSize,
    height: coverSize,
    space: 'srgb',
  });
  const { channels } = await sharp(jpeg).stats();
  for (const [index, { mean }] of channels.entries())
    expect(Math.abs(mean - colors[color][index as 0 | 1 | 2])).toBeLessThan(8);
});
