import type { Metadata } from 'next';
import { ActionForm } from '#components/desk/action-form.client.tsx';
import { Field } from '#components/desk/field.tsx';
import { PersonFields } from '#components/desk/person-fields.tsx';
import { desk } from '#components/desk/strings.ts';
import { requireRight } from '#lib/auth/current.ts';
import { roleChoices } from '#lib/auth/role-words.ts';
import { sectionChoices } from '#lib/auth/sections.ts';
import { invite } from '../actions.ts';

export const metadata: Metadata = { title: desk.people.invite };

/** A link for somebody who is to come. */
export default async function InvitePage() {
  await requireRight('manage-people');
  const words = desk.people;
  return (
    <>
      <header className="page-title">
        <h1>{words.invite}</h1>
      </header>
      <ActionForm action={invite} submit={words.makeLink}>
        <Field label={words.note} hint={words.noteHint} name="note" maxLength={80} autoComplete="off" />
        <PersonFields roles={roleChoices} sections={await sectionChoices()} />
        <label className="field">
          <span>{words.days}</span>
          <select name="days" defaultValue="7">
            <option value="1">1 天</option>
            <option value="7">7 天</option>
            <option value="30">30 天</option>
          </select>
        </label>
      </ActionForm>
    </>
  );
}
