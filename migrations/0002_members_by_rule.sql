ALTER TABLE `memberships` ADD `by_rule` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `organizations` ADD `members_from` text REFERENCES organizations(id);--> statement-breakpoint
ALTER TABLE `organizations` ADD `member_rule` text;