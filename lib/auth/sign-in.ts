import { isAPIError } from 'better-auth/api';
import { eq } from 'drizzle-orm';
import { db } from '#db/client.ts';
import { credential, deskSession, person } from '#db/schema/index.ts';
import type { Actor } from '#lib/newsroom/actor.ts';
import { audit } from '#lib/newsroom/audit.ts';
import type { Auth } from './auth.ts';
import { forgive, giveBack, proofLimit, signInLimits, take, waitInWords } from './limits.ts';
import { no, type Outcome } from './outcome.ts';
import { longestPassword } from './passwords.ts';
import { authOf, type DeskRequest } from './request.ts';

/** Answers carry the cookies to set, as `Set-Cookie` headers. */
export type WithCookies = { cookies: Headers };

/** No account can have this name: names begin with a letter. */
const nobody = '.nobody';

/** What `navigator.credentials.get` gave, as JSON; better-auth checks all of it. */
export type PasskeyAnswer = NonNullable<Parameters<Auth['api']['verifyPasskeyAuthentication']>[0]>['body']['response'];

/** One sentence for a name that is unknown, a wrong password and a closed account. */
const wrong = no('wrong', '用户名或密码不对。');

/**
 * Signs in with user name or e-mail address and password.
 * Whether there is such an account shows neither in the answer nor in the work that is done for it.
 * @returns `second`: the password was right, now the second factor is asked for.
 */
export async function signIn(
  request: DeskRequest,
  { name, password }: { name: string; password: string },
): Promise<Outcome<{ second: boolean } & WithCookies>> {
  const asked = name.trim().toLowerCase().slice(0, 200);
  const counted = [
    [signInLimits.address, request.address],
    [signInLimits.pair, `${request.address}\n${asked}`],
    [signInLimits.account, asked],
  ] as const;
  const wait = Math.max(...(await Promise.all(counted.map(([limit, of]) => take(limit, of)))));
  if (wait > 0) return tooMany(wait);
  const [found] = await db
    .select({ person, password: credential.password })
    .from(person)
    .leftJoin(credential, eq(credential.userId, person.id))
    .where(eq(asked.includes('@') ? person.email : person.username, asked));
  const known = found?.password ? found.person.username : nobody;
  const before = await sessionOf(request);
  try {
    const { response, headers } = await authOf(request).api.signInUsername({
      body: { username: known, password: password.slice(0, longestPassword + 1).padEnd(1) },
      headers: request.headers,
      returnHeaders: true,
    });
    // The password was right: what was counted against the name is forgotten; of the address only this attempt is.
    await Promise.all([forgive(...counted.slice(1)), giveBack(signInLimits.address, request.address)]);
    const second = 'twoFactorRedirect' in response;
    if (!second && found) await signedIn(request, found.person, 'password', before);
    return { ok: true, second, cookies: headers };
  } catch (error) {
    if (isAPIError(error)) return wrong;
    throw error;
  }
}

/**
 * The second factor: a code of the authenticator app, which is good once, or a backup code.
 * @param trust whether this browser is not asked again for 30 days.
 */
export async function proveSecondFactor(
  request: DeskRequest,
  { code, kind, trust }: { code: string; kind: 'totp' | 'backup'; trust: boolean },
): Promise<Outcome<WithCookies>> {
  const wait = await take(proofLimit, request.address);
  if (wait > 0) return tooMany(wait);
  const { api } = authOf(request);
  const given = code.replace(/\s/g, '').slice(0, 40);
  const before = await sessionOf(request);
  try {
    const call = { body: { code: given, trustDevice: trust }, headers: request.headers, returnHeaders: true } as const;
    const { response, headers } = kind === 'totp' ? await api.verifyTOTP(call) : await api.verifyBackupCode(call);
    if (
      kind === 'totp' &&
      (await take({ name: 'totp-used', most: 1, seconds: 120 }, `${response.user.id}\n${given}`))
    ) {
      // Somebody has read it over a shoulder (RFC 6238, 5.2): the session that it opened ends before it is told of.
      if (response.token) await db.delete(deskSession).where(eq(deskSession.token, response.token));
      return no('wrong', '这个验证码刚刚用过，请等下一个。');
    }
    const [owner] = await db.select().from(person).where(eq(person.id, response.user.id));
    if (owner) await signedIn(request, owner, kind, before);
    await giveBack(proofLimit, request.address);
    return { ok: true, cookies: headers };
  } catch (error) {
    if (!isAPIError(error)) throw error;
    const said = error.body?.code;
    if (said === 'INVALID_TWO_FACTOR_COOKIE' || said === 'TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE')
      return no('link-ended', '这次登录已经过期，请重新输入密码。');
    if (said === 'ACCOUNT_TEMPORARILY_LOCKED') return no('too-many', '验证码错得太多，请 15 分钟后再试。');
    return no('wrong', kind === 'totp' ? '验证码不对。' : '备用码不对，或者已经用过。');
  }
}

