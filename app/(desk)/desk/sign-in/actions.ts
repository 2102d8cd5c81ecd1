'use server';
import { redirect } from 'next/navigation';
import type { FormState } from '#components/desk/form-state.ts';
import { text } from '#lib/auth/actions.ts';
import { currentRequest, setCookies } from '#lib/auth/current.ts';
import { safeDestination } from '#lib/auth/request.ts';
import * as accounts from '#lib/auth/sign-in.ts';

/** What somebody does who is not signed in. */

export async function signIn(_: FormState, form: FormData): Promise<FormState> {
  const next = safeDestination(text(form, 'next'));
  const done = await accounts.signIn(await currentRequest(), {
    name: text(form, 'name'),
    password: text(form, 'password'),
  });
  if (!done.ok) return { ok: false, message: done.message };
  await setCookies(done.cookies);
  redirect(done.second ? `/desk/sign-in?step=code&next=${encodeURIComponent(next)}` : next);
}

export async function proveSecondFactor(_: FormState, form: FormData): Promise<FormState> {
  const done = await accounts.proveSecondFactor(await currentRequest(), {
    code: text(form, 'code'),
    kind: text(form, 'kind') === 'backup' ? 'backup' : 'totp',
    trust: form.get('trust') === 'on',
  });
  if (!done.ok) return { ok: false, message: done.message };
  await setCookies(done.cookies);
  redirect(safeDestination(text(form, 'next')));
}

export async function passkeyChallenge() {
  const made = await accounts.passkeyChallenge(await currentRequest());
  if (!made.ok) return { ok: false, message: made.message } as const;
  await setCookies(made.cookies);
  return { ok: true, options: made.options } as const;
}

export async function signInWithPasskey(answer: unknown, next: string): Promise<FormState> {
  if (!isAnswer(answer)) return { ok: false, message: '通行密钥的应答无法读取。' };
  const done = await accounts.signInWithPasskey(await currentRequest(), answer);
  if (!done.ok) return { ok: false, message: done.message };
  await setCookies(done.cookies);
  redirect(safeDestination(next));
}

export async function signOut(): Promise<void> {
  const { cookies } = await accounts.signOut(await currentRequest());
  await setCookies(cookies);
  redirect('/desk/sign-in?step=out');
}

function isAnswer(answer: unknown): answer is accounts.PasskeyAnswer {
  return typeof answer === 'object' && answer !== null && 'id' in answer && typeof answer.id === 'string';
}
