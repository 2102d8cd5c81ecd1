import { asc, eq, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Executor } from '#db/client.ts';
import { section } from '#db/schema/index.ts';
import { site } from '#site.config.ts';
import type { Actor } from './actor.ts';
import { audit } from './audit.ts';
import { type Added, appeared, permit, vanished } from './entries.ts';
import { recordEvent } from './record.ts';
import { pageMoved } from './redirects.ts';
import { type Done, done, type Refusal, refuse } from './result.ts';
import { inTransaction, inTurn } from './transaction.ts';
import { validate } from './validate.ts';

const names = z.strictObject({
  name: z.string().trim().min(1).max(40).optional(),
  description: z.string().trim().max(500).optional(),
  slug: z.string().max(100).optional(),
});
const place = z.strictObject({
  /** The section above; null for a section of the first level. */
  parentId: z.int().positive().nullable().optional(),
  /** Order among its siblings, ascending. */
  position: z.int().min(0).max(10_000).optional(),
});

/** Gives a section another name, description or address. The old address leads to the new one. */
export function renameSection(id: number, patch: z.input<typeof names>, by: string): Promise<Done | Refusal> {
  return inTurn(async (tx) => rename(tx, await lockSection(tx, id), check(names, patch), by));
}

async function rename(tx: Executor, before: Row, after: z.output<typeof names>, by: string): Promise<Done> {
  if (Object.keys(after).length === 0) return refuse('unchanged', '栏目没有改动。');
  await tx.update(section).set(after).where(eq(section.id, before.id));
  const recorded = await recordEvent(tx, { type: 'section-changed' }, by);
  if (after.slug === undefined || after.slug === before.slug) return done(recorded);
  return done(recorded, await pageMoved(tx, `/section/${before.slug}`, `/section/${after.slug}`, by));
}

/** Moves a section, with all below it, to another place in the tree. The lists of its stories follow by themselves. */
export function moveSection(id: number, patch: z.input<typeof place>, by: string): Promise<Done | Refusal> {
  return inTurn(async (tx) => {
    await lockSection(tx, id);
    const after = check(place, patch);
    if (Object.keys(after).length === 0) return refuse('unchanged', '栏目没有改动。');
    await tx.update(section).set(after).where(eq(section.id, id));
    return done(await recordEvent(tx, { type: 'section-changed' }, by));
  });
}

/** How many reviews its stories need from the next submission on; null: as many as in the section above. Readers see nothing of it. */
export function setReviews(actor: Actor, id: number, reviews: number | null): Promise<{ ok: true } | Refusal> {
  return inTransaction(async (tx) => {
    permit(actor, 'manage-sections');
    const before = await lockSection(tx, id);
    if (reviews !== null && ![1, 2, 3].includes(reviews)) return refuse('invalid', '审次须为一到三次。');
    await tx.update(section).set({ reviews }).where(eq(section.id, id));
    const detail = { reviews: { from: before.reviews, to: reviews } };
    await audit(tx, { actor, act: 'manage-sections', object: `section:${id}`, detail });
    return { ok: true };
  });
}

/** A new section, behind its siblings. */
export function addSection(
  actor: Actor,
  values: { name: string; slug: string; description?: string; parentId?: number | null },
): Promise<Added | Refusal> {
  return inTurn(async (tx) => {
    permit(actor, 'manage-sections');
    const { parentId = null, ...named } = values;
    const { name = '', slug = '', description } = check(names, named);
    if (parentId !== null) await lockSection(tx, parentId);
    const position = await lastPosition(tx, parentId);
    const [row] = await tx
      .insert(section)
      .values({ name, slug, parentId, position, ...(description !== undefined && { description }) })
      .returning({ id: section.id });
    if (!row) throw new Error('The section was not written.');
    const recorded = await recordEvent(tx, { type: 'section-changed' }, actor.name);
    const also = await appeared(tx, [`/section/${slug}`], actor.name);
    const detail = { after: { name, slug, parentId } };
    await audit(tx, { actor, act: 'add-section', object: `section:${row.id}`, detail });
    return { ...done(recorded, ...also), id: row.id };
  });
}

/** Another name, description or address, by somebody who may. */
export function editSection(actor: Actor, id: number, patch: z.input<typeof names>): Promise<Done | Refusal> {
  return inTurn(async (tx) => {
    permit(actor, 'manage-sections');
    const before = await lockSection(tx, id);
    const after = check(names, patch);
    const fields = (['name', 'slug', 'description'] as const).filter(
      (field) => after[field] !== undefined && after[field] !== before[field],
    );
    if (fields.length === 0) refuse('unchanged', '栏目没有改动。');
    if (fields.includes('slug')) demandUnnamed(before, '改地址');
    const result = await rename(tx, before, after, actor.name);
    const only = (row: Partial<Row>) => Object.fromEntries(fields.map((field) => [field, row[field]]));
    const detail = { before: only(before), after: only(after) };
    await audit(tx, { actor, act: 'edit-section', object: `section:${id}`, detail });
    return result;
  });
}

