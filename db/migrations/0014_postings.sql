CREATE TABLE "term_posting" (
	"term" text NOT NULL,
	"published_at" timestamp (3) with time zone NOT NULL,
	"story_id" bigint NOT NULL,
	CONSTRAINT "term_posting_term_published_at_story_id_pk" PRIMARY KEY("term","published_at","story_id")
);
--> statement-breakpoint
DROP INDEX "story_terms_terms";--> statement-breakpoint
-- A row of term_posting exists only while its story is published; of a common word, only for its newest stories.

create function story_terms_changed() returns trigger language plpgsql as $$
declare
  target bigint := coalesce(new.story_id, old.story_id);
  shown timestamptz;
begin
  -- Locked, so that a story that is published meanwhile is seen here, or sees the words itself.
  select published_at into shown from story where id = target and status = 'published' for share;
  if shown is null then return null; end if;
  if tg_op <> 'INSERT' then
    delete from term_posting where term = any(old.terms) and published_at = shown and story_id = target;
  end if;
  if tg_op <> 'DELETE' then
    insert into term_posting (term, published_at, story_id)
      select term, shown, target from unnest(new.terms) as word(term) order by term on conflict do nothing;
  end if;
  return null;
end $$;
--> statement-breakpoint
create trigger story_terms_posted after insert or update of terms or delete on story_terms
  for each row execute function story_terms_changed();
--> statement-breakpoint

create function story_posted() returns trigger language plpgsql as $$
declare
  words text[] := (select terms from story_terms where story_id = old.id);
begin
  if old.status = 'published' then
    delete from term_posting where term = any(words) and published_at = old.published_at and story_id = old.id;
  end if;
  if tg_op = 'DELETE' then return old; end if;
  if new.status = 'published' then
    insert into term_posting (term, published_at, story_id)
      select term, new.published_at, new.id from unnest(words) as word(term) order by term on conflict do nothing;
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger story_posted after update of status, published_at on story for each row
  when ((old.status, old.published_at) is distinct from (new.status, new.published_at)) execute function story_posted();
--> statement-breakpoint
-- Before: its words go with it.
create trigger story_unposted before delete on story for each row execute function story_posted();
--> statement-breakpoint

create function postings_truncated() returns trigger language plpgsql as $$
begin
  truncate term_posting;
  return null;
end $$;
--> statement-breakpoint
create trigger postings_truncated after truncate on story for each statement execute function postings_truncated();
--> statement-breakpoint

-- Twice what is asked for of a word at most: as many may be withdrawn between two nights.
create function newest_postings() returns int language sql immutable parallel safe as $$ select 200 $$;
--> statement-breakpoint

create function prune_term_postings() returns void language sql as $$
  delete from term_posting gone using (
    select common.term, oldest.published_at, oldest.story_id
    from (select term from term_posting group by term having count(*) > newest_postings()) as common
    cross join lateral (
      select published_at, story_id from term_posting where term = common.term
      order by published_at desc, story_id desc offset newest_postings() - 1 limit 1) as oldest) as kept
  where gone.term = kept.term and (gone.published_at, gone.story_id) < (kept.published_at, kept.story_id)
$$;
--> statement-breakpoint

-- For stories that were written past the triggers: bulk loads.
create function rebuild_term_postings() returns void language plpgsql as $$
begin
  truncate term_posting;
  insert into term_posting (term, published_at, story_id)
    select term, published_at, story_id from (
      select word.term, s.published_at, s.id as story_id,
        row_number() over (partition by word.term order by s.published_at desc, s.id desc) as place
      from story s join story_terms t on t.story_id = s.id cross join unnest(t.terms) as word(term)
      where s.status = 'published') as placed
    where place <= newest_postings()
    order by term, published_at, story_id;
end $$;
--> statement-breakpoint
select rebuild_term_postings();
