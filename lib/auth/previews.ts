import { and, asc, eq, gt, like, sql } from 'drizzle-orm';
import { db } from '#db/client.ts';
import { verification } from '#db/schema/index.ts';
import type { Actor } from '#lib/newsroom/actor.ts';
import { audit } from '#lib/newsroom/audit.ts';
import { openStory } from '#lib/newsroom/writing.ts';
import { no, type Outcome } from './outcome.ts';
import { hashOf, newToken } from './secret.ts';

/** For how long a link to a preview may be good, in hours. */
export const previewHours = [1, 24, 72, 168] as const;
/** So many may be open for one story. */
const most = 20;

/** An open link, as those who may read the story see it. */
export type PreviewLink = { id: string; by: string; note: string; createdAt: Date; expiresAt: Date };

type Said = { by: string; note: string };

/**
 * Makes a link by which whoever holds it sees the story as it stands when they look, without an account, until it ends. It is told
 * once; only the hash of its token is kept.
 */
export async function sharePreview(
  actor: Actor,
  storyId: number,
  { hours, note }: { hours: number; note: string },
): Promise<Outcome<{ token: string; expiresAt: Date }>> {
  const verdict = await mayShare(actor, storyId);
  if (!verdict.ok) return verdict;
  if (!previewHours.some((each) => each === hours)) return no('invalid', '请选择链接的有效期。');
  const said = note.trim();
  if (said.length > 80) return no('invalid', '备注最多 80 个字。');
  const token = newToken();
  const expiresAt = new Date(Date.now() + hours * 3_600_000);
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${subjectOf(storyId)}))`);
    const open = await tx.select({ id: verification.id }).from(verification).where(openOf(storyId));
    if (open.length >= most) return no('too-many', `这篇稿件已有 ${most} 个有效的预览链接，请先撤回一些。`);
    const value: Said = { by: actor.name, note: said };
    await tx.insert(verification).values({
      id: hashOf(token),
      identifier: subjectOf(storyId),
      value: JSON.stringify(value),
      expiresAt,
    });
    await audit(tx, {
      actor,
      act: 'share-preview',
      object: `story:${storyId}`,
      detail: { note: said, expiresAt: expiresAt.toISOString() },
    });
    return { ok: true, token, expiresAt };
  });
}

/** The open links of a story. Empty for whoever may not read it. */
export async function previewLinks(actor: Actor, storyId: number): Promise<PreviewLink[]> {
  if (!(await mayShare(actor, storyId)).ok) return [];
  const rows = await db.select().from(verification).where(openOf(storyId)).orderBy(asc(verification.expiresAt));
  return rows.map(({ id, value, createdAt, expiresAt }) => ({ id, createdAt, expiresAt, ...saidOf(value) }));
}

/** Ends a link before its time. One that has ended already stays ended. */
export async function withdrawPreview(actor: Actor, storyId: number, id: string): Promise<Outcome> {
  const verdict = await mayShare(actor, storyId);
  if (!verdict.ok) return verdict;
  return db.transaction(async (tx) => {
    const ended = await tx
      .delete(verification)
      .where(and(eq(verification.id, id), eq(verification.identifier, subjectOf(storyId))))
      .returning({ value: verification.value });
    const [link] = ended;
    if (link)
      await audit(tx, {
        actor,
        act: 'withdraw-preview',
        object: `story:${storyId}`,
        detail: { note: saidOf(link.value).note },
      });
    return { ok: true };
  });
}

/** Which story a link shows; null for one that has ended, was taken back, or never was. */
export async function previewedStory(token: string): Promise<number | null> {
  if (!/^[\w-]{43}$/.test(token)) return null;
  const [link] = await db
    .select({ identifier: verification.identifier })
    .from(verification)
    .where(
      and(
        eq(verification.id, hashOf(token)),
        like(verification.identifier, `${prefix}%`),
        gt(verification.expiresAt, sql`clock_timestamp()`),
      ),
    );
  return link ? Number(link.identifier.slice(prefix.length)) : null;
}

const prefix = 'preview:';

function subjectOf(storyId: number): string {
  return prefix + storyId;
}

function openOf(storyId: number) {
  return and(eq(verification.identifier, subjectOf(storyId)), gt(verification.expiresAt, sql`clock_timestamp()`));
}

function saidOf(value: string): Said {
  return JSON.parse(value) as Said;
}

/** Who may read it may show it to somebody. */
async function mayShare(actor: Actor, storyId: number): Promise<Outcome> {
  const opened = await openStory(actor, storyId);
  if (opened.ok) return { ok: true };
  return no(opened.code === 'not-found' ? 'not-found' : 'not-allowed', opened.message);
}
