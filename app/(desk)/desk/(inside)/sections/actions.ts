'use server';
import { revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';
import type { FormState } from '#components/desk/form-state.ts';
import { sectionWords as words } from '#components/desk/registry/strings.ts';
import { asMyself, text } from '#lib/auth/actions.ts';
import * as sections from '#lib/newsroom/sections.ts';
import { positiveInteger } from '#lib/text/number.ts';
import { applied } from '../../../applied.ts';

/** What is done to the tree of sections. The right is asked for where it is done (`lib/newsroom/sections.ts`). */

export async function add(_: FormState, form: FormData): Promise<FormState> {
  let id = 0;
  const state = await asMyself(async ({ actor }) => {
    const values = { ...namesOf(form), parentId: positiveInteger(text(form, 'parentId')) };
    const result = await applied(await sections.addSection(actor, values));
    if (result.ok) id = result.id;
    return told(result, words.saved);
  });
  if (id > 0) redirect(`/desk/sections/${id}`);
  return state;
}

export async function edit(_: FormState, form: FormData): Promise<FormState> {
  return asMyself(async ({ actor }) =>
    told(await applied(await sections.editSection(actor, idOf(form), namesOf(form))), words.saved),
  );
}

export async function place(_: FormState, form: FormData): Promise<FormState> {
  return asMyself(async ({ actor }) => {
    const parentId = positiveInteger(text(form, 'parentId'));
    return told(await applied(await sections.placeSection(actor, idOf(form), parentId)), words.saved);
  });
}

export async function order(_: FormState, form: FormData): Promise<FormState> {
  return asMyself(async ({ actor }) => {
    const way = text(form, 'way') === 'up' ? 'up' : 'down';
    const result = await applied(await sections.orderSection(actor, idOf(form), way));
    return told(result, result.ok ? words.placed(result.name, result.place, result.of) : '');
  });
}

export async function setReviews(_: FormState, form: FormData): Promise<FormState> {
  return asMyself(async ({ actor }) =>
    told(await sections.setReviews(actor, idOf(form), positiveInteger(text(form, 'reviews'))), words.saved),
  );
}

export async function remove(_: FormState, form: FormData): Promise<FormState> {
  let gone = false;
  const state = await asMyself(async ({ actor }) => {
    const result = await applied(await sections.removeSection(actor, idOf(form)));
    gone = result.ok;
    return told(result, '');
  });
  if (gone) redirect('/desk/sections');
  return state;
}

function told(done: { ok: true } | { ok: false; message: string }, message: string): FormState {
  if (!done.ok) return { ok: false, message: done.message };
  revalidatePath('/desk/sections', 'layout');
  return { ok: true, message };
}

function namesOf(form: FormData) {
  return { name: text(form, 'name'), slug: text(form, 'slug'), description: text(form, 'description') };
}

function idOf(form: FormData): number {
  return positiveInteger(text(form, 'id')) ?? 0;
}
