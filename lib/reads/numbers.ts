import { sql } from '#db/client.ts';
import type { VisitKind } from '#db/schema/enums.ts';
import { addDays, dayOf, dayStart } from '#lib/text/time.ts';

/** Ranges of the numbers: the last 24 hours; or so many days with the present one (Asia/Shanghai). */
export const ranges = { '24h': 1, '7d': 7, '30d': 30, '90d': 90 } as const;
export type Range = keyof typeof ranges;

export type Numbers = {
  total: number;
  /** By hour of the last 24 hours, else by day; also those in which nothing was read. Oldest first. */
  steps: { from: Date; reads: number }[];
  sections: { id: number; name: string; reads: number }[];
  visits: { visit: VisitKind; reads: number }[];
  stories: StoryReads[];
};
export type StoryReads = { id: number; title: string; section: string; published: boolean; reads: number };
export type Now = { total: number; minutes: { from: Date; reads: number }[]; stories: StoryReads[] };

const hour = 3_600_000;
const shown = 20;
/** Of how many of the most read stories one section's are picked. */
const looked = 10_000;
const minutesOfNow = 30;

/** A section and all below it, as PostgreSQL writes an array. */
async function withBelow(section: number): Promise<string> {
  const rows = await sql<{ id: number }[]>`
    with recursive below as (
      select id from section where id = ${section} union select s.id from section s join below on s.parent_id = below.id)
    select id::int from below`;
  return `{${rows.map(({ id }) => id).join(',')}}`;
}

/**
 * What was read in a range, of all sections or of one with those below it.
 * @param section its id; null: all.
 */
export async function readNumbers(range: Range, section: number | null, now: Date): Promise<Numbers> {
  const among = section === null ? null : await withBelow(section);
  const hourly = range === '24h';
  const thisHour = Math.floor(now.getTime() / hour) * hour;
  const firstDay = addDays(dayOf(now), 1 - ranges[range]);
  const from = hourly ? new Date(thisHour - 23 * hour) : dayStart(firstDay);
  // Days that are kept by hour and days that are not: none is both.
  const days = hourly ? null : firstDay;
  const [visits, stories] = await Promise.all([visitsSince(from, days, among), mostReadSince(from, days, among)]);
  const reads = new Map<string, number>();
  const bySection = new Map<number, { id: number; name: string; reads: number }>();
  const byVisit = new Map<VisitKind, number>();
  for (const row of visits) {
    const step = hourly ? row.step : dayStart(row.step).toISOString();
    reads.set(step, (reads.get(step) ?? 0) + row.reads);
    byVisit.set(row.visit, (byVisit.get(row.visit) ?? 0) + row.reads);
    const known = bySection.get(row.section) ?? { id: row.section, name: row.name, reads: 0 };
    bySection.set(row.section, { ...known, reads: known.reads + row.reads });
  }
  const begins = Array.from({ length: hourly ? 24 : ranges[range] }, (_, n) =>
    hourly ? new Date(from.getTime() + n * hour) : dayStart(addDays(firstDay, n)),
  );
  const most = (a: { reads: number }, b: { reads: number }) => b.reads - a.reads;
  return {
    total: visits.reduce((sum, row) => sum + row.reads, 0),
    steps: begins.map((begin) => ({ from: begin, reads: reads.get(begin.toISOString()) ?? 0 })),
    sections: [...bySection.values()].sort(most),
    visits: [...byVisit].map(([visit, count]) => ({ visit, reads: count })).sort(most),
    stories,
  };
}

type VisitRow = { step: string; section: number; name: string; visit: VisitKind; reads: number };

