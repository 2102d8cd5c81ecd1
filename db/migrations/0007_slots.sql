ALTER TYPE "public"."slot_name" ADD VALUE 'breaking';--> statement-breakpoint
ALTER TYPE "public"."slot_name" ADD VALUE 'section-lead';--> statement-breakpoint
DROP INDEX "slot_item_order";--> statement-breakpoint
DROP INDEX "slot_item_once";--> statement-breakpoint
ALTER TABLE "slot_item" ADD COLUMN "section_id" bigint;--> statement-breakpoint
ALTER TABLE "slot_item" ADD CONSTRAINT "slot_item_section_id_section_id_fk" FOREIGN KEY ("section_id") REFERENCES "public"."section"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "slot_item_section" ON "slot_item" USING btree ("section_id") WHERE "slot_item"."section_id" is not null;--> statement-breakpoint
CREATE INDEX "slot_item_order" ON "slot_item" USING btree ("slot","section_id","position");--> statement-breakpoint
CREATE UNIQUE INDEX "slot_item_once" ON "slot_item" USING btree ("slot","story_id",coalesce("section_id", 0));--> statement-breakpoint
ALTER TABLE "slot_item" ADD CONSTRAINT "slot_item_of_section" CHECK (("slot_item"."slot"::text = 'section-lead') = ("slot_item"."section_id" is not null));--> statement-breakpoint
ALTER TABLE "slot_item" ADD CONSTRAINT "slot_item_breaking_ends" CHECK ("slot_item"."slot"::text <> 'breaking' or "slot_item"."until_at" is not null);