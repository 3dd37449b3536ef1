CREATE TABLE `note_link_marks` (
	`month` text NOT NULL,
	`room_id` text NOT NULL,
	`note_id` text NOT NULL,
	`link` text NOT NULL,
	`mark` text NOT NULL,
	`day` integer NOT NULL,
	`days` integer NOT NULL,
	PRIMARY KEY(`month`, `room_id`, `note_id`, `link`, `mark`)
);
--> statement-breakpoint
CREATE TABLE `note_link_months` (
	`month` text NOT NULL,
	`room_id` text NOT NULL,
	`note_id` text NOT NULL,
	`link` text NOT NULL,
	`people` integer NOT NULL,
	`times` integer NOT NULL,
	PRIMARY KEY(`month`, `room_id`, `note_id`, `link`)
);
