import sharp from 'sharp';
import { cropOf } from './crops.ts';

/** Podcast directories take square covers of 1,400 to 3,000 pixels. */
export const coverSize = 1400;

/**
 * The largest square of a picture that has its focal point as near to the middle as can be, as a JPEG of `coverSize`.
 * @param focus the focal point, in fractions of width and height.
 * @throws where there is no picture in the file.
 */
export async function squareCover(file: string | Buffer, focus: { x: number; y: number }): Promise<Buffer> {
  // Turned as it was taken first: width and height are those of what is seen.
  const { data, info } = await sharp(file).rotate().toBuffer({ resolveWithObject: true });
  return sharp(data)
    .extract(cropOf(info, 1, { x: focus.x * 100, y: focus.y * 100 }))
    .resize(coverSize, coverSize)
    .toColourspace('srgb')
    .jpeg({ quality: 85, mozjpeg: true })
    .toBuffer();
}
