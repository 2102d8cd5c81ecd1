import { Mark } from '#components/ui/mark.tsx';
import type { ListItem } from '#lib/content/models.ts';

type Props = {
  item: ListItem;
  /** A clock or date before the title. */
  stamp?: string;
  /** A name after the title: section, column, programme. */
  note?: string | null;
};

/** One story on one line: cut by CSS where it is too long, whole in `title`. */
export function Line({ item, stamp, note }: Props) {
  return (
    <li data-id={item.id}>
      {stamp && <time dateTime={item.time.iso}>{stamp}</time>}
      <a href={item.href} title={item.fullTitle === item.title ? undefined : item.fullTitle}>
        {item.title}
      </a>
      <Mark of={item.mark} />
      {note && <span className="note">{note}</span>}
    </li>
  );
}
