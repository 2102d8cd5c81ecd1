import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { db, type Executor } from '#db/client.ts';
import { credential, person } from '#db/schema/index.ts';
import type { Role } from '#lib/newsroom/actor.ts';
import { audit } from '#lib/newsroom/audit.ts';
import { site } from '#site.config.ts';
import { generatePassword, hashPassword, passwordProblem } from './passwords.ts';

/** What people say of themselves when they open an account. */
export type NewPerson = { name: string; username: string; email: string; password: string };

/** What is wrong with it, as a sentence; null: nothing. */
export function newPersonProblem({ name, username, email, password }: NewPerson): string | null {
  const length = [...name.trim()].length;
  if (length < 1 || length > 40) return '姓名须有 1 到 40 个字。';
  if (!/^[a-z][a-z0-9._]{2,29}$/i.test(username)) return '用户名用 3 到 30 个字母、数字、点或下划线，以字母开头。';
  if (email.length > 200 || !/^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(email)) return '邮箱地址不对。';
  return passwordProblem(password, { username, email });
}

/** Writes a person with their password. @param input.password as its hash. */
export async function writePerson(
  tx: Executor,
  input: NewPerson & { role: Role; sectionIds: readonly number[] | null },
): Promise<{ id: string; username: string; name: string }> {
  const id = randomUUID();
  const { role, sectionIds, password } = input;
  const username = input.username.toLowerCase();
  const name = input.name.trim();
  await tx.insert(person).values({
    id,
    name,
    username,
    email: input.email.trim().toLowerCase(),
    role,
    sectionIds: sectionIds && [...sectionIds],
  });
  await tx
    .insert(credential)
    .values({ id: randomUUID(), accountId: id, providerId: 'credential', userId: id, password });
  return { id, username, name };
}

/**
 * The administrator of a newsroom in which there is nobody yet, with a password that nobody chose.
 * @returns null where there is somebody; of instances that ask at once, one gets it.
 */
export async function firstAdministrator(): Promise<{ username: string; password: string } | null> {
  const password = generatePassword();
  const hash = await hashPassword(password);
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('weishui.first-administrator'))`);
    const [somebody] = await tx.select({ id: person.id }).from(person).limit(1);
    if (somebody) return null;
    const { id, username, name } = await writePerson(tx, {
      name: '管理员',
      username: 'admin',
      email: `admin@${new URL(site.origin).hostname.replace(/^www\./, '')}`,
      password: hash,
      role: 'admin',
      sectionIds: null,
    });
    const actor = { id, name, role: 'admin', sectionIds: null } as const;
    await audit(tx, { actor, act: 'open-account', object: `person:${id}`, detail: { first: true, role: 'admin' } });
    return { username, password };
  });
}
