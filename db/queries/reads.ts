import { asc, eq, sql } from 'drizzle-orm';
import { db } from '../client.ts';
import type { ReadSpan } from '../schema/enums.ts';
import { readTop } from '../schema/index.ts';
import { type CardRow, cardsByIds } from './cards.ts';
import { prepared } from './prepared.ts';

const topOf = prepared((_: 'all') =>
  db
    .select({ storyId: readTop.storyId })
    .from(readTop)
    .where(eq(readTop.span, sql.placeholder('span')))
    .orderBy(asc(readTop.position))
    .limit(50)
    .prepare('read_top_of'),
);

/** The most read published stories of a span, most read first. */
export async function mostRead(span: ReadSpan, count: number): Promise<CardRow[]> {
  const rows = await topOf('all').execute({ span });
  const cards = await cardsByIds(rows.slice(0, count + 10).map(({ storyId }) => storyId));
  return cards.slice(0, count);
}
