'use client';
import { startTransition, useActionState } from 'react';
import { QrCode } from '#components/article/qr.tsx';
import { ActionForm } from './action-form.client.tsx';
import { Field } from './field.tsx';
import type { FormAction } from './form-state.ts';
import { desk } from './strings.ts';

/** A second factor that was made, but is not in force before a first code. */
export type BegunFactor = { ok: true; uri: string; backupCodes: string[] } | { ok: false; message: string } | null;

type Props = {
  begin: (state: BegunFactor, form: FormData) => Promise<BegunFactor>;
  confirm: FormAction;
};

const words = desk.account;

/** Password, then the code to scan and the backup codes to keep, then a first code. */
export function BeginSecondFactor({ begin, confirm }: Props) {
  const [begun, send, pending] = useActionState(begin, null);
  if (!begun?.ok) {
    return (
      <form
        action={send}
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          const data = new FormData(event.currentTarget);
          startTransition(() => send(data));
        }}
      >
        <Field label={words.confirmPassword} name="password" type="password" autoComplete="current-password" required />
        <div className="notices" aria-live="polite">
          {begun && (
            <div className="notice bad" role="alert">
              <p>{begun.message}</p>
            </div>
          )}
        </div>
        <div className="buttons">
          <button type="submit" className="button main" aria-disabled={pending}>
            {pending ? desk.saving : words.begin}
          </button>
        </div>
      </form>
    );
  }
  const secret = new URL(begun.uri).searchParams.get('secret') ?? '';
  return (
    <div className="form">
      <p>{words.scan}</p>
      <QrCode data={begun.uri} label={words.scan} />
      <details className="more">
        <summary>{words.secret}</summary>
        <code data-secret={begun.uri}>{secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
      </details>
      <div className="notice">
        <p>{words.keepCodes}</p>
        <ul className="codes">
          {begun.backupCodes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
      </div>
      <ActionForm action={confirm} submit={words.confirm}>
        <Field
          label={words.firstCode}
          name="code"
          className="code-input"
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={10}
          required
        />
      </ActionForm>
    </div>
  );
}
