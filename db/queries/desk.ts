import { eq, type SQL, sql } from 'drizzle-orm';
import { db } from '../client.ts';
import { type StoryKind, story, storyWork } from '../schema/index.ts';
import { idArray } from './prepared.ts';
import type { SearchTerm } from './search.ts';

/** Words that a list is narrowed to, as `lib/search/desk.ts` looks them up. */
export type DeskWords = {
  terms: readonly SearchTerm[];
  without: readonly SearchTerm[];
  /** In what readers see, in what the desk alone does, or in either. */
  where: 'shown' | 'draft' | 'either';
  /** All stories that have the words; null where they are too many to be named: then the list itself is looked through. */
  storyIds: readonly number[] | null;
};

/** What may stand in the address of a list. */
export type DeskFilter = {
  /** A section, with all below it. */
  sectionId?: number | undefined;
  kind?: StoryKind | undefined;
  stage?: (typeof storyWork.$inferSelect)['stage'] | undefined;
  words?: DeskWords | undefined;
};

/** Where a page of a list begins: behind this row of the page before. */
export type DeskCursor = { at: Date; id: number };

export type DeskRow = {
  id: number;
  /** By which the list is ordered. */
  at: Date;
  status: (typeof story.$inferSelect)['status'];
  stage: (typeof storyWork.$inferSelect)['stage'];
  title: string;
  kind: StoryKind;
  /** Of the working copy; 0 where nobody has touched it here. */
  version: number;
  sectionId: number;
  ownerName: string | null;
  reviewsDone: number;
  reviewsNeeded: number | null;
  sentBackReason: string | null;
  publishedAt: Date | null;
  publishAt: Date | null;
  withdrawAt: Date | null;
  savedName: string | null;
  changedAt: Date | null;
  lockName: string | null;
  lockBeat: Date | null;
};

/** `next` is where to go on; null at the end. A page may have fewer rows than asked for and still not be the last. */
export type DeskPage = { rows: DeskRow[]; next: DeskCursor | null };

/** So many entries of a long list are looked through for one page of a filtered list: a rare word costs more pages, not more time. */
const window = 1_000;

const instant = (expression: SQL) =>
  sql<Date>`extract(epoch from ${expression}) * 1000`.mapWith((value: string) => new Date(Number(value)));

/** Rows of the stories that `keys`, a subquery of `story_id` and `at`, names. */
function rowsOf(keys: SQL) {
  return db
    .select({
      id: story.id,
      at: instant(sql`keys.at`),
      status: story.status,
      stage: sql<DeskRow['stage']>`coalesce(${storyWork.stage}, 'none')`,
      title: sql<string>`case when ${storyWork.stage} <> 'none' or ${story.publishedAt} is null
        then coalesce(${storyWork.title}, ${story.title}) else ${story.title} end`,
      kind: sql<StoryKind>`coalesce(${storyWork.kind}, ${story.kind})`,
      sectionId: sql<number>`coalesce(${storyWork.sectionId}, ${story.sectionId})`.mapWith(Number),
      version: sql<number>`coalesce(${storyWork.version}, 0)`.mapWith(Number),
      ownerName: storyWork.ownerName,
      reviewsDone: sql<number>`coalesce(jsonb_array_length(${storyWork.reviews}), 0)`.mapWith(Number),
      reviewsNeeded: storyWork.reviewsNeeded,
      sentBackReason: sql<string | null>`${storyWork.sentBack} ->> 'reason'`,
      publishedAt: story.publishedAt,
      publishAt: storyWork.publishAt,
      withdrawAt: storyWork.withdrawAt,
      savedName: storyWork.savedName,
      changedAt: storyWork.changedAt,
      lockName: storyWork.lockName,
      lockBeat: storyWork.lockBeat,
    })
    .from(sql`(${keys}) as keys`)
    .innerJoin(story, sql`${story.id} = keys.story_id`)
    .leftJoin(storyWork, eq(storyWork.storyId, story.id))
    .$dynamic();
}

const newestFirst = [sql`keys.at desc`, sql`keys.story_id desc`] as const;
const oldestFirst = [sql`keys.at`, sql`keys.story_id`] as const;

