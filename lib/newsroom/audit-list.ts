import { and, desc, eq, like, lt, or } from 'drizzle-orm';
import { db } from '#db/client.ts';
import { audit as table } from '#db/schema/index.ts';
import type { Actor } from './actor.ts';
import { may } from './rights.ts';

export type AuditRow = {
  id: number;
  at: Date;
  actorName: string;
  actorRole: string;
  act: string;
  object: string;
  detail: Record<string, unknown>;
};

const pageLength = 100;

/**
 * The trail, newest first, from below a number on. To those who may not read it, it is empty.
 * @param object exactly (`story:12`), or its kind (`story`).
 */
export async function readAudit(
  actor: Actor,
  { before, who, object }: { before?: number | null; who?: string; object?: string },
): Promise<{ rows: AuditRow[]; older: number | null }> {
  if (!may(actor, 'read-audit').ok) return { rows: [], older: null };
  const { id, at, actorName, actorRole, act, detail } = table;
  const rows = await db
    .select({ id, at, actorName, actorRole, act, object: table.object, detail })
    .from(table)
    .where(
      and(
        before ? lt(id, before) : undefined,
        who ? eq(actorName, who) : undefined,
        object ? or(eq(table.object, object), like(table.object, `${object.replace(/[\\%_]/g, '\\$&')}:%`)) : undefined,
      ),
    )
    .orderBy(desc(id))
    .limit(pageLength + 1);
  const shown = rows.slice(0, pageLength);
  return { rows: shown, older: rows.length > pageLength ? (shown.at(-1)?.id ?? null) : null };
}
