import type { Metadata } from 'next';
import Link from 'next/link';
import { InvitationTable, PeopleFilters, PeopleTable } from '#components/desk/people.tsx';
import { desk } from '#components/desk/strings.ts';
import { requireRight } from '#lib/auth/current.ts';
import { openInvitations } from '#lib/auth/links.ts';
import { listPeople } from '#lib/auth/people.ts';
import { roleChoices } from '#lib/auth/role-words.ts';
import { sectionChoices, sectionsInWords } from '#lib/auth/sections.ts';
import { roleNames } from '#lib/newsroom/actor.ts';
import { timeModel } from '#lib/text/time.ts';
import { withdrawInvitation } from './actions.ts';

export const metadata: Metadata = { title: desk.people.title };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Everybody in the newsroom, and who is still to come. */
export default async function PeoplePage({ searchParams }: Props) {
  await requireRight('manage-people');
  const [asked, all, invitations, sections] = await Promise.all([
    searchParams,
    listPeople(),
    openInvitations(),
    sectionChoices(),
  ]);
  const one = (name: string) => (typeof asked[name] === 'string' ? asked[name].trim() : '');
  const wanted = { q: one('q'), role: one('role'), state: one('state') };
  const q = wanted.q.toLowerCase();
  const found = all.filter(
    ({ name, username, email, role, suspendedAt }) =>
      [name, username, email].some((text) => text.toLowerCase().includes(q)) &&
      (!wanted.role || role === wanted.role) &&
      (!wanted.state || (wanted.state === 'suspended') === (suspendedAt !== null)),
  );
  const people = found.map(({ id, name, username, role, sectionIds, seenAt, suspendedAt, ...rest }) => ({
    id,
    name,
    username,
    role: roleNames[role],
    sections: sectionsInWords(sectionIds, sections, desk.people.allSections),
    twoFactor: rest.twoFactorEnabled,
    passkeys: rest.passkeys,
    seenAt: seenAt && timeModel(seenAt),
    suspended: suspendedAt !== null,
  }));
  const open = invitations.map(({ id, role, note, by, expiresAt }) => ({
    id,
    note,
    by,
    role: role ? roleNames[role] : '',
    expiresAt: timeModel(expiresAt),
  }));
  return (
    <>
      <header className="page-title">
        <h1>{desk.people.title}</h1>
        <Link className="button main" href="/desk/people/invite">
          {desk.people.invite}
        </Link>
      </header>
      <PeopleFilters wanted={wanted} roles={roleChoices} />
      <PeopleTable people={people} total={all.length} />
      {open.length > 0 && <InvitationTable invitations={open} withdraw={withdrawInvitation} />}
    </>
  );
}
