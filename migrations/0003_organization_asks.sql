ALTER TABLE `organizations` ADD `leaves_nothing` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `organizations` ADD `sends_at_once` integer DEFAULT false NOT NULL;