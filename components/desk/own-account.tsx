import { Part } from '#components/desk/part.tsx';
import { Time } from '#components/ui/time.tsx';
import type { TimeModel } from '#lib/content/models.ts';
import { ActionForm } from './action-form.client.tsx';
import { ConfirmForm } from './confirm-form.client.tsx';
import { Field } from './field.tsx';
import type { FormAction, FormState } from './form-state.ts';
import { AddPasskey } from './passkeys.client.tsx';
import { BeginSecondFactor, type BegunFactor } from './second-factor.client.tsx';
import { desk } from './strings.ts';
import { addressName, browserName } from './user-agent.ts';

const words = desk.account;

type Identity = { name: string; username: string; email: string; role: string; sections: string };

export function OwnIdentity({ name, username, email, role, sections }: Identity) {
  return (
    <Part id="identity" title={words.identity}>
      <dl className="facts">
        <dt>{desk.people.name}</dt>
        <dd>{name}</dd>
        <dt>{desk.invitation.username}</dt>
        <dd>{username}</dd>
        <dt>{desk.invitation.email}</dt>
        <dd>{email}</dd>
        <dt>{desk.people.role}</dt>
        <dd>
          {role} · {sections}
        </dd>
      </dl>
    </Part>
  );
}

export function OwnPassword({ change }: { change: FormAction }) {
  return (
    <Part id="password" title={words.password}>
      <p className="meta">{words.passwordLead}</p>
      <ActionForm action={change} submit={words.change}>
        <Field label={words.current} name="current" type="password" autoComplete="current-password" required />
        <Field
          label={words.next}
          hint={desk.invitation.passwordHint}
          name="next"
          type="password"
          autoComplete="new-password"
          minLength={10}
          required
        />
      </ActionForm>
    </Part>
  );
}

type SecondFactor = {
  on: boolean;
  begin: (state: BegunFactor, form: FormData) => Promise<BegunFactor>;
  confirm: FormAction;
  end: FormAction;
  renew: FormAction;
};

export function OwnSecondFactor({ on, begin, confirm, end, renew }: SecondFactor) {
  return (
    <section className="part" aria-labelledby="second-factor">
      <h2 id="second-factor">
        {words.second} <span className={on ? 'state on' : 'state'}>{on ? words.on : words.off}</span>
      </h2>
      <p className="meta">{on ? words.secondOn : words.secondOff}</p>
      {on ? (
        <div>
          <WithPassword title={words.renew} action={renew} />
          <WithPassword title={words.end} action={end} grave />
        </div>
      ) : (
        <BeginSecondFactor begin={begin} confirm={confirm} />
      )}
    </section>
  );
}

function WithPassword({ title, action, grave }: { title: string; action: FormAction; grave?: boolean }) {
  return (
    <details className="more">
      <summary>{title}</summary>
      <ActionForm action={action} submit={title} kind={grave ? 'grave' : 'main'}>
        <Field label={words.confirmPassword} name="password" type="password" autoComplete="current-password" required />
      </ActionForm>
    </details>
  );
}

type Passkeys = {
  passkeys: { id: string; name: string; createdAt: TimeModel | null }[];
  challenge: (password: string) => Promise<{ ok: true; options: object } | { ok: false; message: string }>;
  add: (answer: unknown, name: string) => Promise<FormState>;
  remove: FormAction;
};

export function OwnPasskeys({ passkeys, challenge, add, remove }: Passkeys) {
  return (
    <Part id="passkeys" title={words.passkeys}>
      <p className="meta">{words.passkeysLead}</p>
      <div>
        {passkeys.length === 0 ? (
          <p className="meta">{words.noPasskeys}</p>
        ) : (
          <ul className="held">
            {passkeys.map(({ id, name, createdAt }) => (
              <li key={id}>
                <span>
                  <strong>{name}</strong> {createdAt && <Time className="meta" time={createdAt} />}
                </span>
                <ConfirmForm
                  action={remove}
                  hidden={{ id }}
                  label={`${words.removePasskey}“${name}”`}
                  lead={`“${name}”不能再用来登录这里。`}
                />
              </li>
            ))}
          </ul>
        )}
        <details className="more">
          <summary>{words.addPasskey}</summary>
          <AddPasskey challenge={challenge} add={add} />
        </details>
      </div>
    </Part>
  );
}

type Sessions = {
  sessions: { id: string; userAgent: string; address: string; seenAt: TimeModel; current: boolean }[];
  end: FormAction;
};

export function OwnSessions({ sessions, end }: Sessions) {
  return (
    <Part id="sessions" title={words.sessions}>
      <p className="meta">{words.sessionsLead}</p>
      <div>
        <ul className="held">
          {sessions.map(({ id, userAgent, address, seenAt, current }) => (
            <li key={id}>
              <span>
                <strong>{browserName(userAgent)}</strong>{' '}
                <span className="meta">
                  {addressName(address)} · <Time time={seenAt} />
                </span>
              </span>
              {current ? (
                <span className="state on">{words.thisOne}</span>
              ) : (
                <ActionForm action={end} submit={words.end1} kind="grave" hidden={{ id }} className="form" />
              )}
            </li>
          ))}
        </ul>
        {sessions.length > 1 && (
          <ConfirmForm
            action={end}
            hidden={{ id: '' }}
            label={words.endOthers}
            lead="除了这里，其他设备都要重新登录。"
          />
        )}
      </div>
    </Part>
  );
}
