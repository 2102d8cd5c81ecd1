import { Time } from '#components/ui/time.tsx';
import type { ListItem } from '#lib/content/models.ts';

type Props = { item: ListItem; section?: boolean };

/** Section and time below a title. */
export function StoryMeta({ item, section = true }: Props) {
  return (
    <p className="meta">
      {section && <a href={item.section.href}>{item.section.name}</a>}
      <Time time={item.time} />
    </p>
  );
}
