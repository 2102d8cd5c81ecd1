-- The lists that readers page through follow the stories by themselves: whoever changes a story, by the desk, by a command
-- or by hand in SQL, cannot leave a list behind. A row of list_entry exists exactly while its story is published.

create function site_day(at timestamptz) returns date
  language sql immutable parallel safe
  as $$ select (at at time zone 'Asia/Shanghai')::date $$;
--> statement-breakpoint

-- A section and everything above it. UNION stops at a loop.
create function section_and_ancestors(start bigint) returns setof bigint
  language sql stable
  as $$
    with recursive up(id) as (
      select start
      union
      select s.parent_id from section s join up on s.id = up.id where s.parent_id is not null
    )
    select id from up
  $$;
--> statement-breakpoint

create function section_refuse_loop() returns trigger language plpgsql as $$
begin
  if new.parent_id is not null and new.id in (select section_and_ancestors(new.parent_id)) then
    raise exception 'section % cannot stand below itself', new.slug using errcode = 'check_violation';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger section_refuse_loop before insert or update of parent_id on section
  for each row execute function section_refuse_loop();
--> statement-breakpoint

-- Where a published story stands. The only place that says so.
create view story_lists as
  select s.id as story_id, s.published_at, l.list, l.ref_id
  from story s
  cross join lateral (
    select 'site'::list_kind as list, 0::bigint as ref_id
    union all select 'pictured', 0 where s.lead_media_id is not null
    union all select 'gallery', 0 where s.kind = 'gallery'
    union all select 'post', 0 where s.kind = 'post'
    union all select 'programme', 0 where s.kind in ('audio', 'video')
    union all select 'blog', s.blog_id where s.blog_id is not null
    union all select 'show', s.show_id where s.show_id is not null
    union all select 'author', a.author_id from story_author a where a.story_id = s.id
    union all select 'topic', t.topic_id from story_topic t where t.story_id = s.id
    union all (
      select distinct 'section'::list_kind, up.id
      from (select s.section_id as id union all select x.section_id from story_section x where x.story_id = s.id) own
      cross join lateral section_and_ancestors(own.id) as up(id)
    )
  ) l
  where s.status = 'published';
--> statement-breakpoint

create function refresh_lists(target bigint) returns void language plpgsql as $$
begin
  with gone as (
    delete from list_entry e
    where e.story_id = target
      and not exists (
        select from story_lists w
        where w.story_id = target and w.list = e.list and w.ref_id = e.ref_id and w.published_at = e.published_at)
    returning e.list, e.ref_id, site_day(e.published_at) as day
  ), added as (
    insert into list_entry (list, ref_id, published_at, story_id)
    select w.list, w.ref_id, w.published_at, w.story_id from story_lists w where w.story_id = target
    on conflict do nothing
    returning list, ref_id, site_day(published_at) as day
  )
  insert into list_day as d (list, ref_id, day, stories)
  select list, ref_id, day, sum(delta)::int
  from (select *, -1 as delta from gone union all select *, 1 from added) change
  group by list, ref_id, day
  having sum(delta) <> 0
  order by list, ref_id, day
  on conflict (list, ref_id, day) do update set stories = d.stories + excluded.stories;
end $$;
--> statement-breakpoint

create function story_changed() returns trigger language plpgsql as $$
begin
  perform refresh_lists(new.id);
  return null;
end $$;
--> statement-breakpoint
create trigger story_listed after insert or update of
  status, kind, published_at, section_id, lead_media_id, show_id, blog_id on story
  for each row execute function story_changed();
--> statement-breakpoint

create function story_unlist() returns trigger language plpgsql as $$
begin
  insert into list_day as d (list, ref_id, day, stories)
  select list, ref_id, site_day(published_at), -1 from list_entry where story_id = old.id order by 1, 2, 3
  on conflict (list, ref_id, day) do update set stories = d.stories - 1;
  delete from list_entry where story_id = old.id;
  return old;
end $$;
--> statement-breakpoint
create trigger story_unlisted before delete on story for each row execute function story_unlist();
--> statement-breakpoint

create function story_link_changed() returns trigger language plpgsql as $$
begin
  if tg_op in ('DELETE', 'UPDATE') then perform refresh_lists(old.story_id); end if;
  if tg_op in ('INSERT', 'UPDATE') then perform refresh_lists(new.story_id); end if;
  return null;
end $$;
--> statement-breakpoint
create trigger story_section_listed after insert or update or delete on story_section
  for each row execute function story_link_changed();
--> statement-breakpoint
create trigger story_author_listed after insert or update or delete on story_author
  for each row execute function story_link_changed();
--> statement-breakpoint
create trigger story_topic_listed after insert or update or delete on story_topic
  for each row execute function story_link_changed();
--> statement-breakpoint

-- A section that moves takes the stories of its whole branch with it.
create function section_moved() returns trigger language plpgsql as $$
begin
  perform refresh_lists(s.id)
  from story s
  where s.status = 'published'
    and (s.section_id in (select id from section where new.id in (select section_and_ancestors(section.id)))
      or exists (
        select from story_section x
        where x.story_id = s.id and new.id in (select section_and_ancestors(x.section_id))));
  return null;
end $$;
--> statement-breakpoint
create trigger section_moved after update of parent_id on section
  for each row when (old.parent_id is distinct from new.parent_id) execute function section_moved();
--> statement-breakpoint

-- For bulk loads, which switch the triggers off: makes both tables anew from the stories.
create function rebuild_lists() returns void language plpgsql as $$
begin
  truncate list_entry, list_day;
  insert into list_entry (list, ref_id, published_at, story_id)
    select list, ref_id, published_at, story_id from story_lists order by list, ref_id, published_at, story_id;
  insert into list_day (list, ref_id, day, stories)
    select list, ref_id, site_day(published_at), count(*) from list_entry group by 1, 2, 3;
end $$;
--> statement-breakpoint

-- Events are numbered in the order in which they are committed: the lock is taken before the first number of a statement is
-- drawn and is held until the transaction ends. An instance that was away then misses nothing by asking for `id > last`.
create function event_in_order() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtext('weishui.event'));
  return null;
end $$;
--> statement-breakpoint
create trigger event_in_order before insert on event for each statement execute function event_in_order();
--> statement-breakpoint

create function event_told() returns trigger language plpgsql as $$
begin
  perform pg_notify('weishui_event', new.id::text);
  return null;
end $$;
--> statement-breakpoint
create trigger event_told after insert on event for each row execute function event_told();

--> statement-breakpoint
-- Which bodies show a picture: for a new alt text or credit, which must reach every page that shows it.
create index story_body_media on story
  using gin (jsonb_path_query_array(body, '$.content[*].**.attrs.mediaId') jsonb_path_ops);
