ALTER TABLE `organizations` ADD `urgent_by` text DEFAULT 'moderators' NOT NULL;--> statement-breakpoint
ALTER TABLE `organizations` ADD `rings_show` text DEFAULT 'room' NOT NULL;