/** What a browser needs to ask for a passkey: of no account in particular. */
export async function passkeyChallenge(request: DeskRequest) {
  const wait = await take(proofLimit, request.address);
  if (wait > 0) return tooMany(wait);
  const { response, headers } = await authOf(request).api.generatePasskeyAuthenticationOptions({
    // Of nobody, also where somebody is signed in: the answer names no credential.
    headers: withoutSession(request.headers),
    returnHeaders: true,
  });
  return { ok: true, options: { ...response, userVerification: 'required' }, cookies: headers } as const;
}

/** Signs in with what the browser's authenticator answered. */
export async function signInWithPasskey(request: DeskRequest, answer: PasskeyAnswer): Promise<Outcome<WithCookies>> {
  const wait = await take(proofLimit, request.address);
  if (wait > 0) return tooMany(wait);
  const before = await sessionOf(request);
  try {
    const { response, headers } = await authOf(request).api.verifyPasskeyAuthentication({
      body: { response: answer },
      headers: request.headers,
      returnHeaders: true,
    });
    const [owner] = await db.select().from(person).where(eq(person.id, response.user.id));
    if (owner) await signedIn(request, owner, 'passkey', before);
    await giveBack(proofLimit, request.address);
    return { ok: true, cookies: headers };
  } catch (error) {
    if (isAPIError(error)) return no('wrong', '这个通行密钥在这里不能用。');
    throw error;
  }
}

/** Signs out here. Whoever is not signed in is signed out already. */
export async function signOut(request: DeskRequest): Promise<WithCookies> {
  const session = await sessionOf(request);
  const { headers } = await authOf(request).api.signOut({ headers: request.headers, returnHeaders: true });
  if (session) {
    const { user } = session;
    const [owner] = await db.select().from(person).where(eq(person.id, user.id));
    if (owner)
      await db.transaction((tx) =>
        audit(tx, { actor: actorOf(owner), act: 'sign-out', object: `person:${owner.id}`, detail: {} }),
      );
  }
  return { cookies: headers };
}

/** Who a person is in the newsroom. */
export function actorOf({ id, name, role, sectionIds }: typeof person.$inferSelect): Actor {
  return { id, name, role, sectionIds };
}

/** The session that a request carries, as the database has it; null: none. */
export function sessionOf(request: DeskRequest) {
  return authOf(request).api.getSession({ headers: request.headers, query: { disableRefresh: true } });
}

export function tooMany(seconds: number) {
  return no('too-many', `试得太多了，请 ${waitInWords(seconds)}后再试。`);
}

type Before = Awaited<ReturnType<typeof sessionOf>>;

/** Every sign-in has a session of its own; what the browser had before it ends. */
async function signedIn(
  request: DeskRequest,
  owner: typeof person.$inferSelect,
  by: 'password' | 'totp' | 'backup' | 'passkey',
  before: Before,
): Promise<void> {
  await db.transaction(async (tx) => {
    if (before) await tx.delete(deskSession).where(eq(deskSession.id, before.session.id));
    await audit(tx, {
      actor: actorOf(owner),
      act: 'sign-in',
      object: `person:${owner.id}`,
      detail: { by, address: request.address },
    });
  });
}

function withoutSession(headers: Headers): Headers {
  const bare = new Headers(headers);
  bare.delete('cookie');
  return bare;
}
