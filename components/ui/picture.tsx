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
  /** Never drawn wider than some 300 pixels: the large variants are of no use, and their addresses only make the page longer. */
  small?: boolean | undefined;
  /** Empty where the words beside it say the same. */
  alt?: string;
  className?: string;
};

/** A picture in a box of fixed shape, on its own dominant colour, cropped around its focal point. */
export function Picture(props: Props) {
  const { picture, sizes, shape = 'photo', first = false, small = false, alt = picture.alt, className } = props;
  const offered = (srcset: string) => (small ? withoutLarge(srcset) : srcset);
  const img = (
    // biome-ignore lint/performance/noImgElement: the variants were made at upload; nothing is left to optimise.
    <img
      className={classes('pic', shape, toneClass(picture.color), focalClass(picture.focal), className)}
      src={picture.src}
      srcSet={offered(picture.srcset) || undefined}
      sizes={picture.srcset ? sizes : undefined}
      width={picture.width}
      height={picture.height}
      alt={alt}
      loading={first ? 'eager' : 'lazy'}
      // Browsers take their time over what is loaded late by themselves; two dozen pictures need not say so.
      decoding={first ? 'async' : undefined}
      fetchPriority={first ? 'high' : undefined}
    />
  );
  if (!picture.avif) return img;
  return (
    <picture>
      <source type="image/avif" srcSet={offered(picture.avif)} sizes={sizes} />
      {img}
    </picture>
  );
}

/** Without variants that are wider than three times of what is small; there is always one that is not. */
function withoutLarge(srcset: string): string {
  const all = srcset.split(', ');
  const fitting = all.filter((one) => Number(/ (\d+)w$/.exec(one)?.[1] ?? 0) <= 900);
  return (fitting.length > 0 ? fitting : all).join(', ');
}
