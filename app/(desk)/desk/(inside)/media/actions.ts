'use server';
import { revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';
import type { FormState } from '#components/desk/form-state.ts';
import { library } from '#components/desk/library/strings.ts';
import { asMyself, text } from '#lib/auth/actions.ts';
import { applyEvent } from '#lib/cache/revalidate.ts';
import type { Actor } from '#lib/newsroom/actor.ts';
import { deleteMedia, editMedia } from '#lib/newsroom/library.ts';
import { toApply } from '#lib/newsroom/result.ts';
import { positiveInteger } from '#lib/text/number.ts';

/** What is done to one file of the library. The right is asked for where it is done (`lib/newsroom/library.ts`). */

export async function saveWords(_: FormState, form: FormData): Promise<FormState> {
  const said = Object.fromEntries(['alt', 'caption', 'credit', 'licence'].map((name) => [name, text(form, name)]));
  return asMyself(({ actor }) => edit(actor, form, { ...said, aiMade: form.get('aiMade') === 'on' }));
}

export async function saveFocal(_: FormState, form: FormData): Promise<FormState> {
  const part = (name: string) => Number(text(form, name) || 50) / 100;
  return asMyself(({ actor }) => edit(actor, form, { focalX: part('x'), focalY: part('y') }));
}

/** The picture that stands for sound or film until it is played. Empty: none. */
export async function savePoster(_: FormState, form: FormData): Promise<FormState> {
  const typed = text(form, 'posterId').trim();
  const posterId = typed === '' ? null : (positiveInteger(typed) ?? 0);
  return asMyself(({ actor }) => edit(actor, form, { posterId }));
}

export async function remove(_: FormState, form: FormData): Promise<FormState> {
  let gone = false;
  const state = await asMyself(async ({ actor }) => {
    const done = await deleteMedia(actor, idOf(form));
    gone = done.ok;
    return { ok: done.ok, message: done.ok ? library.removed : done.message };
  });
  if (gone) redirect('/desk/media');
  return state;
}

async function edit(actor: Actor, form: FormData, changes: Parameters<typeof editMedia>[2]): Promise<FormState> {
  const done = await editMedia(actor, idOf(form), changes);
  if (!done.ok) return { ok: false, message: done.message };
  await Promise.all(toApply(done).map(applyEvent));
  revalidatePath(`/desk/media/${idOf(form)}`);
  return { ok: true, message: library.saved };
}

function idOf(form: FormData): number {
  return positiveInteger(text(form, 'id')) ?? 0;
}
