import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ActionForm } from '#components/desk/action-form.client.tsx';
import { ConfirmForm } from '#components/desk/confirm-form.client.tsx';
import { Field } from '#components/desk/field.tsx';
import { Part } from '#components/desk/part.tsx';
import { PersonFields } from '#components/desk/person-fields.tsx';
import { desk } from '#components/desk/strings.ts';
import { requireRight } from '#lib/auth/current.ts';
import { type ListedPerson, listPeople } from '#lib/auth/people.ts';
import { roleChoices } from '#lib/auth/role-words.ts';
import { sectionChoices } from '#lib/auth/sections.ts';
import { listTokens } from '#lib/newsroom/tokens.ts';
import { timeModel } from '#lib/text/time.ts';
import * as actions from '../actions.ts';

const words = desk.people;
export const metadata: Metadata = { title: words.title };

type Props = { params: Promise<{ id: string }> };

/** One person: what they may do, and whether they may come in. */
export default async function PersonPage({ params }: Props) {
  const actor = await requireRight('manage-people');
  const { id } = await params;
  const [people, tokens, sections] = await Promise.all([listPeople(), listTokens(actor), sectionChoices()]);
  const person = people.find((one) => one.id === id);
  if (!person) notFound();
  const kept = tokens.filter(({ state, keeper }) => state === 'good' && keeper?.id === id).length;
  return (
    <>
      <PersonTitle person={person} />
      <div className="parts">
        <RolePart person={person} sections={sections} />
        <ResetPart id={id} />
        <StatePart id={id} suspended={person.suspendedAt !== null} own={actor.id === id} kept={kept} />
      </div>
    </>
  );
}

function PersonTitle({ person }: { person: ListedPerson }) {
  return (
    <header className="page-title">
      <h1>{person.name}</h1>
      <span className={person.suspendedAt ? 'state off' : 'state on'}>
        {person.suspendedAt ? words.suspended : words.active}
      </span>
      <p>
        {person.username} · {person.email} · {timeModel(person.createdAt).day} 开通
        {person.sessions > 0 && ` · ${person.sessions} 处登录着`}
      </p>
    </header>
  );
}

type RoleProps = { person: ListedPerson; sections: Awaited<ReturnType<typeof sectionChoices>> };

function RolePart({ person, sections }: RoleProps) {
  return (
    <Part id="role" title={words.role}>
      <ActionForm action={actions.change} submit={words.save} hidden={{ id: person.id }}>
        <Field label={words.name} name="name" defaultValue={person.name} maxLength={40} required />
        <PersonFields roles={roleChoices} sections={sections} role={person.role} sectionIds={person.sectionIds} />
      </ActionForm>
    </Part>
  );
}

function ResetPart({ id }: { id: string }) {
  return (
    <Part id="reset" title={words.reset}>
      <p className="meta">{words.resetLead}</p>
      <ConfirmForm
        action={actions.resetPassword}
        label={words.reset}
        lead={words.resetLead}
        hidden={{ id }}
        option={{ name: 'factors', label: words.resetFactors }}
      />
    </Part>
  );
}

type StateProps = {
  id: string;
  suspended: boolean;
  /** Whether it is who asks: nobody suspends themselves. */
  own: boolean;
  /** For so many tokens that can be used they answer. */
  kept: number;
};

function StatePart({ id, suspended, own, kept }: StateProps) {
  return (
    <Part id="state" title={words.state}>
      {kept > 0 && <p className="meta">{words.keepsTokens(kept)}</p>}
      {own ? (
        <p className="meta">{words.self}</p>
      ) : suspended ? (
        <>
          <p className="meta">{words.resumeLead}</p>
          <ConfirmForm
            action={actions.resume}
            label={words.resume}
            lead={words.resumeLead}
            hidden={{ id }}
            kind="plain"
          />
        </>
      ) : (
        <>
          <p className="meta">{words.suspendLead}</p>
          <ConfirmForm action={actions.suspend} label={words.suspend} lead={words.suspendLead} hidden={{ id }} />
        </>
      )}
    </Part>
  );
}
