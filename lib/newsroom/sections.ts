import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Executor } from '#db/client.ts';
import { section } from '#db/schema/index.ts';
import { recordEvent } from './record.ts';
import { pageMoved } from './redirects.ts';
import { type Done, done, type Refusal, refuse } from './result.ts';
import { inTurn } from './transaction.ts';
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
  return inTurn(async (tx) => {
    const before = await lockSection(tx, id);
    const after = check(names, patch);
    if (Object.keys(after).length === 0) return refuse('unchanged', '栏目没有改动。');
    await tx.update(section).set(after).where(eq(section.id, id));
    const recorded = await recordEvent(tx, { type: 'section-changed' }, by);
    if (after.slug === undefined || after.slug === before.slug) return done(recorded);
    return done(recorded, await pageMoved(tx, `/section/${before.slug}`, `/section/${after.slug}`, by));
  });
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

async function lockSection(tx: Executor, id: number) {
  const [row] = await tx.select().from(section).where(eq(section.id, id)).for('update');
  return row ?? refuse('not-found', `栏目 ${id} 不存在。`);
}

function check<T>(schema: z.ZodType<T>, patch: unknown): T {
  const checked = validate(schema, patch);
  return checked.ok ? checked.data : refuse('invalid', `栏目内容不合要求：${checked.message}。`);
}
