import { asc } from 'drizzle-orm';
import { db } from '#db/client.ts';
import { section } from '#db/schema/index.ts';

export type SectionChoice = { id: number; name: string; depth: number };

/** Every section, each after the one that it belongs to. */
export async function sectionChoices(): Promise<SectionChoice[]> {
  const rows = await db
    .select({ id: section.id, name: section.name, parentId: section.parentId })
    .from(section)
    .orderBy(asc(section.position), asc(section.id));
  const below = (parent: number | null, depth: number): SectionChoice[] =>
    rows
      .filter(({ parentId }) => parentId === parent)
      .flatMap(({ id, name }) => [{ id, name, depth }, ...below(id, depth + 1)]);
  return below(null, 0);
}

/** Sections as one reads them: `全部栏目`, or names. */
export function sectionsInWords(
  ids: readonly number[] | null,
  sections: readonly SectionChoice[],
  all: string,
): string {
  if (ids === null) return all;
  const names = sections.filter(({ id }) => ids.includes(id)).map(({ name }) => name);
  return names.length > 0 ? names.join('、') : '—';
}
