import { and, desc, eq, getTableColumns, inArray, isNull, lt, or, sql } from 'drizzle-orm';
import { db, type Executor } from '#db/client.ts';
import { apiToken, person, section, audit as trail } from '#db/schema/index.ts';
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

/** Takes it upon oneself to answer for a token: it is good again if whoever did before may not any more. */
export function adoptToken(actor: Actor, id: number): Promise<{ ok: true } | Refusal> {
  return inTransaction(async (tx) => {
    permit(actor, 'manage-tokens');
    await tx.select({ id: apiToken.id }).from(apiToken).where(eq(apiToken.id, id)).for('update');
    const [row] = await kept(tx).where(eq(apiToken.id, id));
    if (!row || isOver(row.token)) return refuse('not-found', '没有这个令牌，或者它已经失效。');
    if (row.keeper?.id === actor.id) return refuse('unchanged', '这个令牌已经由您负责。');
    const detail = { name: row.token.name, before: row.keeper?.name ?? null };
    await audit(tx, { actor, act: 'adopt-token', object: `token:${id}`, detail });
    return { ok: true };
  });
}

/**
 * Tokens with whoever answers for each: who made it, or took it over since. The trail knows, and forgets nothing; `account` is null
 * where that account is no more.
 */
function kept(tx: Executor = db) {
  const keeper = tx
    .select({ id: trail.actorId, name: trail.actorName })
    .from(trail)
    .where(and(eq(trail.object, sql`'token:' || ${apiToken.id}`), inArray(trail.act, ['create-token', 'adopt-token'])))
    .orderBy(desc(trail.id))
    .limit(1)
    .as('keeper');
  return tx
    .select({
      token: getTableColumns(apiToken),
      keeper: { id: keeper.id, name: keeper.name },
      account: {
        id: person.id,
        name: person.name,
        role: person.role,
        sectionIds: person.sectionIds,
        suspendedAt: person.suspendedAt,
      },
    })
    .from(apiToken)
    .leftJoinLateral(keeper, sql`true`)
    .leftJoin(person, eq(person.id, keeper.id))
    .$dynamic();
}

type Account = Actor & { suspendedAt: Date | null };

/** Why a token that is neither old nor revoked opens nothing: it is worth as much as whoever answers for it. Null: it does. */
function stoppedBy(account: Account | null): string | null {
  if (!account) return '负责人的账号已删除';
  if (account.suspendedAt) return '负责人的账号已停用';
  return may(account, 'manage-tokens').ok ? null : '负责人不再有管理接口令牌的权限';
}

export type TokenRow = Omit<typeof apiToken.$inferSelect, 'hash'> & {
  state: 'good' | 'stopped' | 'expired' | 'revoked';
  /** Why it is stopped. */
  why: string | null;
  keeper: { id: string; name: string } | null;
};

const order: readonly TokenRow['state'][] = ['good', 'stopped', 'expired', 'revoked'];

/** All tokens, those that can be used first, then the newest; empty for those who may not manage them. */
export async function listTokens(actor: Actor): Promise<TokenRow[]> {
  if (!may(actor, 'manage-tokens').ok) return [];
  const rows = await kept().orderBy(desc(apiToken.id)).limit(500);
  return rows
    .map(({ token: { hash: _, ...token }, keeper, account }) => {
      const why = isOver(token) ? null : stoppedBy(account);
      const state = token.revokedAt ? 'revoked' : isOver(token) ? 'expired' : why ? 'stopped' : 'good';
      const name = account?.name ?? keeper?.name;
      return { ...token, state, why, keeper: keeper && name ? { id: keeper.id, name } : null } satisfies TokenRow;
    })
    .sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
}

function isOver({ revokedAt, expiresAt }: Pick<TokenRow, 'revokedAt' | 'expiresAt'>): boolean {
  return revokedAt !== null || (expiresAt !== null && expiresAt.getTime() <= Date.now());
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

/** Whose token it is, and that it was used just now is noted; or a Chinese sentence that says why it opens nothing. */
export async function callerOf(token: string): Promise<{ ok: true; caller: Caller } | { ok: false; message: string }> {
  const unknown = { ok: false, message: '令牌不对、已过期或已吊销。' } as const;
  if (!isApiToken(token)) return unknown;
  const hash = apiTokenHash(token);
  const [row] = await kept().where(
    and(
      eq(apiToken.hash, hash),
      isNull(apiToken.revokedAt),
      or(isNull(apiToken.expiresAt), sql`${apiToken.expiresAt} > now()`),
    ),
  );
  // An index compares as it likes: that decides nothing alone.
  if (!row || !sameSecret(row.token.hash, hash)) return unknown;
  const why = stoppedBy(row.account);
  if (why) return { ok: false, message: `令牌已停用：${why}。请编辑部的管理员在“接口令牌”里接手，或者另发一个。` };
  const { id, name, sectionIds, lastUsedAt } = row.token;
  if (!lastUsedAt || lastUsedAt.getTime() + useStep * 1000 <= Date.now()) await noteUse(id);
  return { ok: true, caller: { id, name, scopes: scopes.filter((one) => row.token.scopes.includes(one)), sectionIds } };
}

async function noteUse(id: number): Promise<void> {
  const unnoted = or(isNull(apiToken.lastUsedAt), lt(apiToken.lastUsedAt, step));
  await db
    .update(apiToken)
    .set({ lastUsedAt: step })
    .where(and(eq(apiToken.id, id), unnoted));
}

/** The beginning of the step in which we are, by the database's clock. */
const step = sql`to_timestamp(floor(extract(epoch from now()) / ${useStep}::int) * ${useStep}::int)`;

/** As whom a caller writes: somebody who may write stories of these sections, and nothing more. */
export function actorOf({ id, name, sectionIds }: Caller): Actor {
  return { id: `token:${id}`, name: `接口“${name}”`, role: 'reporter', sectionIds };
}
