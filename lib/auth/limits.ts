import { eq, inArray, lte, sql } from 'drizzle-orm';
import { db } from '#db/client.ts';
import { attempt } from '#db/schema/index.ts';
import { hashOf } from './secret.ts';

/** How often within how many seconds. */
export type Limit = { name: string; most: number; seconds: number };

/**
 * Wrong passwords are counted for a name from one address (somebody guesses), for an address (somebody tries one password
 * on many names) and for a name from everywhere (many addresses guess together). Nobody is shut out by others for long.
 */
export const signInLimits = {
  pair: { name: 'sign-in:pair', most: 8, seconds: 600 },
  address: { name: 'sign-in:address', most: 40, seconds: 600 },
  account: { name: 'sign-in:account', most: 100, seconds: 3600 },
} as const satisfies Record<string, Limit>;

/** Codes of a second factor, links of invitations, passkeys: by address. */
export const proofLimit: Limit = { name: 'proof', most: 120, seconds: 600 };

/** The password of who is signed in, asked once more. */
export const confirmLimit: Limit = { name: 'confirm', most: 8, seconds: 600 };

/**
 * Counts an attempt. Every instance counts in the same place.
 * @returns 0 where it may be made, else the seconds until the next.
 */
export async function take(limit: Limit, of: string): Promise<number> {
  const window = sql`now() + make_interval(secs => ${limit.seconds})`;
  const [row] = await db
    .insert(attempt)
    .values({ key: keyOf(limit, of), count: 1, endsAt: window })
    .onConflictDoUpdate({
      target: attempt.key,
      set: {
        count: sql`case when ${attempt.endsAt} <= now() then 1 else ${attempt.count} + 1 end`,
        endsAt: sql`case when ${attempt.endsAt} <= now() then ${window} else ${attempt.endsAt} end`,
      },
    })
    .returning({
      count: attempt.count,
      wait: sql<number>`ceil(extract(epoch from ${attempt.endsAt} - now()))::int`,
    });
  // Now and then, whoever comes sweeps.
  if (row?.count === 1) await db.delete(attempt).where(lte(attempt.endsAt, sql`now() - interval '1 hour'`));
  return row && row.count > limit.most ? Math.max(1, row.wait) : 0;
}

/** Forgets what was counted: the attempt succeeded. */
export async function forgive(...counted: readonly (readonly [Limit, string])[]): Promise<void> {
  await db.delete(attempt).where(
    inArray(
      attempt.key,
      counted.map(([limit, of]) => keyOf(limit, of)),
    ),
  );
}

/** Takes one count back: a whole newsroom signs in from one address in the morning, and that is no attack. */
export async function giveBack(limit: Limit, of: string): Promise<void> {
  await db
    .update(attempt)
    .set({ count: sql`greatest(${attempt.count} - 1, 0)` })
    .where(eq(attempt.key, keyOf(limit, of)));
}

function keyOf({ name }: Limit, of: string): string {
  return hashOf(`${name}\n${of}`);
}

/** How long to wait, as people say it. */
export function waitInWords(seconds: number): string {
  return seconds < 60 ? `${seconds} 秒` : `${Math.ceil(seconds / 60)} 分钟`;
}
