import { sql } from 'drizzle-orm';
import { db } from '../client.ts';
import { prepared } from './prepared.ts';

const basis = prepared((_: 'one') =>
  db
    .select({
      sectionId: sql<number>`story.section_id`.mapWith(Number),
      topics: sql<
        number[] | null
      >`(select json_agg(topic_id order by position) from story_topic where story_id = story.id)`,
      picks: sql<
        number[] | null
      >`(select json_agg(related_id order by position) from story_pick where story_id = story.id)`,
    })
    .from(sql`story`)
    .where(sql`story.id = ${sql.placeholder('id')} and story.status = 'published'`)
    .prepare('related_basis'),
);

/** What a story's related stories are chosen by: its section, its topics, its editor's picks. Null if not published. */
export async function relatedBasis(
  id: number,
): Promise<{ sectionId: number; topics: number[]; picks: number[] } | null> {
  const [row] = await basis('one').execute({ id });
  return row ? { sectionId: row.sectionId, topics: row.topics ?? [], picks: row.picks ?? [] } : null;
}

const scored = prepared((_: 'one') =>
  db
    .select({ storyId: sql<number>`story_id`.mapWith(Number) })
    .from(sql`(
      with own as materialized (
        select topic.id, 1 / ln(2 + coalesce(sum(recent.stories), 0)) as weight
        from unnest(${sql.placeholder('topics')}::bigint[]) as topic(id)
        left join lateral (
          select stories from list_day where list = 'topic' and ref_id = topic.id and stories > 0
          order by day desc limit 120) as recent on true
        group by topic.id
      ), candidate as materialized (
        select distinct entry.story_id, entry.published_at
        from own cross join lateral (
          select story_id, published_at from list_entry where list = 'topic' and ref_id = own.id
          order by published_at desc, story_id desc limit 50) as entry
        where entry.story_id <> ${sql.placeholder('id')}
      )
      select candidate.story_id, candidate.published_at, sum(own.weight) as score
      from candidate
      join story_topic on story_topic.story_id = candidate.story_id
      join own on own.id = story_topic.topic_id
      group by candidate.story_id, candidate.published_at) as scored`)
    .orderBy(sql`score desc`, sql`published_at desc`, sql`story_id desc`)
    .limit(40)
    .prepare('related_by_topics'),
);

/**
 * Stories that share topics with a story, best first: the sum over shared topics, a topic weighing less the more stories it
 * had on its last 120 days; among equals the newest. Candidates are the fifty newest of each topic.
 */
export async function storiesByTopics(id: number, topics: readonly number[]): Promise<number[]> {
  if (topics.length === 0) return [];
  const rows = await scored('one').execute({ id, topics: `{${topics.join(',')}}` });
  return rows.map((row) => row.storyId);
}
