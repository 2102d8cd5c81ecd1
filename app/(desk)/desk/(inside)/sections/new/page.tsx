import type { Metadata } from 'next';
import { ActionForm } from '#components/desk/action-form.client.tsx';
import { Field } from '#components/desk/field.tsx';
import { SelectField, TextField } from '#components/desk/registry/list.tsx';
import { sectionOptions } from '#components/desk/registry/sections.tsx';
import { registry, sectionWords as words } from '#components/desk/registry/strings.ts';
import { requireRight } from '#lib/auth/current.ts';
import { sectionChoices } from '#lib/auth/sections.ts';
import { add } from '../actions.ts';

export const metadata: Metadata = { title: words.add };

/** A new section: it comes last among its siblings. */
export default async function NewSectionPage() {
  await requireRight('manage-sections');
  return (
    <>
      <header className="page-title">
        <h1>{words.add}</h1>
      </header>
      <ActionForm action={add} submit={registry.add}>
        <Field label={words.name} name="name" maxLength={40} required />
        <Field label={registry.slug} name="slug" hint={registry.slugHint} maxLength={100} required />
        <SelectField label={words.parent} name="parentId" value="" choices={sectionOptions(await sectionChoices())} />
        <TextField label={registry.description} name="description" value="" />
      </ActionForm>
    </>
  );
}
