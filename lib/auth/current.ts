import { parseSetCookieHeader, toCookieOptions } from 'better-auth/cookies';
import { eq } from 'drizzle-orm';
import { cookies, headers } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import { cache } from 'react';
import { db } from '#db/client.ts';
import { person } from '#db/schema/index.ts';
import type { Actor } from '#lib/newsroom/actor.ts';
import { type HouseAct, may } from '#lib/newsroom/rights.ts';
import { authOf, type DeskRequest, deskRequest } from './request.ts';
import { actorOf, sessionOf } from './sign-in.ts';

/** The accounts as pages and server actions meet them. Each request asks the database once. */

export async function currentRequest(): Promise<DeskRequest> {
  return deskRequest(new Headers(await headers()));
}

export type SignedIn = { actor: Actor; sessionId: string; username: string; twoFactorEnabled: boolean };

export const currentSession = cache(async (): Promise<SignedIn | null> => {
  const session = await sessionOf(await currentRequest());
  if (!session) return null;
  // As it is now: a role that was taken away is gone with the next click.
  const [own] = await db.select().from(person).where(eq(person.id, session.user.id));
  if (!own || own.suspendedAt) return null;
  return {
    actor: actorOf(own),
    sessionId: session.session.id,
    username: own.username,
    twoFactorEnabled: own.twoFactorEnabled,
  };
});

/** Who is signed in; null: nobody. */
export async function currentActor(): Promise<Actor | null> {
  return (await currentSession())?.actor ?? null;
}

/** For pages: whoever is not signed in goes to the sign-in, and comes back from there. */
export async function requireSession(): Promise<SignedIn> {
  const session = await currentSession();
  if (session) return session;
  const path = (await headers()).get('x-desk-path') ?? '/desk';
  redirect(path === '/desk' ? '/desk/sign-in' : `/desk/sign-in?next=${encodeURIComponent(path)}`);
}

export async function requireActor(): Promise<Actor> {
  return (await requireSession()).actor;
}

/** For pages that are not everybody's: to those without the right they do not exist. */
export async function requireRight(act: HouseAct): Promise<Actor> {
  const actor = await requireActor();
  if (!may(actor, act).ok) notFound();
  return actor;
}

/** Hands cookies of an answer to the browser; in server actions and route handlers only. */
export async function setCookies(answer: Headers): Promise<void> {
  const jar = await cookies();
  for (const line of answer.getSetCookie()) {
    for (const [name, cookie] of parseSetCookieHeader(line)) jar.set(name, cookie.value, toCookieOptions(cookie));
  }
}

/** Keeps the session of somebody who works from running out: pages cannot set cookies, server actions can. */
export async function refreshSession(request: DeskRequest): Promise<void> {
  const { headers: answer } = await authOf(request).api.getSession({ headers: request.headers, returnHeaders: true });
  await setCookies(answer);
}
