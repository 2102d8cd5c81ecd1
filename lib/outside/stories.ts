import { eq, inArray, type SQL, sql } from 'drizzle-orm';
import { db } from '#db/client.ts';
import { section, source, story, storyWork } from '#db/schema/index.ts';
import type { Caller } from '#lib/newsroom/tokens.ts';
import { isSlug, positiveInteger } from '#lib/text/number.ts';
import { site } from '#site.config.ts';
import { Denied } from './gate.ts';

/** A story as an outside system sees it. Times are ISO 8601 in UTC. */
export type OutsideStory = {
  id: number;
  url: string;
  /** What readers have of it. */
  state: 'unpublished' | 'published' | 'withdrawn';
  /** Whether this token handed it in. */
  own: boolean;
  publishedAt: string | null;
  updatedAt: string | null;
  withdrawnAt: string | null;
  /** Absent of a withdrawn story: nothing names it any more. */
  kind?: string;
  title?: string;
  section?: { slug: string; name: string };
  source?: string | null;
  /** Of its own stories: where that stands which is being written, and why it came back. */
  stage?: string;
  sentBack?: { at: string; reason: string } | null;
};

export type StoryList = { stories: OutsideStory[]; next: string | null };

const states = ['published', 'withdrawn'] as const;
const largestPage = 100;

/**
 * Stories by number, the newest first: those that readers know of the sections of the token, or with `own=1` those that the token
 * handed in, whatever became of them. What others are writing is nobody's business outside.
 * @param query `state`, `section`, `own`, `before` (a number of `next`), `limit` (1 to 100).
 * @throws {Denied} 400 for a query that means nothing.
 */
export async function listStories(caller: Caller, query: URLSearchParams): Promise<StoryList> {
  const { state, slug, own, before, limit } = parse(query);
  const ids = own
    ? await ownIds(caller, slug === null ? null : await sectionsFor(caller, slug), state, before, limit + 1)
    : await knownIds(await sectionsFor(caller, slug), state === null ? states : [state], before, limit + 1);
  const stories = await storiesOf(caller, ids.slice(0, limit));
  if (ids.length <= limit) return { stories, next: null };
  const further = new URLSearchParams(query);
  further.set('before', String(ids[limit - 1]));
  return { stories, next: `/api/stories?${further}` };
}

/** One story; null for what the token may not see, be it there or not. */
export async function readStory(caller: Caller, id: number): Promise<OutsideStory | null> {
  const [found] = await storiesOf(caller, [id]);
  if (!found || found.own) return found ?? null;
  if (found.state === 'unpublished') return null;
  if (caller.sectionIds === null) return found;
  const rows = await db.execute(sql`
    select from story s cross join lateral section_and_ancestors(s.section_id) as up(id)
    where s.id = ${id} and up.id = any(${idArray(caller.sectionIds)}) limit 1`);
  return rows.length > 0 ? found : null;
}

/** Newest first, each once, by looks into an index of a state, and of a section where only some are meant. */
async function knownIds(
  sections: readonly number[] | null,
  wanted: readonly string[],
  before: number | null,
  count: number,
): Promise<number[]> {
  const below = before === null ? sql`` : sql`and s.id < ${before}`;
  const state = sql.join(
    wanted.map((each) => sql`select ${each}::story_status as status`),
    sql` union all `,
  );
  const rows = await db.execute<{ id: string }>(
    sections === null
      ? sql`
        select found.id::text as id from (${state}) wanted
        cross join lateral (
          select s.id from story s where s.status = wanted.status ${below} order by s.id desc limit ${count}
        ) found
        order by found.id desc limit ${count}`
      : sql`
        select found.id::text as id from (${state}) wanted
        cross join unnest(${idArray(sections)}) as place(id)
        cross join lateral (
          select s.id from story s where s.section_id = place.id and s.status = wanted.status ${below}
          order by s.id desc limit ${count}
        ) found
        order by found.id desc limit ${count}`,
  );
  return rows.map(({ id }) => Number(id));
}

async function ownIds(
  { id }: Caller,
  sections: readonly number[] | null,
  state: string | null,
  before: number | null,
  count: number,
): Promise<number[]> {
  const conditions: SQL[] = [sql`w.owner_id = ${`token:${id}`}`];
  if (before !== null) conditions.push(sql`w.story_id < ${before}`);
  if (sections !== null) conditions.push(sql`w.section_id = any(${idArray(sections)})`);
  if (state !== null) conditions.push(sql`s.status = ${state}::story_status`);
  const rows = await db.execute<{ id: string }>(sql`
    select w.story_id::text as id from story_work w join story s on s.id = w.story_id
    where ${sql.join(conditions, sql` and `)} order by w.story_id desc limit ${count}`);
  return rows.map((row) => Number(row.id));
}

