import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ActionForm } from '#components/desk/action-form.client.tsx';
import { Field } from '#components/desk/field.tsx';
import { SectionOptions } from '#components/desk/section-options.tsx';
import { storyWords as words } from '#components/desk/stories/strings.ts';
import { requireActor } from '#lib/auth/current.ts';
import { sectionChoices } from '#lib/auth/sections.ts';
import { begin } from '../actions.ts';

export const metadata: Metadata = { title: words.create };

/** An empty page: where it will stand is all that must be known. */
export default async function NewStoryPage() {
  const [actor, sections] = await Promise.all([requireActor(), sectionChoices()]);
  if (actor.role === 'admin') notFound();
  return (
    <>
      <header className="page-title">
        <h1>{words.create}</h1>
      </header>
      <ActionForm action={begin} submit={words.begin}>
        <Field label={words.name} name="title" hint={words.nameHint} maxLength={200} autoComplete="off" />
        <div className="field">
          <label htmlFor="section">{words.section}</label>
          <select id="section" name="section" required aria-describedby="section-hint">
            <SectionOptions sections={within(actor.sectionIds, sections)} />
          </select>
          <small id="section-hint">{words.sectionHint}</small>
        </div>
      </ActionForm>
    </>
  );
}

/** One's sections with all below them: each follows the one above it, one step deeper. */
function within<T extends { id: number; depth: number }>(own: readonly number[] | null, sections: readonly T[]): T[] {
  if (own === null) return [...sections];
  let inside: number | null = null;
  return sections.filter(({ id, depth }) => {
    if (inside !== null && depth <= inside) inside = null;
    if (inside === null && own.includes(id)) inside = depth;
    return inside !== null;
  });
}
