CREATE TYPE "public"."topic_timeline" AS ENUM('stories', 'chosen', 'off');--> statement-breakpoint
CREATE TABLE "topic_milestone" (
	"topic_id" bigint NOT NULL,
	"story_id" bigint NOT NULL,
	CONSTRAINT "topic_milestone_topic_id_story_id_pk" PRIMARY KEY("topic_id","story_id")
);
--> statement-breakpoint
CREATE TABLE "topic_opening" (
	"topic_id" bigint PRIMARY KEY NOT NULL,
	"introduction" text DEFAULT '' NOT NULL,
	"lead_story_id" bigint,
	"timeline" "topic_timeline" DEFAULT 'stories' NOT NULL
);
--> statement-breakpoint
ALTER TABLE "topic_milestone" ADD CONSTRAINT "topic_milestone_topic_id_topic_id_fk" FOREIGN KEY ("topic_id") REFERENCES "public"."topic"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "topic_milestone" ADD CONSTRAINT "topic_milestone_story_id_story_id_fk" FOREIGN KEY ("story_id") REFERENCES "public"."story"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "topic_opening" ADD CONSTRAINT "topic_opening_topic_id_topic_id_fk" FOREIGN KEY ("topic_id") REFERENCES "public"."topic"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "topic_opening" ADD CONSTRAINT "topic_opening_lead_story_id_story_id_fk" FOREIGN KEY ("lead_story_id") REFERENCES "public"."story"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "topic_milestone_story" ON "topic_milestone" USING btree ("story_id");--> statement-breakpoint
CREATE INDEX "topic_opening_lead" ON "topic_opening" USING btree ("lead_story_id") WHERE "topic_opening"."lead_story_id" is not null;