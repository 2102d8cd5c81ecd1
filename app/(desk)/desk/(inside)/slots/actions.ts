'use server';
import { z } from 'zod';
import type { PictureCard, Preview, Refused, SaveAnswer, Standing, StoryCard } from '#components/desk/slots/models.ts';
import { isSlotPlace } from '#db/schema/enums.ts';
import { expired } from '#lib/auth/actions.ts';
import { currentActor, currentRequest, refreshSession } from '#lib/auth/current.ts';
import type { Actor } from '#lib/newsroom/actor.ts';
import { may } from '#lib/newsroom/rights.ts';
import { arrangeSlot } from '#lib/newsroom/slots.ts';
import { applied } from '../../../applied.ts';
import { picturesFor, previewOf, standingOf, storiesFor } from './room.ts';

/** What the room of the slots asks. Whoever calls an action sends what they like: all of it is looked at first. */

const slot = z.string().refine(isSlotPlace);
const instant = z.iso.datetime().nullable();
const arranged = z
  .array(
    z.strictObject({
      storyId: z.int().positive(),
      titleOverride: z.string().max(400).nullable(),
      mediaId: z.int().positive().nullable(),
      pinned: z.boolean(),
      fromAt: instant,
      untilAt: instant,
    }),
  )
  .max(60);
const words = z.string().max(200);

const signedOut: Refused = { kind: 'refused', message: expired?.message ?? '' };
const unclear: Refused = { kind: 'refused', message: '请求内容不合要求，请刷新页面再试。' };

export async function save(name: unknown, version: unknown, items: unknown): Promise<SaveAnswer> {
  const actor = await currentActor();
  if (!actor) return signedOut;
  const [known, seen, wanted] = [slot.safeParse(name), words.safeParse(version), arranged.safeParse(items)];
  if (!known.success || !seen.success || !wanted.success) return unclear;
  await refreshSession(await currentRequest());
  const instantOf = (text: string | null) => (text === null ? null : new Date(text));
  const done = await applied(
    await arrangeSlot(
      actor,
      known.data,
      seen.data,
      wanted.data.map((item) => ({ ...item, fromAt: instantOf(item.fromAt), untilAt: instantOf(item.untilAt) })),
    ),
  );
  if (!done.ok && done.code !== 'saved-since') return { kind: 'refused', message: done.message };
  const standing = await standingOf(actor, known.data);
  if (!standing) return unclear;
  return done.ok ? { kind: 'saved', standing } : { kind: 'conflict', message: done.message, standing };
}

export async function preview(name: unknown, items: unknown, at: unknown): Promise<Preview | Refused> {
  const actor = await currentActor();
  if (!actor) return signedOut;
  const [known, wanted, asked] = [slot.safeParse(name), arranged.safeParse(items), instant.safeParse(at)];
  if (!known.success || !wanted.success || !asked.success) return unclear;
  return (
    (await previewOf(actor, known.data, wanted.data, asked.data === null ? null : new Date(asked.data))) ?? unclear
  );
}

export async function standing(name: unknown): Promise<Standing | null> {
  const [actor, known] = [await arranger(), slot.safeParse(name)];
  return actor && known.success ? standingOf(actor, known.data) : null;
}

export async function stories(text: unknown): Promise<StoryCard[]> {
  const [actor, asked] = [await arranger(), words.safeParse(text)];
  return actor && asked.success ? storiesFor(asked.data) : [];
}

export async function pictures(text: unknown): Promise<PictureCard[]> {
  const [actor, asked] = [await arranger(), words.safeParse(text)];
  return actor && asked.success ? picturesFor(actor, asked.data) : [];
}

async function arranger(): Promise<Actor | null> {
  const actor = await currentActor();
  return actor && may(actor, 'arrange-slots').ok ? actor : null;
}
