import { stat } from 'node:fs/promises';
import path from 'node:path';
import sharp, { type Metadata, type Sharp } from 'sharp';
import type { MediaFacts, PictureFormat } from '#db/schema/media-facts.ts';
import { cropName, cropOf, cropShapes, type Point, type Shape } from './crops.ts';
import { describing, type PictureWords, pictureWords } from './facts.ts';
import { type FileKind, headOf, kindOf, MediaError } from './kind.ts';

/** What was made of a picture: a row of the library without its words. */
export type MadePicture = {
  /** The largest JPEG: what readers get as "the picture". */
  file: string;
  bytes: number;
  /** Of that file. */
  width: number;
  height: number;
  /** Dominant colour, `#rrggbb`. */
  color: string;
  widths: number[];
  formats: PictureFormat[];
  facts: MediaFacts;
  credit: string;
  caption: string;
  licence: string;
  aiMade: boolean;
};

export type PictureTask = {
  /** The original. It is read and never changed. */
  input: string;
  /** An empty folder for what is made. */
  folder: string;
  formats: readonly PictureFormat[];
  /** Largest number of pixels. */
  pixels: number;
  /** The point through which crops are cut, in hundredths; null: none are. */
  crop: Point | null;
};

/** 828 is what most phones of today ask for: 414 CSS pixels at twice the density. */
const variantWidths = [320, 640, 828, 1280];
const largestVariant = 1920;
/** What WebP can hold. */
const tallest = 16_383;
const cropWidth = 1200;

export const extensions: Record<PictureFormat, string> = { avif: 'avif', webp: 'webp', jpeg: 'jpg' };

/**
 * From now on this process decodes nothing but these formats: no SVG, no PDF, no ImageMagick. For processes that take pictures
 * from strangers; one that draws pictures itself needs SVG.
 */
export function onlyNeededLoaders(): void {
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({
    operation: [
      'VipsForeignLoadJpeg',
      'VipsForeignLoadPng',
      'VipsForeignLoadWebp',
      'VipsForeignLoadHeif',
      'VipsForeignLoadTiff',
      'VipsForeignLoadNsgif',
    ],
  });
}

/** Widths of the variants of a picture of this size, ascending; none is wider than the picture or taller than its format can be. */
export function widthsOf(width: number, height: number): number[] {
  const most = Math.min(width, largestVariant, Math.floor((tallest * width) / height));
  return [...variantWidths.filter((each) => each < most), most];
}

/**
 * Makes everything that readers get of a picture, into a folder. Every file is coded anew: nothing of the original's own
 * bytes reaches a reader, neither its metadata nor what may be hidden behind its end.
 * @param progress files made, and files to be made.
 * @throws {MediaError} for what is no picture, is too large, or is damaged.
 */
export async function makePicture(
  { input, folder, formats, pixels, crop }: PictureTask,
  progress: (done: number, total: number) => void = () => {},
): Promise<MadePicture> {
  const kind = await kindOf(await headOf(input));
  const metadata = await measured(input, kind, pixels);
  const words = await pictureWords(input, kind.format, metadata);
  const { width: ownWidth, height: ownHeight } = metadata.autoOrient;
  const widths = widthsOf(ownWidth, ownHeight);
  const largest = widths.at(-1) ?? ownWidth;
  const base = await decoded(input, pixels, largest);
  const total = widths.length * formats.length + (formats.includes('jpeg') ? 0 : 1) + (crop ? 3 : 0);
  let done = 0;
  progress(done, total);
  const write = async (picture: Sharp, file: string) => {
    await picture.toFile(path.join(folder, file));
    done += 1;
    progress(done, total);
  };
  for (const width of widths) {
    const sized = width === largest ? base : await raw(picture(base).resize({ width }));
    for (const format of formats) {
      await write(encoded(sized, format, words), `${width}.${extensions[format]}`);
    }
  }
  const file = `${largest}.jpg`;
  if (!formats.includes('jpeg')) await write(encoded(base, 'jpeg', words), file);
  if (crop) await cut(base, crop, words, write);
  const { bytes, color } = { bytes: (await stat(path.join(folder, file))).size, color: await dominantColour(base) };
  const { facts, ...said } = words;
  return {
    file,
    bytes,
    width: base.info.width,
    height: base.info.height,
    color,
    widths,
    formats: [...formats],
    facts: { ...facts, format: kind.format, bytes: (await stat(input)).size, width: ownWidth, height: ownHeight },
    ...said,
  };
}

