import { classes } from '#components/ui/classes.ts';
import { Picture } from '#components/ui/picture.tsx';
import type { PictureModel } from '#lib/content/models.ts';
import { Credit } from './credit.tsx';

type Props = {
  picture: PictureModel | undefined;
  /** In this story instead of the picture's own. */
  caption?: string | null | undefined;
  alt?: string | null | undefined;
  /** The picture that is seen first. */
  first?: boolean;
  className?: string;
};

/** A picture of the story, uncropped, with what it shows, whose it is, and whether a machine made it. */
export function StoryFigure({ picture, caption = picture?.caption, alt, first, className }: Props) {
  if (!picture) return null;
  const upright = picture.height > picture.width;
  return (
    <figure className={classes(className, upright && 'upright')}>
      <Picture picture={picture} sizes={storySizes} shape="own" first={first} alt={alt || picture.alt} />
      <figcaption>
        {caption ?? picture.caption}
        <Credit picture={picture} />
      </figcaption>
    </figure>
  );
}

/** The story column's width (`article.css`). */
export const storySizes = '(min-width: 48rem) 43rem, 100vw';
