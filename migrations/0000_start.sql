CREATE TABLE `chats` (
	`owner` text NOT NULL,
	`id` text NOT NULL,
	`title` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`owner`, `id`)
);
--> statement-breakpoint
CREATE INDEX `chats_by_time` ON `chats` (`owner`,`updated_at`,`id`);--> statement-breakpoint
CREATE TABLE `messages` (
	`owner` text NOT NULL,
	`chat` text NOT NULL,
	`id` text NOT NULL,
	`parent` text,
	`role` text NOT NULL,
	`status` text NOT NULL,
	`text` text NOT NULL,
	`thinking` text,
	`model` text,
	`figures` text,
	`problem` text,
	`seams` text,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`owner`, `chat`, `id`),
	FOREIGN KEY (`owner`,`chat`) REFERENCES `chats`(`owner`,`id`) ON UPDATE no action ON DELETE cascade
);
