-- The audit trail chains itself: whoever inserts, by the application or by hand, gets the next number and a hash over the row
-- and the hash before it. The lock is held until the transaction ends, so numbers follow the order of commits.

create function audit_chain() returns trigger language plpgsql as $$
declare
  last record;
  part text;
  said bytea := ''::bytea;
begin
  perform pg_advisory_xact_lock(hashtext('weishui.audit'));
  select id, hash into last from audit order by id desc limit 1;
  new.id := coalesce(last.id, 0) + 1;
  new.previous := coalesce(last.hash, '');
  new.at := date_trunc('milliseconds', clock_timestamp());
  -- Each part with its length before it: no two rows say the same bytes.
  foreach part in array array[
    new.previous,
    new.id::text,
    to_char(new.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    new.actor_id, new.actor_name, new.actor_role, new.act, new.object, new.detail::text]
  loop
    said := said || convert_to(octet_length(part) || ':', 'UTF8') || convert_to(part, 'UTF8');
  end loop;
  new.hash := encode(sha256(said), 'hex');
  return new;
end $$;
--> statement-breakpoint
create trigger audit_chain before insert on audit for each row execute function audit_chain();
--> statement-breakpoint

create function audit_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'the audit trail can only be appended to' using errcode = 'insufficient_privilege';
end $$;
--> statement-breakpoint
create trigger audit_append_only before update or delete on audit
  for each row execute function audit_append_only();
--> statement-breakpoint
create trigger audit_no_truncate before truncate on audit
  for each statement execute function audit_append_only();

--> statement-breakpoint
-- Which working copies name a medium: what somebody is writing with is not deleted under their hands.
create index story_work_media on story_work using gin (jsonb_path_query_array(content, '$.**.mediaId') jsonb_path_ops);
--> statement-breakpoint
create index story_work_lead_media on story_work (((content ->> 'leadMediaId')::bigint));
