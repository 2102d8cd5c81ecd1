import type { Sql } from 'postgres';
import { mostMilestones } from '#db/schema/index.ts';

/** People of the measured newsroom. */
export const writers = 200;
/** How many stories are being written at once: those of a busy week. */
const open = 600;

/**
 * Gives every story of a seeded database its place on the desk, as a newsroom has it that wrote them all there, and every topic the
 * longest chronicle that it may have.
 */
export async function fillDesk(sql: Sql): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`set local statement_timeout = 0`;
    await tx`
      insert into story_work (story_id, stage, title, kind, section_id, owner_id, owner_name, writer_ids, changed_at, stage_at)
      select id, 'none', title, kind, section_id, 'u' || id % ${writers}, '记者', array['u' || id % ${writers}],
        coalesce(published_at, created_at), coalesce(published_at, created_at)
      from story on conflict do nothing`;
    await tx`
      update story_work set
        stage = (array['draft', 'submitted', 'reviewed', 'signed', 'scheduled']::work_stage[])[1 + story_id % 5],
        content = '{}', reviews_needed = 3,
        reviews = case when story_id % 5 = 2 then '[{"by": "u9999"}]' else '[]' end::jsonb,
        signed_by = 'u9999',
        publish_at = case when story_id % 5 = 4 then now() + make_interval(mins => (story_id % 9000)::int) end,
        withdraw_at = case when story_id % 3 = 0 then now() + make_interval(mins => (story_id % 7000)::int) end,
        withdraw_reason = case when story_id % 3 = 0 then '到期' end
      where story_id in (select id from story order by id desc limit ${open})`;
    await tx`
      insert into topic_milestone
      select t.id, newest.story_id from topic t cross join lateral (
        select story_id from list_entry where list = 'topic' and ref_id = t.id
        order by published_at desc, story_id desc limit ${mostMilestones}) as newest
      on conflict do nothing`;
  });
}
