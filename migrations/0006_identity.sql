CREATE TABLE `passkeys` (
	`key` integer PRIMARY KEY NOT NULL,
	`visitor` integer NOT NULL,
	`id` text NOT NULL,
	`credential` text NOT NULL,
	`public_key` text NOT NULL,
	`counter` integer NOT NULL,
	`transports` text NOT NULL,
	`name` text NOT NULL,
	`created_at` integer NOT NULL,
	`used_at` integer,
	FOREIGN KEY (`visitor`) REFERENCES `visitors`(`key`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `passkeys_by_credential` ON `passkeys` (`credential`);--> statement-breakpoint
CREATE INDEX `passkeys_by_visitor` ON `passkeys` (`visitor`);--> statement-breakpoint
ALTER TABLE `visitors` ADD `email` text;