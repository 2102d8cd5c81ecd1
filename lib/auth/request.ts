import { type Auth, authAt } from './auth.ts';

/** What the accounts need to know of a request. Whoever has one of Next.js makes it by `lib/auth/current.ts`. */
export type DeskRequest = {
  /** Scheme and host under which the desk was asked for. */
  origin: string;
  /** Of who asks, as our server knows it. */
  address: string;
  headers: Headers;
};

/** Reads what `lib/server/desk.ts` has put into the headers; nothing there is believed that came from outside. */
export function deskRequest(headers: Headers): DeskRequest {
  const host = headers.get('x-forwarded-host') ?? headers.get('host') ?? 'localhost';
  const scheme = headers.get('x-forwarded-proto')?.split(',')[0]?.trim() === 'https' ? 'https' : 'http';
  return {
    origin: `${scheme}://${host.toLowerCase()}`,
    address: headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() || 'unknown',
    headers,
  };
}

export function authOf({ origin }: DeskRequest): Auth {
  return authAt(origin);
}

/** Where to go after signing in: a page of the desk, and of no other site. */
export function safeDestination(asked: string | null | undefined): string {
  if (!asked || !/^\/desk(?:[/?][\w\-./?=&%~:@+,]*)?$/.test(asked) || asked.includes('//')) return '/desk';
  return /^\/desk\/(?:sign-in|invitation)(?:[/?]|$)/.test(asked) ? '/desk' : asked;
}
