import { Mark } from '#components/ui/mark.tsx';
import { Phrases } from '#components/ui/phrases.tsx';
import { Picture } from '#components/ui/picture.tsx';
import type { ListItem } from '#lib/content/models.ts';
import { StoryMeta } from './story-meta.tsx';

type Props = {
  item: ListItem;
  /** Heading level below which it stands. */
  heading?: 'h2' | 'h3';
  section?: boolean;
};

/** A story with its picture beside it, its summary where there is room, and where and when. */
export function StoryRow({ item, heading: Heading = 'h2', section }: Props) {
  return (
    <li className="row" data-id={item.id}>
      {item.picture && <Picture picture={item.picture} sizes="(min-width: 48rem) 13rem, 7rem" alt="" />}
      <Heading className="kept">
        <a className="whole" href={item.href}>
          <Phrases text={item.fullTitle} />
        </a>
        <Mark of={item.mark} pictured={item.picture !== null} />
      </Heading>
      {item.summary && <p className="summary">{item.summary}</p>}
      <StoryMeta item={item} section={section} />
    </li>
  );
}
