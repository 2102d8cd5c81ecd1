CREATE TYPE "public"."account_link_kind" AS ENUM('invitation', 'reset');--> statement-breakpoint
CREATE TYPE "public"."desk_role" AS ENUM('reporter', 'editor', 'director', 'chief', 'admin');--> statement-breakpoint
CREATE TYPE "public"."finding_level" AS ENUM('forbid', 'warn', 'suggest');--> statement-breakpoint
CREATE TYPE "public"."work_stage" AS ENUM('none', 'draft', 'submitted', 'reviewed', 'signed', 'scheduled');--> statement-breakpoint
CREATE TYPE "public"."upload_state" AS ENUM('receiving', 'received', 'working', 'done', 'refused');--> statement-breakpoint
CREATE TABLE "account_link" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" "account_link_kind" NOT NULL,
	"token_hash" text NOT NULL,
	"person_id" text,
	"role" "desk_role",
	"section_ids" bigint[],
	"note" text DEFAULT '' NOT NULL,
	"by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "account_link_token_hash_unique" UNIQUE("token_hash"),
	CONSTRAINT "account_link_complete" CHECK (("account_link"."kind" = 'invitation' and "account_link"."role" is not null) or ("account_link"."kind" = 'reset' and "account_link"."person_id" is not null))
);
--> statement-breakpoint
CREATE TABLE "attempt" (
	"key" text PRIMARY KEY NOT NULL,
	"count" integer NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "credential" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"user_id" text NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp (3) with time zone,
	"refresh_token_expires_at" timestamp (3) with time zone,
	"scope" text,
	"password" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "desk_session" (
	"id" text PRIMARY KEY NOT NULL,
	"token" text NOT NULL,
	"user_id" text NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "desk_session_token_unique" UNIQUE("token")
);
--> statement-breakpoint
CREATE TABLE "passkey" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text,
	"public_key" text NOT NULL,
	"user_id" text NOT NULL,
	"credential_id" text NOT NULL,
	"counter" integer NOT NULL,
	"device_type" text NOT NULL,
	"backed_up" boolean NOT NULL,
	"transports" text,
	"created_at" timestamp (3) with time zone DEFAULT now(),
	"aaguid" text,
	CONSTRAINT "passkey_credential_id_unique" UNIQUE("credential_id")
);
--> statement-breakpoint
CREATE TABLE "person" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean DEFAULT false NOT NULL,
	"image" text,
	"username" text NOT NULL,
	"role" "desk_role" DEFAULT 'reporter' NOT NULL,
	"section_ids" bigint[],
	"two_factor_enabled" boolean DEFAULT false NOT NULL,
	"suspended_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "person_email_unique" UNIQUE("email"),
	CONSTRAINT "person_username_unique" UNIQUE("username"),
	CONSTRAINT "person_name_present" CHECK (length(btrim("person"."name")) between 1 and 40),
	CONSTRAINT "person_email_lower" CHECK ("person"."email" = lower("person"."email") and "person"."email" like '%@%'),
	CONSTRAINT "person_username_shape" CHECK ("person"."username" ~ '^[a-z][a-z0-9._]{2,29}$')
);
--> statement-breakpoint
CREATE TABLE "second_factor" (
	"id" text PRIMARY KEY NOT NULL,
	"secret" text NOT NULL,
	"backup_codes" text NOT NULL,
	"user_id" text NOT NULL,
	"verified" boolean DEFAULT true,
	"failed_verification_count" integer DEFAULT 0,
	"locked_until" timestamp (3) with time zone,
	CONSTRAINT "second_factor_user_id_unique" UNIQUE("user_id")
);
--> statement-breakpoint
CREATE TABLE "verification" (
	"id" text PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit" (
	"id" bigint PRIMARY KEY DEFAULT 0 NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"actor_id" text NOT NULL,
	"actor_name" text NOT NULL,
	"actor_role" text NOT NULL,
	"act" text NOT NULL,
	"object" text NOT NULL,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"previous" text DEFAULT '' NOT NULL,
	"hash" text DEFAULT '' NOT NULL,
	CONSTRAINT "audit_hash_shape" CHECK ("audit"."hash" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
CREATE TABLE "sensitive_word" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "sensitive_word_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"word" text NOT NULL,
	"folded" text NOT NULL,
	"level" "finding_level" NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"added_by" text NOT NULL,
	"added_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sensitive_word_present" CHECK (length("sensitive_word"."folded") between 2 and 50)
);
--> statement-breakpoint
CREATE TABLE "story_fingerprint" (
	"story_id" bigint PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"signature" integer[] NOT NULL,
	"bands" integer[] NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "story_work" (
	"story_id" bigint PRIMARY KEY NOT NULL,
	"stage" "work_stage" NOT NULL,
	"stage_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"content" jsonb,
	"base" jsonb,
	"correction" text,
	"version" integer DEFAULT 0 NOT NULL,
	"point_version" integer DEFAULT 0 NOT NULL,
	"point_at" timestamp (3) with time zone,
	"saved_at" timestamp (3) with time zone,
	"saved_by" text,
	"saved_name" text,
	"changed_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"title" text DEFAULT '' NOT NULL,
	"kind" "story_kind" DEFAULT 'news' NOT NULL,
	"section_id" bigint NOT NULL,
	"owner_id" text,
	"owner_name" text,
	"writer_ids" text[] DEFAULT '{}' NOT NULL,
	"reviews_needed" integer DEFAULT 3 NOT NULL,
	"reviews" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"signed_by" text,
	"signed_name" text,
	"signed_at" timestamp (3) with time zone,
	"sent_back" jsonb,
	"publish_at" timestamp (3) with time zone,
	"withdraw_at" timestamp (3) with time zone,
	"withdraw_reason" text,
	"lock_by" text,
	"lock_name" text,
	"lock_role" text,
	"lock_since" timestamp (3) with time zone,
	"lock_beat" timestamp (3) with time zone,
	CONSTRAINT "story_work_has_content" CHECK (("story_work"."stage" = 'none') = ("story_work"."content" is null)),
	CONSTRAINT "story_work_scheduled_has_time" CHECK (("story_work"."stage" = 'scheduled') = ("story_work"."publish_at" is not null)),
	CONSTRAINT "story_work_signed_has_signer" CHECK ("story_work"."stage" not in ('signed', 'scheduled') or "story_work"."signed_by" is not null),
	CONSTRAINT "story_work_withdrawal_has_reason" CHECK (("story_work"."withdraw_at" is null) = ("story_work"."withdraw_reason" is null)),
	CONSTRAINT "story_work_reviews_needed" CHECK ("story_work"."reviews_needed" between 1 and 3)
);
--> statement-breakpoint
CREATE TABLE "media_removal" (
	"hash" text PRIMARY KEY NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "media_upload" (
	"id" text PRIMARY KEY NOT NULL,
	"node" text NOT NULL,
	"name" text NOT NULL,
	"bytes" bigint NOT NULL,
	"by" text NOT NULL,
	"actor" jsonb NOT NULL,
	"replaces" bigint,
	"state" "upload_state" DEFAULT 'receiving' NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"total" integer DEFAULT 0 NOT NULL,
	"refusal" text,
	"hash" text,
	"media_id" bigint,
	"attempts" integer DEFAULT 0 NOT NULL,
	"lease_until" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "media_upload_refused_why" CHECK (("media_upload"."state" = 'refused') = ("media_upload"."refusal" is not null))
);
--> statement-breakpoint
ALTER TABLE "media" ADD COLUMN "formats" text[] DEFAULT '{"webp"}' NOT NULL;--> statement-breakpoint
ALTER TABLE "media" ADD COLUMN "crop_x" integer;--> statement-breakpoint
ALTER TABLE "media" ADD COLUMN "crop_y" integer;--> statement-breakpoint
ALTER TABLE "media" ADD COLUMN "crops_due" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "media" ADD COLUMN "original" text;--> statement-breakpoint
ALTER TABLE "media" ADD COLUMN "name" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "media" ADD COLUMN "facts" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "media" ADD COLUMN "uploaded_by" text;--> statement-breakpoint
ALTER TABLE "section" ADD COLUMN "reviews" integer;--> statement-breakpoint
ALTER TABLE "source" ADD COLUMN "whitelisted" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "account_link" ADD CONSTRAINT "account_link_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credential" ADD CONSTRAINT "credential_user_id_person_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."person"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "desk_session" ADD CONSTRAINT "desk_session_user_id_person_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."person"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "passkey" ADD CONSTRAINT "passkey_user_id_person_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."person"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "second_factor" ADD CONSTRAINT "second_factor_user_id_person_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."person"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "story_fingerprint" ADD CONSTRAINT "story_fingerprint_story_id_story_id_fk" FOREIGN KEY ("story_id") REFERENCES "public"."story"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "story_work" ADD CONSTRAINT "story_work_story_id_story_id_fk" FOREIGN KEY ("story_id") REFERENCES "public"."story"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "story_work" ADD CONSTRAINT "story_work_section_id_section_id_fk" FOREIGN KEY ("section_id") REFERENCES "public"."section"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "media_upload" ADD CONSTRAINT "media_upload_replaces_media_id_fk" FOREIGN KEY ("replaces") REFERENCES "public"."media"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "media_upload" ADD CONSTRAINT "media_upload_media_id_media_id_fk" FOREIGN KEY ("media_id") REFERENCES "public"."media"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "account_link_open" ON "account_link" USING btree ("expires_at") WHERE "account_link"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "attempt_ends" ON "attempt" USING btree ("ends_at");--> statement-breakpoint
CREATE INDEX "credential_user" ON "credential" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "desk_session_user" ON "desk_session" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "passkey_user" ON "passkey" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "second_factor_secret" ON "second_factor" USING btree ("secret");--> statement-breakpoint
CREATE INDEX "verification_identifier" ON "verification" USING btree ("identifier");--> statement-breakpoint
CREATE INDEX "audit_object" ON "audit" USING btree ("object","id");--> statement-breakpoint
CREATE INDEX "audit_actor" ON "audit" USING btree ("actor_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "sensitive_word_folded" ON "sensitive_word" USING btree ("folded");--> statement-breakpoint
CREATE INDEX "story_fingerprint_title" ON "story_fingerprint" USING btree ("title");--> statement-breakpoint
CREATE INDEX "story_fingerprint_bands" ON "story_fingerprint" USING gin ("bands");--> statement-breakpoint
CREATE INDEX "story_work_owner" ON "story_work" USING btree ("owner_id","changed_at" DESC NULLS FIRST,"story_id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "story_work_open" ON "story_work" USING btree ("changed_at" DESC NULLS FIRST,"story_id" DESC NULLS FIRST) WHERE "story_work"."stage" <> 'none';--> statement-breakpoint
CREATE INDEX "story_work_review" ON "story_work" USING btree ("stage_at","story_id") WHERE "story_work"."stage" in ('submitted', 'reviewed');--> statement-breakpoint
CREATE INDEX "story_work_publish_at" ON "story_work" USING btree ("publish_at","story_id") WHERE "story_work"."stage" = 'scheduled';--> statement-breakpoint
CREATE INDEX "story_work_withdraw_at" ON "story_work" USING btree ("withdraw_at","story_id") WHERE "story_work"."withdraw_at" is not null;--> statement-breakpoint
CREATE INDEX "story_work_section" ON "story_work" USING btree ("section_id");--> statement-breakpoint
CREATE INDEX "media_removal_due" ON "media_removal" USING btree ("due_at");--> statement-breakpoint
CREATE INDEX "media_upload_queue" ON "media_upload" USING btree ("node","created_at") WHERE "media_upload"."state" in ('received', 'working');--> statement-breakpoint
CREATE INDEX "media_upload_by" ON "media_upload" USING btree ("by","created_at");--> statement-breakpoint
CREATE INDEX "media_upload_expires" ON "media_upload" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "media_upload_replaces" ON "media_upload" USING btree ("replaces") WHERE "media_upload"."replaces" is not null;--> statement-breakpoint
CREATE INDEX "media_upload_media" ON "media_upload" USING btree ("media_id") WHERE "media_upload"."media_id" is not null;--> statement-breakpoint
CREATE INDEX "media_kind" ON "media" USING btree ("kind","id");--> statement-breakpoint
CREATE INDEX "media_poster" ON "media" USING btree ("poster_id") WHERE "media"."poster_id" is not null;--> statement-breakpoint
CREATE INDEX "media_crops_due" ON "media" USING btree ("id") WHERE "media"."crops_due";--> statement-breakpoint
CREATE INDEX "show_cover" ON "show" USING btree ("cover_id") WHERE "show"."cover_id" is not null;--> statement-breakpoint
CREATE INDEX "topic_lead_media" ON "topic" USING btree ("lead_media_id") WHERE "topic"."lead_media_id" is not null;--> statement-breakpoint
CREATE INDEX "slot_item_media" ON "slot_item" USING btree ("media_id") WHERE "slot_item"."media_id" is not null;--> statement-breakpoint
ALTER TABLE "media" ADD CONSTRAINT "media_formats_known" CHECK ("media"."formats" <@ array['avif', 'webp', 'jpeg'] and 'webp' = any("media"."formats"));--> statement-breakpoint
ALTER TABLE "media" ADD CONSTRAINT "media_crop_whole" CHECK (("media"."crop_x" is null) = ("media"."crop_y" is null) and "media"."crop_x" between 0 and 100 and "media"."crop_y" between 0 and 100);--> statement-breakpoint
ALTER TABLE "section" ADD CONSTRAINT "section_reviews" CHECK ("section"."reviews" between 1 and 3);