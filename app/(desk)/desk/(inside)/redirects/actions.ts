'use server';
import { revalidatePath } from 'next/cache';
import type { FormState } from '#components/desk/form-state.ts';
import { redirects as words } from '#components/desk/rules/strings.ts';
import { asMyself, text } from '#lib/auth/actions.ts';
import { dropRedirect, keepRedirect } from '#lib/newsroom/redirects.ts';
import { applied } from '../../../applied.ts';

export async function add(_: FormState, form: FormData): Promise<FormState> {
  return asMyself(async ({ actor }) => {
    const done = await applied(await keepRedirect(actor, text(form, 'from').trim(), text(form, 'to').trim()));
    if (!done.ok) return { ok: false, message: done.message };
    revalidatePath('/desk/redirects');
    return { ok: true, message: `${done.from} 从现在起跳到 ${done.to}。` };
  });
}

export async function remove(_: FormState, form: FormData): Promise<FormState> {
  return asMyself(async ({ actor }) => {
    const done = await applied(await dropRedirect(actor, text(form, 'from')));
    if (!done.ok) return { ok: false, message: done.message };
    revalidatePath('/desk/redirects');
    return { ok: true, message: words.removed };
  });
}
