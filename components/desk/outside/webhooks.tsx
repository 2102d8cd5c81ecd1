import Link from 'next/link';
import { ActionForm } from '#components/desk/action-form.client.tsx';
import { ConfirmForm } from '#components/desk/confirm-form.client.tsx';
import { Field } from '#components/desk/field.tsx';
import type { FormAction } from '#components/desk/form-state.ts';
import { Part } from '#components/desk/part.tsx';
import { Time } from '#components/ui/time.tsx';
import type { TimeModel } from '#lib/content/models.ts';
import { FilterChoice } from '../filter-choice.tsx';
import { Table } from '../table.tsx';
import { hookWords as words } from './strings.ts';

export type HookLine = {
  id: number;
  name: string;
  /** As much of it as may be on a screen. */
  address: string;
  events: string;
  active: boolean;
  offReason: string | null;
  failingSince: TimeModel | null;
  waiting: number;
  dead: number;
  lastAt: TimeModel | null;
};

/** Whether it is switched on, and whether anything gets through. */
export function HookState({ hook: { active, failingSince } }: { hook: Pick<HookLine, 'active' | 'failingSince'> }) {
  if (!active) return <span className="state off">{words.off}</span>;
  return <span className={failingSince ? 'state off' : 'state on'}>{failingSince ? words.failing : words.on}</span>;
}

export function HookTable({ rows }: { rows: HookLine[] }) {
  return (
    <Table head={[words.name, words.url, words.last, words.state]} none={words.none}>
      {rows.map((hook) => (
        <tr key={hook.id}>
          <td className="name">
            <Link href={`/desk/webhooks/${hook.id}`} prefetch={false}>
              {hook.name}
            </Link>
          </td>
          <td className="address">
            {hook.address} <span className="meta">{hook.events}</span>
          </td>
          <td className={hook.lastAt ? 'num' : 'quiet'}>
            {hook.lastAt ? <Time time={hook.lastAt} /> : words.never}{' '}
            <span className="meta">{words.counts(hook.waiting, hook.dead)}</span>
          </td>
          <td>
            <HookState hook={hook} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

type Fields = {
  action: FormAction;
  submit: string;
  events: readonly { value: string; label: string }[];
  hook?: { id: number; name: string; url: string; events: readonly string[] };
};

/** What a webhook is, for a new one and for one that is changed. */
export function HookForm({ action, submit, events, hook }: Fields) {
  return (
    <ActionForm action={action} submit={submit} hidden={hook ? { id: String(hook.id) } : {}}>
      <Field
        label={words.name}
        hint={words.nameHint}
        name="name"
        required
        maxLength={60}
        autoComplete="off"
        defaultValue={hook?.name}
      />
      <Field
        label={words.url}
        hint={words.urlHint}
        name="url"
        type="url"
        required
        maxLength={2000}
        autoComplete="off"
        defaultValue={hook?.url}
      />
      <fieldset>
        <legend>{words.events}</legend>
        {events.map(({ value, label }) => (
          <label key={value} className="check">
            <input
              type="checkbox"
              name="event"
              value={value}
              defaultChecked={hook ? hook.events.includes(value) : true}
            />
            {label}
          </label>
        ))}
      </fieldset>
    </ActionForm>
  );
}

export type AttemptLine = {
  id: number;
  deliveryId: number;
  at: TimeModel;
  type: string;
  story: number | null;
  ok: boolean;
  status: number | null;
  error: string | null;
  answer: string;
  milliseconds: number;
};
type Wanted = { outcome: string; type: string };
type Log = { id: number; rows: AttemptLine[]; wanted: Wanted; older: number | null; replay: FormAction | null };

/** Every attempt; what is asked for stands in the address. */
export function HookLog({ id, rows, wanted, older, replay }: Log) {
  const href = `/desk/webhooks/${id}`;
  const next = new URLSearchParams(Object.entries({ ...wanted, before: String(older) }).filter(([, value]) => value));
  return (
    <Part id="log" title={words.log}>
      <p className="meta">{words.logLead}</p>
      <div>
        <search>
          <form className="filters" action={href}>
            <FilterChoice
              label={words.outcome}
              name="outcome"
              value={wanted.outcome}
              all={words.all}
              options={[['failed', words.failedOnly]]}
            />
            <FilterChoice
              label={words.type}
              name="type"
              value={wanted.type}
              all={words.all}
              options={Object.entries(words.types)}
            />
            <button type="submit" className="button">
              {words.filter}
            </button>
          </form>
        </search>
        <Table
          className="table attempts"
          head={[words.at, words.message, words.result, words.actions]}
          none={words.empty}
        >
          {rows.map((row) => (
            <tr key={row.id}>
              <td className="num quiet">
                <Time time={row.at} label="full" />
              </td>
              <td>
                {words.types[row.type as keyof typeof words.types] ?? row.type}
                {row.story !== null && (
                  <>
                    {' '}
                    <Link className="text-link" href={`/desk/stories/${row.story}`} prefetch={false}>
                      稿件 {row.story}
                    </Link>
                  </>
                )}{' '}
                <span className="meta">msg_{row.deliveryId}</span>
              </td>
              <td>
                <span className={row.ok ? 'state on' : 'state off'}>{row.status ?? words.noAnswer}</span>{' '}
                <span className="meta">
                  {words.took(row.milliseconds)} {row.answer.slice(0, 120) || row.error}
                </span>
              </td>
              <td className="end">
                {replay && (
                  <ConfirmForm
                    action={replay}
                    kind="plain"
                    hidden={{ id: String(id), delivery: String(row.deliveryId) }}
                    label={words.replay}
                    lead={words.replayLead}
                  />
                )}
              </td>
            </tr>
          ))}
        </Table>
        {older !== null && (
          <p className="buttons">
            <Link className="button" href={`${href}?${next}`} prefetch={false}>
              {words.older}
            </Link>
          </p>
        )}
      </div>
    </Part>
  );
}
