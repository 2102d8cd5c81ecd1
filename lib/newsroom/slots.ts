import { createHash } from 'node:crypto';
import { and, desc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Executor } from '#db/client.ts';
import { isSlotPlace, type SlotPlace, slotColumns } from '#db/schema/enums.ts';
import { audit as auditTable, media, slotItem, story } from '#db/schema/index.ts';
import type { Actor } from './actor.ts';
import { audit } from './audit.ts';
import { recordEvent } from './record.ts';
import { type Done, done, type Refusal, refuse } from './result.ts';
import { may, type Verdict } from './rights.ts';
import { inTurn } from './transaction.ts';
import { validate } from './validate.ts';

const item = z.strictObject({
  storyId: z.int().positive(),
  titleOverride: z
    .string()
    .trim()
    .max(200)
    .nullish()
    .transform((text) => text || null),
  /** Another picture than the story's own. */
  mediaId: z
    .int()
    .positive()
    .nullish()
    .transform((id) => id ?? null),
  pinned: z.boolean().default(false),
  fromAt: z
    .date()
    .nullish()
    .transform((at) => at ?? null),
  untilAt: z
    .date()
    .nullish()
    .transform((at) => at ?? null),
});
const items = z.array(item).max(50, '一个推荐位最多 50 条');

/** 快讯 is short, and never forgotten. */
const breakingLines = 3;
const breakingHours = 24;

export type SlotItem = z.input<typeof item>;
type Row = z.output<typeof item>;

/** Puts these stories, in this order, into a slot (推荐位), in place of what stood there. For commands; the desk calls `arrangeSlot`. */
export function setSlot(name: SlotPlace, wanted: SlotItem[], by: string): Promise<Done | Refusal> {
  return inTurn(async (tx) => {
    const known = named(name);
    const rows = await checked(tx, known, wanted, new Set());
    await write(tx, known, rows);
    return done(await recordEvent(tx, { type: 'slot-changed', slot: known }, by));
  });
}

/** What stands in a slot, in the order of the page: pinned first. */
export type SlotStanding = {
  slot: SlotPlace;
  /** Tells one arrangement from another; the same arrangement has the same, whoever made it. */
  version: string;
  items: (Row & { title: string; status: (typeof story.$inferSelect)['status'] })[];
  /** Who arranged it at the desk last. */
  last: { by: string; at: Date } | null;
};

/** What stands in a slot, also what has ended and what was withdrawn; null for those who do not arrange, and where there is no such slot. */
export async function readSlot(actor: Actor, name: string): Promise<SlotStanding | null> {
  if (!isSlotPlace(name) || !(await mayArrange(db, actor, name)).ok) return null;
  const [rows, [last = null]] = await Promise.all([
    standing(db, name),
    db
      .select({ by: auditTable.actorName, at: auditTable.at })
      .from(auditTable)
      .where(eq(auditTable.object, `slot:${name}`))
      .orderBy(desc(auditTable.id))
      .limit(1),
  ]);
  return { slot: name, version: versionOf(rows), items: rows, last };
}

/**
 * The same as `setSlot`, by somebody at the desk who looked at `version`: where the slot is another by now, nothing is changed
 * (`saved-since`). A story that was withdrawn while it stood there may stay, and comes back with it.
 */
export function arrangeSlot(
  actor: Actor,
  name: string,
  version: string,
  wanted: readonly SlotItem[],
): Promise<Done | Refusal> {
  return inTurn(async (tx) => {
    const known = named(name);
    const verdict = await mayArrange(tx, actor, known);
    if (!verdict.ok) refuse(verdict.code, verdict.message);
    const before = await standing(tx, known);
    if (versionOf(before) !== version) refuse('saved-since', '编排期间有人改过这个推荐位，您的编排还没有保存。');
    const rows = await checked(tx, known, wanted, new Set(before.map(({ storyId }) => storyId)));
    const after = [...rows.filter(({ pinned }) => pinned), ...rows.filter(({ pinned }) => !pinned)];
    if (versionOf(after) === version) refuse('unchanged', '编排没有改动。');
    await write(tx, known, after);
    const recorded = await recordEvent(tx, { type: 'slot-changed', slot: known }, actor.name);
    const detail = await changes(tx, before, after);
    await audit(tx, { actor, act: 'arrange-slots', object: `slot:${known}`, detail });
    return done(recorded);
  });
}

function named(name: string): SlotPlace {
  return isSlotPlace(name) ? name : refuse('not-found', `没有推荐位 ${name}。`);
}

/** 快讯 stands on every page, so it is for the heads of the house; a section's leads are for those who look after the section. */
async function mayArrange(tx: Executor, actor: Actor, place: SlotPlace): Promise<Verdict> {
  const verdict = may(actor, place === 'breaking' ? 'arrange-breaking' : 'arrange-slots');
  const { sectionId } = slotColumns(place);
  if (!verdict.ok || sectionId === null) return verdict;
  const above = await tx.execute<{ id: string }>(sql`
    select s.id from section s where s.id in (select id from section_and_ancestors(${sectionId}) as up(id))`);
  if (above.length === 0) return { ok: false, code: 'forbidden', message: '没有这个栏目。' };
  const { sectionIds } = actor;
  return sectionIds === null || above.some(({ id }) => sectionIds.includes(Number(id)))
    ? verdict
    : { ok: false, code: 'not-your-section', message: '这个栏目不归您负责。' };
}

