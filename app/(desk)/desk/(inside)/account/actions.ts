'use server';
import { revalidatePath } from 'next/cache';
import type { FormState } from '#components/desk/form-state.ts';
import type { BegunFactor } from '#components/desk/second-factor.client.tsx';
import { desk } from '#components/desk/strings.ts';
import { asMyself, expired, text } from '#lib/auth/actions.ts';
import { currentRequest, currentSession, setCookies } from '#lib/auth/current.ts';
import * as own from '#lib/auth/own.ts';
import type { PasskeyAnswer } from '#lib/auth/sign-in.ts';

/** What people do with their own account. */

export async function changePassword(_: FormState, form: FormData): Promise<FormState> {
  return asMyself(async ({ request, actor }) => {
    const done = await own.changePassword(request, actor, { current: text(form, 'current'), next: text(form, 'next') });
    return told(done, '密码已修改，其他设备上的登录都结束了。');
  });
}

export async function beginSecondFactor(_: BegunFactor, form: FormData): Promise<BegunFactor> {
  const session = await currentSession();
  if (!session) return { ok: false, message: expired?.message ?? '' };
  const begun = await own.beginSecondFactor(await currentRequest(), session.actor, text(form, 'password'));
  return begun.ok ? begun : { ok: false, message: begun.message };
}

export async function confirmSecondFactor(_: FormState, form: FormData): Promise<FormState> {
  return asMyself(async ({ request, actor }) =>
    told(await own.confirmSecondFactor(request, actor, text(form, 'code')), '两步验证已开启。'),
  );
}

export async function endSecondFactor(_: FormState, form: FormData): Promise<FormState> {
  return asMyself(async ({ request, actor }) =>
    told(await own.endSecondFactor(request, actor, text(form, 'password')), '两步验证已关闭。'),
  );
}

export async function renewBackupCodes(_: FormState, form: FormData): Promise<FormState> {
  return asMyself(async ({ request, actor }) => {
    const done = await own.renewBackupCodes(request, actor, text(form, 'password'));
    if (!done.ok) return { ok: false, message: done.message };
    return { ok: true, message: desk.account.renewed, secret: done.backupCodes.join(' ') };
  });
}

export async function passkeyChallenge(password: string) {
  const session = await currentSession();
  if (!session) return { ok: false, message: expired?.message ?? '' } as const;
  const made = await own.beginPasskey(await currentRequest(), session.actor, String(password));
  if (!made.ok) return { ok: false, message: made.message } as const;
  await setCookies(made.cookies);
  return { ok: true, options: made.options } as const;
}

export async function addPasskey(answer: unknown, name: string): Promise<FormState> {
  return asMyself(async ({ request, actor }) =>
    told(
      await own.addPasskey(request, actor, { answer: answer as PasskeyAnswer, name: String(name) }),
      desk.account.passkeyAdded,
    ),
  );
}

export async function removePasskey(_: FormState, form: FormData): Promise<FormState> {
  return asMyself(async ({ actor }) => told(await own.removePasskey(actor, text(form, 'id')), '已移除。'));
}

export async function endSessions(_: FormState, form: FormData): Promise<FormState> {
  return asMyself(async ({ actor, sessionId }) =>
    told(await own.endOwnSessions(actor, sessionId, text(form, 'id') || null), '已结束。'),
  );
}

async function told(
  done: { ok: true; cookies?: Headers } | { ok: false; message: string },
  message: string,
): Promise<FormState> {
  if (!done.ok) return { ok: false, message: done.message };
  if (done.cookies) await setCookies(done.cookies);
  revalidatePath('/desk/account');
  return { ok: true, message };
}
