import { desc, sql } from 'drizzle-orm';
import { db } from '../client.ts';
import { type ListKind, story } from '../schema/index.ts';
import { type CardRow, cardsOf } from './cards.ts';
import { idArray, prepared } from './prepared.ts';

/** A list that readers page through: its kind, and what it belongs to (0 where there is only one of the kind). */
export type List = { kind: ListKind; refId: number };

const newestFirst = [desc(story.publishedAt), desc(story.id)] as const;

// Kinds and numbers of rows are few and are written into the SQL: the planner then knows them, and one plan serves all.
const kindOf = (kind: ListKind) => sql.raw(`'${kind}'::list_kind`);
const rows = (count: number) => sql.raw(String(Math.trunc(count)));
const parts = (variant: string) => {
  const [kind, count] = variant.split(' ');
  return { kind: kind as ListKind, count: Number(count) };
};

const newestOf = prepared((variant: `${ListKind} ${number}`) => {
  const { kind, count } = parts(variant);
  return cardsOf(sql`
    select story_id from list_entry where list = ${kindOf(kind)} and ref_id = ${sql.placeholder('ref')}
    order by published_at desc, story_id desc limit ${rows(count)}`)
    .orderBy(...newestFirst)
    .prepare(`newest_${kind}_${count}`);
});

/** The newest stories of a list. */
export async function newest({ kind, refId }: List, count: number): Promise<CardRow[]> {
  return newestOf(`${kind} ${count}`).execute({ ref: refId });
}

const newestOfEach = prepared((count: number) =>
  db
    .select({
      refId: sql<number>`refs.id`.mapWith(Number),
      storyId: sql<number>`entry.story_id`.mapWith(Number),
    })
    .from(sql`unnest(${sql.placeholder('refs')}::bigint[]) with ordinality as refs(id, place)
      cross join lateral (
        select story_id, published_at from list_entry where list = 'section' and ref_id = refs.id
        order by published_at desc, story_id desc limit ${rows(count)}) as entry`)
    .orderBy(sql`refs.place`, sql`entry.published_at desc`, sql`entry.story_id desc`)
    .prepare(`newest_of_each_${count}`),
);

/** The newest stories of several sections at once, by section; a story may stand in more than one. */
export async function newestOfSections(sectionIds: readonly number[], count: number): Promise<Map<number, number[]>> {
  const bySection = new Map<number, number[]>(sectionIds.map((id) => [id, []]));
  if (sectionIds.length === 0) return bySection;
  for (const { refId, storyId } of await newestOfEach(count).execute({ refs: idArray(sectionIds) })) {
    bySection.get(refId)?.push(storyId);
  }
  return bySection;
}

const newestWithPicture = prepared((variant: `${ListKind} ${number}`) => {
  const { kind, count } = parts(variant);
  // Bounded: a list in which pictures are rare must not be read to its end.
  return cardsOf(sql`
    select story_id from (
      select story_id, published_at from list_entry where list = ${kindOf(kind)} and ref_id = ${sql.placeholder('ref')}
      order by published_at desc, story_id desc limit 100) as recent
    join story on story.id = story_id and story.lead_media_id is not null
    order by recent.published_at desc, story_id desc limit ${rows(count)}`)
    .orderBy(...newestFirst)
    .prepare(`newest_pictured_${kind}_${count}`);
});

/** The newest stories with a lead picture among the hundred newest of a list. */
export async function newestPictured({ kind, refId }: List, count: number): Promise<CardRow[]> {
  return newestWithPicture(`${kind} ${count}`).execute({ ref: refId });
}

const pagePlace = prepared((kind: ListKind) => {
  const of = sql`list = ${kindOf(kind)} and ref_id = ${sql.placeholder('ref')}`;
  // Rows, not ranges: the sum then runs along the index and stops at the day that is looked for.
  return db
    .select({
      total: sql<number>`total`.mapWith(Number),
      day: sql<string | null>`day`,
      skip: sql<number | null>`skip`,
    })
    .from(sql`(
      select total.stories as total, first.day::text as day, first.skip
      from (select coalesce(sum(stories), 0)::int as stories from list_day where ${of} and stories > 0) as total
      left join (
        select day, (${sql.placeholder('offset')}::bigint - (upto - stories))::int as skip
        from (
          select day, stories, sum(stories) over (order by day desc rows unbounded preceding) as upto
          from list_day where ${of} and stories > 0) as days
        where upto > ${sql.placeholder('offset')}::bigint order by day desc limit 1) as first on true) as place`)
    .prepare(`page_place_${kind}`);
});

const pageFrom = prepared((variant: `${ListKind} ${number}`) => {
  const { kind, count } = parts(variant);
  return cardsOf(sql`
    select story_id from list_entry where list = ${kindOf(kind)} and ref_id = ${sql.placeholder('ref')}
      and published_at < ((${sql.placeholder('day')}::date + 1)::timestamp at time zone 'Asia/Shanghai')
    order by published_at desc, story_id desc offset ${sql.placeholder('skip')}::int limit ${rows(count)}`)
    .orderBy(...newestFirst)
    .prepare(`page_${kind}_${count}`);
});

