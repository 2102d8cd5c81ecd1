import Link from 'next/link';
import { Part } from '#components/desk/part.tsx';
import { Time } from '#components/ui/time.tsx';
import type { TimeModel } from '#lib/content/models.ts';
import { ConfirmForm } from './confirm-form.client.tsx';
import { FilterChoice } from './filter-choice.tsx';
import type { FormAction } from './form-state.ts';
import { desk } from './strings.ts';
import { Table } from './table.tsx';

const words = desk.people;

type Filters = {
  wanted: { q: string; role: string; state: string };
  roles: readonly { value: string; label: string }[];
};

/** What is asked for stands in the address. */
export function PeopleFilters({ wanted, roles }: Filters) {
  return (
    <search>
      <form className="filters" action="/desk/people">
        <label className="grow">
          {words.search}
          <input type="search" name="q" defaultValue={wanted.q} maxLength={80} />
        </label>
        <FilterChoice
          label={words.role}
          name="role"
          value={wanted.role}
          all={words.all}
          options={roles.map(({ value, label }) => [value, label] as const)}
        />
        <FilterChoice
          label={words.state}
          name="state"
          value={wanted.state}
          all={words.all}
          options={[
            ['active', words.active],
            ['suspended', words.suspended],
          ]}
        />
        <button type="submit" className="button">
          {words.filter}
        </button>
      </form>
    </search>
  );
}

export type PersonRow = {
  id: string;
  name: string;
  username: string;
  role: string;
  sections: string;
  twoFactor: boolean;
  passkeys: number;
  seenAt: TimeModel | null;
  suspended: boolean;
};

export function PeopleTable({ people, total }: { people: PersonRow[]; total: number }) {
  if (people.length === 0) return <p className="meta">{words.nobody}</p>;
  return (
    <>
      <p className="count">{people.length === total ? `${total} 人` : `${total} 人中的 ${people.length} 人`}</p>
      <Table head={[words.name, words.role, words.sections, words.safety, words.seen, words.state]}>
        {people.map((person) => (
          <tr key={person.id}>
            <td className="name">
              <Link href={`/desk/people/${person.id}`} prefetch={false}>
                {person.name}
                <small>{person.username}</small>
              </Link>
            </td>
            <td>{person.role}</td>
            <td>{person.sections}</td>
            <td className={person.twoFactor || person.passkeys > 0 ? undefined : 'quiet'}>{safetyOf(person)}</td>
            <td className={person.seenAt ? 'num' : 'quiet'}>
              {person.seenAt ? <Time time={person.seenAt} /> : words.never}
            </td>
            <td>
              <span className={person.suspended ? 'state off' : 'state on'}>
                {person.suspended ? words.suspended : words.active}
              </span>
            </td>
          </tr>
        ))}
      </Table>
    </>
  );
}

function safetyOf({ twoFactor, passkeys }: PersonRow): string {
  const has = [twoFactor && words.second, passkeys > 0 && words.passkey].filter(Boolean);
  return has.join('、') || words.passwordOnly;
}

type Invitations = {
  invitations: { id: string; note: string; role: string; by: string; expiresAt: TimeModel }[];
  withdraw: FormAction;
};

export function InvitationTable({ invitations, withdraw }: Invitations) {
  return (
    <Part id="invitations" title={words.invitations}>
      <ul className="held">
        {invitations.map(({ id, note, role, by, expiresAt }) => (
          <li key={id}>
            <span>
              <strong>{note || role}</strong>{' '}
              <span className="meta">
                {note && `${role} · `}
                {by} 邀请 · 有效到 <Time time={expiresAt} />
              </span>
            </span>
            <ConfirmForm
              action={withdraw}
              hidden={{ id }}
              label={words.withdraw}
              lead={`给“${note || role}”的链接不能再用。`}
            />
          </li>
        ))}
      </ul>
    </Part>
  );
}
