import type { Metadata } from 'next';
import Link from 'next/link';
import { FilterChoice } from '#components/desk/filter-choice.tsx';
import { ConsoleTitle } from '#components/desk/registry/console.tsx';
import { registry, consoleWords as words } from '#components/desk/registry/strings.ts';
import { Table } from '#components/desk/table.tsx';
import { Time } from '#components/ui/time.tsx';
import { requireRight } from '#lib/auth/current.ts';
import { readCalls } from '#lib/newsroom/console.ts';
import { positiveInteger } from '#lib/text/number.ts';
import { timeModel } from '#lib/text/time.ts';

export const metadata: Metadata = { title: words.calls };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** What outside systems asked of `/api/revalidate`, and what they were answered. */
export default async function CallsPage({ searchParams }: Props) {
  const [actor, asked] = await Promise.all([requireRight('revalidate'), searchParams]);
  const one = (name: string) => (typeof asked[name] === 'string' ? asked[name] : '');
  const status = one('status');
  const refused = status === 'refused' ? true : status === 'accepted' ? false : null;
  const { rows, older } = await readCalls(actor, { refused, before: positiveInteger(one('before')) });
  const next = new URLSearchParams({ ...(status && { status }), before: String(older) });
  return (
    <>
      <ConsoleTitle here="/desk/console/calls" />
      <form className="filters" action="/desk/console/calls">
        <FilterChoice
          {...{ label: words.outcome, name: 'status', value: status, all: registry.all }}
          options={[
            ['accepted', words.accepted],
            ['refused', words.refused],
          ]}
        />
        <button type="submit" className="button">
          {registry.filter}
        </button>
      </form>
      <Table head={[words.at, words.caller, words.status, words.request]} none={words.noCalls}>
        {rows.map((row) => (
          <tr key={row.id}>
            <td className="num quiet">
              <Time time={timeModel(row.at)} label="full" />
            </td>
            <td>{row.caller}</td>
            <td>
              <span className={row.status < 400 ? 'state on' : 'state off'}>
                {row.status < 400 ? words.accepted : words.refused} {row.status}
              </span>
            </td>
            <td className="quiet">{row.request === null ? '' : JSON.stringify(row.request).slice(0, 300)}</td>
          </tr>
        ))}
      </Table>
      {older !== null && (
        <p className="buttons">
          <Link className="button" href={`/desk/console/calls?${next}`} prefetch={false}>
            {registry.older}
          </Link>
        </p>
      )}
    </>
  );
}
