import { Mark } from '#components/ui/mark.tsx';
import type { LineItem } from '#lib/content/models.ts';

/** A day's stories in order of time: clock, title in full, section. */
export function DayLines({ items }: { items: LineItem[] }) {
  return (
    <ol className="day-lines">
      {items.map(({ id, href, fullTitle, mark, time, section }) => (
        <li key={id} data-id={id}>
          <time dateTime={time.iso}>{time.clock}</time>
          <p>
            <a href={href}>{fullTitle}</a>
            <Mark of={mark} />
          </p>
          <a className="note" href={section.href}>
            {section.name}
          </a>
        </li>
      ))}
    </ol>
  );
}
