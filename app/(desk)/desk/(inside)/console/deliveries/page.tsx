import type { Metadata } from 'next';
import Link from 'next/link';
import { ConfirmForm } from '#components/desk/confirm-form.client.tsx';
import { ConsoleTitle } from '#components/desk/registry/console.tsx';
import { registry, consoleWords as words } from '#components/desk/registry/strings.ts';
import { Time } from '#components/ui/time.tsx';
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
  const before = positiveInteger(one('before'));
  const [nameOf, channels, found] = await Promise.all([
    channelNamer(),
    channelStates(),
    letters({ channel, before, ...(state && { state }) }, pageLength + 1),
  ]);
  const rows = found.slice(0, pageLength);
  const filter = { ...(state && { state }), ...(channel && { channel }) };
  const next = new URLSearchParams({ ...filter, before: String(rows.at(-1)?.id) });
  const dead = channels.filter(({ name }) => channel === '' || name === channel).some((each) => each.dead > 0);
  return (
    <>
      <ConsoleTitle here="/desk/console/deliveries" />
      {channels.length === 0 && <p className="meta">{words.noChannels}</p>}
      <ul className="held">
        {channels.map(({ name, waiting, dead, done, pausedUntil, lastError }) => (
          <li key={name}>
            <span>
              <strong>{nameOf(name)}</strong> <span className="meta">{words.channelState(waiting, dead, done)}</span>
              {pausedUntil && (
                <span className="meta">
                  {` · ${words.paused} `}
                  <Time time={timeModel(pausedUntil)} label="full" />
                </span>
              )}
              {lastError && <span className="meta"> · {lastError.slice(0, 200)}</span>}
            </span>
          </li>
        ))}
      </ul>
      <form className="filters" action="/desk/console/deliveries">
        <label>
          {words.state}
          <select name="state" defaultValue={state ?? ''}>
            <option value="">{registry.all}</option>
            {states.map((value) => (
              <option key={value} value={value}>
                {words.states[value]}
              </option>
            ))}
          </select>
        </label>
        <label>
          {words.channel}
          <select name="channel" defaultValue={channel}>
            <option value="">{registry.all}</option>
            {channels.map(({ name }) => (
              <option key={name} value={name}>
                {nameOf(name)}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" className="button">
          {registry.filter}
        </button>
      </form>
      {rows.length === 0 && <p className="meta">{words.noDeliveries}</p>}
      <ul className="held">
        {rows.map(({ id, state, ...row }) => (
          <li key={id}>
            <span>
              <span className={state === 'dead' ? 'state off' : state === 'done' ? 'state on' : 'state'}>
                {words.states[state]}
              </span>{' '}
              {nameOf(row.channel)}{' '}
              <span className="meta">
                {id} · {words.event} {row.eventId} {row.type}
                {row.story !== null && ` /article/${row.story}`} · {words.attempts(row.attempts)} ·{' '}
                <Time time={timeModel(row.endedAt ?? row.createdAt)} label="full" />
                {row.reason && ` · ${row.reason.slice(0, 200)}`}
              </span>
            </span>
            {state === 'dead' && (
              <span className="buttons">
                <ConfirmForm
                  {...{ action: replay, label: words.replay, lead: words.replayLead, kind: 'plain' }}
                  hidden={{ id: String(id) }}
                />
                <ConfirmForm
                  {...{ action: drop, label: words.drop, lead: words.dropLead }}
                  hidden={{ id: String(id) }}
                />
              </span>
            )}
          </li>
        ))}
      </ul>
      {found.length > pageLength && (
        <p className="buttons">
          <Link className="button" href={`/desk/console/deliveries?${next}`} prefetch={false}>
            {registry.older}
          </Link>
        </p>
      )}
      {dead && (
        <div className="buttons">
          <ConfirmForm
            {...{ action: replay, label: words.replayAll, lead: words.replayLead, kind: 'plain' }}
            hidden={{ channel }}
          />
          <ConfirmForm {...{ action: drop, label: words.dropAll, lead: words.dropAllLead }} hidden={{ channel }} />
        </div>
      )}
    </>
  );
}
