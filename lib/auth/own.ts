import { isAPIError } from 'better-auth/api';
import { and, asc, desc, eq, gt, sql } from 'drizzle-orm';
import { db } from '#db/client.ts';
import { credential, deskSession, passkey, person, secondFactor } from '#db/schema/index.ts';
import type { Actor } from '#lib/newsroom/actor.ts';
import { audit } from '#lib/newsroom/audit.ts';
import { confirmLimit, forgive, take } from './limits.ts';
import { endTrust } from './links.ts';
import { no, type Outcome } from './outcome.ts';
import { passwordFits, passwordProblem } from './passwords.ts';
import { authOf, type DeskRequest } from './request.ts';
import { type PasskeyAnswer, tooMany, type WithCookies } from './sign-in.ts';

/** What people do with their own account. Whatever opens a door asks for the password once more. */

export type OwnAccount = {
  name: string;
  username: string;
  email: string;
  twoFactorEnabled: boolean;
  createdAt: Date;
  passkeys: { id: string; name: string | null; createdAt: Date | null; backedUp: boolean }[];
  sessions: { id: string; userAgent: string; address: string; createdAt: Date; seenAt: Date; current: boolean }[];
};

export async function ownAccount(actor: Actor, sessionId: string): Promise<OwnAccount | null> {
  const [[own], keys, sessions] = await Promise.all([
    db.select().from(person).where(eq(person.id, actor.id)),
    db.select().from(passkey).where(eq(passkey.userId, actor.id)).orderBy(asc(passkey.createdAt)),
    db
      .select()
      .from(deskSession)
      .where(and(eq(deskSession.userId, actor.id), gt(deskSession.expiresAt, sql`now()`)))
      .orderBy(desc(deskSession.updatedAt))
      .limit(100),
  ]);
  if (!own) return null;
  return {
    name: own.name,
    username: own.username,
    email: own.email,
    twoFactorEnabled: own.twoFactorEnabled,
    createdAt: own.createdAt,
    passkeys: keys.map(({ id, name, createdAt, backedUp }) => ({ id, name, createdAt, backedUp })),
    sessions: sessions.map(({ id, userAgent, ipAddress, createdAt, updatedAt }) => ({
      id,
      userAgent: userAgent ?? '',
      address: ipAddress ?? '',
      createdAt,
      seenAt: updatedAt,
      current: id === sessionId,
    })),
  };
}

/** Sets a new password. Every other session ends, and this one gets a new token. */
export async function changePassword(
  request: DeskRequest,
  actor: Actor,
  { current, next }: { current: string; next: string },
): Promise<Outcome<WithCookies>> {
  const refusal = await refuseWithout(actor, current);
  if (refusal) return refusal;
  const [own] = await db.select().from(person).where(eq(person.id, actor.id));
  const problem = own ? passwordProblem(next, own) : '没有这个账号。';
  if (problem) return no('invalid', problem);
  if (current === next) return no('invalid', '新密码和原来的一样。');
  const { headers } = await authOf(request).api.changePassword({
    body: { currentPassword: current, newPassword: next, revokeOtherSessions: true },
    headers: request.headers,
    returnHeaders: true,
  });
  await db.transaction((tx) => endTrust(tx, actor.id));
  await record(actor, 'change-password');
  return { ok: true, cookies: headers };
}

/** Begins a second factor: it is in force once a first code was right. */
export async function beginSecondFactor(
  request: DeskRequest,
  actor: Actor,
  password: string,
): Promise<Outcome<{ uri: string; backupCodes: string[] }>> {
  const refusal = await refuseWithout(actor, password);
  if (refusal) return refusal;
  try {
    const made = await authOf(request).api.enableTwoFactor({ body: { password }, headers: request.headers });
    if (made.method !== 'totp') return no('invalid', '两步验证没有设好，请再试一次。');
    return { ok: true, uri: made.totpURI, backupCodes: made.backupCodes };
  } catch (error) {
    if (isAPIError(error)) return no('invalid', '两步验证已经开启。');
    throw error;
  }
}

/** The first code of the authenticator app. From now on signing in asks for one. */
export async function confirmSecondFactor(
  request: DeskRequest,
  actor: Actor,
  code: string,
): Promise<Outcome<WithCookies>> {
  const wait = await take(confirmLimit, actor.id);
  if (wait > 0) return tooMany(wait);
  try {
    const { headers } = await authOf(request).api.verifyTOTP({
      body: { code: code.replace(/\s/g, '') },
      headers: request.headers,
      returnHeaders: true,
    });
    await forgive([confirmLimit, actor.id]);
    await record(actor, 'enable-second-factor');
    return { ok: true, cookies: headers };
  } catch (error) {
    if (isAPIError(error)) return no('wrong', '验证码不对，请看手机上现在的六位数。');
    throw error;
  }
}

