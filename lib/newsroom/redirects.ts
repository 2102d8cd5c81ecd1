import { eq } from 'drizzle-orm';
import type { Executor } from '#db/client.ts';
import { redirect } from '#db/schema/index.ts';
import { recordEvent } from './record.ts';
import { type Done, done, type Recorded, type Refusal, refuse } from './result.ts';
import { inTurn } from './transaction.ts';

/**
 * Sends an old address to a new one, by 301. Redirects stay one hop long: a target that itself moved is replaced by where it went,
 * and older redirects that lead to `from` lead on to the new address.
 */
export function addRedirect(from: string, to: string, by: string): Promise<Done | Refusal> {
  return inTurn(async (tx) => {
    for (const path of [from, to]) {
      if (!isPath(path))
        return refuse('invalid', `“${path.slice(0, 100)}”不是本站路径：须以 / 开头，没有空格，不超过 2000 个字符。`);
    }
    const [further] = await tx.select({ to: redirect.toPath }).from(redirect).where(eq(redirect.fromPath, to));
    const target = further?.to ?? to;
    if (target === from) return refuse('redirect-loop', '这条跳转会绕回自己。');
    return done(await lead(tx, from, target, by));
  });
}

/** Takes a redirect away. */
export function removeRedirect(from: string, by: string): Promise<Done | Refusal> {
  return inTurn(async (tx) => {
    const gone = await tx.delete(redirect).where(eq(redirect.fromPath, from)).returning({ from: redirect.fromPath });
    if (gone.length === 0) return refuse('not-found', `没有从 ${from} 出发的跳转。`);
    return done(await recordEvent(tx, { type: 'redirect-changed' }, by));
  });
}

/** A page moved: its new address is a page, whatever it was before, and its old one leads there. */
export async function pageMoved(tx: Executor, from: string, to: string, by: string): Promise<Recorded> {
  await tx.delete(redirect).where(eq(redirect.fromPath, to));
  return lead(tx, from, to, by);
}

async function lead(tx: Executor, from: string, to: string, by: string): Promise<Recorded> {
  await tx.update(redirect).set({ toPath: to }).where(eq(redirect.toPath, from));
  await tx
    .insert(redirect)
    .values({ fromPath: from, toPath: to })
    .onConflictDoUpdate({ target: redirect.fromPath, set: { toPath: to } });
  return recordEvent(tx, { type: 'redirect-changed' }, by);
}

function isPath(path: string): boolean {
  return /^\/(?!\/)[^\s\\\p{Cc}]*$/u.test(path) && path.length <= 2000;
}
