import { and, desc, eq, gt, isNull, sql } from 'drizzle-orm';
import { db, type Executor } from '#db/client.ts';
import { accountLink, credential, deskSession, passkey, person, secondFactor, verification } from '#db/schema/index.ts';
import type { Actor, Role } from '#lib/newsroom/actor.ts';
import { audit } from '#lib/newsroom/audit.ts';
import { may } from '#lib/newsroom/rights.ts';
import { type NewPerson, newPersonProblem, writePerson } from './new-person.ts';
import { no, type Outcome } from './outcome.ts';
import { hashPassword, passwordProblem } from './passwords.ts';
import { hashOf, newToken } from './secret.ts';

export type Invitation = {
  role: Role;
  sectionIds: readonly number[] | null;
  /** For whom it is meant. */
  note: string;
  /** How long it is good. */
  days: number;
};

/** An open link, as whoever holds it may see it. */
export type OpenLink =
  | { kind: 'invitation'; role: Role; sectionIds: readonly number[] | null; note: string; expiresAt: Date }
  | { kind: 'reset'; name: string; username: string; email: string; expiresAt: Date };

const longestDays = 30;
const resetDays = 2;

/** Makes a link by which somebody opens an account. It is told once; only its hash is kept. */
export async function invite(
  actor: Actor,
  invitation: Invitation,
): Promise<Outcome<{ token: string; expiresAt: Date }>> {
  const verdict = may(actor, 'manage-people');
  if (!verdict.ok) return no('not-allowed', verdict.message);
  const { role, sectionIds, note, days } = invitation;
  if (!(Number.isInteger(days) && days >= 1 && days <= longestDays))
    return no('invalid', `有效期须是 1 到 ${longestDays} 天。`);
  if (note.length > 80) return no('invalid', '备注最多 80 个字。');
  const token = newToken();
  const expiresAt = new Date(Date.now() + days * 86_400_000);
  await db.transaction(async (tx) => {
    const id = newToken();
    await tx.insert(accountLink).values({
      id,
      kind: 'invitation',
      tokenHash: hashOf(token),
      role,
      sectionIds: sectionIds && [...sectionIds],
      note,
      by: actor.name,
      expiresAt,
    });
    await audit(tx, {
      actor,
      act: 'invite-person',
      object: `invitation:${id}`,
      detail: { role, sectionIds, note, expiresAt: expiresAt.toISOString() },
    });
  });
  return { ok: true, token, expiresAt };
}

/**
 * Makes a link by which somebody sets a new password. From now on the old one is of no use and every session has ended.
 * @param factors whether second factor and passkeys go too: the phone is lost, or in other hands.
 */
export async function resetPassword(
  actor: Actor,
  personId: string,
  factors: boolean,
): Promise<Outcome<{ token: string; expiresAt: Date }>> {
  const verdict = may(actor, 'manage-people');
  if (!verdict.ok) return no('not-allowed', verdict.message);
  const token = newToken();
  const expiresAt = new Date(Date.now() + resetDays * 86_400_000);
  return db.transaction(async (tx) => {
    const [found] = await tx.select({ id: person.id }).from(person).where(eq(person.id, personId)).for('update');
    if (!found) return no('not-found', '没有这个人。');
    await endLinks(tx, personId);
    await tx
      .insert(accountLink)
      .values({ id: newToken(), kind: 'reset', tokenHash: hashOf(token), personId, by: actor.name, expiresAt });
    await tx.update(credential).set({ password: null }).where(eq(credential.userId, personId));
    await endAccess(tx, personId);
    if (factors) await forgetFactors(tx, personId);
    await audit(tx, { actor, act: 'reset-password', object: `person:${personId}`, detail: { factors } });
    return { ok: true, token, expiresAt };
  });
}

/** What an open link is for; null where it is unknown, used or too old. Looking does not use it. */
export async function openLink(token: string): Promise<OpenLink | null> {
  const [row] = await db
    .select({ link: accountLink, name: person.name, username: person.username, email: person.email })
    .from(accountLink)
    .leftJoin(person, eq(person.id, accountLink.personId))
    .where(isOpen(token));
  if (!row) return null;
  const { link, name, username, email } = row;
  if (link.kind === 'invitation' && link.role) {
    const { role, sectionIds, note, expiresAt } = link;
    return { kind: 'invitation', role, sectionIds, note, expiresAt };
  }
  return name !== null && username !== null && email !== null
    ? { kind: 'reset', name, username, email, expiresAt: link.expiresAt }
    : null;
}