/** Ends the second factor; its backup codes are of no use any more. */
export async function endSecondFactor(
  request: DeskRequest,
  actor: Actor,
  password: string,
): Promise<Outcome<WithCookies>> {
  const refusal = await refuseWithout(actor, password);
  if (refusal) return refusal;
  const { headers } = await authOf(request).api.disableTwoFactor({
    body: { password },
    headers: request.headers,
    returnHeaders: true,
  });
  await record(actor, 'disable-second-factor');
  return { ok: true, cookies: headers };
}

/** Ten new backup codes in place of the old ones. */
export async function renewBackupCodes(
  request: DeskRequest,
  actor: Actor,
  password: string,
): Promise<Outcome<{ backupCodes: string[] }>> {
  const refusal = await refuseWithout(actor, password);
  if (refusal) return refusal;
  const [has] = await db
    .select({ id: secondFactor.id })
    .from(secondFactor)
    .where(and(eq(secondFactor.userId, actor.id), eq(secondFactor.verified, true)));
  if (!has) return no('invalid', '还没有开启两步验证。');
  const { backupCodes } = await authOf(request).api.generateBackupCodes({
    body: { password },
    headers: request.headers,
  });
  await record(actor, 'renew-backup-codes');
  return { ok: true, backupCodes };
}

/** What a browser needs to make a passkey. */
export async function beginPasskey(request: DeskRequest, actor: Actor, password: string) {
  const refusal = await refuseWithout(actor, password);
  if (refusal) return refusal;
  try {
    const { response, headers } = await authOf(request).api.generatePasskeyRegistrationOptions({
      headers: request.headers,
      returnHeaders: true,
    });
    return { ok: true, options: response, cookies: headers } as const;
  } catch (error) {
    if (isAPIError(error)) return no('not-allowed', '登录已超过一天：请退出后重新登录，再添加通行密钥。');
    throw error;
  }
}

/** Keeps the passkey that the browser's authenticator has made. */
export async function addPasskey(
  request: DeskRequest,
  actor: Actor,
  { answer, name }: { answer: PasskeyAnswer; name: string },
): Promise<Outcome<WithCookies>> {
  try {
    const { headers } = await authOf(request).api.verifyPasskeyRegistration({
      body: { response: answer, name: name.trim().slice(0, 40) || '通行密钥' },
      headers: request.headers,
      returnHeaders: true,
    });
    await record(actor, 'add-passkey');
    return { ok: true, cookies: headers };
  } catch (error) {
    if (isAPIError(error)) return no('invalid', '通行密钥没有添加成功，请再试一次。');
    throw error;
  }
}

export async function removePasskey(actor: Actor, id: string): Promise<Outcome> {
  return db.transaction(async (tx) => {
    const gone = await tx
      .delete(passkey)
      .where(and(eq(passkey.id, id), eq(passkey.userId, actor.id)))
      .returning({ name: passkey.name });
    if (gone.length === 0) return no('not-found', '没有这个通行密钥。');
    await audit(tx, {
      actor,
      act: 'remove-passkey',
      object: `person:${actor.id}`,
      detail: { name: gone[0]?.name ?? '' },
    });
    return { ok: true };
  });
}

/** Ends one of one's own sessions, or, without an id, all but the one that asks. */
export async function endOwnSessions(actor: Actor, sessionId: string, which: string | null): Promise<Outcome> {
  return db.transaction(async (tx) => {
    const ended = await tx
      .delete(deskSession)
      .where(
        and(
          eq(deskSession.userId, actor.id),
          which === null ? sql`${deskSession.id} <> ${sessionId}` : eq(deskSession.id, which),
        ),
      )
      .returning({ id: deskSession.id });
    if (which !== null && ended.length === 0) return no('not-found', '这个登录已经结束了。');
    await audit(tx, {
      actor,
      act: 'end-sessions',
      object: `person:${actor.id}`,
      detail: { sessions: ended.length },
    });
    return { ok: true };
  });
}

/** Asks for the password of who is signed in, so often and no oftener. @returns null where it is right. */
async function refuseWithout(actor: Actor, password: string) {
  const wait = await take(confirmLimit, actor.id);
  if (wait > 0) return tooMany(wait);
  const [own] = await db
    .select({ password: credential.password })
    .from(credential)
    .where(eq(credential.userId, actor.id));
  if (!(await passwordFits(own?.password ?? null, password))) return no('wrong', '密码不对。');
  await forgive([confirmLimit, actor.id]);
  return null;
}

async function record(actor: Actor, act: string): Promise<void> {
  await db.transaction((tx) => audit(tx, { actor, act, object: `person:${actor.id}`, detail: {} }));
}
