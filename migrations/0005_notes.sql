CREATE TABLE `note_revisions` (
	`room_id` text NOT NULL,
	`note_id` text NOT NULL,
	`version` integer NOT NULL,
	`save_id` text,
	`at` integer NOT NULL,
	`by` text NOT NULL,
	`change` text,
	`is_archived` integer,
	`content` text NOT NULL,
	`seq` integer,
	PRIMARY KEY(`room_id`, `note_id`, `version`),
	FOREIGN KEY (`room_id`,`note_id`) REFERENCES `notes`(`room_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `one_revision_of_a_save` ON `note_revisions` (`room_id`,`note_id`,`save_id`);--> statement-breakpoint
CREATE INDEX `revisions_not_told` ON `note_revisions` (`room_id`,`note_id`) WHERE seq is null and change is not null;--> statement-breakpoint
CREATE TABLE `notes` (
	`room_id` text NOT NULL,
	`id` text NOT NULL,
	`organization_id` text NOT NULL,
	`version` integer NOT NULL,
	`kind` text NOT NULL,
	`title` text NOT NULL,
	`body` text NOT NULL,
	`files` text NOT NULL,
	`pinned` integer NOT NULL,
	`offline` integer NOT NULL,
	`archive_on` text,
	`is_archived` integer DEFAULT false NOT NULL,
	`sort_order` integer DEFAULT 0 NOT NULL,
	`by` text NOT NULL,
	`at` integer NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`told_version` integer NOT NULL,
	`seq` integer,
	PRIMARY KEY(`room_id`, `id`),
	FOREIGN KEY (`room_id`) REFERENCES `rooms`(`id`) ON UPDATE no action ON DELETE no action
);
