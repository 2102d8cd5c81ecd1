import type { Metadata } from 'next';
import { OwnIdentity, OwnPasskeys, OwnPassword, OwnSecondFactor, OwnSessions } from '#components/desk/own-account.tsx';
import { desk } from '#components/desk/strings.ts';
import { requireSession } from '#lib/auth/current.ts';
import { ownAccount } from '#lib/auth/own.ts';
import { sectionChoices, sectionsInWords } from '#lib/auth/sections.ts';
import { roleNames } from '#lib/newsroom/actor.ts';
import { timeModel } from '#lib/text/time.ts';
import * as actions from './actions.ts';

export const metadata: Metadata = { title: desk.account.title };

/** Password, second factor, passkeys, sessions: one's own. */
export default async function AccountPage() {
  const { actor, sessionId } = await requireSession();
  const [account, sections] = await Promise.all([ownAccount(actor, sessionId), sectionChoices()]);
  if (!account) return null;
  const sessions = account.sessions.map((one) => ({ ...one, seenAt: timeModel(one.seenAt) }));
  const passkeys = account.passkeys.map(({ id, name, createdAt }) => ({
    id,
    name: name ?? desk.people.passkey,
    createdAt: createdAt && timeModel(createdAt),
  }));
  return (
    <>
      <header className="page-title">
        <h1>{desk.account.title}</h1>
      </header>
      <div className="parts">
        <OwnIdentity
          name={account.name}
          username={account.username}
          email={account.email}
          role={roleNames[actor.role]}
          sections={sectionsInWords(actor.sectionIds, sections, desk.people.allSections)}
        />
        <OwnPassword change={actions.changePassword} />
        <OwnSecondFactor
          on={account.twoFactorEnabled}
          begin={actions.beginSecondFactor}
          confirm={actions.confirmSecondFactor}
          end={actions.endSecondFactor}
          renew={actions.renewBackupCodes}
        />
        <OwnPasskeys
          passkeys={passkeys}
          challenge={actions.passkeyChallenge}
          add={actions.addPasskey}
          remove={actions.removePasskey}
        />
        <OwnSessions sessions={sessions} end={actions.endSessions} />
      </div>
    </>
  );
}
