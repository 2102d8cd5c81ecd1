import { and, desc, eq, gte, lt } from 'drizzle-orm';
import { db, type Executor } from '#db/client.ts';
import { revalidationCall, section } from '#db/schema/index.ts';
import { tags } from '#lib/cache/tags.ts';
import { drop, replay, type Which } from '#lib/outbox/letters.ts';
import type { Actor } from './actor.ts';
import { type Asked, pathShape, recordAsked, tagShape } from './asked.ts';
import { audit } from './audit.ts';
import { permit } from './entries.ts';
import { type Done, type Refusal, refuse } from './result.ts';
import { may } from './rights.ts';
import { inTransaction, inTurn } from './transaction.ts';
import { validate } from './validate.ts';

/** What an operator refreshes by hand: a page, a section by its slug, a tag, or everything. */
export const aims = ['path', 'section', 'tag', 'everything'] as const;
export type Aim = { what: (typeof aims)[number]; of: string };

export type Target = {
  /** As the audit trail and people name it. */
  object: string;
  asked: Asked;
  /** Tags whose pages are rendered anew. */
  tags: string[];
};

/** What is meant by what somebody typed; a full address of this site is as good as its path. */
export function targetOf(aim: Aim): Promise<(Target & { ok: true }) | Refusal> {
  return inTransaction(async (tx) => ({ ok: true as const, ...(await target(tx, aim)) }));
}

/**
 * Makes stale what is aimed at.
 * @param pages how many stored pages the actor was told that it touches.
 */
export function revalidateByHand(actor: Actor, aim: Aim, pages: number): Promise<Done | Refusal> {
  return inTurn(async (tx) => {
    permit(actor, 'revalidate');
    const { asked, object, tags } = await target(tx, aim);
    const result = await recordAsked(tx, asked, actor.name);
    await audit(tx, { actor, act: 'revalidate', object, detail: { tags, pages } });
    return result;
  });
}

async function target(tx: Executor, { what, of }: Aim): Promise<Target> {
  const typed = of.trim();
  switch (what) {
    case 'everything':
      return {
        object: 'everything',
        asked: { events: [{ type: 'everything-revalidated' }] },
        tags: [tags.everything],
      };
    case 'section': {
      const [found] = await tx.select({ id: section.id }).from(section).where(eq(section.slug, typed));
      if (!found) return refuse('not-found', `没有地址是“${typed.slice(0, 100)}”的栏目。`);
      const own = [tags.list('section', found.id), tags.panelPage(`section-${typed}`)];
      return { object: `section:${found.id}`, asked: { tags: own }, tags: own };
    }
    case 'tag': {
      const checked = validate(tagShape, typed);
      if (!checked.ok) return refuse('invalid', `“${typed.slice(0, 100)}”${checked.message}。`);
      return { object: `tag:${typed}`, asked: { tags: [typed] }, tags: [typed] };
    }
    case 'path': {
      const path = pathOf(typed);
      const checked = validate(pathShape, path);
      if (!checked.ok) return refuse('invalid', `网址${checked.message}。`);
      return { object: `path:${path}`, asked: { paths: [path] }, tags: [tags.path(path)] };
    }
  }
}

/** Has deliveries that were given up delivered once more. */
export function replayLetters(actor: Actor, which: Which): Promise<{ ok: true; count: number } | Refusal> {
  return withLetters(actor, 'replay-deliveries', which, replay);
}

/** Forgets deliveries that were given up. */
export function dropLetters(actor: Actor, which: Which): Promise<{ ok: true; count: number } | Refusal> {
  return withLetters(actor, 'drop-deliveries', which, drop);
}

function withLetters(
  actor: Actor,
  act: string,
  which: Which,
  work: typeof replay,
): Promise<{ ok: true; count: number } | Refusal> {
  return inTransaction(async (tx) => {
    permit(actor, 'revalidate');
    const count = await work(which, tx);
    if (count === 0) refuse('not-found', '没有符合条件的已放弃投递。');
    const object = which.ids?.length === 1 ? `delivery:${which.ids[0]}` : `channel:${which.channel ?? 'all'}`;
    await audit(tx, { actor, act, object, detail: { count } });
    return { ok: true as const, count };
  });
}

export type CallRow = typeof revalidationCall.$inferSelect;

const callsPerPage = 50;

/** Calls of `/api/revalidate`, newest first; to those who may not refresh pages there are none. */
export async function readCalls(
  actor: Actor,
  { refused, before }: { refused?: boolean | null; before?: number | null },
): Promise<{ rows: CallRow[]; older: number | null }> {
  if (!may(actor, 'revalidate').ok) return { rows: [], older: null };
  const { id, status } = revalidationCall;
  const rows = await db
    .select()
    .from(revalidationCall)
    .where(
      and(
        before ? lt(id, before) : undefined,
        refused === true ? gte(status, 400) : refused === false ? lt(status, 400) : undefined,
      ),
    )
    .orderBy(desc(id))
    .limit(callsPerPage + 1);
  const shown = rows.slice(0, callsPerPage);
  return { rows: shown, older: rows.length > callsPerPage ? (shown.at(-1)?.id ?? null) : null };
}

/** The path of an address as it is copied from the address bar. */
function pathOf(typed: string): string {
  return URL.canParse(typed) ? new URL(typed).pathname : typed;
}
