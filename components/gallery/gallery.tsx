import { Credit } from '#components/article/credit.tsx';
import { storySizes } from '#components/article/story-figure.tsx';
import { storyStrings } from '#components/article/strings.ts';
import { Picture } from '#components/ui/picture.tsx';
import type { GalleryPicture } from '#lib/content/models.ts';
import { Lightbox } from './lightbox.tsx';

const text = storyStrings.gallery;

/** 图集: the first picture large, the rest as a grid; each opens its overlay by address (`#picture-3`). */
export function Gallery({ pictures }: { pictures: GalleryPicture[] }) {
  const [first, ...rest] = pictures;
  if (!first) return null;
  const total = pictures.length;
  return (
    <ws-lightbox>
      <section id="gallery" className="gallery" aria-label={text.label}>
        <figure>
          <a href={`#picture-${first.position}`} aria-label={text.open(first.position, total)}>
            <Picture picture={first} sizes={storySizes} shape="own" first />
            <span className="gallery-count">{text.total(total)}</span>
          </a>
          <figcaption>
            {first.text}
            <Credit picture={first} />
          </figcaption>
        </figure>
        <ol start={2}>
          {rest.map((picture) => (
            <li key={picture.position}>
              <a href={`#picture-${picture.position}`} aria-label={text.open(picture.position, total)}>
                <Picture picture={picture} sizes="(min-width: 48rem) 14rem, 46vw" small />
              </a>
              <p>{picture.text}</p>
            </li>
          ))}
        </ol>
      </section>
      {pictures.map((picture, index) => (
        <Lightbox
          key={picture.position}
          picture={picture}
          total={total}
          previous={pictures[index - 1]?.position}
          next={pictures[index + 1]?.position}
        />
      ))}
    </ws-lightbox>
  );
}
