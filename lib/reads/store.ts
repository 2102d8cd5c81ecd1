import { sql } from '#db/client.ts';
import { visitKinds } from './read.ts';

/** Reads of one story, by one kind of visit, in one minute. `minute` in milliseconds since the epoch. */
export type Counted = { minute: number; story: number; visit: number; reads: number };

/** Rows that are sent at once. */
const most = 10_000;

/**
 * Adds reads to what the database has: one statement for all tables, so that they agree. Stories that do not exist or are not
 * published are left out.
 * @returns how many reads were added. @throws where the database does not answer; nothing was added then.
 */
export function addReads(counted: readonly Counted[]): Promise<number> {
  // One after another, of all instances: they add to the same rows, and would wait for each other in a ring.
  return sql.begin(async (transaction) => {
    await transaction`set local synchronous_commit = off`;
    await transaction`select pg_advisory_xact_lock(hashtext('weishui.reads'))`;
    let added = 0;
    for (let from = 0; from < counted.length; from += most) {
      const part = counted.slice(from, from + most);
      const [row] = await transaction<{ added: number }[]>`
        with given as materialized (
          select g.minute, date_trunc('hour', g.minute) as hour, g.visit, g.reads, s.id as story_id, s.section_id
          from unnest(
            ${list(part, ({ story }) => story)}::bigint[],
            ${list(part, ({ minute }) => new Date(minute).toISOString())}::timestamptz[],
            ${list(part, ({ visit }) => visitKinds[visit] ?? 'other')}::visit_kind[],
            ${list(part, ({ reads }) => reads)}::int[]
          ) as g(story_id, minute, visit, reads)
          join story s on s.id = g.story_id and s.status = 'published'
        ), minutes as (
          insert into read_minute as m (minute, story_id, reads)
          select minute, story_id, sum(reads) from given group by 1, 2
          on conflict (minute, story_id) do update set reads = m.reads + excluded.reads
        ), hours as (
          insert into read_hour as h (story_id, hour, reads)
          select story_id, hour, sum(reads) from given group by 1, 2
          on conflict (story_id, hour) do update set reads = h.reads + excluded.reads
        ), visits as (
          insert into visit_hour as v (hour, section_id, visit, reads)
          select hour, section_id, visit, sum(reads) from given group by 1, 2, 3
          on conflict (hour, section_id, visit) do update set reads = v.reads + excluded.reads
        )
        select coalesce(sum(reads), 0)::int as added from given`;
      added += row?.added ?? 0;
    }
    return added;
  }) as Promise<number>;
}

/** A column as PostgreSQL writes an array. */
function list(rows: readonly Counted[], value: (row: Counted) => string | number): string {
  return `{${rows.map(value).join(',')}}`;
}