/** What somebody wrote, or is writing with others; the last changed first. */
export async function deskMine(
  userId: string,
  filter: DeskFilter,
  after: DeskCursor | null,
  count: number,
): Promise<DeskPage> {
  const { sectionId, kind, stage, words } = filter;
  const entries = (limit: number) => {
    const part = sql`and ${behind('w.changed_at', after, '<')} and ${among(sql`w.story_id`, words)} order by w.changed_at desc, w.story_id desc limit ${limit}`;
    return sql`
      select mine.story_id, mine.at from (
        (select w.story_id, w.changed_at as at from story_work w where w.owner_id = ${userId} ${part})
        union
        (select w.story_id, w.changed_at from story_work w
          where w.stage <> 'none' and w.writer_ids @> array[${userId}] ${part})) as mine
      order by mine.at desc, mine.story_id desc limit ${limit}`;
  };
  if (sectionId === undefined && kind === undefined && stage === undefined && !inText(words))
    return page(rowsOf(entries(count)).orderBy(...newestFirst), count);
  return filtered(entries, sql`join story_work w on w.story_id = recent.story_id where ${matching(filter)}`, count);
}

/** Everything that is being written in these sections (null: in all); the last changed first. */
export async function deskOpen(
  sectionIds: readonly number[] | null,
  filter: DeskFilter,
  after: DeskCursor | null,
  count: number,
): Promise<DeskPage> {
  return page(
    rowsOf(sql`
      select w.story_id, w.changed_at as at from story_work w
      where w.stage <> 'none' and ${behind('w.changed_at', after, '<')} and ${within(sectionIds)} and ${matching(filter)}
      order by w.changed_at desc, w.story_id desc limit ${count}`).orderBy(...newestFirst),
    count,
  );
}

export type Reviewer = {
  id: string;
  /** The highest review that the person does; 3 also signs. */
  level: number;
  sectionIds: readonly number[] | null;
};

/** What waits for this person's review or signature; what has waited longest first. */
export async function deskReview(
  { id, level, sectionIds }: Reviewer,
  filter: DeskFilter,
  after: DeskCursor | null,
  count: number,
): Promise<DeskPage> {
  const done = sql`jsonb_array_length(w.reviews)`;
  return page(
    rowsOf(sql`
      select w.story_id, w.stage_at as at from story_work w
      where w.stage in ('submitted', 'reviewed') and ${behind('w.stage_at', after, '>')}
        and w.owner_id is distinct from ${id} and not w.writer_ids @> array[${id}]
        and case when ${done} < w.reviews_needed
          then ${done} < ${level}::int and not w.reviews @> jsonb_build_array(jsonb_build_object('by', ${id}::text))
          else ${level}::int >= 3 end
        and ${within(sectionIds)} and ${matching(filter)}
      order by w.stage_at, w.story_id limit ${count}`).orderBy(...oldestFirst),
    count,
  );
}

export type DueCursor = DeskCursor & { act: 'publish' | 'withdraw' };

/** What is due at its time; the next first. `act` says whether it is published or withdrawn then. */
export async function deskScheduled(
  sectionIds: readonly number[] | null,
  filter: DeskFilter,
  after: DueCursor | null,
  count: number,
): Promise<{ rows: (DeskRow & { act: DueCursor['act'] })[]; next: DueCursor | null }> {
  const due = (act: DueCursor['act']) => {
    const time = act === 'publish' ? sql.raw('w.publish_at') : sql.raw('w.withdraw_at');
    const beyond = after
      ? sql`(${time}, w.story_id, ${act}::text) > (${after.at.toISOString()}::timestamptz, ${after.id}, ${after.act}::text)`
      : sql`true`;
    return sql`(select w.story_id, ${time} as at, ${act}::text as act from story_work w
      where ${act === 'publish' ? sql`w.stage = 'scheduled'` : sql`w.withdraw_at is not null`}
        and ${beyond} and ${within(sectionIds)} and ${matching(filter)}
      order by ${time}, w.story_id limit ${count})`;
  };
  const keys = sql`select * from (${due('publish')} union all ${due('withdraw')}) as due order by at, story_id, act limit ${count}`;
  const acts = await db.execute<{ story_id: string; act: DueCursor['act']; ms: string }>(
    sql`select story_id::text, act, (extract(epoch from at) * 1000)::bigint::text as ms from (${keys}) as keys order by at, keys.story_id, act`,
  );
  const found = await rowsOf(
    sql`select id as story_id, now() as at from unnest(${idArray([...new Set(acts.map((row) => Number(row.story_id)))])}::bigint[]) as given(id)`,
  );
  const byId = new Map(found.map((row) => [row.id, row]));
  const rows = acts.flatMap(({ story_id, act, ms }) => {
    const row = byId.get(Number(story_id));
    return row ? [{ ...row, act, at: new Date(Number(ms)) }] : [];
  });
  const last = rows.at(-1);
  return { rows, next: last && acts.length === count ? { at: last.at, id: last.id, act: last.act } : null };
}

