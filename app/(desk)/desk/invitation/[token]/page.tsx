import type { Metadata } from 'next';
import Link from 'next/link';
import { ActionForm } from '#components/desk/action-form.client.tsx';
import { Field } from '#components/desk/field.tsx';
import { Door } from '#components/desk/shell.tsx';
import { desk } from '#components/desk/strings.ts';
import { currentRequest } from '#lib/auth/current.ts';
import { proofLimit, take } from '#lib/auth/limits.ts';
import { type OpenLink, openLink } from '#lib/auth/links.ts';
import { shortestPassword } from '#lib/auth/passwords.ts';
import { roleNames } from '#lib/newsroom/actor.ts';
import { timeModel } from '#lib/text/time.ts';
import { site } from '#site.config.ts';
import { openAccount, setPassword } from './actions.ts';

const words = desk.invitation;
export const metadata: Metadata = { title: words.title };

type Props = { params: Promise<{ token: string }> };

/** Where the links of administrators lead. To look does not use a link: messengers look at every link. */
export default async function InvitationPage({ params }: Props) {
  const { token } = await params;
  const tooOften = (await take(proofLimit, (await currentRequest()).address)) > 0;
  const link = tooOften || token.length > 100 ? null : await openLink(token);
  if (!link) return <Ended />;
  const until = `链接有效到 ${timeModel(link.expiresAt).short}，用过即失效。`;
  return (
    <Door site={site.name} foot={until}>
      {link.kind === 'invitation' ? <Open link={link} token={token} /> : <Reset link={link} token={token} />}
    </Door>
  );
}

function Open({ link, token }: { link: Extract<OpenLink, { kind: 'invitation' }>; token: string }) {
  return (
    <>
      <h1>{words.title}</h1>
      <p className="lede">
        您受邀加入{site.name}编辑部，角色是{roleNames[link.role]}。
      </p>
      <ActionForm action={openAccount} submit={words.open} hidden={{ token }} wide>
        <Field
          label={words.personName}
          hint={words.personNameHint}
          name="name"
          autoComplete="name"
          maxLength={40}
          required
        />
        <Field
          label={words.username}
          hint={words.usernameHint}
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={30}
          required
        />
        <Field label={words.email} name="email" type="email" autoComplete="email" maxLength={200} required />
        <NewPassword />
      </ActionForm>
    </>
  );
}

function Reset({ link, token }: { link: Extract<OpenLink, { kind: 'reset' }>; token: string }) {
  return (
    <>
      <h1>{words.reset}</h1>
      <p className="lede">
        {link.name}（{link.username}）的新密码。
      </p>
      <ActionForm action={setPassword} submit={words.setPassword} hidden={{ token }} wide>
        <input type="hidden" name="username" autoComplete="username" value={link.username} />
        <NewPassword />
      </ActionForm>
    </>
  );
}

function NewPassword() {
  return (
    <Field
      label={words.password}
      hint={words.passwordHint}
      name="password"
      type="password"
      autoComplete="new-password"
      minLength={shortestPassword}
      required
    />
  );
}

function Ended() {
  return (
    <Door site={site.name}>
      <h1>{words.ended}</h1>
      <p className="lede">{words.endedLead}</p>
      <Link className="button" href="/desk/sign-in">
        {words.toSignIn}
      </Link>
    </Door>
  );
}
