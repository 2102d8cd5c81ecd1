import Link from 'next/link';
import type { ReactNode } from 'react';
import { Table } from '../table.tsx';
import { Chart, inWords, type Step } from './chart.tsx';
import { numberWords as words } from './strings.ts';

export type RangeName = keyof typeof words.ranges;
export type NumbersWanted = { range: RangeName; section: string };
export type StoryFigure = { id: number; title: string; section: string; published: boolean; reads: number };
export type Share = { key: string; label: string; reads: number };

/** The address of what is asked for; also of the file that has the same numbers. */
export function numbersHref({ range, section }: NumbersWanted, path = '/desk/numbers'): string {
  const query = new URLSearchParams({ range, ...(section !== '' && { section }) });
  return `${path}?${query}`;
}

type Choice = { slug: string; name: string; depth: number };

export function NumbersFilters({ wanted, sections }: { wanted: NumbersWanted; sections: readonly Choice[] }) {
  return (
    <>
      <nav className="tabs" aria-label={words.range}>
        <ul>
          {(Object.keys(words.ranges) as RangeName[]).map((range) => (
            <li key={range}>
              <Link
                href={numbersHref({ ...wanted, range })}
                prefetch={false}
                aria-current={range === wanted.range ? 'page' : undefined}
              >
                {words.ranges[range]}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <search>
        <form className="filters" action="/desk/numbers">
          <input type="hidden" name="range" value={wanted.range} />
          <label>
            {words.section}
            <select name="section" defaultValue={wanted.section}>
              <option value="">{words.allSections}</option>
              {sections.map(({ slug, name, depth }) => (
                <option key={slug} value={slug}>
                  {'　'.repeat(depth)}
                  {name}
                </option>
              ))}
            </select>
          </label>
          <button type="submit" className="button">
            {words.filter}
          </button>
          <a className="button" href={numbersHref(wanted, '/desk/numbers/csv')} download>
            {words.csv}
          </a>
        </form>
      </search>
    </>
  );
}

type NowProps = { total: number; minutes: Step[]; stories: StoryFigure[] };

/** The last half hour. */
export function NumbersNow({ total, minutes, stories }: NowProps) {
  return (
    <Part id="now" title={words.now}>
      <p className="figure">
        <strong className="num">{inWords(total)}</strong> <span className="meta">{words.nowOf}</span>
      </p>
      {total > 0 ? (
        <>
          <Chart steps={minutes} of={words.nowOf} head={words.minute} />
          <Stories stories={stories} />
        </>
      ) : (
        <p className="meta">{words.noneNow}</p>
      )}
    </Part>
  );
}

type RangeProps = {
  range: RangeName;
  total: number;
  steps: Step[];
  sections: Share[];
  visits: Share[];
  stories: StoryFigure[];
  /** What stands after the first. */
  children: ReactNode;
};

/** All that a range shows. */
export function NumbersOfRange({ range, total, steps, sections, visits, stories, children }: RangeProps) {
  const hourly = range === '24h';
  return (
    <>
      <Part id="steps" title={hourly ? words.byHour : words.byDay}>
        <p className="figure">
          <strong className="num">{inWords(total)}</strong> <span className="meta">{words.ranges[range]}</span>
        </p>
        <Chart steps={steps} of={words.ranges[range]} head={hourly ? words.hour : words.day} />
      </Part>
      {children}
      <Part id="most" title={words.most}>
        {stories.length > 0 ? <Stories stories={stories} /> : <p className="meta">{words.none}</p>}
      </Part>
      <Part id="visits" title={words.visits}>
        <Shares shares={visits} head={words.visit} total={total} />
      </Part>
      <Part id="sections" title={words.sections}>
        <Shares shares={sections} head={words.section} total={total} />
      </Part>
    </>
  );
}

function Part({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section className={`numbers-${id}`} aria-labelledby={`numbers-${id}`}>
      <h2 id={`numbers-${id}`}>{title}</h2>
      {children}
    </section>
  );
}

function Stories({ stories }: { stories: StoryFigure[] }) {
  return (
    <Table className="figures" head={[words.story, words.reads]}>
      {stories.map(({ id, title, section, published, reads }) => (
        <tr key={id}>
          <th scope="row">
            <Link href={`/desk/stories/${id}/steps`} prefetch={false}>
              {title}
            </Link>{' '}
            <span className="meta">{section}</span>
            {!published && <span className="state off">{words.withdrawn}</span>}
          </th>
          <td className="num">{inWords(reads)}</td>
        </tr>
      ))}
    </Table>
  );
}

function Shares({ shares, head, total }: { shares: Share[]; head: string; total: number }) {
  const most = Math.max(1, ...shares.map(({ reads }) => reads));
  return (
    <Table className="figures shares" head={[head, words.reads, words.share]} none={words.none}>
      {shares.map(({ key, label, reads }) => (
        <tr key={key}>
          <th scope="row">
            {label}
            <svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
              <rect className="bar" width={(reads / most) * 100} height={1} />
            </svg>
          </th>
          <td className="num">{inWords(reads)}</td>
          <td className="num">{total === 0 ? '0' : ((reads / total) * 100).toFixed(1)}%</td>
        </tr>
      ))}
    </Table>
  );
}

/** Reads of one story, on its own page. */
export function NumbersOfStory({ day, week, total }: { day: number; week: number; total: number }) {
  return (
    <p className="story-reads meta num">
      {words.ofStory} {words.ofDay} {inWords(day)} · {words.ofWeek} {inWords(week)} · {words.ofAll} {inWords(total)}
    </p>
  );
}
