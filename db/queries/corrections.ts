import { sql } from 'drizzle-orm';
import { db } from '../client.ts';
import { prepared } from './prepared.ts';

const newest = prepared((count: number) => {
  const limit = sql.raw(String(Math.trunc(count)));
  return db
    .select({
      kind: sql<'correction' | 'withdrawal'>`kind`,
      at: sql<Date>`extract(epoch from at) * 1000`.mapWith((value: string) => new Date(Number(value))),
      storyId: sql<number>`story_id`.mapWith(Number),
      title: sql<string>`title`,
      text: sql<string>`text`,
    })
    .from(sql`(
      (select 'correction' as kind, c.corrected_at as at, c.id, s.id as story_id, s.title, c.text
        from correction c join story s on s.id = c.story_id and s.status = 'published'
        order by c.corrected_at desc limit ${limit})
      union all
      (select 'withdrawal', s.withdrawn_at, s.id, s.id,
          format('“%s”栏目 %s 发布的一篇稿件', x.name,
            to_char(s.published_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI')),
          s.withdrawn_reason
        from story s join section x on x.id = s.section_id
        where s.status = 'withdrawn' order by s.withdrawn_at desc limit ${limit})) as entry`)
    .orderBy(sql`at desc`, sql`id desc`)
    .limit(count)
    .prepare(`corrections_${count}`);
});

/**
 * The newest corrections of published stories and the newest withdrawals, in one order. A withdrawn story is not named any
 * more, here as everywhere: `title` says its section and when it was published.
 */
export async function newestCorrections(count: number) {
  return newest(count).execute();
}
