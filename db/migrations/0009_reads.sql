CREATE TYPE "public"."read_span" AS ENUM('day', 'week');--> statement-breakpoint
CREATE TYPE "public"."visit_kind" AS ENUM('direct', 'internal', 'search', 'social', 'other');--> statement-breakpoint
CREATE TABLE "read_day" (
	"day" date NOT NULL,
	"story_id" bigint NOT NULL,
	"reads" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "read_day_day_story_id_pk" PRIMARY KEY("day","story_id")
);
--> statement-breakpoint
CREATE TABLE "read_minute" (
	"minute" timestamp (3) with time zone NOT NULL,
	"story_id" bigint NOT NULL,
	"reads" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "read_minute_minute_story_id_pk" PRIMARY KEY("minute","story_id")
);
--> statement-breakpoint
CREATE TABLE "read_top" (
	"span" "read_span" NOT NULL,
	"position" integer NOT NULL,
	"story_id" bigint NOT NULL,
	"reads" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "read_top_span_position_pk" PRIMARY KEY("span","position")
);
--> statement-breakpoint
CREATE TABLE "read_total" (
	"story_id" bigint PRIMARY KEY NOT NULL,
	"reads" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "visit_day" (
	"day" date NOT NULL,
	"section_id" bigint NOT NULL,
	"visit" "visit_kind" NOT NULL,
	"reads" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "visit_day_day_section_id_visit_pk" PRIMARY KEY("day","section_id","visit")
);
--> statement-breakpoint
CREATE TABLE "visit_hour" (
	"hour" timestamp (3) with time zone NOT NULL,
	"section_id" bigint NOT NULL,
	"visit" "visit_kind" NOT NULL,
	"reads" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "visit_hour_hour_section_id_visit_pk" PRIMARY KEY("hour","section_id","visit")
);
--> statement-breakpoint
ALTER TABLE "read_day" ADD CONSTRAINT "read_day_story_id_story_id_fk" FOREIGN KEY ("story_id") REFERENCES "public"."story"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "read_top" ADD CONSTRAINT "read_top_story_id_story_id_fk" FOREIGN KEY ("story_id") REFERENCES "public"."story"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "read_total" ADD CONSTRAINT "read_total_story_id_story_id_fk" FOREIGN KEY ("story_id") REFERENCES "public"."story"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visit_day" ADD CONSTRAINT "visit_day_section_id_section_id_fk" FOREIGN KEY ("section_id") REFERENCES "public"."section"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visit_hour" ADD CONSTRAINT "visit_hour_section_id_section_id_fk" FOREIGN KEY ("section_id") REFERENCES "public"."section"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "read_day_story" ON "read_day" USING btree ("story_id");--> statement-breakpoint
CREATE INDEX "read_top_story" ON "read_top" USING btree ("story_id");--> statement-breakpoint
CREATE INDEX "visit_day_section" ON "visit_day" USING btree ("section_id","day");--> statement-breakpoint
CREATE INDEX "visit_hour_section" ON "visit_hour" USING btree ("section_id","hour");--> statement-breakpoint

-- 热门: counts out which stories were read most, until `now_at`, of those with `fewest` reads at least; `kept` for each span are kept.
-- Says whether what readers see of it changed: the first twelve, in their order.
create function rank_reads(now_at timestamptz, fewest int default 10, kept int default 50) returns boolean language plpgsql as $$
declare
  old_order bigint[];
  new_order bigint[];
  week_began timestamptz := (site_day(now_at) - 6)::timestamp at time zone 'Asia/Shanghai';
begin
  perform pg_advisory_xact_lock(hashtext('weishui.read_top'));
  select array_agg(t.story_id order by t.span, t.position) into old_order from read_top t where t.position <= 12;
  delete from read_top;
  insert into read_top (span, position, story_id, reads)
  select 'day', row_number() over (order by top.reads desc, top.story_id desc), top.story_id, top.reads
  from (
    select h.story_id, sum(h.reads) as reads from read_hour h
    where h.hour > now_at - interval '24 hours' and h.hour <= now_at
    group by h.story_id having sum(h.reads) >= fewest
    order by 2 desc, 1 desc limit kept * 4) top
  join story s on s.id = top.story_id and s.status = 'published'
  order by top.reads desc, top.story_id desc limit kept;
  insert into read_top (span, position, story_id, reads)
  select 'week', row_number() over (order by top.reads desc, top.story_id desc), top.story_id, top.reads
  from (
    select own.story_id, sum(own.reads) as reads
    from (
      select h.story_id, h.reads from read_hour h where h.hour >= week_began and h.hour <= now_at
      union all
      select d.story_id, d.reads from read_day d where d.day between site_day(now_at) - 6 and site_day(now_at)) own
    group by own.story_id having sum(own.reads) >= fewest
    order by 2 desc, 1 desc limit kept * 4) top
  join story s on s.id = top.story_id and s.status = 'published'
  order by top.reads desc, top.story_id desc limit kept;
  select array_agg(t.story_id order by t.span, t.position) into new_order from read_top t where t.position <= 12;
  return old_order is distinct from new_order;
end $$;