/** A page of a numbered list; null beyond the last one. An empty list has one page, without stories. */
export type Page = { cards: CardRow[]; page: number; pages: number; total: number };

/**
 * The stories of a numbered page, newest first. The days' counts say on which day the page begins, so that at most one
 * day's entries are stepped over, however far back the page is.
 */
export async function listPage({ kind, refId }: List, page: number, size: number): Promise<Page | null> {
  const offset = (page - 1) * size;
  if (!Number.isSafeInteger(offset) || page < 1) return null;
  const [place] = await pagePlace(kind).execute({ ref: refId, offset });
  const total = place?.total ?? 0;
  const pages = Math.max(1, Math.ceil(total / size));
  if (page > pages) return null;
  if (!place?.day) return { cards: [], page, pages, total };
  const cards = await pageFrom(`${kind} ${size}`).execute({ ref: refId, day: place.day, skip: place.skip ?? 0 });
  return { cards, page, pages, total };
}

/** What one line in a long list draws of a story. */
export type LineRow = Pick<CardRow, 'id' | 'kind' | 'title' | 'publishedAt' | 'sectionId'> & {
  pictured: boolean;
};

const ofDay = prepared((count: number) =>
  db
    .select({
      id: story.id,
      kind: story.kind,
      title: story.title,
      publishedAt: sql<Date>`${story.publishedAt}`.mapWith(story.publishedAt),
      sectionId: story.sectionId,
      pictured: sql<boolean>`${story.leadMediaId} is not null`,
    })
    .from(sql`(
      select story_id from list_entry where list = 'site' and ref_id = 0
        and published_at >= (${sql.placeholder('day')}::date::timestamp at time zone 'Asia/Shanghai')
        and published_at < ((${sql.placeholder('day')}::date + 1)::timestamp at time zone 'Asia/Shanghai')
      order by published_at desc, story_id desc limit ${rows(count)}) as keys`)
    .innerJoin(story, sql`${story.id} = keys.story_id and ${story.status} = 'published'`)
    .orderBy(...newestFirst)
    .prepare(`of_day_${count}`),
);

/** The stories of one day, `yyyy-mm-dd` in Asia/Shanghai, newest first, at most `count`: a busy day has hundreds. */
export async function storiesOfDay(day: string, count: number): Promise<LineRow[]> {
  return ofDay(count).execute({ day });
}

const countsOfDays = prepared((_: 'all') =>
  db
    .select({ day: sql<string>`day::text`, stories: sql<number>`stories` })
    .from(sql`list_day`)
    .where(
      sql`list = 'site' and ref_id = 0 and stories > 0
        and day between ${sql.placeholder('first')}::date and ${sql.placeholder('last')}::date`,
    )
    .orderBy(sql`day`)
    .prepare('counts_of_days'),
);

/** How many stories each day of a range has that has any, ascending. */
export async function storiesByDay(first: string, last: string): Promise<{ day: string; stories: number }[]> {
  return countsOfDays('all').execute({ first, last });
}

const daysAround = prepared((_: 'all') => {
  const nearest = (way: 'before' | 'after', placeholder: string) => sql<string | null>`(
    select day::text from list_day where list = 'site' and ref_id = 0 and stories > 0
      and day ${sql.raw(way === 'before' ? '<' : '>')} ${sql.placeholder(placeholder)}::date
    order by list_day.day ${sql.raw(way === 'before' ? 'desc' : 'asc')} limit 1)`;
  return db
    .select({
      before: nearest('before', 'day'),
      after: nearest('after', 'day'),
      beforeMonth: nearest('before', 'first'),
      afterMonth: nearest('after', 'last'),
    })
    .from(sql`(values (1)) as always`)
    .prepare('days_around');
});

export type ArchiveDays = {
  /** Days of the month that have stories, with how many, ascending. */
  month: { day: string; stories: number }[];
  /** Nearest days with stories: before and after the day, before and after its month. */
  before: string | null;
  after: string | null;
  beforeMonth: string | null;
  afterMonth: string | null;
};

/** Which days have stories: those of a month (`first` to `last`), and the nearest ones around a day and its month. */
export async function archiveDays(day: string, month: { first: string; last: string }): Promise<ArchiveDays> {
  const [days, [around]] = await Promise.all([
    countsOfDays('all').execute(month),
    daysAround('all').execute({ day, ...month }),
  ]);
  return {
    month: days,
    before: around?.before ?? null,
    after: around?.after ?? null,
    beforeMonth: around?.beforeMonth ?? null,
    afterMonth: around?.afterMonth ?? null,
  };
}
