import type { PictureModel } from '#lib/content/models.ts';
import { classes } from './classes.ts';
import { focalClass, toneClass } from './picture-classes.ts';

type Props = {
  picture: PictureModel;
  /** How wide it is drawn, as in `sizes`. */
  sizes: string;
  /** Its box: 16:9, 3:2, 4:3, 1:1, or the picture's own shape. */
  shape?: 'wide' | 'photo' | 'classic' | 'square' | 'own';
  /** The picture that readers see first: loaded at once and before others. */
  first?: boolean;
  /** Empty where the words beside it say the same. */
  alt?: string;
  className?: string;
};

/** A picture in a box of fixed shape, on its own dominant colour, cropped around its focal point. */
export function Picture({ picture, sizes, shape = 'photo', first = false, alt = picture.alt, className }: Props) {
  return (
    // biome-ignore lint/performance/noImgElement: the variants were made at upload; nothing is left to optimise.
    <img
      className={classes('pic', shape, toneClass(picture.color), focalClass(picture.focal), className)}
      src={picture.src}
      srcSet={picture.srcset || undefined}
      sizes={picture.srcset ? sizes : undefined}
      width={picture.width}
      height={picture.height}
      alt={alt}
      loading={first ? 'eager' : 'lazy'}
      decoding="async"
      fetchPriority={first ? 'high' : undefined}
    />
  );
}
