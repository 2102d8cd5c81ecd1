import sharp from 'sharp';
import type { PictureModel } from '#lib/content/models.ts';
import { cropOf, cropShapes, type Shape } from './crops.ts';
import { readMedia } from './read.ts';
import type { MediaStorage } from './storage.ts';

/** Large enough for every result page: Google asks for 1200 px in width. */
const largest = 1200;

export function isShape(name: string): name is Shape {
  return Object.hasOwn(cropShapes, name);
}

/** A stored picture cut to a shape around its focal point, as JPEG, which every reader of structured data knows. */
export async function cropped(
  { srcset, full, focal }: Pick<PictureModel, 'srcset' | 'full' | 'focal'>,
  shape: Shape,
  storage?: MediaStorage,
): Promise<Buffer> {
  // The largest variant: upright, without what the camera wrote into it, and quick to read.
  const source = sharp(await readMedia(srcset.split(', ').at(-1)?.split(' ')[0] || full, storage));
  const { autoOrient } = await source.metadata();
  const [x = 50, y = 50] = focal.split(' ').map(Number.parseFloat);
  const area = cropOf(autoOrient, cropShapes[shape], { x, y });
  return source
    .autoOrient()
    .extract(area)
    .resize({ width: Math.min(largest, area.width) })
    .flatten({ background: '#ffffff' })
    .jpeg({ quality: 80, mozjpeg: true })
    .toBuffer();
}
