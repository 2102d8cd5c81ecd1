'use server';
import { revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';
import type { FormState } from '#components/desk/form-state.ts';
import { hookWords as words } from '#components/desk/outside/strings.ts';
import { asMyself, text } from '#lib/auth/actions.ts';
import type { Actor } from '#lib/newsroom/actor.ts';
import * as hooks from '#lib/newsroom/webhooks.ts';
import { knockOutbox } from '#lib/outbox/knock.ts';
import { positiveInteger } from '#lib/text/number.ts';
import { wordsOf } from '../../../form-fields.ts';

/** The right is asked for where it is done (`lib/newsroom/webhooks.ts`). */

type Outcome = { ok: true; secret?: string } | { ok: false; message: string };

export async function add(_: FormState, form: FormData): Promise<FormState> {
  return acting(form, words.once, (actor) => hooks.createHook(actor, inputOf(form)));
}

export async function change(_: FormState, form: FormData): Promise<FormState> {
  return acting(form, words.saved, (actor, id) => hooks.changeHook(actor, id, inputOf(form)));
}

export async function ping(_: FormState, form: FormData): Promise<FormState> {
  return acting(form, words.pinged, hooks.pingHook);
}

export async function rotate(_: FormState, form: FormData): Promise<FormState> {
  return acting(form, words.once, hooks.rotateHook);
}

export async function stop(_: FormState, form: FormData): Promise<FormState> {
  return acting(form, words.stopped, (actor, id) => hooks.setHookActive(actor, id, false));
}

export async function resume(_: FormState, form: FormData): Promise<FormState> {
  return acting(form, words.resumed, (actor, id) => hooks.setHookActive(actor, id, true));
}

export async function remove(_: FormState, form: FormData): Promise<FormState> {
  const state = await acting(form, words.removed, hooks.removeHook);
  if (state?.ok) redirect('/desk/webhooks');
  return state;
}

/** One message where it is named, else all that were given up. */
export async function replay(_: FormState, form: FormData): Promise<FormState> {
  return asMyself(async ({ actor }) => {
    const which = form.has('delivery') ? [positiveInteger(text(form, 'delivery')) ?? 0] : null;
    const done = await hooks.replayHook(actor, idOf(form), which);
    if (!done.ok) return { ok: false, message: done.message };
    knockOutbox();
    revalidatePath('/desk/webhooks', 'layout');
    return { ok: true, message: words.replayed(done.count) };
  });
}

function acting(
  form: FormData,
  message: string,
  work: (actor: Actor, id: number) => Promise<Outcome>,
): Promise<FormState> {
  return asMyself(async ({ actor }) => {
    const done = await work(actor, idOf(form));
    if (!done.ok) return { ok: false, message: done.message };
    knockOutbox();
    revalidatePath('/desk/webhooks', 'layout');
    return { ok: true, message, ...(done.secret !== undefined && { secret: done.secret }) };
  });
}

function idOf(form: FormData): number {
  return positiveInteger(text(form, 'id')) ?? 0;
}

function inputOf(form: FormData): hooks.HookInput {
  return { name: text(form, 'name'), url: text(form, 'url'), events: wordsOf(form, 'event') };
}