function inPlace(place: SlotPlace) {
  const { slot, sectionId } = slotColumns(place);
  return and(
    eq(slotItem.slot, slot),
    sectionId === null ? isNull(slotItem.sectionId) : eq(slotItem.sectionId, sectionId),
  );
}

async function standing(tx: Executor, place: SlotPlace): Promise<SlotStanding['items']> {
  return tx
    .select({
      storyId: slotItem.storyId,
      titleOverride: slotItem.titleOverride,
      mediaId: slotItem.mediaId,
      pinned: slotItem.pinned,
      fromAt: slotItem.fromAt,
      untilAt: slotItem.untilAt,
      title: story.title,
      status: story.status,
    })
    .from(slotItem)
    .innerJoin(story, eq(story.id, slotItem.storyId))
    .where(inPlace(place))
    .orderBy(desc(slotItem.pinned), slotItem.position, slotItem.id);
}

function versionOf(rows: readonly Row[]): string {
  const all = rows.map(({ storyId, titleOverride, mediaId, pinned, fromAt, untilAt }) => [
    storyId,
    titleOverride,
    mediaId,
    pinned,
    fromAt?.getTime() ?? null,
    untilAt?.getTime() ?? null,
  ]);
  return createHash('sha256').update(JSON.stringify(all)).digest('hex').slice(0, 20);
}

/** @param there stories that stand in the slot already: they may have been withdrawn. */
async function checked(
  tx: Executor,
  place: SlotPlace,
  wanted: readonly SlotItem[],
  there: ReadonlySet<number>,
): Promise<Row[]> {
  const parsed = validate(items, wanted);
  if (!parsed.ok) return refuse('invalid', `推荐位内容不合要求：${parsed.message}。`);
  if (place === 'breaking') checkBreaking(parsed.data);
  const storyIds = parsed.data.map(({ storyId }) => storyId);
  if (new Set(storyIds).size < storyIds.length) return refuse('invalid', '同一篇稿件在一个推荐位只能出现一次。');
  const stories = storyIds.length
    ? await tx
        .select({ id: story.id, status: story.status, title: story.title })
        .from(story)
        .where(inArray(story.id, storyIds))
        .for('share')
    : [];
  const allowed = new Map(
    stories.filter(({ id, status }) => status === 'published' || there.has(id)).map((each) => [each.id, each]),
  );
  const absent = storyIds.find((id) => !allowed.has(id));
  if (absent !== undefined) {
    const title = stories.find(({ id }) => id === absent)?.title;
    return refuse('not-published', `${title ? `《${title}》` : `稿件 ${absent} `}没有发布，不能放进推荐位。`);
  }
  const pictures = parsed.data.flatMap(({ mediaId }) => (mediaId === null ? [] : [mediaId]));
  if (pictures.length > 0) {
    const others = await tx.select({ id: media.id, kind: media.kind }).from(media).where(inArray(media.id, pictures));
    if (others.some(({ kind }) => kind !== 'image')) return refuse('invalid', '推荐位的配图须是图片。');
  }
  return parsed.data;
}

function checkBreaking(rows: readonly Row[]): void {
  const now = Date.now();
  if (rows.length > breakingLines) refuse('invalid', `快讯最多 ${breakingLines} 条。`);
  for (const { fromAt, untilAt } of rows) {
    const end = untilAt ?? refuse('invalid', '每条快讯都须有结束时间。');
    if (end.getTime() - (fromAt?.getTime() ?? now) > breakingHours * 3_600_000)
      refuse('invalid', `一条快讯最多挂 ${breakingHours} 小时。`);
  }
}

async function write(tx: Executor, place: SlotPlace, rows: readonly Row[]): Promise<void> {
  await tx.delete(slotItem).where(inPlace(place));
  if (rows.length > 0)
    await tx.insert(slotItem).values(rows.map((row, position) => ({ ...row, ...slotColumns(place), position })));
}

/** What the trail keeps of an arrangement: what came, what went, and the order of all. */
async function changes(tx: Executor, before: SlotStanding['items'], after: readonly Row[]) {
  const titles = new Map(before.map(({ storyId, title }) => [storyId, title]));
  const fresh = after.filter(({ storyId }) => !titles.has(storyId)).map(({ storyId }) => storyId);
  if (fresh.length > 0) {
    const rows = await tx.select({ id: story.id, title: story.title }).from(story).where(inArray(story.id, fresh));
    for (const { id, title } of rows) titles.set(id, title);
  }
  const kept = new Set(after.map(({ storyId }) => storyId));
  const title = (id: number) => `《${titles.get(id) ?? id}》`;
  return {
    added: fresh.map(title),
    removed: before.filter(({ storyId }) => !kept.has(storyId)).map(({ storyId }) => title(storyId)),
    before: before.map(({ storyId }) => storyId),
    after: after.map(({ storyId }) => storyId),
  };
}
