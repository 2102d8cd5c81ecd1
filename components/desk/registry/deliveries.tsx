import { ConfirmForm } from '#components/desk/confirm-form.client.tsx';
import { FilterChoice } from '#components/desk/filter-choice.tsx';
import type { FormAction } from '#components/desk/form-state.ts';
import { Time } from '#components/ui/time.tsx';
import type { TimeModel } from '#lib/content/models.ts';
import { registry, consoleWords as words } from './strings.ts';

export type ChannelLine = {
  name: string;
  /** As people know it. */
  title: string;
  waiting: number;
  dead: number;
  done: number;
  pausedUntil: TimeModel | null;
  lastError: string | null;
};

/** How each channel stands. */
export function ChannelList({ channels }: { channels: ChannelLine[] }) {
  if (channels.length === 0) return <p className="meta">{words.noChannels}</p>;
  return (
    <ul className="held">
      {channels.map(({ name, title, waiting, dead, done, pausedUntil, lastError }) => (
        <li key={name}>
          <span>
            <strong>{title}</strong> <span className="meta">{words.channelState(waiting, dead, done)}</span>
            {pausedUntil && (
              <span className="meta">
                {` · ${words.paused} `}
                <Time time={pausedUntil} label="full" />
              </span>
            )}
            {lastError && <span className="meta"> · {lastError.slice(0, 200)}</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}

type Filters = { states: readonly (keyof typeof words.states)[]; channels: ChannelLine[]; wanted: Wanted };
type Wanted = { state: string; channel: string };

export function DeliveryFilters({ states, channels, wanted }: Filters) {
  return (
    <form className="filters" action="/desk/console/deliveries">
      <FilterChoice
        {...{ label: words.state, name: 'state', value: wanted.state, all: registry.all }}
        options={states.map((state) => [state, words.states[state]])}
      />
      <FilterChoice
        {...{ label: words.channel, name: 'channel', value: wanted.channel, all: registry.all }}
        options={channels.map(({ name, title }) => [name, title])}
      />
      <button type="submit" className="button">
        {registry.filter}
      </button>
    </form>
  );
}

export type DeliveryLine = {
  id: number;
  state: keyof typeof words.states;
  channel: string;
  eventId: number;
  type: string | null;
  story: number | null;
  attempts: number;
  /** When it ended; of one that waits, when it began. */
  at: TimeModel;
  reason: string | null;
};

type Acts = { replay: FormAction; drop: FormAction };

/** Deliveries, the newest first; what was given up can be sent again or dropped. */
export function DeliveryList({ rows, replay, drop }: { rows: DeliveryLine[] } & Acts) {
  if (rows.length === 0) return <p className="meta">{words.noDeliveries}</p>;
  return (
    <ul className="held">
      {rows.map(({ id, state, ...row }) => (
        <li key={id}>
          <span>
            <span className={state === 'dead' ? 'state off' : state === 'done' ? 'state on' : 'state'}>
              {words.states[state]}
            </span>{' '}
            {row.channel}{' '}
            <span className="meta">
              {id} · {words.event} {row.eventId} {row.type}
              {row.story !== null && ` /article/${row.story}`} · {words.attempts(row.attempts)} ·{' '}
              <Time time={row.at} label="full" />
              {row.reason && ` · ${row.reason.slice(0, 200)}`}
            </span>
          </span>
          {state === 'dead' && (
            <span className="buttons">
              <ConfirmForm
                {...{ action: replay, label: words.replay, lead: words.replayLead, kind: 'plain' }}
                hidden={{ id: String(id) }}
              />
              <ConfirmForm {...{ action: drop, label: words.drop, lead: words.dropLead }} hidden={{ id: String(id) }} />
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

/** The same with all that were given up, of one channel or (empty) of every one. */
export function AllDeliveries({ channel, replay, drop }: { channel: string } & Acts) {
  return (
    <div className="buttons">
      <ConfirmForm
        {...{ action: replay, label: words.replayAll, lead: words.replayLead, kind: 'plain' }}
        hidden={{ channel }}
      />
      <ConfirmForm {...{ action: drop, label: words.dropAll, lead: words.dropAllLead }} hidden={{ channel }} />
    </div>
  );
}
