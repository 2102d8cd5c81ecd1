import { JsonLd } from '#components/seo/json-ld.tsx';
import { strings } from '#components/strings.ts';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import type { ArchiveDay, LinkModel } from '#lib/content/models.ts';
import { collectionGraph } from '#lib/seo/lists.ts';
import { Calendar } from './calendar.tsx';
import { DayLines } from './day-lines.tsx';

const text = strings.archive;

/** One day's stories, the days before and after it, and its month. */
export function ArchiveView({ archive: { day, label, items, previous, next, calendar } }: { archive: ArchiveDay }) {
  const trail = [{ name: strings.nav.archive, href: '/latest' }];
  return (
    <div className="page">
      <JsonLd
        nodes={collectionGraph({ href: `/archive/${day}`, name: text.title(label), trail, here: label }, items)}
      />
      <Breadcrumb trail={trail} current={label} />
      <div className="with-rail">
        <div>
          <header className="page-head">
            <h1>{label}</h1>
            <p>{strings.list.total(items.length)}</p>
          </header>
          <DayLines items={items} />
          <Neighbours previous={previous} next={next} />
        </div>
        <aside className="rail" aria-label={text.calendar}>
          <Calendar month={calendar} />
        </aside>
      </div>
    </div>
  );
}

function Neighbours({ previous, next }: { previous: LinkModel | null; next: LinkModel | null }) {
  return (
    <nav className="day-nav" aria-label={text.days}>
      {previous && (
        <a href={previous.href} rel="prev">
          <span>{text.previousDay}</span>
          {previous.name}
        </a>
      )}
      {next && (
        <a href={next.href} rel="next">
          <span>{text.nextDay}</span>
          {next.name}
        </a>
      )}
    </nav>
  );
}
