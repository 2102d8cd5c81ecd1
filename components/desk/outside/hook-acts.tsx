import { ActionForm } from '#components/desk/action-form.client.tsx';
import { ConfirmForm } from '#components/desk/confirm-form.client.tsx';
import type { FormAction } from '#components/desk/form-state.ts';
import { Part } from '#components/desk/part.tsx';
import { Time } from '#components/ui/time.tsx';
import type { TimeModel } from '#lib/content/models.ts';
import { hookWords as words } from './strings.ts';
import { type HookLine, HookState } from './webhooks.tsx';

type Props = {
  hook: HookLine & { previousUntil: TimeModel | null };
  actions: Record<'ping' | 'rotate' | 'stop' | 'resume' | 'remove' | 'replay', FormAction>;
};

/** How a webhook stands, and what is done with it. */
export function HookStanding({ hook, actions }: Props) {
  return (
    <Part id="standing" title={words.standing}>
      <div className="hook-standing">
        {!hook.active && hook.offReason && (
          <div className="notice bad">
            <p>
              {words.offNotice}
              {hook.offReason}
            </p>
            <p>{words.offLead}</p>
          </div>
        )}
        <dl className="facts">
          <dt>{words.state}</dt>
          <dd>
            <HookState hook={hook} />
            {hook.active && hook.failingSince && (
              <span className="meta">
                {' '}
                {words.failingSince} <Time time={hook.failingSince} label="full" />
              </span>
            )}
          </dd>
          <dt>{words.url}</dt>
          <dd>{hook.address}</dd>
          <dt>{words.events}</dt>
          <dd>{hook.events}</dd>
          <dt>{words.queue}</dt>
          <dd>{words.counts(hook.waiting, hook.dead) || words.nothingWaits}</dd>
          {hook.previousUntil && (
            <>
              <dt>{words.previousUntil}</dt>
              <dd>
                <Time time={hook.previousUntil} label="full" />
              </dd>
            </>
          )}
        </dl>
        <HookActs hook={hook} actions={actions} />
      </div>
    </Part>
  );
}

function HookActs({ hook: { id, active, dead }, actions }: Props) {
  const hidden = { id: String(id) };
  return (
    <div className="hook-acts">
      {active ? (
        <ActionForm action={actions.ping} submit={words.ping} hidden={hidden} />
      ) : (
        <ActionForm action={actions.resume} submit={words.resume} hidden={hidden} />
      )}
      {active && dead > 0 && (
        <ConfirmForm
          {...{ action: actions.replay, hidden, label: words.replayAll, lead: words.replayAllLead, kind: 'plain' }}
        />
      )}
      <ConfirmForm
        {...{ action: actions.rotate, hidden, label: words.rotate, lead: words.rotateLead, kind: 'plain' }}
      />
      {active && <ConfirmForm {...{ action: actions.stop, hidden, label: words.stop, lead: words.stopLead }} />}
      <ConfirmForm {...{ action: actions.remove, hidden, label: words.remove, lead: words.removeLead }} />
    </div>
  );
}
