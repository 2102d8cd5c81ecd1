CREATE TABLE "api_draft" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "api_draft_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"token_id" bigint NOT NULL,
	"key" text,
	"asked" text NOT NULL,
	"story_id" bigint,
	"answer" jsonb,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "api_token" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "api_token_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"hash" text NOT NULL,
	"hint" text NOT NULL,
	"scopes" text[] NOT NULL,
	"section_ids" bigint[],
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	"revoked_by" text,
	"last_used_at" timestamp (3) with time zone,
	CONSTRAINT "api_token_hash_shape" CHECK ("api_token"."hash" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "api_token_name_present" CHECK (length(btrim("api_token"."name")) between 1 and 60),
	CONSTRAINT "api_token_has_scope" CHECK (cardinality("api_token"."scopes") > 0)
);
--> statement-breakpoint
CREATE TABLE "setting" (
	"name" text PRIMARY KEY NOT NULL,
	"value" jsonb,
	"version" integer DEFAULT 1 NOT NULL,
	"by" text NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "webhook" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "webhook_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"url" text NOT NULL,
	"events" text[] NOT NULL,
	"secret" text NOT NULL,
	"previous_secret" text,
	"previous_until" timestamp (3) with time zone,
	"active" boolean DEFAULT true NOT NULL,
	"off_reason" text,
	"off_at" timestamp (3) with time zone,
	"failing_since" timestamp (3) with time zone,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "webhook_name_present" CHECK (length(btrim("webhook"."name")) between 1 and 60),
	CONSTRAINT "webhook_url_is_web" CHECK ("webhook"."url" ~ '^https?://'),
	CONSTRAINT "webhook_has_event" CHECK (cardinality("webhook"."events") > 0),
	CONSTRAINT "webhook_previous_has_end" CHECK (("webhook"."previous_secret" is null) = ("webhook"."previous_until" is null))
);
--> statement-breakpoint
CREATE TABLE "webhook_attempt" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "webhook_attempt_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"webhook_id" bigint NOT NULL,
	"delivery_id" bigint NOT NULL,
	"event_id" bigint NOT NULL,
	"type" text NOT NULL,
	"story_id" bigint,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"milliseconds" integer NOT NULL,
	"ok" boolean NOT NULL,
	"status" integer,
	"error" text,
	"answer" text DEFAULT '' NOT NULL
);
--> statement-breakpoint
DROP INDEX "story_own_section";--> statement-breakpoint
ALTER TABLE "api_draft" ADD CONSTRAINT "api_draft_token_id_api_token_id_fk" FOREIGN KEY ("token_id") REFERENCES "public"."api_token"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_attempt" ADD CONSTRAINT "webhook_attempt_webhook_id_webhook_id_fk" FOREIGN KEY ("webhook_id") REFERENCES "public"."webhook"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "api_draft_key" ON "api_draft" USING btree ("token_id","key") WHERE "api_draft"."key" is not null;--> statement-breakpoint
CREATE INDEX "api_draft_asked" ON "api_draft" USING btree ("token_id","asked");--> statement-breakpoint
CREATE INDEX "api_draft_at" ON "api_draft" USING btree ("at");--> statement-breakpoint
CREATE UNIQUE INDEX "api_token_hash" ON "api_token" USING btree ("hash");--> statement-breakpoint
CREATE INDEX "webhook_attempt_hook" ON "webhook_attempt" USING btree ("webhook_id","id");--> statement-breakpoint
CREATE INDEX "webhook_attempt_failed" ON "webhook_attempt" USING btree ("webhook_id","id") WHERE not "webhook_attempt"."ok";--> statement-breakpoint
CREATE INDEX "webhook_attempt_delivery" ON "webhook_attempt" USING btree ("delivery_id");--> statement-breakpoint
CREATE INDEX "webhook_attempt_at" ON "webhook_attempt" USING btree ("at");--> statement-breakpoint
CREATE INDEX "story_own_section" ON "story" USING btree ("section_id","status","id");