/** What readers see; the newest first. */
export async function deskPublished(filter: DeskFilter, after: DeskCursor | null, count: number): Promise<DeskPage> {
  const { sectionId, kind, words } = filter;
  const list =
    sectionId === undefined
      ? sql`e.list = 'site' and e.ref_id = 0`
      : sql`e.list = 'section' and e.ref_id = ${sectionId}`;
  const keyset = after
    ? sql`(e.published_at, e.story_id) < (${after.at.toISOString()}::timestamptz, ${after.id})`
    : sql`true`;
  const entries = (limit: number) => sql`
    select e.story_id, e.published_at as at from list_entry e
    where ${list} and ${keyset} and ${among(sql`e.story_id`, words)}
    order by e.published_at desc, e.story_id desc limit ${limit}`;
  if (kind === undefined && !inText(words)) return page(rowsOf(entries(count)).orderBy(...newestFirst), count);
  const wanted = sql`join story s on s.id = recent.story_id
    where ${kind === undefined ? sql`true` : sql`s.kind = ${kind}`} and ${said(sql`s.id`, words)}`;
  return filtered(entries, wanted, count);
}

/** What was taken from readers; the last first. */
export async function deskWithdrawn(filter: DeskFilter, after: DeskCursor | null, count: number): Promise<DeskPage> {
  const { sectionId, kind, words } = filter;
  const keyset = after
    ? sql`s.withdrawn_at <= ${after.at.toISOString()}::timestamptz
        and (s.withdrawn_at, s.id) < (${after.at.toISOString()}::timestamptz, ${after.id})`
    : sql`true`;
  return page(
    rowsOf(sql`
      select s.id as story_id, s.withdrawn_at as at from story s
      where s.status = 'withdrawn' and ${keyset}
        and ${sectionId === undefined ? sql`true` : below(sql`s.section_id`, [sectionId])}
        and ${kind === undefined ? sql`true` : sql`s.kind = ${kind}`} and ${among(sql`s.id`, words)}
        and ${said(sql`s.id`, words)}
      order by s.withdrawn_at desc, s.id desc limit ${count}`).orderBy(...newestFirst),
    count,
  );
}

/** A page of what `wanted` leaves of a long list, from the window behind the cursor. */
async function filtered(entries: (limit: number) => SQL, wanted: SQL, count: number): Promise<DeskPage> {
  const kept = sql`
    select recent.story_id, recent.at from (${entries(window)}) as recent ${wanted}
    order by recent.at desc, recent.story_id desc limit ${count}`;
  const found = await page(rowsOf(kept).orderBy(...newestFirst), count);
  if (found.next) return found;
  // Fewer than a page within the window: the next one goes on behind it, where there is more.
  const [last] = await db.execute<{ story_id: string; ms: string }>(sql`
    select story_id::text, (extract(epoch from at) * 1000)::bigint::text as ms
    from (${entries(window)}) as recent offset ${window - 1}`);
  return { rows: found.rows, next: last ? { at: new Date(Number(last.ms)), id: Number(last.story_id) } : null };
}

/** Rows of given stories, in no order; `at` is of no meaning. */
export async function deskByIds(ids: readonly number[]): Promise<DeskRow[]> {
  if (ids.length === 0) return [];
  return rowsOf(sql`select id as story_id, now() as at from unnest(${idArray(ids)}::bigint[]) as given(id)`);
}

