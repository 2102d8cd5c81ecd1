/**
 * Draws the demo pictures and their index.
 *
 *   node scripts/draw/pictures.ts                 every picture, then db/demo/pictures.json
 *   node scripts/draw/pictures.ts maiji- snow-2   only keys that begin so, then the index of all that exist
 *   node scripts/draw/pictures.ts --index         only the index and the pictures' own EXIF and XMP
 *   node scripts/draw/pictures.ts --out=DIR …     elsewhere, no index (for trying things)
 *
 * Needs nothing but sharp (already a dependency). The same code gives the same pixels; JPEG bytes can differ
 * between libvips versions. A full run takes some minutes on one core.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { families } from './families/index.ts';
import { Canvas } from './lib/canvas.ts';
import { toHex } from './lib/colour.ts';
import { stampMetadata } from './lib/metadata.ts';

const root = path.resolve(import.meta.dirname, '../..');
const home = path.join(root, 'db/demo/pictures');
const CREDIT = '渭水图库';
const LICENCE = 'CC BY 4.0';
/** Busy pictures get a lower quality so that none costs a reader more than about this. */
const BYTE_BUDGET = 118_000;

async function encode(c: Canvas): Promise<Buffer> {
  const pixels = c.bytes();
  let best = Buffer.alloc(0);
  for (const quality of [76, 72, 68, 64, 60, 56, 53, 50]) {
    const image = sharp(pixels, { raw: { width: c.w, height: c.h, channels: 3 } });
    if (quality <= 53) image.blur(0.8);
    best = await image.jpeg({ quality, mozjpeg: true, chromaSubsampling: '4:2:0' }).toBuffer();
    if (best.length <= BYTE_BUDGET) break;
  }
  return best;
}

/** The colour that fills the box while the picture loads: the mean of the fullest of 4 x 4 x 4 colour bins, softened by the whole. */
async function dominant(file: string): Promise<string> {
  const { data, info } = await sharp(file)
    .resize(64, 64, { fit: 'fill' })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const bins = new Map<number, [number, number, number, number]>();
  const all: [number, number, number, number] = [0, 0, 0, 0];
  for (let i = 0; i < data.length; i += info.channels) {
    const c = [data[i] as number, data[i + 1] as number, data[i + 2] as number] as const;
    const key = ((c[0] >> 6) << 4) | ((c[1] >> 6) << 2) | (c[2] >> 6);
    const bin = bins.get(key) ?? [0, 0, 0, 0];
    for (const to of [bin, all]) {
      for (let k = 0; k < 3; k++) to[k as 0 | 1 | 2] += c[k as 0 | 1 | 2];
      to[3] += 1;
    }
    bins.set(key, bin);
  }
  const top = [...bins.values()].sort((a, b) => b[3] - a[3])[0] ?? all;
  return toHex(
    [0, 1, 2].map((k) => ((top[k] as number) / top[3] / 255) * 0.8 + ((all[k] as number) / all[3] / 255) * 0.2),
  );
}

async function index(): Promise<void> {
  const rows = [];
  let total = 0;
  for (const p of families) {
    const file = path.join(home, `${p.key}.jpg`);
    if (!existsSync(file)) continue;
    const meta = await sharp(file).metadata();
    const before = await readFile(file);
    const after = stampMetadata(before, {
      description: p.caption,
      artist: CREDIT,
      copyright: `${CREDIT},${LICENCE}`,
      taken: p.taken,
      width: meta.width,
      height: meta.height,
    });
    if (!after.equals(before)) await writeFile(file, after);
    total += after.length;
    rows.push({
      key: p.key,
      file: `${p.key}.jpg`,
      width: meta.width,
      height: meta.height,
      color: await dominant(file),
      focalX: p.focal[0],
      focalY: p.focal[1],
      alt: p.alt,
      caption: p.caption,
      credit: CREDIT,
      licence: LICENCE,
      aiMade: false,
    });
  }
  const text = `[\n${rows.map((r) => `  ${JSON.stringify(r)}`).join(',\n')}\n]\n`;
  await writeFile(path.join(root, 'db/demo/pictures.json'), text);
  console.log(`${rows.length} of ${families.length} pictures, ${(total / 1e6).toFixed(2)} MB`);
}

const args = process.argv.slice(2);
const out = args.find((a) => a.startsWith('--out='))?.slice(6) ?? home;
const wanted = args.filter((a) => !a.startsWith('--'));
await mkdir(out, { recursive: true });
if (!args.includes('--index')) {
  for (const p of families) {
    if (wanted.length > 0 && !wanted.some((k) => p.key.startsWith(k))) continue;
    const begun = performance.now();
    const c = new Canvas(p.w ?? 1600, p.h ?? 1067);
    await p.draw(c);
    const jpeg = await encode(c);
    await writeFile(path.join(out, `${p.key}.jpg`), jpeg);
    console.log(
      `${p.key.padEnd(12)} ${(jpeg.length / 1000).toFixed(0).padStart(4)} kB ${((performance.now() - begun) / 1000).toFixed(1)} s`,
    );
  }
}
if (out === home) await index();
