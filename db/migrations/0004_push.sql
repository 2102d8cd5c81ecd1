CREATE TABLE "maintenance" (
	"on" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"since" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"until" timestamp (3) with time zone,
	"by" text DEFAULT 'system' NOT NULL,
	CONSTRAINT "maintenance_is_on" CHECK ("maintenance"."on")
);
--> statement-breakpoint
CREATE TABLE "told_story" (
	"channel" text NOT NULL,
	"story_id" bigint NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "told_story_channel_story_id_pk" PRIMARY KEY("channel","story_id")
);
--> statement-breakpoint
ALTER TABLE "delivery_channel" ADD COLUMN "delay_seconds" real DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "delivery_channel" ADD COLUMN "quota_left" integer;--> statement-breakpoint
ALTER TABLE "delivery_channel" ADD COLUMN "quota_day" date;--> statement-breakpoint

-- As before, but due some seconds after the event where the channel wants it so.
create or replace function event_to_outbox() returns trigger language plpgsql as $$
begin
  insert into delivery (channel, event_id, payload, rounds_left, next_at)
  select
    c.name,
    new.id,
    (new.payload - 'panels')
      || jsonb_build_object('type', new.type, 'hard', to_jsonb(new.hard_tags), 'soft', to_jsonb(new.soft_tags)),
    c.rounds,
    now() + make_interval(secs => c.delay_seconds)
  from delivery_channel c
  where c.events is null or new.type = any (c.events);
  return null;
end $$;
