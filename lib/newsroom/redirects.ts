import { and, eq, gt, or, sql } from 'drizzle-orm';
import { db, type Executor } from '#db/client.ts';
import { redirect } from '#db/schema/index.ts';
import type { NewsroomEvent } from '#lib/cache/events.ts';
import { mayExist } from '#lib/server/existence.ts';
import { canonicalPath, routeOf } from '#lib/server/routes.ts';
import { plainSpelling, tidyAddress } from '#lib/text/address.ts';
import type { Actor } from './actor.ts';
import { audit } from './audit.ts';
import { recordEvent } from './record.ts';
import { type Done, done, type Recorded, type Refusal, refuse } from './result.ts';
import { may } from './rights.ts';
import { inTurn } from './transaction.ts';

/**
 * Sends an old address to a new one, by 301. Redirects stay one hop long: a target that itself moved is replaced by where it went,
 * and older redirects that lead to `from` lead on to the new address. An old address may have a query (`/show.asp?id=12`).
 */
export function addRedirect(old: string, now: string, by: string): Promise<Done | Refusal> {
  return inTurn(async (tx) => done((await add(tx, old, now, by)).recorded));
}

/** Takes a redirect away. */
export function removeRedirect(from: string, by: string): Promise<Done | Refusal> {
  return inTurn(async (tx) => done((await remove(tx, from, by)).recorded));
}

/**
 * The same at the desk. An old address that leads somewhere else already leads to the new one from now on; one at which
 * something stands is refused: readers would go on seeing that.
 */
export function keepRedirect(
  actor: Actor,
  old: string,
  now: string,
): Promise<(Done & { from: string; to: string }) | Refusal> {
  return inTurn(async (tx) => {
    allow(actor);
    if (await isTaken(old)) refuse('taken', `${old.slice(0, 100)} 现在有页面，读者打开的仍会是它，跳转不起作用。`);
    const { recorded, from, to, before } = await add(tx, old, now, actor.name);
    await audit(tx, { actor, act: 'manage-redirects', object: `redirect:${from}`, detail: { from, to, before } });
    return { ...done(recorded), from, to };
  });
}

export function dropRedirect(actor: Actor, old: string): Promise<Done | Refusal> {
  return inTurn(async (tx) => {
    allow(actor);
    const { recorded, from, to } = await remove(tx, old, actor.name);
    await audit(tx, {
      actor,
      act: 'manage-redirects',
      object: `redirect:${from}`,
      detail: { removed: `${from} → ${to}` },
    });
    return done(recorded);
  });
}

export type RedirectRow = typeof redirect.$inferSelect;

const pageLength = 100;

/**
 * Redirects by their old address, from behind one on. Empty for those who may not change them.
 * @param words a part of the old or the new address
 */
export async function listRedirects(
  actor: Actor,
  { words = '', after = '' }: { words?: string; after?: string },
): Promise<{ rows: RedirectRow[]; next: string | null }> {
  if (!may(actor, 'manage-redirects').ok) return { rows: [], next: null };
  const wanted = words.trim();
  // Old addresses are kept with their escapes, and people look for what they read.
  const spellings = [wanted, encodeURI(wanted)].map((each) => each.toLowerCase());
  const matching = spellings.flatMap((each) => [
    sql`strpos(lower(${redirect.fromPath}), ${each}) > 0`,
    sql`strpos(lower(${redirect.toPath}), ${each}) > 0`,
  ]);
  const rows = await db
    .select()
    .from(redirect)
    .where(and(after ? gt(redirect.fromPath, after) : undefined, wanted ? or(...matching) : undefined))
    .orderBy(redirect.fromPath)
    .limit(pageLength + 1);
  const shown = rows.slice(0, pageLength);
  return { rows: shown, next: rows.length > pageLength ? (shown.at(-1)?.fromPath ?? null) : null };
}

function allow(actor: Actor): void {
  const verdict = may(actor, 'manage-redirects');
  if (!verdict.ok) refuse(verdict.code, verdict.message);
}

type Change = { recorded: Recorded; from: string; to: string; before: string | null };

async function add(tx: Executor, old: string, now: string, by: string): Promise<Change> {
  for (const path of [old, now]) {
    if (!isPath(path))
      return refuse('invalid', `“${path.slice(0, 100)}”不是本站路径：须以 / 开头，没有空格，不超过 2000 个字符。`);
  }
  const [from, to] = [tidyAddress(old), tidyAddress(now)];
  const [further] = await tx.select({ to: redirect.toPath }).from(redirect).where(eq(redirect.fromPath, to));
  const target = further?.to ?? to;
  if (plainSpelling(target) === plainSpelling(from)) return refuse('redirect-loop', '这条跳转会绕回自己。');
  const [before] = await tx.select({ to: redirect.toPath }).from(redirect).where(eq(redirect.fromPath, from));
  const recorded = await lead(tx, from, target, { type: 'redirect-changed' }, by);
  return { recorded, from, to: target, before: before?.to ?? null };
}

async function remove(tx: Executor, from: string, by: string): Promise<Change> {
  const [gone] = await tx
    .delete(redirect)
    .where(eq(redirect.fromPath, tidyAddress(from)))
    .returning();
  if (!gone) return refuse('not-found', `没有从 ${from} 出发的跳转。`);
  const recorded = await recordEvent(tx, { type: 'redirect-changed' }, by);
  return { recorded, from: gone.fromPath, to: gone.toPath, before: null };
}

/** A page moved: its new address is a page, whatever it was before, and its old one leads there. */
export async function pageMoved(tx: Executor, from: string, to: string, by: string): Promise<Recorded> {
  await tx.delete(redirect).where(eq(redirect.fromPath, to));
  return lead(tx, from, to, { type: 'redirect-changed', from, to }, by);
}

async function lead(tx: Executor, from: string, to: string, happened: NewsroomEvent, by: string): Promise<Recorded> {
  await tx.update(redirect).set({ toPath: to }).where(eq(redirect.toPath, from));
  await tx
    .insert(redirect)
    .values({ fromPath: from, toPath: to })
    .onConflictDoUpdate({ target: redirect.fromPath, set: { toPath: to } });
  return recordEvent(tx, happened, by);
}

/** Whether an address is answered by something else than a redirect, which is looked for last. */
async function isTaken(address: string): Promise<boolean> {
  if (!isPath(address)) return false;
  const path = canonicalPath(tidyAddress(address).replace(/\?.*$/, ''));
  const route = routeOf(path);
  return route === 'document' ? mayExist(path) : route !== 'unknown';
}

function isPath(path: string): boolean {
  return /^\/(?!\/)[^\s\\\p{Cc}]*$/u.test(path) && path.length <= 2000;
}
