import { strings } from '#components/strings.ts';
import type { ListItem } from '#lib/content/models.ts';
import { StoryRow } from './story-row.tsx';

type Props = { items: ListItem[]; heading?: 'h2' | 'h3'; section?: boolean };

/** Stories one below the other, each with picture and summary. */
export function StoryList({ items, heading, section }: Props) {
  if (items.length === 0) return <p className="empty">{strings.list.empty}</p>;
  return (
    <ul className="rows">
      {items.map((item) => (
        <StoryRow key={item.id} item={item} heading={heading} section={section} />
      ))}
    </ul>
  );
}
