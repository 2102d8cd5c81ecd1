import { byDay } from '#components/lists/by-day.ts';
import { Calendar } from '#components/lists/calendar.tsx';
import { DayLines } from '#components/lists/day-lines.tsx';
import { picturesPanel, recommendedPanel } from '#components/panels/contents.ts';
import { StoryRail } from '#components/panels/story-rail.tsx';
import { JsonLd } from '#components/seo/json-ld.tsx';
import { strings } from '#components/strings.ts';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import { pageMeta } from '#components/ui/page-meta.ts';
import * as content from '#lib/content/index.ts';
import { feedLinks } from '#lib/feeds/addresses.ts';
import { collectionGraph } from '#lib/seo/lists.ts';
import { site } from '#site.config.ts';

const text = strings.latest;

const description = text.description(site.city);

export const metadata = pageMeta({ title: text.heading, description, path: '/latest', feeds: feedLinks('/', null) });

export default async function LatestPage() {
  const [items, pictures, recommended] = await Promise.all([
    content.latestPage(),
    content.newestPictures(),
    content.recommended(),
  ]);
  const days = byDay(items);
  const newest = days[0] ? await content.archiveDay(days[0].day) : null;
  return (
    <div className="page">
      <JsonLd nodes={collectionGraph({ href: '/latest', name: text.heading, description, here: text.title }, items)} />
      <Breadcrumb trail={[]} current={text.title} />
      <div className="with-rail">
        <div>
          <header className="page-head">
            <h1>{text.heading}</h1>
            <p>{description}</p>
          </header>
          {days.length === 0 && <p className="empty">{strings.list.empty}</p>}
          {days.map(({ day, items }) => (
            <section key={day} className="day" aria-label={day}>
              <h2>
                <a href={`/archive/${day}`}>{day}</a>
              </h2>
              <DayLines items={items} />
            </section>
          ))}
          {days.length > 0 && (
            <p className="onward">
              <a href={`/archive/${days.at(-1)?.day}`}>{text.older}</a>
            </p>
          )}
        </div>
        <StoryRail panels={[picturesPanel(pictures), recommendedPanel(recommended)]}>
          {newest && <Calendar month={newest.calendar} />}
        </StoryRail>
      </div>
    </div>
  );
}