/** Puts a section, with all below it, under another (null: on the first level), behind those that are there. */
export function placeSection(actor: Actor, id: number, parentId: number | null): Promise<Done | Refusal> {
  return inTurn(async (tx) => {
    permit(actor, 'manage-sections');
    const before = await lockSection(tx, id);
    if (before.parentId === parentId) refuse('unchanged', '栏目没有改动。');
    if (parentId === id) refuse('section-loop', '栏目不能成为自己的上级。');
    if (parentId !== null) await lockSection(tx, parentId);
    const position = await lastPosition(tx, parentId);
    await tx.update(section).set({ parentId, position }).where(eq(section.id, id));
    const recorded = await recordEvent(tx, { type: 'section-changed' }, actor.name);
    const detail = { before: { parentId: before.parentId }, after: { parentId } };
    await audit(tx, { actor, act: 'place-section', object: `section:${id}`, detail });
    return done(recorded);
  });
}

/** Moves a section one place among its siblings. */
export function orderSection(
  actor: Actor,
  id: number,
  way: 'up' | 'down',
): Promise<(Done & { name: string; place: number; of: number }) | Refusal> {
  return inTurn(async (tx) => {
    permit(actor, 'manage-sections');
    const { parentId, name } = await lockSection(tx, id);
    const siblings = await tx
      .select({ id: section.id, position: section.position })
      .from(section)
      .where(parentId === null ? isNull(section.parentId) : eq(section.parentId, parentId))
      .orderBy(asc(section.position), asc(section.id));
    const from = siblings.findIndex((row) => row.id === id);
    const to = way === 'up' ? from - 1 : from + 1;
    const [moved] = siblings.splice(from, 1);
    if (!moved || to < 0 || to > siblings.length)
      return refuse('unchanged', way === 'up' ? '已经是第一个。' : '已经是最后一个。');
    siblings.splice(to, 0, moved);
    for (const [position, row] of siblings.entries())
      if (row.position !== position) await tx.update(section).set({ position }).where(eq(section.id, row.id));
    const recorded = await recordEvent(tx, { type: 'section-changed' }, actor.name);
    const place = to + 1;
    await audit(tx, {
      actor,
      act: 'order-section',
      object: `section:${id}`,
      detail: { before: from + 1, after: place },
    });
    return { ...done(recorded), name, place, of: siblings.length };
  });
}

/** Removes a section in which nothing stands and to which nobody is bound. */
export function removeSection(actor: Actor, id: number): Promise<Done | Refusal> {
  return inTurn(async (tx) => {
    permit(actor, 'manage-sections');
    const before = await lockSection(tx, id);
    demandUnnamed(before, '删除');
    const uses = await tx.execute<{ label: string }>(sql`
      (select '下级栏目“' || c.name || '”' as label from section c where c.parent_id = ${id} limit 2)
      union all (select '《' || s.title || '》' from story s where s.section_id = ${id} limit 2)
      union all (select '《' || s.title || '》' from story_section x join story s on s.id = x.story_id
        where x.section_id = ${id} limit 2)
      union all (select '工作稿《' || w.title || '》' from story_work w where w.section_id = ${id}
        or (w.stage <> 'none' and w.content -> 'extraSectionIds' @> to_jsonb(${id}::bigint)) limit 2)
      union all (select p.name || '负责的栏目' from person p where p.section_ids @> array[${id}::bigint] limit 2)`);
    if (uses.length > 0) {
      const labels = [...new Set(uses.map(({ label }) => label))];
      const some = labels.slice(0, 3).join('、');
      refuse('in-use', `栏目“${before.name}”还在使用，不能删除：${some}${labels.length > 3 ? ' 等' : ''}。`);
    }
    await tx.delete(section).where(eq(section.id, id));
    const recorded = await recordEvent(tx, { type: 'section-changed' }, actor.name);
    const also = await vanished(tx, [`/section/${before.slug}`], actor.name);
    const { name, slug, parentId } = before;
    const detail = { before: { name, slug, parentId } };
    await audit(tx, { actor, act: 'remove-section', object: `section:${id}`, detail });
    return done(recorded, ...also);
  });
}

type Row = typeof section.$inferSelect;

/** Where `site.config.ts` names a section, it is by its address: the place would be empty. */
function demandUnnamed({ slug, name }: Row, what: string): void {
  const { navigation, frontSections, storyPanels } = site;
  if ([...navigation, ...frontSections, ...storyPanels].includes(slug))
    refuse('in-use', `栏目“${name}”（${slug}）写在 site.config.ts 的导航、首页或侧栏里，请先改那里，再${what}。`);
}

async function lastPosition(tx: Executor, parentId: number | null): Promise<number> {
  const [row] = await tx
    .select({ next: sql<number>`coalesce(max(${section.position}) + 1, 0)`.mapWith(Number) })
    .from(section)
    .where(parentId === null ? isNull(section.parentId) : eq(section.parentId, parentId));
  return row?.next ?? 0;
}

async function lockSection(tx: Executor, id: number) {
  const [row] = await tx.select().from(section).where(eq(section.id, id)).for('update');
  return row ?? refuse('not-found', `栏目 ${id} 不存在。`);
}

function check<T>(schema: z.ZodType<T>, patch: unknown): T {
  const checked = validate(schema, patch);
  return checked.ok ? checked.data : refuse('invalid', `栏目内容不合要求：${checked.message}。`);
}
