/** People and working copies for tests. Test code only. */
import type { Database } from '#db/client.ts';
import { person as account } from '#db/schema/index.ts';
import type { Actor, Role } from './actor.ts';
import { text } from './fixtures.ts';
import type { Refusal } from './result.ts';
import type { WorkInput } from './work-content.ts';
import { review, type Step, sign, startStory, submit } from './workflow.ts';

export const person = (role: Role, n = 1, sectionIds: readonly number[] | null = null): Actor => ({
  id: `${role}-${n}`,
  name: `${role}${n}`,
  role,
  sectionIds,
});

export const people = {
  reporter: person('reporter'),
  reporter2: person('reporter', 2),
  editor: person('editor'),
  editor2: person('editor', 2),
  director: person('director'),
  director2: person('director', 2),
  chief: person('chief'),
  chief2: person('chief', 2),
  admin: person('admin'),
};

/** Gives people accounts: what they may do is asked anew. */
export async function withAccounts(db: Database, ...actors: Actor[]): Promise<void> {
  const rows = actors.map((actor) => ({ ...actor, sectionIds: actor.sectionIds && [...actor.sectionIds] }));
  await db
    .insert(account)
    .values(rows.map((row) => ({ ...row, username: row.id.replace('-', '.'), email: `${row.id}@weishui.example` })));
}

export const written = (sectionId: number, more: Partial<WorkInput> = {}): WorkInput => ({
  title: '夜间公交延时',
  body: text('末班车推迟到零点。'),
  sectionId,
  ...more,
});

export function ok<T extends { ok: boolean }>(result: T): Extract<T, { ok: true }> {
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result as Extract<T, { ok: true }>;
}

export function refused(result: { ok: true } | { ok: false; code: string }): string {
  return result.ok ? 'done' : result.code;
}

export async function started(sectionId: number, more: Partial<WorkInput> = {}, by = people.reporter): Promise<number> {
  return ok<Step | Refusal>(await startStory(by, written(sectionId, more))).id;
}

/** Ready to be published, in a house with one review. */
export async function signedStory(sectionId: number, more: Partial<WorkInput> = {}): Promise<number> {
  const id = await started(sectionId, more);
  ok(await submit(people.reporter, id, { version: 1 }));
  ok(await review(people.editor, id, { version: 1 }));
  ok(await sign(people.chief, id, { version: 1 }));
  return id;
}
