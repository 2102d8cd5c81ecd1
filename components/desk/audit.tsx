import Link from 'next/link';
import { Time } from '#components/ui/time.tsx';
import type { TimeModel } from '#lib/content/models.ts';
import { desk } from './strings.ts';
import { Table } from './table.tsx';

const words = desk.audit;
type Wanted = { who: string; object: string };

export function AuditFilters({ wanted }: { wanted: Wanted }) {
  return (
    <search>
      <form className="filters" action="/desk/audit">
        <label>
          {words.filterWho}
          <input type="search" name="who" defaultValue={wanted.who} maxLength={40} />
        </label>
        <label>
          {words.filterObject}
          <input type="search" name="object" defaultValue={wanted.object} maxLength={100} placeholder="story:12" />
        </label>
        <button type="submit" className="button">
          {desk.people.filter}
        </button>
      </form>
    </search>
  );
}

export type AuditLine = {
  id: number;
  at: TimeModel;
  actorName: string;
  actorRole: string;
  /** To what it was done, as the trail calls it: `story:12`. */
  thing: string;
  /** What was done, to what, and the facts of it: in words. */
  act: string;
  object: string;
  detail: string;
};

type Props = { rows: AuditLine[]; wanted: Wanted; older: number | null; paged: boolean };

export function AuditTable({ rows, wanted, older, paged }: Props) {
  const of = (thing: string) => `/desk/audit?${new URLSearchParams({ object: thing })}`;
  const to = (before: number | null) => {
    const query = new URLSearchParams(Object.entries(wanted).filter(([, value]) => value !== ''));
    if (before !== null) query.set('before', String(before));
    return `/desk/audit${query.size > 0 ? `?${query}` : ''}`;
  };
  return (
    <>
      <Table
        className="table trail"
        head={[words.at, words.who, words.act, words.object, words.detail]}
        none={words.none}
      >
        {rows.map(({ id, at, actorName, actorRole, act, thing, object, detail }) => (
          <tr key={id}>
            <td className="num quiet">
              <Time time={at} label="full" />
            </td>
            <td>
              {actorName} {actorRole && <span className="meta">{actorRole}</span>}
            </td>
            <td>{act}</td>
            <td>
              <Link href={of(thing)} prefetch={false} title={thing}>
                {object}
              </Link>
            </td>
            <td className="quiet">{detail}</td>
          </tr>
        ))}
      </Table>
      <p className="buttons">
        {older !== null && (
          <Link className="button" href={to(older)} prefetch={false}>
            {words.older}
          </Link>
        )}
        {paged && (
          <Link className="button" href={to(null)} prefetch={false}>
            {words.newest}
          </Link>
        )}
      </p>
    </>
  );
}
