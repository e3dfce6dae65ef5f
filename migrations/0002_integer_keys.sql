-- Integer keys inside, a number for each message of a chat, and no rowid for messages, which the schema cannot say.
-- What is here is carried over and numbered by the time of its writing, whatever order it stands in.
DROP INDEX `chats_by_time`;--> statement-breakpoint
ALTER TABLE `chats` RENAME TO `old_chats`;--> statement-breakpoint
ALTER TABLE `messages` RENAME TO `old_messages`;--> statement-breakpoint
CREATE TABLE `visitors` (
	`key` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `visitors_by_id` ON `visitors` (`id`);--> statement-breakpoint
CREATE TABLE `chats` (
	`key` integer PRIMARY KEY NOT NULL,
	`visitor` integer NOT NULL,
	`id` text NOT NULL,
	`title` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`running` text,
	`cut_from` text,
	`cut_context` integer,
	FOREIGN KEY (`visitor`) REFERENCES `visitors`(`key`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `chats_by_id` ON `chats` (`visitor`,`id`);--> statement-breakpoint
CREATE INDEX `chats_by_time` ON `chats` (`visitor`,`updated_at`,`id`);--> statement-breakpoint
CREATE TABLE `messages` (
	`chat` integer NOT NULL,
	`n` integer NOT NULL,
	`id` text NOT NULL,
	`parent` integer NOT NULL,
	`role` text NOT NULL,
	`status` text NOT NULL,
	`text` text NOT NULL,
	`thinking` text,
	`model` text,
	`figures` text,
	`problem` text,
	`seams` text,
	`tokens` integer,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`chat`, `n`),
	FOREIGN KEY (`chat`) REFERENCES `chats`(`key`) ON UPDATE no action ON DELETE cascade
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `visitors` (`id`) SELECT DISTINCT `owner` FROM `old_chats` ORDER BY `owner`;--> statement-breakpoint
INSERT INTO `chats` (`visitor`, `id`, `title`, `created_at`, `updated_at`, `running`)
	SELECT v.`key`, c.`id`, c.`title`, c.`created_at`, c.`updated_at`, c.`running`
	FROM `old_chats` c JOIN `visitors` v ON v.`id` = c.`owner` ORDER BY c.`created_at`, c.`rowid`;--> statement-breakpoint
-- A message may stand here before the one that it answers to, which a session still holds: its place is kept for it.
CREATE TABLE `numbered` (
	`chat` integer NOT NULL,
	`id` text NOT NULL,
	`n` integer NOT NULL,
	PRIMARY KEY(`chat`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `numbered` (`chat`, `id`, `n`)
	SELECT c.`key`, m.`id`, row_number() OVER (PARTITION BY c.`key` ORDER BY m.`at`, m.`later`, m.`place`)
	FROM (
		SELECT `owner`, `chat`, `id`, `created_at` AS `at`, 1 AS `later`, `rowid` AS `place` FROM `old_messages`
		UNION ALL
		SELECT o.`owner`, o.`chat`, o.`parent`, min(o.`created_at`), 0, min(o.`rowid`) FROM `old_messages` o
		WHERE o.`parent` IS NOT NULL AND NOT EXISTS (
			SELECT 1 FROM `old_messages` p WHERE p.`owner` = o.`owner` AND p.`chat` = o.`chat` AND p.`id` = o.`parent`
		)
		GROUP BY o.`owner`, o.`chat`, o.`parent`
	) m
	JOIN `visitors` v ON v.`id` = m.`owner`
	JOIN `chats` c ON c.`visitor` = v.`key` AND c.`id` = m.`chat`;--> statement-breakpoint
INSERT INTO `messages`
	SELECT c.`key`, i.`n`, m.`id`, coalesce(p.`n`, 0), m.`role`, m.`status`, m.`text`, m.`thinking`, m.`model`, m.`figures`, m.`problem`, m.`seams`, NULL, m.`created_at`
	FROM `old_messages` m
	JOIN `visitors` v ON v.`id` = m.`owner`
	JOIN `chats` c ON c.`visitor` = v.`key` AND c.`id` = m.`chat`
	JOIN `numbered` i ON i.`chat` = c.`key` AND i.`id` = m.`id`
	LEFT JOIN `numbered` p ON p.`chat` = c.`key` AND p.`id` = m.`parent`;--> statement-breakpoint
INSERT INTO `messages` (`chat`, `n`, `id`, `parent`, `role`, `status`, `text`, `created_at`)
	SELECT i.`chat`, i.`n`, i.`id`, 0, CASE min(o.`role`) WHEN 'user' THEN 'assistant' ELSE 'user' END, 'done', '', min(o.`created_at`)
	FROM `numbered` i
	JOIN `chats` c ON c.`key` = i.`chat`
	JOIN `visitors` v ON v.`key` = c.`visitor`
	JOIN `old_messages` o ON o.`owner` = v.`id` AND o.`chat` = c.`id` AND o.`parent` = i.`id`
	WHERE NOT EXISTS (SELECT 1 FROM `messages` m WHERE m.`chat` = i.`chat` AND m.`n` = i.`n`)
	GROUP BY i.`chat`, i.`n`;--> statement-breakpoint
DROP TABLE `numbered`;--> statement-breakpoint
DROP TABLE `old_messages`;--> statement-breakpoint
DROP TABLE `old_chats`;--> statement-breakpoint
CREATE UNIQUE INDEX `messages_by_id` ON `messages` (`chat`,`id`);--> statement-breakpoint
CREATE INDEX `messages_by_parent` ON `messages` (`chat`,`parent`);
