CREATE TABLE `kept` (
	`visitor` integer PRIMARY KEY NOT NULL,
	`chats` integer DEFAULT 0 NOT NULL,
	`messages` integer DEFAULT 0 NOT NULL,
	`bytes` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
ALTER TABLE `visitors` ADD `erased_at` integer;
--> statement-breakpoint
-- What is here already.
INSERT INTO `kept` (`visitor`, `chats`, `messages`, `bytes`)
	SELECT c.`visitor`, count(*), coalesce(sum(s.`messages`), 0), 500 * count(*) + coalesce(sum(s.`bytes`), 0)
	FROM `chats` c LEFT JOIN (
		SELECT m.`chat`, count(*) AS `messages`, sum(500 + length(CAST(m.`text` AS BLOB)) + length(CAST(coalesce(m.`thinking`, '') AS BLOB))) AS `bytes` FROM `messages` m GROUP BY m.`chat`
	) s ON s.`chat` = c.`key` GROUP BY c.`visitor`;
--> statement-breakpoint
INSERT INTO `kept` (`visitor`, `chats`, `messages`, `bytes`)
	SELECT 0, sum(`chats`), sum(`messages`), sum(`bytes`) FROM `kept` HAVING count(*) > 0;
--> statement-breakpoint
CREATE TRIGGER `kept_chat_begun` AFTER INSERT ON `chats` BEGIN
	INSERT INTO `kept` (`visitor`, `chats`, `bytes`) VALUES (0, 1, 500), (new.`visitor`, 1, 500)
		ON CONFLICT (`visitor`) DO UPDATE SET `chats` = `chats` + 1, `bytes` = `bytes` + 500;
END;
--> statement-breakpoint
-- Before: its messages go with it, one by one, and are counted once.
CREATE TRIGGER `kept_chat_deleted` BEFORE DELETE ON `chats` BEGIN
	UPDATE `kept` SET `chats` = `chats` - 1,
		`messages` = `messages` - (SELECT count(*) FROM `messages` m WHERE m.`chat` = old.`key`),
		`bytes` = `bytes` - 500 - (SELECT coalesce(sum(500 + length(CAST(m.`text` AS BLOB)) + length(CAST(coalesce(m.`thinking`, '') AS BLOB))), 0) FROM `messages` m WHERE m.`chat` = old.`key`)
		WHERE `visitor` IN (0, old.`visitor`);
END;
--> statement-breakpoint
CREATE TRIGGER `kept_chat_moved` AFTER UPDATE OF `visitor` ON `chats` WHEN old.`visitor` <> new.`visitor` BEGIN
	INSERT INTO `kept` (`visitor`) VALUES (new.`visitor`) ON CONFLICT (`visitor`) DO NOTHING;
	UPDATE `kept` SET `chats` = `chats` + iif(`visitor` = new.`visitor`, 1, -1),
		`messages` = `messages` + iif(`visitor` = new.`visitor`, 1, -1) * (SELECT count(*) FROM `messages` m WHERE m.`chat` = new.`key`),
		`bytes` = `bytes` + iif(`visitor` = new.`visitor`, 1, -1) * (500 + (SELECT coalesce(sum(500 + length(CAST(m.`text` AS BLOB)) + length(CAST(coalesce(m.`thinking`, '') AS BLOB))), 0) FROM `messages` m WHERE m.`chat` = new.`key`))
		WHERE `visitor` IN (old.`visitor`, new.`visitor`);
END;
--> statement-breakpoint
CREATE TRIGGER `kept_message_written` AFTER INSERT ON `messages` BEGIN
	UPDATE `kept` SET `messages` = `messages` + 1,
		`bytes` = `bytes` + 500 + length(CAST(new.`text` AS BLOB)) + length(CAST(coalesce(new.`thinking`, '') AS BLOB))
		WHERE `visitor` IN (0, (SELECT `visitor` FROM `chats` WHERE `key` = new.`chat`));
END;
--> statement-breakpoint
CREATE TRIGGER `kept_message_changed` AFTER UPDATE OF `text`, `thinking` ON `messages`
	WHEN 500 + length(CAST(old.`text` AS BLOB)) + length(CAST(coalesce(old.`thinking`, '') AS BLOB)) <> 500 + length(CAST(new.`text` AS BLOB)) + length(CAST(coalesce(new.`thinking`, '') AS BLOB)) BEGIN
	UPDATE `kept` SET `bytes` = `bytes` + (500 + length(CAST(new.`text` AS BLOB)) + length(CAST(coalesce(new.`thinking`, '') AS BLOB))) - (500 + length(CAST(old.`text` AS BLOB)) + length(CAST(coalesce(old.`thinking`, '') AS BLOB)))
		WHERE `visitor` IN (0, (SELECT `visitor` FROM `chats` WHERE `key` = new.`chat`));
END;
--> statement-breakpoint
-- A session that D1 was away from writes later what it holds: not of somebody who has been forgotten since, but of a chat
-- that is there, for it has come to them from who they were on another device.
CREATE TRIGGER `erased_chat` BEFORE INSERT ON `chats`
	WHEN new.`created_at` <= (SELECT `erased_at` FROM `visitors` WHERE `key` = new.`visitor`)
	AND NOT EXISTS (SELECT 1 FROM `chats` c WHERE c.`visitor` = new.`visitor` AND c.`id` = new.`id`) BEGIN
	SELECT RAISE(ABORT, 'erased');
END;
