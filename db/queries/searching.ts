import { asc, desc, sql } from 'drizzle-orm';
import { db } from '../client.ts';
import { source, topic } from '../schema/index.ts';
import { prepared } from './prepared.ts';

const named = prepared((_: 'all') =>
  db
    .select({ slug: source.slug, name: source.name })
    .from(source)
    .orderBy(sql`${source.kind} <> 'own'`, asc(source.name), asc(source.id))
    .limit(200)
    .prepare('sources_by_name'),
);

/** Sources by name, one's own first; two hundred at most: a longer list is nothing to choose from. */
export async function namedSources(): Promise<{ slug: string; name: string }[]> {
  return named('all').execute();
}

const talkedOf = prepared((_: 'one') =>
  db
    .select({ id: topic.id, slug: topic.slug, name: topic.name })
    .from(topic)
    .innerJoin(
      sql`(
        select topic_id, count(*) as stories from (
          select story_id from list_entry where list = 'site' and ref_id = 0
          order by published_at desc, story_id desc limit 300) as recent
        join story_topic on story_topic.story_id = recent.story_id
        group by topic_id) as named`,
      sql`named.topic_id = ${topic.id}`,
    )
    .orderBy(desc(sql`named.stories`), asc(topic.id))
    .limit(16)
    .prepare('topics_talked_of'),
);

/** The topics that most of the three hundred newest stories have. */
export async function topicsTalkedOf(): Promise<{ id: number; slug: string; name: string }[]> {
  return talkedOf('one').execute();
}
