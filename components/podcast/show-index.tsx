import { storyStrings } from '#components/article/strings.ts';
import { Picture } from '#components/ui/picture.tsx';
import { Time } from '#components/ui/time.tsx';
import type { ShowModel } from '#lib/content/models.ts';

const text = storyStrings.shows;

/** Every programme: cover, what it is, its latest episode. */
export function ShowIndex({ shows }: { shows: ShowModel[] }) {
  if (shows.length === 0) return <p className="empty">{text.empty}</p>;
  return (
    <ul className="show-index">
      {shows.map((show) => (
        <li key={show.href}>
          {show.cover && (
            <Picture picture={show.cover} sizes="(min-width: 48rem) 11rem, 7.5rem" shape="square" alt="" />
          )}
          <div>
            <p className="kicker">{text[show.kind]}</p>
            <h2>
              <a href={show.href}>{show.name}</a>
            </h2>
            <p className="about">{show.description}</p>
            {show.latest && (
              <p className="show-latest">
                <span>{text.latest}</span>
                <a href={show.latest.href}>{show.latest.title}</a>
                <Time time={show.latest.time} label="day" className="meta" />
              </p>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}
