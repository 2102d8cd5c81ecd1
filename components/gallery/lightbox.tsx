import { Credit } from '#components/article/credit.tsx';
import { storyStrings } from '#components/article/strings.ts';
import { Icon } from '#components/ui/icon.tsx';
import { Picture } from '#components/ui/picture.tsx';
import type { GalleryPicture } from '#lib/content/models.ts';

const text = storyStrings.gallery;

type Props = {
  picture: GalleryPicture;
  total: number;
  /** Positions of its neighbours; the first and the last have one. */
  previous: number | undefined;
  next: number | undefined;
};

/**
 * One picture over the whole window while its address is the page's fragment (`:target`), so it opens, turns and closes
 * without script, and can be shared. The picture is lazy within `display: none`: it is fetched when it is looked at.
 */
export function Lightbox({ picture, total, previous, next }: Props) {
  return (
    <section id={`picture-${picture.position}`} className="lightbox" aria-label={text.dialog(picture.position, total)}>
      <Picture picture={picture} sizes="100vw" shape="own" />
      <div className="lightbox-text">
        <p>
          <b>{text.counter(picture.position, total)}</b>
          {picture.text}
          <Credit picture={picture} />
        </p>
      </div>
      <div className="lightbox-nav">
        {previous && (
          <a className="lightbox-previous" href={`#picture-${previous}`} aria-label={text.previous}>
            <Icon name="previous" />
          </a>
        )}
        {next && (
          <a className="lightbox-next" href={`#picture-${next}`} aria-label={text.next}>
            <Icon name="next" />
          </a>
        )}
        <a className="lightbox-full" href={picture.full}>
          {text.full}
        </a>
        <a className="lightbox-close" href="#gallery" aria-label={text.close}>
          <Icon name="close" />
        </a>
      </div>
    </section>
  );
}
