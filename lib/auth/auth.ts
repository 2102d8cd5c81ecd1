import { passkey as passkeys } from '@better-auth/passkey';
import { betterAuth } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { APIError } from 'better-auth/api';
import { twoFactor, username } from 'better-auth/plugins';
import { eq } from 'drizzle-orm';
import { db } from '#db/client.ts';
import { credential, deskSession, passkey, person, secondFactor, verification } from '#db/schema/index.ts';
import { site } from '#site.config.ts';
import { longestPassword, shortestPassword } from './passwords.ts';
import { authSecret } from './secret.ts';

const day = 86_400;

export type Auth = ReturnType<typeof makeAuth>;

/**
 * better-auth at the origin under which the desk is asked for. It has no addresses of its own: the desk's server actions
 * call it, so whatever it can do beyond them (sign-up above all) is reachable by nobody.
 */
export function authAt(origin: string): Auth {
  const known = made.get(origin);
  if (known) return known;
  const fresh = makeAuth(origin);
  made.set(origin, fresh);
  // An instance without nginx in front takes any Host; a flood of them is not kept.
  if (made.size > 16) made.delete(made.keys().next().value as string);
  return fresh;
}
const made = new Map<string, Auth>();

/** Cookies that no other host, no subdomain and no plain connection can set, wherever the site speaks TLS. */
export function cookiePrefix(origin: string): string {
  return origin.startsWith('https://') ? '__Host-weishui' : 'weishui';
}

function makeAuth(origin: string) {
  const secure = origin.startsWith('https://');
  return betterAuth({
    appName: `${site.name}编辑部`,
    baseURL: origin,
    secret: authSecret(),
    telemetry: { enabled: false },
    logger: { level: 'error' },
    database: drizzleAdapter(db, {
      provider: 'pg',
      transaction: true,
      schema: {
        user: person,
        session: deskSession,
        account: credential,
        verification,
        twoFactor: secondFactor,
        passkey,
      },
    }),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: shortestPassword,
      maxPasswordLength: longestPassword,
    },
    user: {
      additionalFields: {
        role: { type: ['reporter', 'editor', 'director', 'chief', 'admin'], required: true, input: false },
        sectionIds: { type: 'number[]', required: false, input: false },
        suspendedAt: { type: 'date', required: false, input: false },
      },
    },
    // Every request asks the database, so a session that was ended has ended everywhere.
    session: { expiresIn: 7 * day, updateAge: day, freshAge: day, cookieCache: { enabled: false } },
    // Ours count by address and by name, also where better-auth is called from the server (`limits.ts`).
    rateLimit: { enabled: false },
    advanced: {
      // The prefix says it; better-auth's own would be `__Secure-`, which says less.
      useSecureCookies: false,
      cookiePrefix: cookiePrefix(origin),
      defaultCookieAttributes: { secure, httpOnly: true, sameSite: 'lax', path: '/' },
      // One address, put there by our server (`lib/server/desk.ts`).
      ipAddress: { ipAddressHeaders: ['x-forwarded-for'], ipv6Subnet: 128 },
    },
    databaseHooks: {
      session: {
        create: {
          before: async ({ userId }) => {
            const [found] = await db
              .select({ suspendedAt: person.suspendedAt })
              .from(person)
              .where(eq(person.id, userId));
            if (!found || found.suspendedAt) throw new APIError('UNAUTHORIZED', { code: 'SUSPENDED' });
          },
        },
      },
    },
    plugins: [
      username({ minUsernameLength: 3, maxUsernameLength: 30, displayUsername: false }),
      twoFactor({ issuer: `${site.name}编辑部`, twoFactorCookieMaxAge: 600 }),
      passkeys({
        rpName: `${site.name}编辑部`,
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        authentication: {
          // A passkey stands for both factors only where its owner unlocked it.
          afterVerification: async ({ verification: proof }) => {
            if (!proof.authenticationInfo.userVerified) throw new APIError('UNAUTHORIZED', { code: 'NOT_UNLOCKED' });
          },
        },
      }),
    ],
  });
}
