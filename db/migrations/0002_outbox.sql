CREATE TYPE "public"."delivery_state" AS ENUM('waiting', 'done', 'dead');--> statement-breakpoint
CREATE TABLE "delivery" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "delivery_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"channel" text NOT NULL,
	"event_id" bigint NOT NULL,
	"payload" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"state" "delivery_state" DEFAULT 'waiting' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"rounds_left" integer DEFAULT 1 NOT NULL,
	"next_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_error" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "delivery_ended_or_waiting" CHECK (("delivery"."state" = 'waiting') = ("delivery"."ended_at" is null))
);
--> statement-breakpoint
CREATE TABLE "delivery_channel" (
	"name" text PRIMARY KEY NOT NULL,
	"events" text[],
	"rounds" integer DEFAULT 1 NOT NULL,
	"seen_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"paused_until" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE INDEX "delivery_due" ON "delivery" USING btree ("channel","next_at","id") WHERE "delivery"."state" = 'waiting';--> statement-breakpoint
CREATE INDEX "delivery_ended" ON "delivery" USING btree ("ended_at") WHERE "delivery"."ended_at" is not null;--> statement-breakpoint

-- The outbox is filled in the event's own transaction: what is rolled back is told to nobody, what is committed is told even
-- if every process ends in the next moment.
create function event_to_outbox() returns trigger language plpgsql as $$
begin
  insert into delivery (channel, event_id, payload, rounds_left)
  select
    c.name,
    new.id,
    (new.payload - 'panels')
      || jsonb_build_object('type', new.type, 'hard', to_jsonb(new.hard_tags), 'soft', to_jsonb(new.soft_tags)),
    c.rounds
  from delivery_channel c
  where c.events is null or new.type = any (c.events);
  return null;
end $$;
--> statement-breakpoint
create trigger event_to_outbox after insert on event for each row execute function event_to_outbox();
