'use client';
import { useState, useSyncExternalStore } from 'react';
import { Icon } from '#components/ui/icon.tsx';
import { Field } from './field.tsx';
import type { FormState } from './form-state.ts';
import { desk } from './strings.ts';

type Challenge<Options> = { ok: true; options: Options } | { ok: false; message: string };

/** Whether this browser can: known only in the browser, so the page is drawn without. */
function usePasskeys(): boolean {
  return useSyncExternalStore(
    () => () => {},
    () => typeof PublicKeyCredential !== 'undefined' && 'parseRequestOptionsFromJSON' in PublicKeyCredential,
    () => false,
  );
}

type SignInProps = {
  challenge: () => Promise<Challenge<object>>;
  signIn: (answer: unknown, next: string) => Promise<FormState>;
  next: string;
};

/** The way in without a password. Not there where the browser knows no passkeys. */
export function PasskeySignIn({ challenge, signIn, next }: SignInProps) {
  const able = usePasskeys();
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  if (!able) return null;
  const begin = async () => {
    if (busy) return;
    setBusy(true);
    setFailure(null);
    try {
      const made = await challenge();
      if (!made.ok) return setFailure(made.message);
      const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(
        made.options as PublicKeyCredentialRequestOptionsJSON,
      );
      const credential = await credentialOf(() => navigator.credentials.get({ publicKey }));
      if (!credential) return setFailure(desk.signIn.passkeyFailed);
      const refused = await signIn(credential.toJSON(), next);
      if (refused) setFailure(refused.message);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <p className="or">{desk.signIn.or}</p>
      <button type="button" className="button wide" onClick={begin} aria-disabled={busy}>
        <Icon name="key" />
        {busy ? desk.saving : desk.signIn.passkey}
      </button>
      <div className="notices" aria-live="polite">
        {failure && <Failure message={failure} />}
      </div>
    </>
  );
}

type AddProps = {
  challenge: (password: string) => Promise<Challenge<object>>;
  add: (answer: unknown, name: string) => Promise<FormState>;
};

/** Makes a passkey on this device. The password is asked for first. */
export function AddPasskey({ challenge, add }: AddProps) {
  const able = usePasskeys();
  const [state, setState] = useState<FormState>(null);
  const [busy, setBusy] = useState(false);
  const begin = async (form: FormData, element: HTMLFormElement) => {
    setBusy(true);
    setState(null);
    try {
      const made = await challenge(String(form.get('password')));
      if (!made.ok) return setState({ ok: false, message: made.message });
      const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
        made.options as PublicKeyCredentialCreationOptionsJSON,
      );
      const credential = await credentialOf(() => navigator.credentials.create({ publicKey }));
      if (!credential) return setState({ ok: false, message: desk.account.passkeyFailed });
      const done = await add(credential.toJSON(), String(form.get('name')));
      setState(done);
      if (done?.ok) element.reset();
    } finally {
      setBusy(false);
    }
  };
  if (!able) return <p className="meta">{desk.account.passkeyUnsupported}</p>;
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void begin(new FormData(event.currentTarget), event.currentTarget);
      }}
    >
      <Field
        label={desk.account.passkeyName}
        hint={desk.account.passkeyNameHint}
        name="name"
        maxLength={40}
        autoComplete="off"
      />
      <Field
        label={desk.account.confirmPassword}
        name="password"
        type="password"
        autoComplete="current-password"
        required
      />
      <div className="notices" aria-live="polite">
        {state && (state.ok ? <Success message={state.message} /> : <Failure message={state.message} />)}
      </div>
      <div className="buttons">
        <button type="submit" className="button main" aria-disabled={busy}>
          {busy ? desk.saving : desk.account.addPasskey}
        </button>
      </div>
    </form>
  );
}

/** Null where the person, or the device, would not. */
async function credentialOf(ask: () => Promise<Credential | null>): Promise<PublicKeyCredential | null> {
  try {
    return (await ask()) as PublicKeyCredential | null;
  } catch {
    return null;
  }
}

function Failure({ message }: { message: string }) {
  return (
    <div className="notice bad" role="alert">
      <p>{message}</p>
    </div>
  );
}

function Success({ message }: { message: string }) {
  return (
    <div className="notice good" role="status">
      <p>{message}</p>
    </div>
  );
}
