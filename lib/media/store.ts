import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp, { type Metadata, type Sharp } from 'sharp';
import { withoutPlace } from './gps.ts';

/** A file that cannot be taken in. */
export class MediaError extends Error {
  readonly code: 'unknown-format' | 'too-large' | 'damaged';

  constructor(code: MediaError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

export type StoredPicture = {
  hash: string;
  file: string;
  mime: 'image/jpeg';
  bytes: number;
  width: number;
  height: number;
  /** Dominant colour, `#rrggbb`. */
  color: string;
  /** Widths of the WebP variants, ascending. */
  widths: number[];
};

export type StoredFile = { hash: string; file: string; mime: string; bytes: number; captionsFile: string | null };

/** 828 is what most phones of today ask for: 414 CSS pixels at twice the density. */
const variantWidths = [320, 640, 828];
const largestVariant = 1600;
const formats = new Set(['jpeg', 'png', 'webp', 'heif', 'avif', 'tiff']);
const mostPixels = 100_000_000;

/** The folder of stored media, below the application's data folder. */
export function mediaFolder(dataFolder: string): string {
  return path.join(dataFolder, 'media');
}

/**
 * Stores a picture in `folder/{hash}/`: `original.jpg` (as it came, without the place where it was taken; other formats as
 * JPEG) and WebP variants `{width}.webp`. A picture that is there already is left as it is.
 * @throws {MediaError} for what is no picture, damaged, or larger than 100 megapixels.
 */
export async function storePicture(input: Buffer, folder: string): Promise<StoredPicture> {
  const hash = hashOf(input);
  const { width, height, format } = await measure(input);
  const widths = [...variantWidths.filter((each) => each < width), Math.min(width, largestVariant)];
  const color = await dominantColour(input);
  const original = format === 'jpeg' ? withoutPlace(input) : await read(input).jpeg({ quality: 92 }).toBuffer();

  await writeOnce(folder, hash, ['original.jpg', ...widths.map((each) => `${each}.webp`)], async (write) => {
    await write('original.jpg', original);
    for (const each of widths) {
      // Effort 2 takes some 60 % of the time of the usual 4, for 5 % more bytes.
      await write(
        `${each}.webp`,
        await read(input).resize({ width: each }).webp({ quality: 75, effort: 2 }).toBuffer(),
      );
    }
  });
  return {
    hash,
    file: 'original.jpg',
    mime: 'image/jpeg',
    bytes: original.length,
    width,
    height,
    color,
    widths,
  };
}

/** Stores sound or film, and its captions (WebVTT), as they are, in `folder/{hash}/`. */
export async function storeFile(
  input: { data: Buffer; extension: string; mime: string; captions?: Buffer },
  folder: string,
): Promise<StoredFile> {
  const { data, extension, mime, captions } = input;
  if (!/^[a-z0-9]{2,5}$/.test(extension)) throw new MediaError('unknown-format', `不认识的文件类型 ${extension}。`);
  const hash = hashOf(data);
  const file = `original.${extension}`;
  const captionsFile = captions ? 'captions.vtt' : null;
  await writeOnce(folder, hash, [file, ...(captionsFile ? [captionsFile] : [])], async (write) => {
    await write(file, data);
    if (captions && captionsFile) await write(captionsFile, captions);
  });
  return { hash, file, mime, bytes: data.length, captionsFile };
}

function hashOf(data: Buffer): string {
  return createHash('sha256').update(data).digest('hex').slice(0, 16);
}

function read(input: Buffer): Sharp {
  return sharp(input, { limitInputPixels: mostPixels, failOn: 'error' }).autoOrient();
}

async function measure(input: Buffer): Promise<{ width: number; height: number; format: string }> {
  const { autoOrient, format } = await metadata(input);
  if (!formats.has(format)) throw new MediaError('unknown-format', `不支持的图片格式 ${format}。`);
  if (autoOrient.width * autoOrient.height > mostPixels) throw new MediaError('too-large', '图片超过一亿像素。');
  return { ...autoOrient, format };
}

async function metadata(input: Buffer): Promise<Metadata> {
  try {
    return await sharp(input, { limitInputPixels: false }).metadata();
  } catch {
    throw new MediaError('unknown-format', '这不是能够使用的图片文件。');
  }
}

/** Decodes the whole picture, small; so it also is where damaged files are found, before anything is written. */
async function dominantColour(input: Buffer): Promise<string> {
  const small = await read(input)
    .resize({ width: 64 })
    .removeAlpha()
    .toColourspace('srgb')
    .png()
    .toBuffer()
    .catch(() => {
      throw new MediaError('damaged', '图片文件已损坏。');
    });
  const { dominant } = await sharp(small).stats();
  return `#${[dominant.r, dominant.g, dominant.b].map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

/** Writes a folder completely or not at all: into a folder beside it, which then takes its name. */
async function writeOnce(
  folder: string,
  hash: string,
  files: string[],
  fill: (write: (file: string, data: Buffer) => Promise<void>) => Promise<void>,
): Promise<void> {
  const target = path.join(folder, hash);
  const present = new Set(await readdir(target).catch(() => []));
  if (files.every((file) => present.has(file))) return;
  const draft = path.join(folder, `.${hash}-${randomBytes(4).toString('hex')}`);
  await mkdir(draft, { recursive: true });
  try {
    await fill((file, data) => writeFile(path.join(draft, file), data));
    await rm(target, { recursive: true, force: true });
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}
