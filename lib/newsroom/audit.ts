import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { db, type Executor } from '#db/client.ts';
import { audit as table } from '#db/schema/index.ts';
import type { Actor, SystemActor } from './actor.ts';

export type AuditEntry = {
  actor: Actor | SystemActor;
  /** What was done: an act of `rights.ts`, or a word of its own such as `signed-in`. */
  act: string;
  /** What it was done to: `story:12`, `user:…`. */
  object: string;
  detail?: Record<string, unknown>;
};

/** A row that is known to have stood at the end of the trail: kept outside of the database, it shows a trail that was made anew. */
export type AuditHead = { id: number; hash: string };

export type AuditVerdict =
  | { ok: true; head: AuditHead | null }
  /** The first row that is not what it was, or the number of the first that is missing. */
  | { ok: false; id: number; reason: 'changed' | 'missing' | 'unlike-known-head' };

/**
 * Records what was done, in the transaction in which it is done. The trail is locked until that ends: so take every other
 * lock before, and call this last.
 */
export async function audit(tx: Executor, { actor, act, object, detail = {} }: AuditEntry): Promise<AuditHead> {
  const [row] = await tx
    .insert(table)
    .values({ actorId: actor.id, actorName: actor.name, actorRole: actor.role, act, object, detail })
    .returning({ id: table.id, hash: table.hash });
  if (!row) throw new Error('The audit row was not written.');
  return row;
}

type Row = {
  id: string;
  at: string;
  actor_id: string;
  actor_name: string;
  actor_role: string;
  act: string;
  object: string;
  detail: string;
  previous: string;
  hash: string;
};

const batch = 5_000;

/**
 * Reads the whole trail and computes its hashes anew, outside of the database. Rows that were changed, removed from the middle
 * or put in are found; rows that were removed from the end, or a trail that was hashed anew from some row on, are found by heads
 * that were kept elsewhere.
 */
export async function verifyAudit(knownHeads: readonly AuditHead[] = []): Promise<AuditVerdict> {
  const known = new Map(knownHeads.map(({ id, hash }) => [id, hash]));
  let head: AuditHead | null = null;
  for (;;) {
    const after: number = head?.id ?? 0;
    const rows: Row[] = await db.execute<Row>(sql`
      select id::text, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
        actor_id, actor_name, actor_role, act, object, detail::text as detail, previous, hash
      from audit where id > ${after} order by audit.id limit ${batch}`);
    for (const row of rows) {
      const id: number = (head?.id ?? 0) + 1;
      if (Number(row.id) !== id) return { ok: false, id, reason: 'missing' };
      if (row.previous !== (head?.hash ?? '') || row.hash !== hashOf(row)) return { ok: false, id, reason: 'changed' };
      if (known.has(id) && known.get(id) !== row.hash) return { ok: false, id, reason: 'unlike-known-head' };
      head = { id, hash: row.hash };
    }
    if (rows.length < batch) break;
  }
  const last = Math.max(0, ...known.keys());
  return last > (head?.id ?? 0) ? { ok: false, id: (head?.id ?? 0) + 1, reason: 'missing' } : { ok: true, head };
}

/** As the trigger `audit_chain` computes it: each part with its length in bytes before it. */
function hashOf(row: Row): string {
  const hash = createHash('sha256');
  const { previous, id, at, actor_id, actor_name, actor_role, act, object, detail } = row;
  for (const part of [previous, id, at, actor_id, actor_name, actor_role, act, object, detail])
    hash.update(`${Buffer.byteLength(part)}:${part}`);
  return hash.digest('hex');
}
