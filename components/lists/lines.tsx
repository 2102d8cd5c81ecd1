import { classes } from '#components/ui/classes.ts';
import type { ListItem } from '#lib/content/models.ts';
import { Line } from './line.tsx';
import { stampOf } from './stamp.ts';

type Props = {
  items: ListItem[];
  /** Clock or date before each title. */
  timed?: boolean;
  note?: (item: ListItem) => string | null;
  className?: string;
};

/** A dense list, one line each. */
export function Lines({ items, timed = false, note, className }: Props) {
  const day = items[0]?.time.day;
  return (
    <ul className={classes('lines', timed && 'timed', className)}>
      {items.map((item) => (
        <Line key={item.id} item={item} stamp={timed ? stampOf(item.time, day) : undefined} note={note?.(item)} />
      ))}
    </ul>
  );
}
