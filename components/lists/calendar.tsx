import { strings } from '#components/strings.ts';
import { Icon } from '#components/ui/icon.tsx';
import type { CalendarMonth } from '#lib/content/models.ts';

const text = strings.archive;

/** A month, Monday to Sunday; a day with stories is a link to them. */
export function Calendar({ month: { label, previous, next, weeks } }: { month: CalendarMonth }) {
  return (
    <section className="calendar" aria-label={text.calendar}>
      <div className="calendar-head">
        {previous ? (
          <MonthLink href={previous.href} name={`${text.previousMonth} ${previous.name}`} icon="previous" />
        ) : (
          <span />
        )}
        <h2>{label}</h2>
        {next ? <MonthLink href={next.href} name={`${text.nextMonth} ${next.name}`} icon="next" /> : <span />}
      </div>
      <table>
        <thead>
          <tr>
            {text.weekdays.map((weekday) => (
              <th key={weekday} scope="col" abbr={text.weekday(weekday)}>
                {weekday}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week, w) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: weeks and days have no name but their place.
            <tr key={w}>
              {week.map((day, d) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: see above.
                <td key={d}>{day && <Day {...day} />}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Day({ day, href, stories, current }: NonNullable<CalendarMonth['weeks'][number][number]>) {
  if (!href) return <span>{day}</span>;
  return (
    <a href={href} aria-label={text.stories(day, stories)} aria-current={current ? 'date' : undefined}>
      {day}
    </a>
  );
}

function MonthLink({ href, name, icon }: { href: string; name: string; icon: 'previous' | 'next' }) {
  return (
    <a href={href} aria-label={name}>
      <Icon name={icon} />
    </a>
  );
}
