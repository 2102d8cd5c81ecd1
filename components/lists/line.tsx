import { Mark } from '#components/ui/mark.tsx';
import type { ListItem } from '#lib/content/models.ts';

type Props = {
  item: ListItem;
  /** A clock or date before the title. */
  stamp?: string;
  /** A name after the title: section, column, programme. */
  note?: string | null;
};

/** One story on one line, by its list title; cut by CSS where it is too long. Eighty lines stand on a page: each is kept lean. */
export function Line({ item, stamp, note }: Props) {
  return (
    <li data-id={item.id}>
      {stamp && <time dateTime={item.time.iso}>{stamp}</time>}
      <a href={item.href}>{item.title}</a>
      <Mark of={item.mark} />
      {note && <span className="note">{note}</span>}
    </li>
  );
}
