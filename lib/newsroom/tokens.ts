import { and, desc, eq, inArray, isNull, lt, or, sql } from 'drizzle-orm';
import { db } from '#db/client.ts';
import { apiToken, section } from '#db/schema/index.ts';
import { sameSecret } from '#lib/http/credentials.ts';
import type { Actor } from './actor.ts';
import { apiTokenHash, apiTokenHint, isApiToken, newApiToken, type Scope, scopes } from './api-token.ts';
import { audit } from './audit.ts';
import { permit } from './entries.ts';
import { type Refusal, refuse } from './result.ts';
import { may } from './rights.ts';
import { inTransaction } from './transaction.ts';

export type NewToken = {
  name: string;
  scopes: readonly string[];
  /** Null: all sections. */
  sectionIds: readonly number[] | null;
  /** How long it is good, in days; null: until it is revoked. */
  days: number | null;
};

const longestDays = 730;

/** Makes a token. It is told this once: only its hash is kept. */
export function createToken(actor: Actor, input: NewToken): Promise<{ ok: true; id: number; token: string } | Refusal> {
  return inTransaction(async (tx) => {
    permit(actor, 'manage-tokens');
    const name = input.name.trim();
    if (name === '' || name.length > 60) return refuse('invalid', '名称须有 1 到 60 个字。');
    const wanted = scopes.filter((scope) => input.scopes.includes(scope));
    if (wanted.length === 0) return refuse('invalid', '请至少选一项用途。');
    const { days } = input;
    if (days !== null && !(Number.isInteger(days) && days >= 1 && days <= longestDays))
      return refuse('invalid', `有效期须是 1 到 ${longestDays} 天。`);
    const sectionIds = input.sectionIds && [...new Set(input.sectionIds)];
    if (sectionIds) {
      if (sectionIds.length === 0) return refuse('invalid', '请选择栏目，或选“全部栏目”。');
      const known = await tx.select({ id: section.id }).from(section).where(inArray(section.id, sectionIds));
      if (known.length < sectionIds.length) return refuse('unknown-reference', '所选的栏目不存在。');
    }
    const token = newApiToken();
    const expiresAt = days === null ? null : new Date(Date.now() + days * 86_400_000);
    const [row] = await tx
      .insert(apiToken)
      .values({
        name,
        hash: apiTokenHash(token),
        hint: apiTokenHint(token),
        scopes: wanted,
        sectionIds,
        createdBy: actor.name,
        expiresAt,
      })
      .returning({ id: apiToken.id });
    if (!row) throw new Error('The token was not written.');
    await audit(tx, {
      actor,
      act: 'create-token',
      object: `token:${row.id}`,
      detail: { name, scopes: wanted, sectionIds, expiresAt: expiresAt?.toISOString() ?? null },
    });
    return { ok: true, id: row.id, token };
  });
}

/** Ends a token with the next request. */
export function revokeToken(actor: Actor, id: number): Promise<{ ok: true } | Refusal> {
  return inTransaction(async (tx) => {
    permit(actor, 'manage-tokens');
    const [row] = await tx
      .update(apiToken)
      .set({ revokedAt: sql`clock_timestamp()`, revokedBy: actor.name })
      .where(and(eq(apiToken.id, id), isNull(apiToken.revokedAt)))
      .returning({ name: apiToken.name });
    if (!row) return refuse('not-found', '没有这个令牌，或者它已经吊销。');
    await audit(tx, { actor, act: 'revoke-token', object: `token:${id}`, detail: { name: row.name } });
    return { ok: true };
  });
}

export type TokenRow = Omit<typeof apiToken.$inferSelect, 'hash'> & { state: 'good' | 'expired' | 'revoked' };

/** All tokens, those that can be used first, then the newest; empty for those who may not manage them. */
export async function listTokens(actor: Actor): Promise<TokenRow[]> {
  if (!may(actor, 'manage-tokens').ok) return [];
  const rows = await db.select().from(apiToken).orderBy(desc(apiToken.id)).limit(500);
  const now = Date.now();
  return rows
    .map(({ hash: _, ...row }) => ({ ...row, state: stateOf(row, now) }))
    .sort((a, b) => Number(a.state !== 'good') - Number(b.state !== 'good'));
}

/** Who a token says that somebody is. */
export type Caller = {
  id: number;
  name: string;
  scopes: readonly Scope[];
  sectionIds: readonly number[] | null;
};

/** Time of last use is kept in steps of so many seconds, and written once in each at most. */
const useStep = 300;

/** Whose token it is; null for what is unknown, revoked or too old. Notes that it was used. */
export async function callerOf(token: string): Promise<Caller | null> {
  if (!isApiToken(token)) return null;
  const hash = apiTokenHash(token);
  const [row] = await db
    .select({
      id: apiToken.id,
      name: apiToken.name,
      hash: apiToken.hash,
      scopes: apiToken.scopes,
      sectionIds: apiToken.sectionIds,
      isNoted: sql<boolean>`coalesce(${apiToken.lastUsedAt} >= ${step}, false)`,
    })
    .from(apiToken)
    .where(
      and(
        eq(apiToken.hash, hash),
        isNull(apiToken.revokedAt),
        or(isNull(apiToken.expiresAt), sql`${apiToken.expiresAt} > now()`),
      ),
    );
  // An index compares as it likes: that decides nothing alone.
  if (!row || !sameSecret(row.hash, hash)) return null;
  if (!row.isNoted)
    await db
      .update(apiToken)
      .set({ lastUsedAt: step })
      .where(and(eq(apiToken.id, row.id), or(isNull(apiToken.lastUsedAt), lt(apiToken.lastUsedAt, step))));
  return {
    id: row.id,
    name: row.name,
    scopes: scopes.filter((scope) => row.scopes.includes(scope)),
    sectionIds: row.sectionIds,
  };
}

/** The beginning of the step in which we are, by the database's clock. */
const step = sql`to_timestamp(floor(extract(epoch from now()) / ${useStep}::int) * ${useStep}::int)`;

/** As whom a caller writes: somebody who may write stories of these sections, and nothing more. */
export function actorOf({ id, name, sectionIds }: Caller): Actor {
  return { id: `token:${id}`, name: `接口“${name}”`, role: 'reporter', sectionIds };
}

function stateOf({ revokedAt, expiresAt }: Pick<TokenRow, 'revokedAt' | 'expiresAt'>, now: number): TokenRow['state'] {
  if (revokedAt) return 'revoked';
  return expiresAt && expiresAt.getTime() <= now ? 'expired' : 'good';
}
