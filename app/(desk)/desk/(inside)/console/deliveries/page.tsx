import type { Metadata } from 'next';
import Link from 'next/link';
import { ConsoleTitle } from '#components/desk/registry/console.tsx';
import { AllDeliveries, ChannelList, DeliveryFilters, DeliveryList } from '#components/desk/registry/deliveries.tsx';
import { registry, consoleWords as words } from '#components/desk/registry/strings.ts';
import { requireRight } from '#lib/auth/current.ts';
import { channelStates, letters } from '#lib/outbox/letters.ts';
import { positiveInteger } from '#lib/text/number.ts';
import { timeModel } from '#lib/text/time.ts';
import { channelNamer } from '../../../../hook-lines.ts';
import { drop, replay } from '../actions.ts';

export const metadata: Metadata = { title: words.deliveries };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const states = ['waiting', 'done', 'dead'] as const;
const pageLength = 50;

/** What outside systems are told: how each channel stands, and every delivery. */
export default async function DeliveriesPage({ searchParams }: Props) {
  await requireRight('revalidate');
  const asked = await searchParams;
  const one = (name: string) => (typeof asked[name] === 'string' ? asked[name].slice(0, 40) : '');
  const state = states.find((known) => known === one('state'));
  const channel = one('channel');
  const filter = { ...(state && { state }), ...(channel && { channel }) };
  const [nameOf, standing, found] = await Promise.all([
    channelNamer(),
    channelStates(),
    letters({ ...filter, before: positiveInteger(one('before')) }, pageLength + 1),
  ]);
  const channels = standing.map(({ pausedUntil, ...each }) => ({
    ...each,
    title: nameOf(each.name),
    pausedUntil: pausedUntil && timeModel(pausedUntil),
  }));
  const rows = found.slice(0, pageLength);
  const older = new URLSearchParams({ ...filter, before: String(rows.at(-1)?.id) });
  const someAreDead = channels.some(({ name, dead }) => dead > 0 && (channel === '' || name === channel));
  return (
    <>
      <ConsoleTitle here="/desk/console/deliveries" />
      <ChannelList channels={channels} />
      <DeliveryFilters states={states} channels={channels} wanted={{ state: state ?? '', channel }} />
      <DeliveryList
        rows={rows.map(({ createdAt, endedAt, ...row }) => ({
          ...row,
          channel: nameOf(row.channel),
          at: timeModel(endedAt ?? createdAt),
        }))}
        {...{ replay, drop }}
      />
      {found.length > pageLength && (
        <p className="buttons">
          <Link className="button" href={`/desk/console/deliveries?${older}`} prefetch={false}>
            {registry.older}
          </Link>
        </p>
      )}
      {someAreDead && <AllDeliveries {...{ channel, replay, drop }} />}
    </>
  );
}
