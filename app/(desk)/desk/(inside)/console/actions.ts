'use server';
import { revalidatePath } from 'next/cache';
import type { FormState } from '#components/desk/form-state.ts';
import { consoleWords as words } from '#components/desk/registry/strings.ts';
import { asMyself, text } from '#lib/auth/actions.ts';
import { aims, dropLetters, replayLetters, revalidateByHand } from '#lib/newsroom/console.ts';
import { positiveInteger } from '#lib/text/number.ts';
import { applied } from '../../../applied.ts';

/** The right is asked for where it is done (`lib/newsroom/console.ts`). */

export async function refresh(_: FormState, form: FormData): Promise<FormState> {
  return asMyself(async ({ actor }) => {
    const what = aims.find((aim) => aim === text(form, 'what')) ?? 'path';
    const pages = positiveInteger(text(form, 'pages')) ?? 0;
    const result = await applied(await revalidateByHand(actor, { what, of: text(form, 'of') }, pages));
    return result.ok ? { ok: true, message: words.done } : { ok: false, message: result.message };
  });
}

export async function replay(_: FormState, form: FormData): Promise<FormState> {
  return asMyself(async ({ actor }) => counted(await replayLetters(actor, whichOf(form)), words.replayed));
}

export async function drop(_: FormState, form: FormData): Promise<FormState> {
  return asMyself(async ({ actor }) => counted(await dropLetters(actor, whichOf(form)), words.dropped));
}

function counted(
  result: { ok: true; count: number } | { ok: false; message: string },
  say: (count: number) => string,
): FormState {
  if (!result.ok) return { ok: false, message: result.message };
  revalidatePath('/desk/console/deliveries');
  return { ok: true, message: say(result.count) };
}

/** One by its number; of a channel; or, where neither is said, all. */
function whichOf(form: FormData) {
  const channel = text(form, 'channel');
  return {
    ...(channel !== '' && { channel }),
    ...(form.has('id') && { ids: [positiveInteger(text(form, 'id')) ?? 0] }),
  };
}
