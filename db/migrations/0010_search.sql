CREATE TABLE "search_entry" (
	"story_id" bigint NOT NULL,
	"draft" boolean NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"kind" "story_kind" NOT NULL,
	"section_ids" bigint[] NOT NULL,
	"topic_ids" bigint[] NOT NULL,
	"source_id" bigint,
	"text" text NOT NULL,
	"title_length" integer NOT NULL,
	"body_at" integer NOT NULL,
	CONSTRAINT "search_entry_story_id_draft_pk" PRIMARY KEY("story_id","draft")
);
--> statement-breakpoint
ALTER TABLE "search_entry" ADD CONSTRAINT "search_entry_story_fk" FOREIGN KEY ("story_id") REFERENCES "public"."story"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "search_entry_newest" ON "search_entry" USING btree ("at" DESC NULLS FIRST,"story_id" DESC NULLS FIRST) WHERE not "search_entry"."draft";--> statement-breakpoint
CREATE INDEX "search_entry_drafts" ON "search_entry" USING btree ("at" DESC NULLS FIRST,"story_id" DESC NULLS FIRST) WHERE "search_entry"."draft";
--> statement-breakpoint
-- Search (docs/search.md). Three immutable functions say what is the same text, and by what it is found; `lib/search/fold.ts`
-- says the same in TypeScript, and a test compares the two.

-- Compatibility forms, case and blanks made one; a mark (U+0001) before each word of Latin letters or digits, so that a
-- substring search finds them by their beginnings only: "5g" is in "用5g" and not in "15g". Line ends stay.
-- The collation "C" keeps lower() the same in every database; it knows ASCII only.
create function search_fold(t text) returns text language plpgsql immutable parallel safe as $$
declare
  folded text := lower(normalize(t, NFKC) collate "C");
begin
  if folded ~ '[\u00c0-\u00de\u0370-\u042f]' then
    folded := translate(folded,
      'ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩЀЁЂЃЄЅІЇЈЉЊЋЌЍЎЏАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ',
      'àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþαβγδεζηθικλμνξοπρστυφχψωѐёђѓєѕіїјљњћќѝўџабвгдежзийклмнопрстуфхцчшщъыьэюя');
  end if;
  if folded ~ '[\u0001-\u0009\u000b-\u001f\u007f-\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufe00-\ufe0f\ufeff]' then
    folded := regexp_replace(folded, '[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]+', '', 'g');
    folded := regexp_replace(folded, '[\u0001-\u0009\u000b-\u001f\u007f-\u00a0\u2028\u2029\u202f]+', ' ', 'g');
  end if;
  return regexp_replace(btrim(regexp_replace(folded, ' +', ' ', 'g'), E' \n'), '[a-z0-9]+', E'\x01\\&', 'g');
end $$;
--> statement-breakpoint

-- Every two neighbouring characters of a folded text, what is left over alone; punctuation, blanks and signs between two words
-- count as one U+0002, marks as nothing. So a word is found by the pairs in it, and a single character by what begins with it. An
-- entry that has every pair of a word need not have the word, the text itself decides. (A regular expression of dots alone is
-- matched without an automaton: three times as fast as a row for each character. What it yields with a U+0002 nobody asks for.)
create function search_grams(t text) returns text[] language plpgsql immutable parallel safe as $$
declare
  s text := regexp_replace(replace(t, E'\x01', ''),
    '[\u0001-\u002f\u003a-\u0060\u007b-\u00bf\u00d7\u00f7\u2000-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020\u3030\u303d-\u303f\u30fb\ue000-\uf8ff\ufe00-\uff0f\uffe0-\uffff\U0001f000-\U0001faff\U000e0000-\U000e01ff]+',
    E'\x02', 'g');
begin
  return array_remove(string_to_array(
    regexp_replace(s, '..', E'\\&\x01', 'g') || E'\x01' || regexp_replace(substr(s, 2), '..', E'\\&\x01', 'g'), E'\x01'), '');
end $$;
--> statement-breakpoint

-- What an entry is found by: its pairs, and what it is filtered by, each after a `#`, which no pair has. `#d` is the period of
-- eight days of its time in Asia/Shanghai, counted from 2000-01-01, `#e` that of 64 days, `#f` that of 512: so any span of time is a
-- few words of the index. Indexes are made with an empty search_path, so names are in full. The cost keeps the planner from
-- reading texts instead of the index.
create function search_vector(
  t text, at timestamptz, kind story_kind, section_ids bigint[], topic_ids bigint[], source_id bigint
) returns tsvector language plpgsql immutable parallel safe cost 1000000 as $$
declare
  period int := floor((public.site_day(at) - date '2000-01-01') / 8.0);
