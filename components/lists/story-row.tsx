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
  summary?: boolean;
};

/** A story with its picture beside it, its summary where there is room, and where and when. */
export function StoryRow({ item, heading: Heading = 'h2', section = true, summary = true }: Props) {
  return (
    <li className="row" data-id={item.id}>
      <a className="row-link" href={item.href}>
        {item.picture && <Picture picture={item.picture} shape="photo" sizes="(min-width: 64rem) 14rem, 30vw" alt="" />}
        <Heading className="kept">
          <Phrases text={item.fullTitle} />
          <Mark of={item.mark} pictured={item.picture !== null} />
        </Heading>
        {summary && item.summary && <p>{item.summary}</p>}
      </a>
      <StoryMeta item={item} section={section} />
    </li>
  );
}