/** Cuts the three crops of a picture that we ourselves made, into a folder. */
export async function makeCrops(task: { input: string; folder: string; pixels: number; crop: Point }): Promise<void> {
  const metadata = await sharp(task.input).metadata();
  const words = await pictureWords(task.input, 'jpeg', metadata);
  const base = await decoded(task.input, task.pixels, largestVariant);
  await cut(base, task.crop, words, async (picture, file) => {
    await picture.toFile(path.join(task.folder, file));
  });
}

type Raw = { data: Buffer; info: { width: number; height: number; channels: 1 | 2 | 3 | 4 } };

async function measured(input: string, kind: FileKind, pixels: number): Promise<Metadata> {
  const wrong = (code: MediaError['code'], message: string) => new MediaError(code, message);
  if (kind.kind !== 'image') throw wrong('unknown-format', '这不是图片。');
  // Only the header is read here, so a picture of any size can say how large it is.
  const metadata = await sharp(input, { limitInputPixels: false })
    .metadata()
    .catch(() => {
      throw wrong('damaged', '图片文件已损坏，读不出尺寸。');
    });
  const { width, height } = metadata.autoOrient;
  if (width * height > pixels) {
    const millions = (count: number) => Math.round(count / 1_000_000);
    throw wrong(
      'too-large',
      `图片有 ${width} × ${height} 像素（${millions(width * height)} 百万），超过 ${millions(pixels)} 百万像素的上限：请缩小以后再上传。`,
    );
  }
  if (kind.format === 'gif' && (metadata.pages ?? 1) > 1)
    throw wrong('unknown-format', '这是动图，读者会多下载许多倍：请转为 MP4 视频再上传。');
  if (width < 16 || height < 16 || width / height > 50 || height / width > 50)
    throw wrong('unknown-format', `图片只有 ${width} × ${height} 像素，太小或太窄，不能使用。`);
  return metadata;
}

/** The whole picture, upright, opaque, in sRGB, at most so wide. This is where damage shows, before anything is written. */
async function decoded(input: string, pixels: number, width: number): Promise<Raw> {
  const whole = sharp(input, { limitInputPixels: pixels, failOn: 'error', pages: 1 })
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .resize({ width, withoutEnlargement: true });
  return raw(whole).catch(() => {
    throw new MediaError('damaged', '图片文件已损坏或不完整：请重新导出，或重新从相机、手机拷贝再上传。');
  });
}

async function raw(source: Sharp): Promise<Raw> {
  const { data, info } = await source.raw().toBuffer({ resolveWithObject: true });
  return { data, info: { width: info.width, height: info.height, channels: info.channels as Raw['info']['channels'] } };
}

function picture({ data, info }: Raw): Sharp {
  return sharp(data, { raw: info, limitInputPixels: false });
}

function encoded(source: Raw, format: PictureFormat, words: PictureWords): Sharp {
  const xmp = describing(words);
  // A machine-made picture says so in whatever format it is taken along; other words go with the JPEG, which is what people keep.
  const plain = picture(source);
  const { creator, copyright } = words.facts;
  if (format !== 'jpeg') {
    const labelled = xmp && words.aiMade ? plain.withXmp(xmp) : plain;
    // Effort 2 takes some 60 % of the time of the usual 4 for 5 % more bytes of WebP, a sixth of it for 5 % more of AVIF.
    return format === 'webp' ? labelled.webp({ quality: 75, effort: 2 }) : labelled.avif({ quality: 50, effort: 2 });
  }
  const named = { ...(creator && { Artist: creator }), ...(copyright && { Copyright: copyright }) };
  const signed = Object.keys(named).length > 0 ? plain.withExif({ IFD0: named }) : plain;
  return (xmp ? signed.withXmp(xmp) : signed).jpeg({ quality: 82 });
}

async function cut(
  base: Raw,
  point: Point,
  words: PictureWords,
  write: (picture: Sharp, file: string) => Promise<void>,
): Promise<void> {
  for (const [shape, ratio] of Object.entries(cropShapes) as [Shape, number][]) {
    const area = cropOf(base.info, ratio, point);
    const part = await raw(
      picture(base)
        .extract(area)
        .resize({ width: Math.min(cropWidth, area.width) }),
    );
    await write(encoded(part, 'jpeg', words), cropName(shape, point));
  }
}

async function dominantColour(base: Raw): Promise<string> {
  const small = await picture(base).resize({ width: 64 }).removeAlpha().png().toBuffer();
  const { dominant } = await sharp(small).stats();
  return `#${[dominant.r, dominant.g, dominant.b].map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}
