import { desc, sql } from 'drizzle-orm';
import { type ListKind, story } from '../schema/index.ts';
import type { List } from './lists.ts';
import { prepared } from './prepared.ts';
import { type ArticleRow, articles } from './stories.ts';

const newestOf = prepared((variant: `${ListKind} ${number}`) => {
  const [kind, count] = variant.split(' ') as [ListKind, string];
  return articles()
    .innerJoin(
      sql`(
        select story_id from list_entry where list = ${sql.raw(`'${kind}'::list_kind`)} and ref_id = ${sql.placeholder('ref')}
        order by published_at desc, story_id desc limit ${sql.raw(count)}) as keys`,
      sql`keys.story_id = ${story.id} and ${story.status} = 'published'`,
    )
    .orderBy(desc(story.publishedAt), desc(story.id))
    .prepare(`whole_${kind}_${count}`);
});

/** The newest stories of a list with their bodies and everything that belongs to them. */
export async function newestWhole({ kind, refId }: List, count: number): Promise<ArticleRow[]> {
  return newestOf(`${kind} ${Math.trunc(count)}`).execute({ ref: refId });
}
