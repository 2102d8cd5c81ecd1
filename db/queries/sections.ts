import { asc } from 'drizzle-orm';
import { db } from '../client.ts';
import { section } from '../schema/index.ts';
import { prepared } from './prepared.ts';

export type SectionRow = typeof section.$inferSelect;

const all = prepared((_: 'all') =>
  db.select().from(section).orderBy(asc(section.position), asc(section.id)).prepare('sections'),
);

/** Every section, in display order within its parent. There are dozens, never thousands. */
export async function allSections(): Promise<SectionRow[]> {
  return all('all').execute();
}
