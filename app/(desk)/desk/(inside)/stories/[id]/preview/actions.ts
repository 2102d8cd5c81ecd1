'use server';
import { revalidatePath } from 'next/cache';
import type { FormState } from '#components/desk/form-state.ts';
import { writing } from '#components/desk/writing/strings.ts';
import { asMyself, text } from '#lib/auth/actions.ts';
import { sharePreview, withdrawPreview } from '#lib/auth/previews.ts';
import { positiveInteger } from '#lib/text/number.ts';

/** Links by which people without an account see a story. The right is asked for in `lib/auth/previews.ts`. */

export async function share(_: FormState, form: FormData): Promise<FormState> {
  return asMyself(async ({ actor, request }) => {
    const id = idOf(form);
    const made = await sharePreview(actor, id, { hours: Number(text(form, 'hours')), note: text(form, 'note') });
    if (!made.ok) return { ok: false, message: made.message };
    revalidatePath(`/desk/stories/${id}/preview`);
    return { ok: true, message: writing.links.made, secret: `${request.origin}/desk/preview/${made.token}` };
  });
}

export async function withdraw(_: FormState, form: FormData): Promise<FormState> {
  return asMyself(async ({ actor }) => {
    const id = idOf(form);
    const done = await withdrawPreview(actor, id, text(form, 'link'));
    if (!done.ok) return { ok: false, message: done.message };
    revalidatePath(`/desk/stories/${id}/preview`);
    return { ok: true, message: writing.links.withdrawn };
  });
}

function idOf(form: FormData): number {
  return positiveInteger(text(form, 'story')) ?? 0;
}