/** Stories by their numbers, in that order. */
async function storiesOf(caller: Caller, ids: readonly number[]): Promise<OutsideStory[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .select({
      id: story.id,
      kind: story.kind,
      status: story.status,
      title: story.title,
      slug: section.slug,
      name: section.name,
      source: source.name,
      publishedAt: story.publishedAt,
      updatedAt: story.updatedAt,
      withdrawnAt: story.withdrawnAt,
      ownerId: storyWork.ownerId,
      stage: storyWork.stage,
      workTitle: storyWork.title,
      sentBack: storyWork.sentBack,
    })
    .from(story)
    .innerJoin(section, eq(section.id, story.sectionId))
    .leftJoin(source, eq(source.id, story.sourceId))
    .leftJoin(storyWork, eq(storyWork.storyId, story.id))
    .where(inArray(story.id, [...ids]));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    return row ? [toOutside(caller, row)] : [];
  });
}

type Row = {
  id: number;
  kind: string;
  status: string;
  title: string;
  slug: string;
  name: string;
  source: string | null;
  publishedAt: Date | null;
  updatedAt: Date | null;
  withdrawnAt: Date | null;
  ownerId: string | null;
  stage: string | null;
  workTitle: string | null;
  sentBack: { at: string; reason: string } | null;
};

function toOutside(caller: Caller, row: Row): OutsideStory {
  const own = row.ownerId === `token:${caller.id}`;
  const state = row.status === 'published' || row.status === 'withdrawn' ? row.status : 'unpublished';
  return {
    id: row.id,
    url: `${site.origin}/article/${row.id}`,
    state,
    own,
    publishedAt: row.publishedAt?.toISOString() ?? null,
    updatedAt: row.updatedAt?.toISOString() ?? null,
    withdrawnAt: state === 'withdrawn' ? (row.withdrawnAt?.toISOString() ?? null) : null,
    ...(state !== 'withdrawn' && {
      kind: row.kind,
      title: state === 'unpublished' ? (row.workTitle ?? row.title) : row.title,
      section: { slug: row.slug, name: row.name },
      source: row.source,
    }),
    ...(own && {
      stage: row.stage ?? 'none',
      sentBack: row.sentBack ? { at: row.sentBack.at, reason: row.sentBack.reason } : null,
    }),
  };
}

/** The sections that are meant, with all below them; null: all. @throws {Denied} 400, 403. */
async function sectionsFor(caller: Caller, slug: string | null): Promise<number[] | null> {
  if (slug === null) return caller.sectionIds && withBelow(caller.sectionIds);
  const [row] = await db.select({ id: section.id }).from(section).where(eq(section.slug, slug));
  if (!row) throw new Denied('bad-request', `没有叫 ${slug} 的栏目。`);
  const wanted = await withBelow([row.id]);
  if (caller.sectionIds === null) return wanted;
  const allowed = new Set(await withBelow(caller.sectionIds));
  const both = wanted.filter((id) => allowed.has(id));
  if (both.length === 0) throw new Denied('forbidden', `这个令牌不管栏目 ${slug}。`);
  return both;
}

async function withBelow(ids: readonly number[]): Promise<number[]> {
  const rows = await db.execute<{ id: string }>(sql`
    with recursive down(id) as (
      select unnest(${idArray(ids)})
      union
      select s.id from section s join down on s.parent_id = down.id
    )
    select id::text as id from down`);
  return rows.map((row) => Number(row.id));
}

function parse(query: URLSearchParams) {
  const known = ['state', 'section', 'own', 'before', 'limit'];
  for (const name of query.keys()) {
    if (!known.includes(name)) throw new Denied('bad-request', `不认识参数 ${name.slice(0, 40)}。`);
  }
  const state = query.get('state');
  const wanted = states.find((each) => each === state) ?? null;
  if (state !== null && wanted === null) throw new Denied('bad-request', `state 须是 ${states.join('、')} 之一。`);
  const slug = query.get('section');
  if (slug !== null && !isSlug(slug)) throw new Denied('bad-request', 'section 须是栏目地址。');
  const own = query.get('own');
  if (own !== null && own !== '1' && own !== '0') throw new Denied('bad-request', 'own 须是 1 或 0。');
  const number = (name: string) => {
    const text = query.get(name);
    const value = text === null ? null : positiveInteger(text);
    if (text !== null && value === null) throw new Denied('bad-request', `${name} 须是正整数。`);
    return value;
  };
  const limit = number('limit') ?? 50;
  if (limit > largestPage) throw new Denied('bad-request', `limit 最大是 ${largestPage}。`);
  return { state: wanted, slug, own: own === '1', before: number('before'), limit };
}

function idArray(ids: readonly number[]): SQL {
  return sql`${`{${ids.join(',')}}`}::bigint[]`;
}
