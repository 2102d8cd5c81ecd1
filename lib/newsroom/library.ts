import { and, eq, ne, sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { Executor } from '#db/client.ts';
import { media, mediaRemoval, type mediaUpload } from '#db/schema/index.ts';
import { type Actor, system } from './actor.ts';
import { audit } from './audit.ts';
import { permit } from './entries.ts';
import { type MediaPatch, mediaChanged, patchMedia } from './media.ts';
import { type Done, type Refusal, refuse } from './result.ts';
import { inTurn } from './transaction.ts';
import { type Use, usesOf } from './uses.ts';

/** It happened, and no reader sees a difference. */
export type Unseen = { ok: true };
/** Refused because it stands somewhere; `uses` says where. */
export type InUse = Refusal & { uses: Use[] };

/** How long the files of a removed or replaced medium are kept: pages that name them lie in caches and open tabs. In days. */
const keepFiles = 7;

/** Changes what is said of a medium, or its focal point. Whoever uploaded it may; for others' it takes the right to manage. */
export function editMedia(actor: Actor, id: number, changes: z.input<MediaPatch>): Promise<Done | Refusal> {
  return inTurn(async (tx) => {
    const row = await lock(tx, id);
    permit(actor, row.uploadedBy === actor.id ? 'use-media' : 'manage-media');
    const changed = await patchMedia(tx, id, changes, actor.name);
    await audit(tx, { actor, act: 'edit-media', object: `media:${id}`, detail: { changed: Object.keys(changes) } });
    return changed;
  });
}

/** Removes a medium that stands nowhere. Its files go some days later. */
export async function deleteMedia(actor: Actor, id: number): Promise<Unseen | Refusal | InUse> {
  let uses: Use[] = [];
  const result = await inTurn(async (tx): Promise<Unseen> => {
    const row = await lock(tx, id);
    permit(actor, row.uploadedBy === actor.id ? 'use-media' : 'manage-media');
    uses = (await usesOf(tx, id)).uses;
    if (uses.length > 0)
      refuse(
        'invalid',
        `这个文件正在使用，不能删除：${uses
          .slice(0, 3)
          .map(({ label }) => label)
          .join('、')}${uses.length > 3 ? ' 等' : ''}。`,
      );
    await tx.delete(media).where(eq(media.id, id));
    await discard(tx, row);
    await audit(tx, { actor, act: 'delete-media', object: `media:${id}`, detail: { name: row.name, hash: row.hash } });
    return { ok: true };
  });
  return !result.ok && uses.length > 0 ? { ...result, uses } : result;
}

type NewFile = Omit<typeof media.$inferInsert, 'id'>;
type UploadRow = typeof mediaUpload.$inferSelect;

/** Enters an uploaded file. @returns its id; of one that has the same bytes, where there is one. */
export async function addMedia(tx: Executor, row: NewFile): Promise<number> {
  const [added] = await tx
    .insert(media)
    .values(row)
    .onConflictDoNothing({ target: media.hash })
    .returning({ id: media.id });
  if (added) {
    // These bytes may have been here before: what is to be removed, stays.
    await tx.delete(mediaRemoval).where(eq(mediaRemoval.hash, row.hash));
    return added.id;
  }
  const [known] = await tx.select({ id: media.id }).from(media).where(eq(media.hash, row.hash));
  return known?.id ?? refuse('not-found', '同样的文件刚刚被删除，请重新上传。');
}

/**
 * Puts another file in the place of a medium (换图): the same id, another address. Every page that shows it is stale by it.
 * Its words and focal point stay.
 */
export async function replaceMedia(tx: Executor, id: number, file: NewFile, upload: UploadRow): Promise<Done> {
  const row = await lock(tx, id);
  const actor = upload.actor as Actor;
  permit(actor, 'manage-media');
  if (row.hash === file.hash) refuse('unchanged', '新文件和现在的文件一模一样。');
  if (row.kind !== file.kind) refuse('invalid', '新文件和原来的文件种类不同（图片、音频、视频），不能替换。');
  const [other] = await tx
    .select({ id: media.id })
    .from(media)
    .where(and(eq(media.hash, file.hash), ne(media.id, id)));
  if (other) refuse('taken', `媒体库里已有同样的文件（编号 ${other.id}），请直接使用那一个。`);
  // Words that editors wrote stay; that a machine made it is never lost.
  const { alt: _, caption: __, credit: ___, licence: ____, uploadedBy: _____, aiMade, ...facts } = file;
  await tx
    .update(media)
    .set({ ...facts, aiMade: row.aiMade || aiMade === true })
    .where(eq(media.id, id));
  await tx.delete(mediaRemoval).where(eq(mediaRemoval.hash, file.hash));
  await discard(tx, row);
  const changed = await mediaChanged(tx, id, actor.name);
  await audit(tx, {
    actor,
    act: 'replace-media',
    object: `media:${id}`,
    detail: { before: row.hash, after: file.hash },
  });
  return changed;
}

/** Crops exist from now on, unless the picture or its focal point has changed meanwhile. */
export function enterCrops(
  id: number,
  hash: string,
  { x, y }: { x: number; y: number },
): Promise<Done | Unseen | Refusal> {
  return inTurn(async (tx): Promise<Done | Unseen> => {
    const entered = await tx
      .update(media)
      .set({ cropX: x, cropY: y, cropsDue: sql`(${cropPoint('x')}, ${cropPoint('y')}) <> (${x}, ${y})` })
      .where(and(eq(media.id, id), eq(media.hash, hash), eq(media.cropsDue, true)))
      .returning({ id: media.id });
    return entered.length === 0 ? { ok: true } : mediaChanged(tx, id, system.name);
  });
}

/** The focal point in hundredths, as the database rounds it: it alone does. */
export function cropPoint(axis: 'x' | 'y') {
  return sql<number>`floor(${axis === 'x' ? media.focalX : media.focalY} * 100 + 0.5)::int`;
}

async function lock(tx: Executor, id: number) {
  const [row] = await tx.select().from(media).where(eq(media.id, id)).for('update');
  return row ?? refuse('not-found', `媒体 ${id} 不存在。`);
}

async function discard(tx: Executor, { hash }: { hash: string }): Promise<void> {
  const dueAt = sql`clock_timestamp() + make_interval(days => ${keepFiles})`;
  await tx
    .insert(mediaRemoval)
    .values({ hash, dueAt })
    .onConflictDoUpdate({ target: mediaRemoval.hash, set: { dueAt } });
}
