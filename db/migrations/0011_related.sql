CREATE TABLE "story_terms" (
	"story_id" bigint PRIMARY KEY NOT NULL,
	"terms" text[] NOT NULL
);
--> statement-breakpoint
CREATE TABLE "term_frequency" (
	"term" text PRIMARY KEY NOT NULL,
	"stories" integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE "story_terms" ADD CONSTRAINT "story_terms_story_id_story_id_fk" FOREIGN KEY ("story_id") REFERENCES "public"."story"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "story_terms_terms" ON "story_terms" USING gin ("terms");--> statement-breakpoint
-- One count at a time; readers of the table see the old numbers until it is done.
create function refresh_term_frequency() returns void language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtext('weishui.terms'));
  delete from term_frequency;
  insert into term_frequency (term, stories)
    select term, count(*) from story_terms cross join unnest(terms) as word(term) group by term having count(*) > 1
    union all
    select '#' || topic_id, count(*) from story_topic group by topic_id
    union all
    select '', greatest(count(*), 1) from story;
end $$;
