CREATE TYPE "public"."author_role" AS ENUM('reporter', 'photographer', 'columnist', 'host', 'editor');--> statement-breakpoint
CREATE TYPE "public"."list_kind" AS ENUM('site', 'pictured', 'gallery', 'section', 'author', 'topic', 'show', 'blog', 'post', 'programme');--> statement-breakpoint
CREATE TYPE "public"."media_kind" AS ENUM('image', 'audio', 'video');--> statement-breakpoint
CREATE TYPE "public"."slot_name" AS ENUM('front-lead', 'headline', 'front-carousel', 'recommended');--> statement-breakpoint
CREATE TYPE "public"."source_kind" AS ENUM('own', 'partner', 'official');--> statement-breakpoint
CREATE TYPE "public"."story_kind" AS ENUM('news', 'gallery', 'video', 'audio', 'post');--> statement-breakpoint
CREATE TYPE "public"."story_status" AS ENUM('draft', 'submitted', 'reviewed', 'signed', 'scheduled', 'published', 'withdrawn');--> statement-breakpoint
CREATE TYPE "public"."topic_kind" AS ENUM('special', 'tag');--> statement-breakpoint
CREATE TABLE "author" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "author_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"role" "author_role" DEFAULT 'reporter' NOT NULL,
	"bio" text DEFAULT '' NOT NULL,
	CONSTRAINT "author_slug_unique" UNIQUE("slug"),
	CONSTRAINT "author_slug_shape" CHECK ("author"."slug" ~ '^[a-z0-9]+(-[a-z0-9]+)*$')
);
--> statement-breakpoint
CREATE TABLE "blog" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "blog_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"author_id" bigint NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	CONSTRAINT "blog_author_id_unique" UNIQUE("author_id")
);
--> statement-breakpoint
CREATE TABLE "event" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "event_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"type" text NOT NULL,
	"payload" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"hard_tags" text[] DEFAULT '{}' NOT NULL,
	"soft_tags" text[] DEFAULT '{}' NOT NULL,
	"by" text DEFAULT 'system' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "media" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "media_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" "media_kind" NOT NULL,
	"hash" text NOT NULL,
	"file" text NOT NULL,
	"mime" text NOT NULL,
	"bytes" integer NOT NULL,
	"width" integer,
	"height" integer,
	"color" text,
	"focal_x" real DEFAULT 0.5 NOT NULL,
	"focal_y" real DEFAULT 0.5 NOT NULL,
	"alt" text DEFAULT '' NOT NULL,
	"caption" text DEFAULT '' NOT NULL,
	"credit" text DEFAULT '' NOT NULL,
	"licence" text DEFAULT '' NOT NULL,
	"ai_made" boolean DEFAULT false NOT NULL,
	"widths" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"duration_seconds" integer,
	"poster_id" bigint,
	"captions_file" text,
	"chapters" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "media_hash_unique" UNIQUE("hash"),
	CONSTRAINT "media_picture_has_size" CHECK ("media"."kind" <> 'image' or ("media"."width" > 0 and "media"."height" > 0)),
	CONSTRAINT "media_sound_has_length" CHECK ("media"."kind" = 'image' or "media"."duration_seconds" > 0),
	CONSTRAINT "media_focal_inside" CHECK ("media"."focal_x" between 0 and 1 and "media"."focal_y" between 0 and 1),
	CONSTRAINT "media_color_shape" CHECK ("media"."color" ~ '^#[0-9a-f]{6}$'),
	CONSTRAINT "media_hash_shape" CHECK ("media"."hash" ~ '^[0-9a-f]{16}$')
);
--> statement-breakpoint
CREATE TABLE "redirect" (
	"from_path" text PRIMARY KEY NOT NULL,
	"to_path" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "redirect_goes_elsewhere" CHECK ("redirect"."from_path" <> "redirect"."to_path"),
	CONSTRAINT "redirect_from_is_path" CHECK ("redirect"."from_path" like '/%'),
	CONSTRAINT "redirect_stays_here" CHECK ("redirect"."to_path" ~ '^/([^/]|$)')
);
--> statement-breakpoint
CREATE TABLE "revalidation_call" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "revalidation_call_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"caller" text NOT NULL,
	"status" integer NOT NULL,
	"request" jsonb,
	"answer" jsonb
);
--> statement-breakpoint
CREATE TABLE "section" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "section_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"parent_id" bigint,
	"position" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "section_slug_unique" UNIQUE("slug"),
	CONSTRAINT "section_slug_shape" CHECK ("section"."slug" ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
	CONSTRAINT "section_not_its_own_parent" CHECK ("section"."parent_id" <> "section"."id"),
	CONSTRAINT "section_name_present" CHECK (length(btrim("section"."name")) between 1 and 40)
);
--> statement-breakpoint
CREATE TABLE "show" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "show_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"kind" "media_kind" NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"host_id" bigint,
	"cover_id" bigint,
	CONSTRAINT "show_slug_unique" UNIQUE("slug"),
	CONSTRAINT "show_slug_shape" CHECK ("show"."slug" ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
	CONSTRAINT "show_is_sound_or_film" CHECK ("show"."kind" <> 'image')
);
--> statement-breakpoint
CREATE TABLE "source" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "source_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"url" text,
	"kind" "source_kind" DEFAULT 'partner' NOT NULL,
	CONSTRAINT "source_slug_unique" UNIQUE("slug"),
	CONSTRAINT "source_slug_shape" CHECK ("source"."slug" ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
	CONSTRAINT "source_url_is_web" CHECK ("source"."url" ~ '^https?://')
);
--> statement-breakpoint
CREATE TABLE "topic" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "topic_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"kind" "topic_kind" DEFAULT 'tag' NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"lead_media_id" bigint,
	CONSTRAINT "topic_slug_unique" UNIQUE("slug"),
	CONSTRAINT "topic_slug_shape" CHECK ("topic"."slug" ~ '^[a-z0-9]+(-[a-z0-9]+)*$')
);
--> statement-breakpoint
CREATE TABLE "used_signature" (
	"signature" text NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "used_signature_signature_pk" PRIMARY KEY("signature")
);
--> statement-breakpoint
CREATE TABLE "correction" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "correction_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"story_id" bigint NOT NULL,
	"corrected_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"text" text NOT NULL,
	CONSTRAINT "correction_says_something" CHECK (length(btrim("correction"."text")) > 0)
);
--> statement-breakpoint
CREATE TABLE "list_day" (
	"list" "list_kind" NOT NULL,
	"ref_id" bigint NOT NULL,
	"day" date NOT NULL,
	"stories" integer NOT NULL,
	CONSTRAINT "list_day_list_ref_id_day_pk" PRIMARY KEY("list","ref_id","day")
);
--> statement-breakpoint
CREATE TABLE "list_entry" (
	"list" "list_kind" NOT NULL,
	"ref_id" bigint NOT NULL,
	"published_at" timestamp (3) with time zone NOT NULL,
	"story_id" bigint NOT NULL,
	CONSTRAINT "list_entry_list_ref_id_published_at_story_id_pk" PRIMARY KEY("list","ref_id","published_at","story_id")
);
--> statement-breakpoint
CREATE TABLE "read_hour" (
	"story_id" bigint NOT NULL,
	"hour" timestamp (3) with time zone NOT NULL,
	"reads" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "read_hour_story_id_hour_pk" PRIMARY KEY("story_id","hour"),
	CONSTRAINT "read_hour_positive" CHECK ("read_hour"."reads" >= 0)
);
--> statement-breakpoint
CREATE TABLE "revision" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "revision_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"story_id" bigint NOT NULL,
	"number" integer NOT NULL,
	"saved_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"saved_by" text NOT NULL,
	"note" text,
	"content" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "slot_item" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "slot_item_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"slot" "slot_name" NOT NULL,
	"position" integer NOT NULL,
	"story_id" bigint NOT NULL,
	"title_override" text,
	"media_id" bigint,
	"pinned" boolean DEFAULT false NOT NULL,
	"from_at" timestamp (3) with time zone,
	"until_at" timestamp (3) with time zone,
	CONSTRAINT "slot_item_ends_after_start" CHECK ("slot_item"."until_at" > "slot_item"."from_at")
);
--> statement-breakpoint
CREATE TABLE "story" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "story_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" "story_kind" DEFAULT 'news' NOT NULL,
	"status" "story_status" DEFAULT 'draft' NOT NULL,
	"title" text NOT NULL,
	"list_title" text,
	"subtitle" text,
	"summary" text DEFAULT '' NOT NULL,
	"body" jsonb NOT NULL,
	"word_count" integer DEFAULT 0 NOT NULL,
	"section_id" bigint NOT NULL,
	"source_id" bigint,
	"original_url" text,
	"original_title" text,
	"original_author" text,
	"byline" text,
	"editor_name" text,
	"lead_media_id" bigint,
	"media_id" bigint,
	"show_id" bigint,
	"episode" integer,
	"blog_id" bigint,
	"published_at" timestamp (3) with time zone,
	"updated_at" timestamp (3) with time zone,
	"withdrawn_at" timestamp (3) with time zone,
	"withdrawn_reason" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "story_title_present" CHECK (length(btrim("story"."title")) between 1 and 200),
	CONSTRAINT "story_list_title_present" CHECK (length(btrim("story"."list_title")) between 1 and 60),
	CONSTRAINT "story_body_is_document" CHECK ("story"."body" ->> 'type' = 'doc'),
	CONSTRAINT "story_published_has_time" CHECK ("story"."status" not in ('published', 'withdrawn') or "story"."published_at" is not null),
	CONSTRAINT "story_withdrawn_has_reason" CHECK (("story"."status" = 'withdrawn') = ("story"."withdrawn_at" is not null and "story"."withdrawn_reason" is not null)),
	CONSTRAINT "story_updated_after_published" CHECK ("story"."updated_at" >= "story"."published_at"),
	CONSTRAINT "story_post_has_blog" CHECK (("story"."kind" = 'post') = ("story"."blog_id" is not null)),
	CONSTRAINT "story_programme_has_media" CHECK ("story"."kind" not in ('audio', 'video') or "story"."media_id" is not null or "story"."status" not in ('published')),
	CONSTRAINT "story_original_is_web" CHECK ("story"."original_url" ~ '^https?://')
);
--> statement-breakpoint
CREATE TABLE "story_author" (
	"story_id" bigint NOT NULL,
	"author_id" bigint NOT NULL,
	"position" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "story_author_story_id_author_id_pk" PRIMARY KEY("story_id","author_id")
);
--> statement-breakpoint
CREATE TABLE "story_media" (
	"story_id" bigint NOT NULL,
	"position" integer NOT NULL,
	"media_id" bigint NOT NULL,
	"caption" text,
	CONSTRAINT "story_media_story_id_position_pk" PRIMARY KEY("story_id","position"),
	CONSTRAINT "story_media_from_one" CHECK ("story_media"."position" >= 1)
);
--> statement-breakpoint
CREATE TABLE "story_pick" (
	"story_id" bigint NOT NULL,
	"position" integer NOT NULL,
	"related_id" bigint NOT NULL,
	CONSTRAINT "story_pick_story_id_position_pk" PRIMARY KEY("story_id","position"),
	CONSTRAINT "story_pick_not_itself" CHECK ("story_pick"."story_id" <> "story_pick"."related_id")
);
--> statement-breakpoint
CREATE TABLE "story_section" (
	"story_id" bigint NOT NULL,
	"section_id" bigint NOT NULL,
	CONSTRAINT "story_section_story_id_section_id_pk" PRIMARY KEY("story_id","section_id")
);
--> statement-breakpoint
CREATE TABLE "story_topic" (
	"story_id" bigint NOT NULL,
	"topic_id" bigint NOT NULL,
	"position" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "story_topic_story_id_topic_id_pk" PRIMARY KEY("story_id","topic_id")
);
--> statement-breakpoint
ALTER TABLE "blog" ADD CONSTRAINT "blog_author_id_author_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."author"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "media" ADD CONSTRAINT "media_poster_id_media_id_fk" FOREIGN KEY ("poster_id") REFERENCES "public"."media"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "section" ADD CONSTRAINT "section_parent_id_section_id_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."section"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "show" ADD CONSTRAINT "show_host_id_author_id_fk" FOREIGN KEY ("host_id") REFERENCES "public"."author"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "show" ADD CONSTRAINT "show_cover_id_media_id_fk" FOREIGN KEY ("cover_id") REFERENCES "public"."media"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "topic" ADD CONSTRAINT "topic_lead_media_id_media_id_fk" FOREIGN KEY ("lead_media_id") REFERENCES "public"."media"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "correction" ADD CONSTRAINT "correction_story_id_story_id_fk" FOREIGN KEY ("story_id") REFERENCES "public"."story"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "list_entry" ADD CONSTRAINT "list_entry_story_fk" FOREIGN KEY ("story_id") REFERENCES "public"."story"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "read_hour" ADD CONSTRAINT "read_hour_story_id_story_id_fk" FOREIGN KEY ("story_id") REFERENCES "public"."story"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "revision" ADD CONSTRAINT "revision_story_id_story_id_fk" FOREIGN KEY ("story_id") REFERENCES "public"."story"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slot_item" ADD CONSTRAINT "slot_item_story_id_story_id_fk" FOREIGN KEY ("story_id") REFERENCES "public"."story"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slot_item" ADD CONSTRAINT "slot_item_media_id_media_id_fk" FOREIGN KEY ("media_id") REFERENCES "public"."media"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "story" ADD CONSTRAINT "story_section_id_section_id_fk" FOREIGN KEY ("section_id") REFERENCES "public"."section"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "story" ADD CONSTRAINT "story_source_id_source_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."source"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "story" ADD CONSTRAINT "story_lead_media_id_media_id_fk" FOREIGN KEY ("lead_media_id") REFERENCES "public"."media"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "story" ADD CONSTRAINT "story_media_id_media_id_fk" FOREIGN KEY ("media_id") REFERENCES "public"."media"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "story" ADD CONSTRAINT "story_show_id_show_id_fk" FOREIGN KEY ("show_id") REFERENCES "public"."show"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "story" ADD CONSTRAINT "story_blog_id_blog_id_fk" FOREIGN KEY ("blog_id") REFERENCES "public"."blog"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "story_author" ADD CONSTRAINT "story_author_story_id_story_id_fk" FOREIGN KEY ("story_id") REFERENCES "public"."story"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "story_author" ADD CONSTRAINT "story_author_author_id_author_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."author"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "story_media" ADD CONSTRAINT "story_media_story_id_story_id_fk" FOREIGN KEY ("story_id") REFERENCES "public"."story"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "story_media" ADD CONSTRAINT "story_media_media_id_media_id_fk" FOREIGN KEY ("media_id") REFERENCES "public"."media"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "story_pick" ADD CONSTRAINT "story_pick_story_id_story_id_fk" FOREIGN KEY ("story_id") REFERENCES "public"."story"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "story_pick" ADD CONSTRAINT "story_pick_related_id_story_id_fk" FOREIGN KEY ("related_id") REFERENCES "public"."story"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "story_section" ADD CONSTRAINT "story_section_story_id_story_id_fk" FOREIGN KEY ("story_id") REFERENCES "public"."story"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "story_section" ADD CONSTRAINT "story_section_section_id_section_id_fk" FOREIGN KEY ("section_id") REFERENCES "public"."section"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "story_topic" ADD CONSTRAINT "story_topic_story_id_story_id_fk" FOREIGN KEY ("story_id") REFERENCES "public"."story"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "story_topic" ADD CONSTRAINT "story_topic_topic_id_topic_id_fk" FOREIGN KEY ("topic_id") REFERENCES "public"."topic"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "event_at" ON "event" USING btree ("at");--> statement-breakpoint
CREATE INDEX "revalidation_call_at" ON "revalidation_call" USING btree ("at");--> statement-breakpoint
CREATE INDEX "section_parent" ON "section" USING btree ("parent_id","position");--> statement-breakpoint
CREATE UNIQUE INDEX "topic_kind_name" ON "topic" USING btree ("kind","name");--> statement-breakpoint
CREATE INDEX "used_signature_at" ON "used_signature" USING btree ("at");--> statement-breakpoint
CREATE INDEX "correction_story" ON "correction" USING btree ("story_id","corrected_at");--> statement-breakpoint
CREATE INDEX "correction_time" ON "correction" USING btree ("corrected_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "list_day_count" ON "list_day" USING btree ("list","ref_id","day" DESC NULLS FIRST,"stories");--> statement-breakpoint
CREATE INDEX "list_entry_story" ON "list_entry" USING btree ("story_id");--> statement-breakpoint
CREATE INDEX "read_hour_hour" ON "read_hour" USING btree ("hour");--> statement-breakpoint
CREATE UNIQUE INDEX "revision_number" ON "revision" USING btree ("story_id","number");--> statement-breakpoint
CREATE INDEX "slot_item_order" ON "slot_item" USING btree ("slot","position");--> statement-breakpoint
CREATE UNIQUE INDEX "slot_item_once" ON "slot_item" USING btree ("slot","story_id");--> statement-breakpoint
CREATE INDEX "slot_item_story" ON "slot_item" USING btree ("story_id");--> statement-breakpoint
CREATE INDEX "story_withdrawn" ON "story" USING btree ("withdrawn_at" DESC NULLS FIRST) WHERE "story"."status" = 'withdrawn';--> statement-breakpoint
CREATE INDEX "story_own_section" ON "story" USING btree ("section_id");--> statement-breakpoint
CREATE INDEX "story_desk" ON "story" USING btree ("status","id");--> statement-breakpoint
CREATE INDEX "story_lead_media" ON "story" USING btree ("lead_media_id") WHERE "story"."lead_media_id" is not null;--> statement-breakpoint
CREATE INDEX "story_media_file" ON "story" USING btree ("media_id") WHERE "story"."media_id" is not null;--> statement-breakpoint
CREATE INDEX "story_author_author" ON "story_author" USING btree ("author_id");--> statement-breakpoint
CREATE INDEX "story_media_media" ON "story_media" USING btree ("media_id");--> statement-breakpoint
CREATE UNIQUE INDEX "story_pick_once" ON "story_pick" USING btree ("story_id","related_id");--> statement-breakpoint
CREATE INDEX "story_pick_related" ON "story_pick" USING btree ("related_id");--> statement-breakpoint
CREATE INDEX "story_section_section" ON "story_section" USING btree ("section_id");--> statement-breakpoint
CREATE INDEX "story_topic_topic" ON "story_topic" USING btree ("topic_id");