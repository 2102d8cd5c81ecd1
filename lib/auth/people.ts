import { and, asc, count, eq, inArray, isNull, ne, sql } from 'drizzle-orm';
import { db, type Executor } from '#db/client.ts';
import { deskSession, passkey, person } from '#db/schema/index.ts';
import type { Actor, Role } from '#lib/newsroom/actor.ts';
import { audit } from '#lib/newsroom/audit.ts';
import { may } from '#lib/newsroom/rights.ts';
import { endAccess, endLinks } from './links.ts';
import { no, type Outcome } from './outcome.ts';

export type ListedPerson = {
  id: string;
  name: string;
  username: string;
  email: string;
  role: Role;
  sectionIds: readonly number[] | null;
  twoFactorEnabled: boolean;
  passkeys: number;
  suspendedAt: Date | null;
  createdAt: Date;
  /** When one of the sessions that they still have was last in use; null: they have none. */
  seenAt: Date | null;
  sessions: number;
};

/** Everybody, the working before the suspended, by role and name. A newsroom is some hundred people: no pages. */
export async function listPeople(): Promise<ListedPerson[]> {
  const sessions = db
    .select({
      userId: deskSession.userId,
      sessions: sql<number>`count(*)::int`.as('sessions'),
      seenAt: sql<Date>`max(${deskSession.updatedAt})`.mapWith(deskSession.updatedAt).as('seen_at'),
    })
    .from(deskSession)
    .where(sql`${deskSession.expiresAt} > now()`)
    .groupBy(deskSession.userId)
    .as('sessions_of');
  const keys = db
    .select({ userId: passkey.userId, passkeys: sql<number>`count(*)::int`.as('passkeys') })
    .from(passkey)
    .groupBy(passkey.userId)
    .as('passkeys_of');
  const rows = await db
    .select({ person, sessions: sessions.sessions, seenAt: sessions.seenAt, passkeys: keys.passkeys })
    .from(person)
    .leftJoin(sessions, eq(sessions.userId, person.id))
    .leftJoin(keys, eq(keys.userId, person.id))
    .orderBy(sql`${person.suspendedAt} is not null`, sql`${person.role} desc`, asc(person.name), asc(person.username));
  return rows.map(({ person: { id, name, username, email, role, sectionIds, ...rest }, ...counted }) => ({
    id,
    name,
    username,
    email,
    role,
    sectionIds,
    twoFactorEnabled: rest.twoFactorEnabled,
    suspendedAt: rest.suspendedAt,
    createdAt: rest.createdAt,
    passkeys: counted.passkeys ?? 0,
    sessions: counted.sessions ?? 0,
    seenAt: counted.seenAt,
  }));
}

/** Names by what the audit trail calls people: `person:{id}`. */
export async function namesOfPeople(): Promise<Map<string, string>> {
  const rows = await db.select({ id: person.id, name: person.name }).from(person);
  return new Map(rows.map(({ id, name }) => [`person:${id}`, name]));
}

/** Changes what somebody is called and may do. It holds from their next click on. */
export function changePerson(
  actor: Actor,
  id: string,
  change: { name: string; role: Role; sectionIds: readonly number[] | null },
): Promise<Outcome> {
  return administer(actor, id, async (tx, before) => {
    const length = [...change.name.trim()].length;
    if (length < 1 || length > 40) return no('invalid', '姓名须有 1 到 40 个字。');
    if (before.role === 'admin' && change.role !== 'admin' && (await isLastAdministrator(tx, id)))
      return no('last-administrator', '这是最后一位管理员，不能改成其他角色。');
    const after = {
      name: change.name.trim(),
      role: change.role,
      sectionIds: change.sectionIds && [...change.sectionIds].sort((a, b) => a - b),
    };
    await tx
      .update(person)
      .set({ ...after, updatedAt: new Date() })
      .where(eq(person.id, id));
    await audit(tx, {
      actor,
      act: 'change-person',
      object: `person:${id}`,
      detail: { before: { name: before.name, role: before.role, sectionIds: before.sectionIds }, after },
    });
    return { ok: true };
  });
}

/** Closes an account: every session ends now, no link and no password opens a new one. */
export function suspend(actor: Actor, id: string): Promise<Outcome> {
  return administer(actor, id, async (tx) => {
    if (id === actor.id) return no('oneself', '不能停用自己的账号，请另一位管理员来做。');
    if (await isLastAdministrator(tx, id)) return no('last-administrator', '这是最后一位管理员，不能停用。');
    await tx
      .update(person)
      .set({ suspendedAt: sql`now()` })
      .where(and(eq(person.id, id), isNull(person.suspendedAt)));
    const sessions = await endAccess(tx, id);
    await endLinks(tx, id);
    await audit(tx, { actor, act: 'suspend-person', object: `person:${id}`, detail: { sessions } });
    return { ok: true };
  });
}

/** Opens a closed account again, with the password that it had. */
export function resume(actor: Actor, id: string): Promise<Outcome> {
  return administer(actor, id, async (tx) => {
    await tx.update(person).set({ suspendedAt: null }).where(eq(person.id, id));
    await audit(tx, { actor, act: 'resume-person', object: `person:${id}`, detail: {} });
    return { ok: true };
  });
}

/** Ends every session of somebody. */
export function endSessionsOf(actor: Actor, id: string): Promise<Outcome> {
  return administer(actor, id, async (tx) => {
    const sessions = await endAccess(tx, id);
    await audit(tx, { actor, act: 'end-sessions', object: `person:${id}`, detail: { sessions } });
    return { ok: true };
  });
}

type Row = typeof person.$inferSelect;

/** In one transaction, under one lock: two administrators who suspend each other at once must not both succeed. */
async function administer(
  actor: Actor,
  id: string,
  work: (tx: Executor, before: Row) => Promise<Outcome>,
): Promise<Outcome> {
  const verdict = may(actor, 'manage-people');
  if (!verdict.ok) return no('not-allowed', verdict.message);
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('weishui.people'))`);
    // Who waited here may have been suspended, or made something else, meanwhile.
    const rows = await tx
      .select()
      .from(person)
      .where(inArray(person.id, [id, actor.id]));
    const self = rows.find((row) => row.id === actor.id);
    if (self && (self.suspendedAt || self.role !== actor.role))
      return no('not-allowed', '您的权限刚刚变了，请刷新页面。');
    const before = rows.find((row) => row.id === id);
    return before ? work(tx, before) : no('not-found', '没有这个人。');
  });
}

async function isLastAdministrator(tx: Executor, id: string): Promise<boolean> {
  const [own] = await tx.select({ role: person.role }).from(person).where(eq(person.id, id));
  if (own?.role !== 'admin') return false;
  const [others] = await tx
    .select({ count: count() })
    .from(person)
    .where(and(eq(person.role, 'admin'), isNull(person.suspendedAt), ne(person.id, id)));
  return (others?.count ?? 0) === 0;
}
