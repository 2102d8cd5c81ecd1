'use server';
import { revalidatePath } from 'next/cache';
import type { FormState } from '#components/desk/form-state.ts';
import { desk } from '#components/desk/strings.ts';
import { asMyself, text } from '#lib/auth/actions.ts';
import * as links from '#lib/auth/links.ts';
import * as people from '#lib/auth/people.ts';
import { type Role, roles } from '#lib/newsroom/actor.ts';
import { positiveInteger } from '#lib/text/number.ts';

/** What administrators do with accounts. The right is asked for again where it is done (`lib/auth`). */

export async function invite(_: FormState, form: FormData): Promise<FormState> {
  return asMyself(async ({ actor, request }) => {
    const made = await links.invite(actor, {
      role: roleOf(form),
      sectionIds: sectionsOf(form),
      note: text(form, 'note').trim(),
      days: Number(text(form, 'days')),
    });
    if (!made.ok) return { ok: false, message: made.message };
    revalidatePath('/desk/people');
    return { ok: true, message: desk.people.linkOnce, secret: `${request.origin}/desk/invitation/${made.token}` };
  });
}

export async function withdrawInvitation(_: FormState, form: FormData): Promise<FormState> {
  return asMyself(async ({ actor }) => told(await links.withdrawInvitation(actor, text(form, 'id')), '邀请已撤回。'));
}

export async function change(_: FormState, form: FormData): Promise<FormState> {
  return asMyself(async ({ actor }) =>
    told(
      await people.changePerson(actor, text(form, 'id'), {
        name: text(form, 'name'),
        role: roleOf(form),
        sectionIds: sectionsOf(form),
      }),
      desk.people.saved,
    ),
  );
}

export async function suspend(_: FormState, form: FormData): Promise<FormState> {
  return asMyself(async ({ actor }) =>
    told(await people.suspend(actor, text(form, 'id')), '账号已停用，所有登录已结束。'),
  );
}

export async function resume(_: FormState, form: FormData): Promise<FormState> {
  return asMyself(async ({ actor }) => told(await people.resume(actor, text(form, 'id')), '账号已恢复。'));
}

export async function endSessions(_: FormState, form: FormData): Promise<FormState> {
  return asMyself(async ({ actor }) => told(await people.endSessionsOf(actor, text(form, 'id')), '所有登录已结束。'));
}

export async function resetPassword(_: FormState, form: FormData): Promise<FormState> {
  return asMyself(async ({ actor, request }) => {
    const made = await links.resetPassword(actor, text(form, 'id'), form.get('factors') === 'on');
    if (!made.ok) return { ok: false, message: made.message };
    revalidatePath('/desk/people');
    return { ok: true, message: desk.people.linkOnce, secret: `${request.origin}/desk/invitation/${made.token}` };
  });
}

function told(done: { ok: true } | { ok: false; message: string }, message: string): FormState {
  if (!done.ok) return { ok: false, message: done.message };
  revalidatePath('/desk/people', 'layout');
  return { ok: true, message };
}

/** What is no role is the least of them. */
function roleOf(form: FormData): Role {
  const asked = text(form, 'role');
  return roles.find((role) => role === asked) ?? 'reporter';
}

/** Null: all sections. */
function sectionsOf(form: FormData): number[] | null {
  if (form.get('reach') !== 'some') return null;
  return form.getAll('section').flatMap((value) => (typeof value === 'string' ? (positiveInteger(value) ?? []) : []));
}