begin
  return array_to_tsvector(
    public.search_grams(t)
    || array['#k' || kind, '#d' || period, '#e' || (period >> 3), '#f' || (period >> 6), '#o' || coalesce(source_id, 0)]
    || string_to_array('#s' || array_to_string(section_ids, ',#s'), ',')
    || string_to_array('#t' || array_to_string(topic_ids, ',#t'), ','));
end $$;
--> statement-breakpoint

-- How much a text weighs that stands first at a place of an entry (0: nowhere) and has so many characters. Most in the title, the
-- more the larger a part of it, then in the summary, then in the body, the more the earlier: news say first what they are about. In
-- SQL, so that it becomes a part of the query: a thousand calls would take as long as all else.
create function search_weight(place int, title_length int, body_at int, characters int) returns float8
language sql immutable parallel safe as $$
  select case
    when place = 0 then 0.0::float8
    when place <= title_length then 1.0::float8 + 0.5::float8 * characters / title_length
    when place < body_at then 0.4::float8
    else 0.2::float8 + 0.15::float8 / (1.0::float8 + (place - body_at) / 300.0::float8) end
$$;
--> statement-breakpoint

-- The words of a body (a TipTap document): every block and every caption on a line of its own.
create function body_text(body jsonb) returns text language sql immutable parallel safe as $$
  select coalesce(string_agg(
    case n ->> 'type'
      when 'text' then n ->> 'text'
      when 'image' then E'\n' || coalesce(n #>> '{attrs,caption}', '')
      when 'audio' then E'\n' || coalesce(n #>> '{attrs,caption}', '')
      when 'video' then E'\n' || coalesce(n #>> '{attrs,caption}', '')
      else E'\n'
    end, '' order by ord), '')
  from jsonb_path_query(body, 'strict $.content[*].** ? (@.type() == "object" && exists(@.type)
    && @.type != "bold" && @.type != "italic" && @.type != "strike" && @.type != "code" && @.type != "link")', silent => true)
    with ordinality as node(n, ord)
$$;
--> statement-breakpoint

-- What is searched of a story: the only place that says so.
create view search_source as
  with shown as (
    select s.id as story_id, false as draft, s.published_at as at, s.kind, s.section_id, s.source_id,
      s.title, s.summary, s.body,
      array(select x.section_id from story_section x where x.story_id = s.id) as extra_sections,
      array(select t.topic_id from story_topic t where t.story_id = s.id order by t.topic_id) as topic_ids
    from story s where s.status = 'published'
    union all
    select s.id, true, coalesce(s.withdrawn_at, s.created_at), s.kind, s.section_id, s.source_id,
      s.title, s.summary, s.body,
      array(select x.section_id from story_section x where x.story_id = s.id),
      array(select t.topic_id from story_topic t where t.story_id = s.id order by t.topic_id)
    from story s
    where s.status <> 'published'
      and not exists (select from story_work w where w.story_id = s.id and w.content is not null)
    union all
    select w.story_id, true, w.changed_at, w.kind, w.section_id, (w.content ->> 'sourceId')::bigint,
      coalesce(w.content ->> 'title', ''), coalesce(w.content ->> 'summary', ''), w.content -> 'body',
      array(select jsonb_array_elements_text(w.content -> 'extraSectionIds')::bigint),
      array(select jsonb_array_elements_text(w.content -> 'topicIds')::bigint order by 1)
    from story_work w where w.content is not null
  ), folded as (
    select *, search_fold(title) as head, search_fold(summary) as lead, search_fold(left(body_text(body), 8000)) as rest
    from shown
  )
  select story_id, draft, at, kind,
    array(select distinct id from unnest(section_id || extra_sections) id order by id) as section_ids,
    topic_ids, source_id,
    head || E'\n' || lead || E'\n' || rest as text,
    length(head) as title_length, length(head) + length(lead) + 3 as body_at
  from folded;
--> statement-breakpoint

-- `work`: something changed in what is being written only.
create function refresh_search(target bigint, work boolean default false) returns void language plpgsql as $$
begin
  delete from search_entry e
  where e.story_id = target and (e.draft or not work)
    and not case when e.draft
      then exists (select from story where id = target and status <> 'published')
        or exists (select from story_work where story_id = target and content is not null)
      else exists (select from story where id = target and status = 'published') end;
  insert into search_entry as e (story_id, draft, at, kind, section_ids, topic_ids, source_id, text, title_length, body_at)
    select story_id, draft, at, kind, section_ids, topic_ids, source_id, text, title_length, body_at
    from search_source where story_id = target and (draft or not work)
    order by draft
  on conflict (story_id, draft) do update set
    at = excluded.at, kind = excluded.kind, section_ids = excluded.section_ids, topic_ids = excluded.topic_ids,
    source_id = excluded.source_id, text = excluded.text, title_length = excluded.title_length, body_at = excluded.body_at
  where (e.at, e.kind, e.section_ids, e.topic_ids, e.source_id, e.text, e.title_length)
    is distinct from (excluded.at, excluded.kind, excluded.section_ids, excluded.topic_ids, excluded.source_id, excluded.text,
      excluded.title_length);
end $$;
--> statement-breakpoint

create function story_searched() returns trigger language plpgsql as $$
begin
  perform refresh_search(new.id);
  return null;
end $$;
--> statement-breakpoint
create trigger story_searched after insert or update of
  status, kind, published_at, withdrawn_at, section_id, source_id, title, summary, body on story
  for each row execute function story_searched();
--> statement-breakpoint

create function story_work_searched() returns trigger language plpgsql as $$
begin
  perform refresh_search(case when tg_op = 'DELETE' then old.story_id else new.story_id end, true);
  return null;
end $$;
--> statement-breakpoint
-- Not for a lock or its beat, which come every few seconds, nor for the row of a story of which nothing is being written.
create trigger story_work_searched_in after insert on story_work
  for each row when (new.content is not null) execute function story_work_searched();
--> statement-breakpoint
create trigger story_work_searched_to after update of content, changed_at, kind, section_id on story_work
  for each row when (old.content is not null or new.content is not null) execute function story_work_searched();
--> statement-breakpoint
create trigger story_work_searched_out after delete on story_work
  for each row when (old.content is not null) execute function story_work_searched();
--> statement-breakpoint

-- Once a statement: the topics of a story are written together.
create function story_links_searched() returns trigger language plpgsql as $$
begin
  perform refresh_search(story_id) from (select distinct story_id from changed) changed_stories order by story_id;
  return null;
end $$;
--> statement-breakpoint
create trigger story_topic_searched_in after insert on story_topic
  referencing new table as changed for each statement execute function story_links_searched();
--> statement-breakpoint
create trigger story_topic_searched_out after delete on story_topic
  referencing old table as changed for each statement execute function story_links_searched();
--> statement-breakpoint
create trigger story_topic_searched_of after update on story_topic
  referencing old table as changed for each statement execute function story_links_searched();
--> statement-breakpoint
create trigger story_topic_searched_to after update on story_topic
  referencing new table as changed for each statement execute function story_links_searched();
--> statement-breakpoint
create trigger story_section_searched_in after insert on story_section
  referencing new table as changed for each statement execute function story_links_searched();
--> statement-breakpoint
create trigger story_section_searched_out after delete on story_section
  referencing old table as changed for each statement execute function story_links_searched();
--> statement-breakpoint
create trigger story_section_searched_of after update on story_section
  referencing old table as changed for each statement execute function story_links_searched();
--> statement-breakpoint
create trigger story_section_searched_to after update on story_section
  referencing new table as changed for each statement execute function story_links_searched();
--> statement-breakpoint

-- The indexes over the texts. Statistics over them would cost every ANALYZE the pairs of 30,000 stories and tell nothing that
-- the search does not know better. New entries wait in a short list that every search reads (0.2 ms) until many are put in place at
-- once: a save of 8,000 characters takes 6 ms so, and one in ten 150 ms, instead of 90 ms each.
create function index_search() returns void language plpgsql as $$
begin
  create index search_entry_text on search_entry
    using gin (search_vector(text, at, kind, section_ids, topic_ids, source_id)) with (fastupdate = on, gin_pending_list_limit = 1024) where not draft;
  create index search_entry_draft_text on search_entry
    using gin (search_vector(text, at, kind, section_ids, topic_ids, source_id)) with (fastupdate = on, gin_pending_list_limit = 1024) where draft;
  alter index search_entry_text alter column 1 set statistics 0;
  alter index search_entry_draft_text alter column 1 set statistics 0;
end $$;
--> statement-breakpoint

-- For bulk loads, which switch the triggers off: makes everything anew from the stories.
create function rebuild_search() returns void language plpgsql as $$
begin
  drop index if exists search_entry_text, search_entry_draft_text;
  truncate search_entry;
  insert into search_entry (story_id, draft, at, kind, section_ids, topic_ids, source_id, text, title_length, body_at)
    select story_id, draft, at, kind, section_ids, topic_ids, source_id, text, title_length, body_at from search_source;
  perform index_search();
end $$;
--> statement-breakpoint
select rebuild_search();
--> statement-breakpoint

-- Topics by words of their names, and by how their names begin.
create index topic_search on topic using gin (array_to_tsvector(search_grams(search_fold(name)))) with (fastupdate = off);
--> statement-breakpoint
create index topic_prefix on topic (search_fold(name) text_pattern_ops);
