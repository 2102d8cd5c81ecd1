import { Line } from '#components/lists/line.tsx';
import { strings } from '#components/strings.ts';
import { Heading } from '#components/ui/heading.tsx';
import type { ListItem } from '#lib/content/models.ts';

type Props = { title: string; href: string; day: ListItem[]; week: ListItem[] };

/** 热门: two lists in order of rank, of which one is seen; the choice is a pair of radio buttons, and needs no script. */
export function Ranked({ title, href, day, week }: Props) {
  const { panels } = strings;
  const heading = <Heading href={href}>{title}</Heading>;
  if (day.length === 0 || week.length === 0)
    return (
      <>
        {heading}
        <Rank items={day.length > 0 ? day : week} />
      </>
    );
  return (
    <div className="ranked" id="hot">
      {heading}
      <input type="radio" name="hot" id="hot-day" defaultChecked />
      <label htmlFor="hot-day">{panels.day}</label>
      <input type="radio" name="hot" id="hot-week" />
      <label htmlFor="hot-week">{panels.week}</label>
      <Rank items={day} label={panels.day} />
      <Rank items={week} label={panels.week} />
    </div>
  );
}

function Rank({ items, label }: { items: ListItem[]; label?: string }) {
  return (
    <ol className="lines rank" aria-label={label}>
      {items.map((item) => (
        <Line key={item.id} item={item} />
      ))}
    </ol>
  );
}