/** What rights to stories depend on. */
export type DeskStanding = Pick<DeskRow, 'id' | 'status' | 'stage'> & {
  ownerId: string | null;
  writerIds: string[];
  /** The section and all above it. */
  sections: number[];
};

export async function deskStandings(ids: readonly number[]): Promise<DeskStanding[]> {
  if (ids.length === 0) return [];
  return db
    .select({
      id: story.id,
      status: story.status,
      stage: sql<DeskRow['stage']>`coalesce(${storyWork.stage}, 'none')`,
      ownerId: storyWork.ownerId,
      writerIds: sql<string[]>`coalesce(${storyWork.writerIds}, '{}')`,
      sections: sql<
        string[]
      >`array(select section_and_ancestors(coalesce(${storyWork.sectionId}, ${story.sectionId})))`.mapWith(
        (above: (string | number)[]) => above.map(Number),
      ),
    })
    .from(story)
    .leftJoin(storyWork, eq(storyWork.storyId, story.id))
    .where(sql`${story.id} = any(${idArray(ids)}::bigint[])`);
}

async function page(query: PromiseLike<DeskRow[]>, count: number): Promise<DeskPage> {
  // A union of two lists may have more than a page of rows.
  const rows = (await query).slice(0, count);
  const last = rows.at(-1);
  return { rows, next: last && rows.length === count ? { at: last.at, id: last.id } : null };
}

function behind(column: 'w.changed_at' | 'w.stage_at', after: DeskCursor | null, way: '<' | '>'): SQL {
  if (!after) return sql`true`;
  return sql`(${sql.raw(column)}, w.story_id) ${sql.raw(way)} (${after.at.toISOString()}::timestamptz, ${after.id})`;
}

function within(sectionIds: readonly number[] | null): SQL {
  return sectionIds === null ? sql`true` : below(sql`w.section_id`, sectionIds);
}

function matching({ sectionId, kind, stage, words }: DeskFilter): SQL {
  return sql.join(
    [
      sectionId === undefined ? sql`true` : below(sql`w.section_id`, [sectionId]),
      kind === undefined ? sql`true` : sql`w.kind = ${kind}`,
      stage === undefined ? sql`true` : sql`w.stage = ${stage}`,
      among(sql`w.story_id`, words),
      said(sql`w.story_id`, words),
    ],
    sql` and `,
  );
}

/** In one of these sections or below; the branch is looked up once for a query. */
function below(column: SQL, sectionIds: readonly number[]): SQL {
  return sql`${column} = any (array(
    with recursive down(id) as (
      select unnest(${idArray(sectionIds)}::bigint[])
      union
      select s.id from section s join down on s.parent_id = down.id)
    select id from down))`;
}

/** One of the stories that have the words, where these are known. */
function among(column: SQL, words: DeskWords | undefined): SQL {
  return words?.storyIds ? sql`${column} = any(${idArray(words.storyIds)}::bigint[])` : sql`true`;
}

/** Whether each story of a list must be looked at. */
function inText(words: DeskWords | undefined): words is DeskWords {
  return words?.storyIds === null;
}

/** A story that has the words, by its text. */
function said(column: SQL, words: DeskWords | undefined): SQL {
  if (!inText(words)) return sql`true`;
  const conditions = [
    sql`e.story_id = ${column}`,
    words.where === 'either' ? sql`true` : sql`e.draft = ${words.where === 'draft'}`,
    ...words.terms.map(has),
    ...words.without.map((term) => sql`not ${has(term)}`),
  ];
  return sql`exists (select from search_entry e where ${sql.join(conditions, sql` and `)})`;
}

/** `strpos`: whatever somebody types is no pattern. */
function has({ variants, topics }: SearchTerm): SQL {
  const ways = variants.map((variant) => sql`strpos(e.text, ${variant}) > 0`);
  if (topics.length > 0) ways.push(sql`e.topic_ids && ${idArray(topics)}::bigint[]`);
  return sql`(${sql.join(ways, sql` or `)})`;
}
