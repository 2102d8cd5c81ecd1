'use server';
import { revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';
import type { FormState } from '#components/desk/form-state.ts';
import type { Found } from '#components/desk/registry/media-field.client.tsx';
import { registry } from '#components/desk/registry/strings.ts';
import { topicBySlug } from '#db/queries/people.ts';
import { asMyself, text } from '#lib/auth/actions.ts';
import { currentActor } from '#lib/auth/current.ts';
import { mediaHref } from '#lib/content/questions/items.ts';
import { addEntry, editEntry, mergeTopics, removeEntry } from '#lib/newsroom/entries.ts';
import { searchMedia } from '#lib/newsroom/library-list.ts';
import { type EntryKind, entryKinds } from '#lib/newsroom/registry.ts';
import { positiveInteger } from '#lib/text/number.ts';
import { applied } from '../../../applied.ts';

/** What is done to sources, authors, topics, shows and columns. The right is asked for where it is done (`lib/newsroom/entries.ts`). */

export async function add(_: FormState, form: FormData): Promise<FormState> {
  let made: string | null = null;
  const state = await asMyself(async ({ actor }) => {
    const kind = kindOf(form);
    const result = await applied(await addEntry(actor, kind, valuesOf(form)));
    if (!result.ok) return { ok: false, message: result.message };
    made = `${registry.rooms[kind].href}/${result.id}`;
    return { ok: true, message: registry.saved };
  });
  if (made) redirect(made);
  return state;
}

export async function edit(_: FormState, form: FormData): Promise<FormState> {
  return asMyself(async ({ actor }) => {
    const result = await applied(await editEntry(actor, kindOf(form), idOf(form, 'id'), valuesOf(form)));
    if (!result.ok) return { ok: false, message: result.message };
    revalidatePath(registry.rooms[kindOf(form)].href, 'layout');
    return { ok: true, message: registry.saved };
  });
}

export async function remove(_: FormState, form: FormData): Promise<FormState> {
  let gone = false;
  const kind = kindOf(form);
  const state = await asMyself(async ({ actor }) => {
    const result = await applied(await removeEntry(actor, kind, idOf(form, 'id')));
    gone = result.ok;
    return result.ok ? { ok: true, message: '' } : { ok: false, message: result.message };
  });
  if (gone) redirect(registry.rooms[kind].href);
  return state;
}

/** Merges into the topic whose number or address was written. */
export async function merge(_: FormState, form: FormData): Promise<FormState> {
  let into = 0;
  const state = await asMyself(async ({ actor }) => {
    const named = text(form, 'into').trim();
    into = positiveInteger(named) ?? Number((await topicBySlug(named))?.id ?? 0);
    if (into === 0) return { ok: false, message: registry.mergeUnknown };
    const result = await applied(await mergeTopics(actor, idOf(form, 'id'), into));
    if (!result.ok) into = 0;
    return result.ok ? { ok: true, message: registry.merged(result.stories) } : { ok: false, message: result.message };
  });
  if (into > 0 && state?.ok) redirect(`/desk/topics/${into}`);
  return state;
}

/** Pictures of the library by words, for a choice. Nobody who may not use the library gets any. */
export async function findPictures(words: string): Promise<Found[]> {
  const actor = await currentActor();
  if (!actor) return [];
  const { items } = await searchMedia(actor, { words: String(words).slice(0, 80), kind: 'image' });
  return items
    .slice(0, 12)
    .flatMap(({ id, hash, widths, width, height, alt, name }) =>
      width && height
        ? [{ id, title: alt || name || String(id), src: mediaHref(hash, `${widths[0] ?? width}.webp`), width, height }]
        : [],
    );
}

const words = ['slug', 'name', 'role', 'kind', 'bio', 'description'];
const numbers = ['leadMediaId', 'coverId', 'hostId', 'authorId'];

/** The fields that the form has, as the registry knows them: an empty number is none. */
function valuesOf(form: FormData): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const name of words) if (form.has(name)) values[name] = text(form, name);
  for (const name of numbers) {
    const typed = text(form, name).trim();
    if (form.has(name)) values[name] = typed === '' ? null : (positiveInteger(typed) ?? typed);
  }
  if (form.has('url')) values.url = text(form, 'url').trim() || null;
  if (kindOf(form) === 'source') values.whitelisted = form.get('whitelisted') === 'on';
  return values;
}

function kindOf(form: FormData): EntryKind {
  const asked = text(form, 'entry');
  return entryKinds.find((kind) => kind === asked) ?? 'topic';
}

function idOf(form: FormData, name: string): number {
  return positiveInteger(text(form, name)) ?? 0;
}
