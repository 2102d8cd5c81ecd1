import { Picture } from '#components/ui/picture.tsx';
import type { GalleryItem } from '#db/schema/body.ts';
import type { PictureModel } from '#lib/content/models.ts';
import { Credit } from './credit.tsx';
import { each } from './each.ts';
import { storyStrings } from './strings.ts';

type Props = { items: GalleryItem[]; pictures: Record<number, PictureModel> };

/** Several pictures within the text, side by side, each with its words; each opens its largest file. */
export function StoryGallery({ items, pictures }: Props) {
  const shown = items.flatMap((item) => {
    const picture = pictures[item.mediaId];
    return picture ? [{ picture, caption: item.caption ?? picture.caption }] : [];
  });
  if (shown.length === 0) return null;
  return (
    <ul className="story-gallery" aria-label={storyStrings.gallery.label}>
      {each(shown, ({ picture, caption }, index) => (
        <li>
          <figure>
            <a href={picture.full} aria-label={storyStrings.gallery.open(index + 1, shown.length)}>
              <Picture picture={picture} sizes="(min-width: 48rem) 21rem, 46vw" shape="photo" />
            </a>
            <figcaption>
              {caption}
              <Credit picture={picture} />
            </figcaption>
          </figure>
        </li>
      ))}
    </ul>
  );
}
