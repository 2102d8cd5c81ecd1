'use server';
import { redirect } from 'next/navigation';
import type { FormState } from '#components/desk/form-state.ts';
import { text } from '#lib/auth/actions.ts';
import { currentRequest, setCookies } from '#lib/auth/current.ts';
import { proofLimit, take } from '#lib/auth/limits.ts';
import { acceptInvitation, acceptReset } from '#lib/auth/links.ts';
import type { DeskRequest } from '#lib/auth/request.ts';
import * as accounts from '#lib/auth/sign-in.ts';

/** Whoever holds a link opens an account with it, or sets a new password. */

export async function openAccount(_: FormState, form: FormData): Promise<FormState> {
  const request = await currentRequest();
  const wait = await take(proofLimit, request.address);
  if (wait > 0) return { ok: false, message: accounts.tooMany(wait).message };
  const password = text(form, 'password');
  const opened = await acceptInvitation(text(form, 'token'), {
    name: text(form, 'name'),
    username: text(form, 'username').trim(),
    email: text(form, 'email').trim(),
    password,
  });
  return opened.ok ? enter(request, opened.username, password) : { ok: false, message: opened.message };
}

export async function setPassword(_: FormState, form: FormData): Promise<FormState> {
  const request = await currentRequest();
  const wait = await take(proofLimit, request.address);
  if (wait > 0) return { ok: false, message: accounts.tooMany(wait).message };
  const password = text(form, 'password');
  const done = await acceptReset(text(form, 'token'), password);
  return done.ok ? enter(request, done.username, password) : { ok: false, message: done.message };
}

async function enter(request: DeskRequest, name: string, password: string): Promise<FormState> {
  const done = await accounts.signIn(request, { name, password });
  if (!done.ok) redirect('/desk/sign-in');
  await setCookies(done.cookies);
  redirect(done.second ? '/desk/sign-in?step=code' : '/desk');
}
