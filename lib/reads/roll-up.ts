import { sql } from '#db/client.ts';
import { addDays, dayOf, dayStart } from '#lib/text/time.ts';

/** How long reads are kept how finely. Days are those of Asia/Shanghai; the present one is not among them. */
export const kept = {
  /** Minutes for which reads by minute are kept. */
  minutes: 60,
  /** Days of reads by story and hour. */
  hours: 3,
  /** Days of reads by section, kind of visit and hour. */
  visits: 35,
  /** Days of the most read stories of each day; and how many of a day are kept. */
  days: 400,
  ofDay: 5_000,
} as const;

/**
 * Makes days of hours that are older than they are kept by hour, and lets go what is older than it is kept at all. A day is one
 * transaction: after a crash it is rolled up or it is not.
 * @returns how many days were rolled up.
 */
export async function rollUp(now: Date): Promise<number> {
  const today = dayOf(now);
  const before = addDays(today, -kept.hours);
  let days = 0;
  for (;;) {
    const [oldest] = await sql<{ day: string | null }[]>`select site_day(min(hour))::text as day from read_hour`;
    if (!oldest?.day || oldest.day >= before) break;
    await rollUpDay(oldest.day);
    days += 1;
  }
  for (;;) {
    const [oldest] = await sql<{ day: string | null }[]>`select site_day(min(hour))::text as day from visit_hour`;
    if (!oldest?.day || oldest.day >= addDays(today, -kept.visits)) break;
    await rollUpVisits(oldest.day);
  }
  await sql`delete from read_minute where minute < ${new Date(now.getTime() - kept.minutes * 60_000).toISOString()}::timestamptz`;
  await sql`delete from read_day where day < ${addDays(today, -kept.days)}::date`;
  return days;
}

const bounds = (day: string) => [day, addDays(day, 1)].map((one) => dayStart(one).toISOString()) as [string, string];

async function rollUpDay(day: string): Promise<void> {
  const [from, to] = bounds(day);
  await sql.begin(async (transaction) => {
    await transaction`select pg_advisory_xact_lock(hashtext('weishui.reads'))`;
    await transaction`
      with gone as (delete from read_hour where hour >= ${from} and hour < ${to} returning story_id, reads),
      sums as materialized (select story_id, sum(reads) as reads from gone group by story_id having sum(reads) > 0),
      days as (
        insert into read_day as d (day, story_id, reads)
        select ${day}::date, story_id, reads from sums order by reads desc, story_id desc limit ${kept.ofDay}
        on conflict (day, story_id) do update set reads = d.reads + excluded.reads)
      insert into read_total as t (story_id, reads) select story_id, reads from sums
      on conflict (story_id) do update set reads = t.reads + excluded.reads`;
  });
}

async function rollUpVisits(day: string): Promise<void> {
  const [from, to] = bounds(day);
  await sql.begin(async (transaction) => {
    await transaction`select pg_advisory_xact_lock(hashtext('weishui.reads'))`;
    await transaction`
      with gone as (delete from visit_hour where hour >= ${from} and hour < ${to} returning section_id, visit, reads)
      insert into visit_day as d (day, section_id, visit, reads)
      select ${day}::date, section_id, visit, sum(reads) from gone group by section_id, visit
      on conflict (day, section_id, visit) do update set reads = d.reads + excluded.reads`;
  });
}
