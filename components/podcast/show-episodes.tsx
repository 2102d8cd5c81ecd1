import { storyStrings } from '#components/article/strings.ts';
import { EpisodePlayer } from '#components/player/player.tsx';
import { JsonLd } from '#components/seo/json-ld.tsx';
import { Pagination } from '#components/ui/pagination.tsx';
import { pageHref } from '#components/ui/pagination-pages.ts';
import { Phrases } from '#components/ui/phrases.tsx';
import { Picture } from '#components/ui/picture.tsx';
import { Time } from '#components/ui/time.tsx';
import type { EpisodeModel, ListPage, ShowModel } from '#lib/content/models.ts';
import { showGraph } from '#lib/seo/lists.ts';
import { showTrail } from './head.ts';

const text = storyStrings.shows;

/** A programme with its episodes, each playable in place. */
export function ShowEpisodes({ show, episodes, list }: { show: ShowModel; episodes: EpisodeModel[]; list: ListPage }) {
  const facts = { href: pageHref(show.href, list.page), name: show.name, trail: showTrail, here: show.name };
  return (
    <div className="index-page">
      <JsonLd nodes={showGraph(facts, show, episodes)} />
      <header className="show-head">
        {show.cover && (
          <Picture picture={show.cover} sizes="(min-width: 64rem) 18rem, 7.5rem" shape="square" first alt="" />
        )}
        <div>
          <p className="kicker">{text[show.kind]}</p>
          <h1>{show.name}</h1>
          {show.host && (
            <p className="by">
              {text.host} <a href={show.host.href}>{show.host.name}</a>
            </p>
          )}
          <p className="about">{show.description}</p>
        </div>
      </header>
      <div>
        {episodes.length === 0 && <p className="empty">{text.emptyEpisodes}</p>}
        <ol className={`episodes episodes-${show.kind}`}>
          {episodes.map((episode) => (
            <li key={episode.id}>
              <p className="meta">
                {episode.episode !== null && <b>{text.episode(episode.episode)}</b>}
                <Time time={episode.time} label="day" />
              </p>
              <h2>
                <a href={episode.href}>
                  <Phrases text={episode.fullTitle} />
                </a>
              </h2>
              <p>{episode.summary}</p>
              {episode.media && (
                <EpisodePlayer
                  story={{ id: episode.id, title: episode.fullTitle }}
                  media={episode.media}
                  cover={episode.picture}
                />
              )}
            </li>
          ))}
        </ol>
        <Pagination list={show.href} page={list.page} pages={list.pages} />
      </div>
    </div>
  );
}
