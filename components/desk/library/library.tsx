import Link from 'next/link';
import { library as words } from './strings.ts';

export type Wanted = { q: string; kind: string; which: string };

const whichOnes = {
  mine: words.mine,
  alt: words.lackingAlt,
  credit: words.lackingCredit,
  unused: words.unused,
  ai: words.aiMade,
};

/** What is asked for stands in the address. */
export function LibraryFilters({ wanted }: { wanted: Wanted }) {
  const choices = (all: string, labels: Record<string, string>) =>
    [['', all], ...Object.entries(labels)].map(([value, label]) => (
      <option key={value} value={value}>
        {label}
      </option>
    ));
  return (
    <search>
      <form className="filters" action="/desk/media">
        <label className="grow">
          {words.search}
          <input type="search" name="q" defaultValue={wanted.q} maxLength={80} placeholder={words.searchHint} />
        </label>
        <label>
          {words.kind}
          <select name="kind" defaultValue={wanted.kind}>
            {choices(words.all, words.kinds)}
          </select>
        </label>
        <label>
          {words.which}
          <select name="which" defaultValue={wanted.which}>
            {choices(words.whichAll, whichOnes)}
          </select>
        </label>
        <button type="submit" className="button">
          {words.filter}
        </button>
      </form>
    </search>
  );
}

export type LibraryItem = {
  id: number;
  kind: 'image' | 'audio' | 'video';
  title: string;
  /** A small picture of it, or the poster of sound and film; null without one. */
  thumb: { src: string; width: number; height: number } | null;
  /** `1600 × 1067 · 140 KB` */
  about: string;
  lacksAlt: boolean;
  aiMade: boolean;
};

export function LibraryGrid({ items, older }: { items: LibraryItem[]; older: string | null }) {
  if (items.length === 0) return <p className="meta">{words.none}</p>;
  return (
    <>
      <ul className="media-grid">
        {items.map((item) => (
          <li key={item.id}>
            <Link href={`/desk/media/${item.id}`} prefetch={false}>
              {item.thumb ? (
                // biome-ignore lint/performance/noImgElement: its variants were made when it was taken in
                <img {...item.thumb} alt="" loading="lazy" decoding="async" />
              ) : (
                <span className="media-kind">{words.kinds[item.kind]}</span>
              )}
              <span className="media-title">{item.title}</span>
              <small className="meta">
                {item.about}
                {item.aiMade && ` · ${words.ai}`}
                {item.lacksAlt && ` · ${words.noAlt}`}
              </small>
            </Link>
          </li>
        ))}
      </ul>
      {older && (
        <p className="buttons">
          <Link className="button" href={older} prefetch={false}>
            {words.older}
          </Link>
        </p>
      )}
    </>
  );
}

/** Where it stands, each with the way there. */
export function UseList({
  uses,
  more,
}: {
  uses: { key: string; label: string; href: string | null }[];
  more: boolean;
}) {
  if (uses.length === 0) return <p className="meta">{words.nowhere}</p>;
  return (
    <ul className="uses">
      {uses.map(({ key, label, href }) => (
        <li key={key}>{href ? <a href={href}>{label}</a> : label}</li>
      ))}
      {more && <li className="meta">{words.more}</li>}
    </ul>
  );
}

/** Sound or film in the browser's own player. */
export function Recording({
  kind,
  src,
  captions,
  poster,
}: {
  kind: string;
  src: string;
  captions: string | null;
  /** The picture that stands for a film until it is played. */
  poster: string | null;
}) {
  return kind === 'video' ? (
    // biome-ignore lint/a11y/useMediaCaption: films have captions where the newsroom gave them
    <video controls preload="metadata" src={src} poster={poster ?? undefined}>
      {captions && <track kind="captions" src={captions} srcLang="zh" label={words.captions} default />}
    </video>
  ) : (
    // biome-ignore lint/a11y/useMediaCaption: a sound's words are the text of its story
    <audio controls preload="metadata" src={src} />
  );
}
