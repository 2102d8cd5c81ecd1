import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Executor } from '#db/client.ts';
import { media, show, topic } from '#db/schema/index.ts';
import { storiesShowing } from './facts.ts';
import { recordEvent } from './record.ts';
import { checkPicture } from './registry.ts';
import { type Done, done, type Recorded, type Refusal, refuse } from './result.ts';
import { inTurn } from './transaction.ts';
import { validate } from './validate.ts';

const text = z.string().trim().max(2000);
const patch = z
  .strictObject({
    alt: text,
    caption: text,
    credit: z.string().trim().max(200),
    licence: z.string().trim().max(200),
    aiMade: z.boolean(),
    /** Focal point as fractions of width and height. */
    focalX: z.number().min(0).max(1),
    focalY: z.number().min(0).max(1),
    posterId: z.int().positive().nullable(),
    chapters: z.array(z.strictObject({ at: z.number().min(0), title: z.string().trim().min(1).max(200) })).max(200),
  })
  .partial();

export type MediaPatch = typeof patch;

/** Changes what is said of a media file: everything that shows it follows. For commands; the desk calls `editMedia`. */
export function updateMedia(id: number, changes: z.input<typeof patch>, by: string): Promise<Done | Refusal> {
  return inTurn((tx) => patchMedia(tx, id, changes, by));
}

/** The same within a transaction that has the turn. */
export async function patchMedia(tx: Executor, id: number, changes: z.input<typeof patch>, by: string): Promise<Done> {
  const [row] = await tx.select({ id: media.id, kind: media.kind }).from(media).where(eq(media.id, id)).for('update');
  if (!row) return refuse('not-found', `媒体 ${id} 不存在。`);
  const parsed = validate(patch, changes);
  if (!parsed.ok) return refuse('invalid', `媒体信息不合要求：${parsed.message}。`);
  if (Object.keys(parsed.data).length === 0) return refuse('unchanged', '媒体信息没有改动。');
  await checkPicture(tx, parsed.data);
  // The crops that exist stay until others are cut.
  const moved = row.kind === 'image' && (parsed.data.focalX !== undefined || parsed.data.focalY !== undefined);
  await tx
    .update(media)
    .set({ ...parsed.data, ...(moved && { cropsDue: true }) })
    .where(eq(media.id, id));
  return mediaChanged(tx, id, by);
}

/** Everything that shows a medium is stale. */
export async function mediaChanged(tx: Executor, id: number, by: string): Promise<Done> {
  const recorded = await recordEvent(tx, { type: 'media-changed', stories: await storiesShowing(tx, id) }, by);
  const also: Recorded[] = [];
  for (const covered of await tx.select({ id: show.id }).from(show).where(eq(show.coverId, id))) {
    also.push(await recordEvent(tx, { type: 'show-changed', id: covered.id }, by));
  }
  for (const led of await tx.select({ id: topic.id }).from(topic).where(eq(topic.leadMediaId, id))) {
    also.push(await recordEvent(tx, { type: 'topic-changed', id: led.id }, by));
  }
  return done(recorded, ...also);
}
