import type { Metadata } from 'next';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import { ActionForm } from '#components/desk/action-form.client.tsx';
import { Field } from '#components/desk/field.tsx';
import { PasskeySignIn } from '#components/desk/passkeys.client.tsx';
import { Door } from '#components/desk/shell.tsx';
import { desk } from '#components/desk/strings.ts';
import { currentActor } from '#lib/auth/current.ts';
import { safeDestination } from '#lib/auth/request.ts';
import { site } from '#site.config.ts';
import { passkeyChallenge, proveSecondFactor, signIn, signInWithPasskey } from './actions.ts';

export const metadata: Metadata = { title: desk.signIn.title };

type Props = { searchParams: Promise<{ next?: string | string[]; step?: string | string[] }> };

/** Name and password, then, where it is on, the second factor. */
export default async function SignInPage({ searchParams }: Props) {
  const asked = await searchParams;
  const next = safeDestination(typeof asked.next === 'string' ? asked.next : null);
  if (await currentActor()) redirect(next);
  if (asked.step === 'code' || asked.step === 'backup')
    return <SecondFactor next={next} backup={asked.step === 'backup'} />;
  const words = desk.signIn;
  return (
    <Door site={site.name} foot={words.forgotten}>
      <h1>{words.title}</h1>
      {asked.step === 'out' && <p className="lede">{words.signedOut}</p>}
      <ActionForm action={signIn} submit={words.submit} hidden={{ next }} wide>
        <Field
          label={words.name}
          name="name"
          autoComplete="username webauthn"
          autoCapitalize="none"
          required
          maxLength={200}
        />
        <Field label={words.password} name="password" type="password" autoComplete="current-password" required />
      </ActionForm>
      <PasskeySignIn challenge={passkeyChallenge} signIn={signInWithPasskey} next={next} />
    </Door>
  );
}

function SecondFactor({ next, backup }: { next: string; backup: boolean }) {
  const words = desk.signIn;
  const to = `next=${encodeURIComponent(next)}`;
  return (
    <Door site={site.name} foot={<Link href={`/desk/sign-in?${to}`}>{words.again}</Link>}>
      <h1>{backup ? words.backup : words.code}</h1>
      <p className="lede">{backup ? words.backupLead : words.codeLead}</p>
      <ActionForm
        key={backup ? 'backup' : 'totp'}
        action={proveSecondFactor}
        submit={words.submit}
        hidden={{ next, kind: backup ? 'backup' : 'totp' }}
        wide
      >
        <Field
          label={backup ? words.backupLabel : words.codeLabel}
          name="code"
          className="code-input"
          autoComplete="one-time-code"
          inputMode={backup ? 'text' : 'numeric'}
          maxLength={20}
          required
        />
        <label className="check">
          <input type="checkbox" name="trust" />
          {words.trust}
        </label>
      </ActionForm>
      <p className="meta">
        <Link className="text-link" href={`/desk/sign-in?step=${backup ? 'code' : 'backup'}&${to}`}>
          {backup ? words.useCode : words.useBackup}
        </Link>
      </p>
    </Door>
  );
}
