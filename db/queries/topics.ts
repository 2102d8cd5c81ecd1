import { asc, desc, eq, type SQL, sql } from 'drizzle-orm';
import { db, type Executor } from '../client.ts';
import { story, type TopicTimeline, topicMilestone, topicOpening } from '../schema/index.ts';
import { type CardRow, cardsOf } from './cards.ts';
import { prepared } from './prepared.ts';

const ofTopic = sql`list = 'topic' and ref_id = ${sql.placeholder('topic')}`;
const rows = (count: number) => sql.raw(String(Math.trunc(count)));
const newestFirst = [desc(story.publishedAt), desc(story.id)] as const;

/** A line of a topic's timeline. */
export type MomentRow = Pick<CardRow, 'id' | 'kind' | 'title' | 'publishedAt'> & { pictured: boolean };

const momentColumns = {
  id: story.id,
  kind: story.kind,
  /** The list title where there is one. */
  title: sql<string>`coalesce(${story.listTitle}, ${story.title})`,
  publishedAt: sql<Date>`${story.publishedAt}`.mapWith(story.publishedAt),
  pictured: sql<boolean>`${story.leadMediaId} is not null`,
};

/** Lines of the published stories that `keys`, a subquery with a column `story_id`, names. */
function momentsOf(keys: SQL) {
  return db
    .select(momentColumns)
    .from(sql`(${keys}) as keys`)
    .innerJoin(story, sql`${story.id} = keys.story_id and ${story.status} = 'published'`)
    .$dynamic();
}

/** Whether a row of `story` stands in the list of a topic: by the whole of the list's key, however long it is. */
const standsIn = (topicId: SQL, row: SQL) => sql`exists (
  select from list_entry e where e.list = 'topic' and e.ref_id = ${topicId}
    and e.published_at = ${row}.published_at and e.story_id = ${row}.id)`;

const oneStory = prepared((_: 'one') =>
  cardsOf(sql`
    select s.id as story_id from story s
    where s.id = ${sql.placeholder('story')} and ${standsIn(sql`${sql.placeholder('topic')}`, sql`s`)}`).prepare(
    'topic_story',
  ),
);

/** A story of a topic; null for one that does not belong to it or is not published. */
export async function topicStory(topicId: number, storyId: number): Promise<CardRow | null> {
  const [row] = await oneStory('one').execute({ topic: topicId, story: storyId });
  return row ?? null;
}

const newestDays = prepared((variant: `${number} ${number}`) => {
  const [days = 0, each = 0] = variant.split(' ').map(Number);
  return momentsOf(sql`
    select entry.story_id from (
      select day from list_day where ${ofTopic} and stories > 0 order by day desc limit ${rows(days)}) as days
    cross join lateral (
      select story_id from list_entry where ${ofTopic}
        and published_at >= (days.day::timestamp at time zone 'Asia/Shanghai')
        and published_at < ((days.day + 1)::timestamp at time zone 'Asia/Shanghai')
      order by published_at desc, story_id desc limit ${rows(each)}) as entry`)
    .orderBy(...newestFirst)
    .prepare(`topic_days_${days}_${each}`);
});

/** The newest days (Asia/Shanghai) on which a topic has stories, newest first, with the newest `each` of every day. */
export async function topicDays(topicId: number, days: number, each: number): Promise<MomentRow[]> {
  return newestDays(`${days} ${each}`).execute({ topic: topicId });
}

const milestones = prepared((count: number) =>
  momentsOf(sql`
    select m.story_id from topic_milestone m join story s on s.id = m.story_id
    where m.topic_id = ${sql.placeholder('topic')} and ${standsIn(sql`m.topic_id`, sql`s`)}
    order by s.published_at, s.id limit ${rows(count)}`)
    .orderBy(asc(story.publishedAt), asc(story.id))
    .prepare(`topic_milestones_${count}`),
);

/** What editors chose for the timeline, oldest first, of what is published and belongs to the topic. */
export async function topicMilestones(topicId: number, count: number): Promise<MomentRow[]> {
  return milestones(count).execute({ topic: topicId });
}

const pictured = prepared((count: number) =>
  // Bounded: a topic in which pictures are rare must not be read to its end.
  cardsOf(sql`
    select story_id from (
      select story_id, published_at from list_entry where ${ofTopic}
      order by published_at desc, story_id desc limit 100) as recent
    join story on story.id = story_id and story.lead_media_id is not null
    order by (story.kind = 'gallery') desc, recent.published_at desc, story_id desc limit ${rows(count)}`)
    .orderBy(...newestFirst)
    .prepare(`topic_pictures_${count}`),
);

/** Stories with a lead picture among the hundred newest of a topic, galleries before others; newest first. */
export async function topicPictures(topicId: number, count: number): Promise<CardRow[]> {
  return pictured(count).execute({ topic: topicId });
}

/** A story that may stand above a topic's list, for the desk; `shown`: readers see it in the topic. */
export type ChoiceOfTopic = MomentRow & { shown: boolean };

/** The newest stories of a topic, and what editors chose as its lead and for its timeline, newest first. */
export async function topicChoices(topicId: number, count: number): Promise<ChoiceOfTopic[]> {
  const shown = sql<boolean>`${standsIn(sql`${topicId}::bigint`, sql`story`)}`;
  return db
    .select({ ...momentColumns, shown })
    .from(sql`(
      select story_id from topic_milestone where topic_id = ${topicId}
      union
      select lead_story_id from topic_opening where topic_id = ${topicId}
      union
      (select story_id from list_entry where list = 'topic' and ref_id = ${topicId}
        order by published_at desc, story_id desc limit ${rows(count)})) as keys`)
    .innerJoin(story, sql`${story.id} = keys.story_id`)
    .orderBy(...newestFirst);
}

/** What editors set above a topic's list, with the ids of what they chose for its timeline, ascending. */
export async function openingOf(executor: Executor, topicId: number) {
  const [[row], chosen] = [
    await executor.select().from(topicOpening).where(eq(topicOpening.topicId, topicId)),
    await executor
      .select({ id: topicMilestone.storyId })
      .from(topicMilestone)
      .where(eq(topicMilestone.topicId, topicId))
      .orderBy(topicMilestone.storyId),
  ];
  return {
    introduction: row?.introduction ?? '',
    leadStoryId: row?.leadStoryId ?? null,
    timeline: row?.timeline ?? ('stories' as TopicTimeline),
    milestones: chosen.map(({ id }) => id),
  };
}
