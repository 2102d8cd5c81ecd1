import Link from 'next/link';
import { Time } from '#components/ui/time.tsx';
import type { TimeModel } from '#lib/content/models.ts';
import type { BulkAct } from '#lib/newsroom/bulk.ts';
import { FilterChoice } from '../filter-choice.tsx';
import { SectionOptions } from '../section-options.tsx';
import { stepWords } from '../steps/strings.ts';
import { ListKeys } from './list-keys.client.tsx';
import { PickCount } from './pick.client.tsx';
import { bulkWords, storyWords as words } from './strings.ts';

export type ListName = keyof typeof words.lists;
export type ListTab = { name: ListName; count: string | null };
export type Wanted = { list: ListName; q: string; section: string; kind: string; stage: string };

/** The address of a list: what is not asked for does not stand in it. */
export function listHref(wanted: Partial<Wanted>, after: string | null = null): string {
  const query = new URLSearchParams(Object.entries(wanted).filter(([, value]) => value !== ''));
  if (after !== null) query.set('after', after);
  return `/desk/stories${query.size > 0 ? `?${query}` : ''}`;
}

export function ListTabs({ tabs, current }: { tabs: ListTab[]; current: ListName }) {
  return (
    <nav className="tabs" aria-label={words.choose}>
      <ul>
        {tabs.map(({ name, count }) => (
          <li key={name}>
            <Link href={listHref({ list: name })} prefetch={false} aria-current={name === current ? 'page' : undefined}>
              {words.lists[name]}
              {count !== null && <span className="num"> {count}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

type Filters = { wanted: Wanted; sections: readonly { id: number; name: string; depth: number }[] };

/** What is asked for stands in the address. */
export function StoryFilters({ wanted, sections }: Filters) {
  const staged = wanted.list === 'mine' || wanted.list === 'open';
  return (
    <search>
      <form className="filters" action="/desk/stories">
        <input type="hidden" name="list" value={wanted.list} />
        <label className="grow">
          {words.search}
          <input type="search" name="q" defaultValue={wanted.q} maxLength={80} />
        </label>
        <label>
          {words.section}
          <select name="section" defaultValue={wanted.section}>
            <option value="">{words.all}</option>
            <SectionOptions sections={sections} />
          </select>
        </label>
        <FilterChoice
          label={words.kind}
          name="kind"
          value={wanted.kind}
          all={words.all}
          options={Object.entries(words.kinds)}
        />
        {staged && (
          <FilterChoice
            label={words.stage}
            name="stage"
            value={wanted.stage}
            all={words.all}
            options={Object.entries(stepWords.stages)}
          />
        )}
        <button type="submit" className="button">
          {words.filter}
        </button>
        {(wanted.q || wanted.section || wanted.kind || wanted.stage) && (
          <Link className="button" href={listHref({ list: wanted.list })} prefetch={false}>
            {words.clear}
          </Link>
        )}
      </form>
    </search>
  );
}

export type StoryLine = {
  key: string;
  id: number;
  /** In which it is seen here. */
  version: number;
  title: string;
  section: string;
  kind: string;
  owner: string;
  /** Where it stands, as marks: `已发布`, `修订 待审 1/3`. */
  marks: { text: string; tone: 'on' | 'off' | '' }[];
  note: string;
  at: TimeModel;
};

type Table = { lines: StoryLine[]; wanted: Wanted; next: string | null; paged: boolean; acts: readonly BulkAct[] };

export function StoryTable({ lines, wanted, next, paged, acts }: Table) {
  const picking = acts.length > 0 && lines.length > 0;
  return (
    <>
      {lines.length === 0 ? (
        <p className="meta">{nothing(wanted, next)}</p>
      ) : picking ? (
        <form action="/desk/stories/bulk" className="picking">
          <input type="hidden" name="list" value={wanted.list} />
          <Lines lines={lines} picking />
          <PickBar acts={acts} />
        </form>
      ) : (
        <Lines lines={lines} picking={false} />
      )}
      <p className="buttons">
        {next !== null && (
          <Link className="button" href={listHref(wanted, next)} prefetch={false}>
            {words.next}
          </Link>
        )}
        {paged && (
          <Link className="button" href={listHref(wanted)} prefetch={false}>
            {words.first}
          </Link>
        )}
      </p>
      <ListKeys hint={picking ? words.keysToPick : words.keys} />
    </>
  );
}

/** A few stories of a list, and the way to all of it. */
export function ShortList({ list, lines, more }: { list: ListName; lines: StoryLine[]; more: boolean }) {
  return (
    <section className="short-list" aria-labelledby={`list-${list}`}>
      <h2 id={`list-${list}`}>{words.lists[list]}</h2>
      <Lines lines={lines} picking={false} />
      {more && (
        <Link className="text-link" href={listHref({ list })} prefetch={false}>
          {words.whole(words.lists[list])}
        </Link>
      )}
    </section>
  );
}

function nothing({ list, q }: Wanted, next: string | null): string {
  if (list === 'all' && q === '') return words.searchFirst;
  return next === null ? words.none : words.fewer;
}

function Lines({ lines, picking }: { lines: StoryLine[]; picking: boolean }) {
  return (
    <table className="table stories">
      <thead>
        <tr>
          {picking && (
            <th scope="col" className="pick">
              <span className="unseen">{words.pick}</span>
            </th>
          )}
          <th scope="col">{words.name}</th>
          <th scope="col">{words.state}</th>
          <th scope="col">{words.section}</th>
          <th scope="col">{words.owner}</th>
          <th scope="col">{words.time}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ key, id, version, title, section, kind, owner, marks, note, at }) => (
          <tr key={key}>
            {picking && (
              <td className="pick">
                <input
                  type="checkbox"
                  name="story"
                  value={`${id}.${version}`}
                  aria-label={`${words.pick}：${title || words.untitled}`}
                />
              </td>
            )}
            <td className="name">
              <Link href={`/desk/stories/${id}`} prefetch={false}>
                {title || words.untitled}
                {kind && <small>{kind}</small>}
              </Link>
              {note && <p className="meta">{note}</p>}
            </td>
            <td>
              {marks.map((mark) => (
                <span key={mark.text} className={`state ${mark.tone}`}>
                  {mark.text}
                </span>
              ))}
            </td>
            <td>{section}</td>
            <td>{owner}</td>
            <td className="num quiet">
              <Time time={at} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What to do with what is picked: the next page asks what it needs to know, and says what it will do. */
function PickBar({ acts }: { acts: readonly BulkAct[] }) {
  return (
    <fieldset className="pick-bar">
      <legend className="unseen">{words.bulk}</legend>
      <PickCount />
      <select name="act" aria-label={words.bulkAct}>
        {acts.map((act) => (
          <option key={act} value={act}>
            {bulkWords.acts[act]}
          </option>
        ))}
      </select>
      <button type="submit" className="button main">
        {words.go}
      </button>
    </fieldset>
  );
}
