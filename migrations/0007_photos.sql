CREATE TABLE `photos` (
	`room_id` text NOT NULL,
	`id` text NOT NULL,
	`organization_id` text NOT NULL,
	`seq` integer NOT NULL,
	`account_id` text NOT NULL,
	`by_name` text NOT NULL,
	`unit_name` text NOT NULL,
	`stored_at` integer NOT NULL,
	`file` text NOT NULL,
	`consent` text DEFAULT 'ask' NOT NULL,
	`people` text DEFAULT '' NOT NULL,
	`credit` text NOT NULL,
	`event` text DEFAULT '' NOT NULL,
	`words` text DEFAULT '' NOT NULL,
	`searched` text NOT NULL,
	`updated_by` text,
	`updated_at` integer,
	PRIMARY KEY(`room_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `photos_of_organization` ON `photos` (`organization_id`,`stored_at`);--> statement-breakpoint
CREATE INDEX `photos_of_message` ON `photos` (`room_id`,`seq`);--> statement-breakpoint
CREATE TABLE `photo_selections` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`account_id` text NOT NULL,
	`kind` text NOT NULL,
	`photos` text NOT NULL,
	`ends_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `selections_by_end` ON `photo_selections` (`ends_at`);