/** Opens the account that an invitation promises. Of two who use one link at once, one is refused. */
export async function acceptInvitation(token: string, input: NewPerson): Promise<Outcome<{ username: string }>> {
  const problem = newPersonProblem(input);
  if (problem) return no('invalid', problem);
  const password = await hashPassword(input.password);
  try {
    return await db.transaction(async (tx) => {
      const link = await endLink(tx, token, 'invitation');
      if (!link?.role) return ended;
      const { id, username, name } = await writePerson(tx, {
        ...input,
        password,
        role: link.role,
        sectionIds: link.sectionIds,
      });
      const actor: Actor = { id, name, role: link.role, sectionIds: link.sectionIds };
      await audit(tx, {
        actor,
        act: 'open-account',
        object: `person:${id}`,
        detail: { invitation: link.id, invitedBy: link.by, role: link.role },
      });
      return { ok: true, username };
    });
  } catch (error) {
    if (isTaken(error)) return no('taken', '这个用户名或邮箱已经有人使用，请换一个。');
    throw error;
  }
}

/** Sets the new password that a reset link allows. */
export async function acceptReset(token: string, password: string): Promise<Outcome<{ username: string }>> {
  const open = await openLink(token);
  if (open?.kind !== 'reset') return ended;
  const problem = passwordProblem(password, open);
  if (problem) return no('invalid', problem);
  const hash = await hashPassword(password);
  return db.transaction(async (tx) => {
    const link = await endLink(tx, token, 'reset');
    if (!link?.personId) return ended;
    const [found] = await tx.select().from(person).where(eq(person.id, link.personId)).for('update');
    if (!found) return ended;
    await tx.update(credential).set({ password: hash, updatedAt: new Date() }).where(eq(credential.userId, found.id));
    await endAccess(tx, found.id);
    const { id, name, role, sectionIds, username } = found;
    await audit(tx, { actor: { id, name, role, sectionIds }, act: 'set-password', object: `person:${id}`, detail: {} });
    return { ok: true, username };
  });
}

export type ListedLink = {
  id: string;
  role: Role | null;
  note: string;
  by: string;
  createdAt: Date;
  expiresAt: Date;
};

/** Invitations that can still be used, newest first. */
export function openInvitations(): Promise<ListedLink[]> {
  const { id, role, note, by, createdAt, expiresAt } = accountLink;
  return db
    .select({ id, role, note, by, createdAt, expiresAt })
    .from(accountLink)
    .where(and(eq(accountLink.kind, 'invitation'), isNull(accountLink.endedAt), gt(accountLink.expiresAt, sql`now()`)))
    .orderBy(desc(accountLink.createdAt))
    .limit(200);
}

/** Takes an invitation back. */
export async function withdrawInvitation(actor: Actor, id: string): Promise<Outcome> {
  const verdict = may(actor, 'manage-people');
  if (!verdict.ok) return no('not-allowed', verdict.message);
  return db.transaction(async (tx) => {
    const [link] = await tx
      .update(accountLink)
      .set({ endedAt: sql`now()` })
      .where(and(eq(accountLink.id, id), eq(accountLink.kind, 'invitation'), isNull(accountLink.endedAt)))
      .returning({ note: accountLink.note });
    if (!link) return no('not-found', '这个邀请已经用过或撤回了。');
    await audit(tx, { actor, act: 'withdraw-invitation', object: `invitation:${id}`, detail: { note: link.note } });
    return { ok: true };
  });
}

const ended = no('link-ended', '这个链接已经用过、过期或被撤回，请向管理员要一个新的。');

/** Second factor and passkeys of a person are gone. */
async function forgetFactors(tx: Executor, personId: string): Promise<void> {
  await tx.delete(secondFactor).where(eq(secondFactor.userId, personId));
  await tx.delete(passkey).where(eq(passkey.userId, personId));
  await tx.update(person).set({ twoFactorEnabled: false }).where(eq(person.id, personId));
}

/** Ends every session, every sign-in half done and the trust of every browser. @returns how many sessions there were. */
export async function endAccess(tx: Executor, personId: string): Promise<number> {
  await endTrust(tx, personId);
  const ended = await tx.delete(deskSession).where(eq(deskSession.userId, personId)).returning({ id: deskSession.id });
  return ended.length;
}

/** Browsers that were not asked for a second factor are asked again. better-auth keeps them with the person's id as value. */
export async function endTrust(tx: Executor, personId: string): Promise<void> {
  await tx.delete(verification).where(eq(verification.value, personId));
}

/** Earlier links to a new password are of no use any more. */
export async function endLinks(tx: Executor, personId: string): Promise<void> {
  await tx
    .update(accountLink)
    .set({ endedAt: sql`now()` })
    .where(and(eq(accountLink.personId, personId), isNull(accountLink.endedAt)));
}

async function endLink(tx: Executor, token: string, kind: 'invitation' | 'reset') {
  const [link] = await tx
    .update(accountLink)
    .set({ endedAt: sql`now()` })
    .where(and(isOpen(token), eq(accountLink.kind, kind)))
    .returning();
  return link;
}

function isOpen(token: string) {
  return and(
    eq(accountLink.tokenHash, hashOf(token)),
    isNull(accountLink.endedAt),
    gt(accountLink.expiresAt, sql`now()`),
  );
}

/** Whether a unique name was given away already. */
function isTaken(thrown: unknown): boolean {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    if ('code' in error && error.code === '23505') return true;
  }
  return false;
}
