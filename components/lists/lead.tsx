import { Mark } from '#components/ui/mark.tsx';
import { Phrases } from '#components/ui/phrases.tsx';
import { Picture } from '#components/ui/picture.tsx';
import type { ListItem } from '#lib/content/models.ts';
import { StoryMeta } from './story-meta.tsx';

type Props = {
  item: ListItem;
  sizes: string;
  heading?: 'h2' | 'h3';
  shape?: 'wide' | 'photo' | 'classic';
  /** The picture that readers see first. */
  first?: boolean;
  meta?: boolean;
  section?: boolean;
};

/** The story that leads a page or a block: large picture, title, summary. */
export function Lead({ item, sizes, heading: Heading = 'h2', shape, first, meta = true, section }: Props) {
  return (
    <article className="lead" data-id={item.id}>
      {item.picture && <Picture picture={item.picture} shape={shape} sizes={sizes} first={first} />}
      <Heading className="kept">
        <a className="whole" href={item.href}>
          <Phrases text={item.fullTitle} />
        </a>
        <Mark of={item.mark} pictured={item.picture !== null} />
      </Heading>
      {item.summary && <p className="summary">{item.summary}</p>}
      {meta && <StoryMeta item={item} section={section} />}
    </article>
  );
}