/** @param day the first of the days, as `yyyy-mm-dd`; null: hours are asked for. */
function visitsSince(from: Date, day: string | null, among: string | null): Promise<VisitRow[]> {
  const of = among === null ? sql`true` : sql`section_id = any(${among}::bigint[])`;
  const since = from.toISOString();
  const rows =
    day === null
      ? sql`
        select to_char(hour at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS".000Z"') as step, section_id, visit, reads
        from visit_hour where hour >= ${since} and ${of}`
      : sql`
        select site_day(hour)::text as step, section_id, visit, reads from visit_hour where hour >= ${since} and ${of}
        union all
        select day::text, section_id, visit, reads from visit_day where day >= ${day}::date and ${of}`;
  return sql<VisitRow[]>`
    select own.step, own.section_id::int as section, s.name, own.visit, sum(own.reads)::int as reads
    from (${rows}) own join section s on s.id = own.section_id group by 1, 2, 3, 4`;
}

function mostReadSince(from: Date, day: string | null, among: string | null): Promise<StoryReads[]> {
  const since = from.toISOString();
  const days = day === null ? sql`` : sql`union all select story_id, reads from read_day where day >= ${day}::date`;
  const of = among === null ? sql`true` : sql`s.section_id = any(${among}::bigint[])`;
  return sql<StoryReads[]>`
    with own as materialized (
      select story_id, sum(reads)::int as reads
      from (select story_id, reads from read_hour where hour >= ${since} ${days}) each
      group by story_id order by 2 desc, 1 desc limit ${among === null ? shown : looked})
    select s.id::int, s.title, c.name as section, s.status = 'published' as published, own.reads
    from own join story s on s.id = own.story_id join section c on c.id = s.section_id
    where ${of} order by own.reads desc, s.id desc limit ${shown}`;
}

/** The last thirty minutes, by minute, and what is read most in them. */
export async function readNow(section: number | null, now: Date): Promise<Now> {
  const among = section === null ? null : await withBelow(section);
  const last = Math.floor(now.getTime() / 60_000) * 60_000;
  const from = new Date(last - (minutesOfNow - 1) * 60_000);
  const of = among === null ? sql`true` : sql`s.section_id = any(${among}::bigint[])`;
  const recent = sql`
    from read_minute m join story s on s.id = m.story_id join section c on c.id = s.section_id
    where m.minute >= ${from.toISOString()} and ${of}`;
  const [minutes, stories] = await Promise.all([
    sql<{ minute: number; reads: number }[]>`
      select extract(epoch from m.minute)::float8 * 1000 as minute, sum(m.reads)::int as reads ${recent} group by m.minute`,
    sql<StoryReads[]>`
      select s.id::int, s.title, c.name as section, s.status = 'published' as published, sum(m.reads)::int as reads ${recent}
      group by s.id, c.name order by 5 desc, 1 desc limit 5`,
  ]);
  const byMinute = new Map(minutes.map(({ minute, reads }) => [minute, reads]));
  return {
    total: minutes.reduce((sum, { reads }) => sum + reads, 0),
    minutes: Array.from({ length: minutesOfNow }, (_, n) => {
      const at = from.getTime() + n * 60_000;
      return { from: new Date(at), reads: byMinute.get(at) ?? 0 };
    }),
    stories,
  };
}

/** Reads of one story: in the last 24 hours, today and the six days before, and all. */
export async function readsOfStory(id: number, now: Date): Promise<{ day: number; week: number; total: number }> {
  const today = dayOf(now);
  const week = addDays(today, -6);
  const lastDay = new Date(Math.floor(now.getTime() / hour) * hour - 23 * hour).toISOString();
  const [row] = await sql<{ day: number; week: number; total: number }[]>`
    select
      coalesce((select sum(reads) from read_hour where story_id = ${id} and hour >= ${lastDay}), 0)::int as day,
      coalesce((select sum(reads) from read_hour where story_id = ${id} and hour >= ${dayStart(week).toISOString()}), 0)::int
        + coalesce((select sum(reads) from read_day where story_id = ${id} and day >= ${week}::date), 0)::int as week,
      coalesce((select sum(reads) from read_hour where story_id = ${id}), 0)::int
        + coalesce((select reads from read_total where story_id = ${id}), 0)::int as total`;
  return row ?? { day: 0, week: 0, total: 0 };
}
