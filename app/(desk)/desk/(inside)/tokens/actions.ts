'use server';
import { revalidatePath } from 'next/cache';
import type { FormState } from '#components/desk/form-state.ts';
import { tokenWords as words } from '#components/desk/outside/strings.ts';
import { asMyself, text } from '#lib/auth/actions.ts';
import { adoptToken, createToken, revokeToken } from '#lib/newsroom/tokens.ts';
import { positiveInteger } from '#lib/text/number.ts';
import { reachOf, wordsOf } from '../../../form-fields.ts';

/** The right is asked for where it is done (`lib/newsroom/tokens.ts`). */

export async function add(_: FormState, form: FormData): Promise<FormState> {
  return asMyself(async ({ actor }) => {
    const days = text(form, 'days');
    const made = await createToken(actor, {
      name: text(form, 'name'),
      scopes: wordsOf(form, 'scope'),
      sectionIds: reachOf(form),
      days: days === '' ? null : (positiveInteger(days) ?? 0),
    });
    if (!made.ok) return { ok: false, message: made.message };
    revalidatePath('/desk/tokens');
    return { ok: true, message: words.once, secret: made.token };
  });
}

export async function revoke(_: FormState, form: FormData): Promise<FormState> {
  return upon(form, revokeToken, words.revoked);
}

export async function adopt(_: FormState, form: FormData): Promise<FormState> {
  return upon(form, adoptToken, words.adopted);
}

function upon(form: FormData, act: typeof revokeToken, message: string): Promise<FormState> {
  return asMyself(async ({ actor }) => {
    const done = await act(actor, positiveInteger(text(form, 'id')) ?? 0);
    if (!done.ok) return { ok: false, message: done.message };
    revalidatePath('/desk/tokens');
    return { ok: true, message };
  });
}
