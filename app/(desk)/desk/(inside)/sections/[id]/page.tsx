import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ActionForm } from '#components/desk/action-form.client.tsx';
import { ConfirmForm } from '#components/desk/confirm-form.client.tsx';
import { Field } from '#components/desk/field.tsx';
import { BoxedPart } from '#components/desk/part.tsx';
import { SelectField, TextField } from '#components/desk/registry/list.tsx';
import { sectionOptions } from '#components/desk/registry/sections.tsx';
import { registry, sectionWords as words } from '#components/desk/registry/strings.ts';
import { allSections } from '#db/queries/sections.ts';
import { requireRight } from '#lib/auth/current.ts';
import { sectionChoices } from '#lib/auth/sections.ts';
import { positiveInteger } from '#lib/text/number.ts';
import * as actions from '../actions.ts';

export const metadata: Metadata = { title: words.title };

/** One section: its words, its place, its reviews. */
export default async function SectionPage({ params }: { params: Promise<{ id: string }> }) {
  await requireRight('manage-sections');
  const id = positiveInteger((await params).id) ?? 0;
  const [all, choices] = await Promise.all([allSections(), sectionChoices()]);
  const section = all.find((row) => row.id === id);
  if (!section) notFound();
  const hidden = { id: String(id) };
  const reviews = [1, 2, 3].map((count) => ({ value: String(count), label: words.reviewsOf(count) }));
  return (
    <>
      <header className="page-title">
        <h1>{section.name}</h1>
        <p>
          {words.title} · {id} ·{' '}
          <a className="text-link" href={`/section/${section.slug}`}>
            {registry.page}
          </a>
        </p>
      </header>
      <div className="parts">
        <BoxedPart id="facts" title={registry.facts}>
          <ActionForm action={actions.edit} submit={registry.save} hidden={hidden}>
            <Field label={words.name} name="name" defaultValue={section.name} maxLength={40} required />
            <Field
              label={registry.slug}
              name="slug"
              hint={registry.slugHint}
              defaultValue={section.slug}
              maxLength={100}
              required
            />
            <TextField label={registry.description} name="description" value={section.description} />
          </ActionForm>
        </BoxedPart>
        <BoxedPart id="place" title={words.place} lead={words.placeLead}>
          <ActionForm action={actions.place} submit={words.placeIt} kind="plain" hidden={hidden}>
            <SelectField
              label={words.parent}
              name="parentId"
              value={String(section.parentId ?? '')}
              choices={sectionOptions(choices.filter((choice) => choice.id !== id))}
            />
          </ActionForm>
        </BoxedPart>
        <BoxedPart id="reviews" title={words.reviews} lead={words.reviewsLead}>
          <ActionForm action={actions.setReviews} submit={registry.save} kind="plain" hidden={hidden}>
            <SelectField
              label={words.reviews}
              name="reviews"
              value={String(section.reviews ?? '')}
              choices={[{ value: '', label: words.inherit }, ...reviews]}
            />
          </ActionForm>
        </BoxedPart>
        <BoxedPart id="remove" title={registry.remove} lead={words.removeLead}>
          <ConfirmForm action={actions.remove} label={registry.remove} lead={words.removeLead} hidden={hidden} />
        </BoxedPart>
      </div>
    </>
  );
}
