/** A database that holds what is hard to keep: each kind of table, each kind of value, and rows that are large. */

import { ask, type Database } from '../scripts/backup/database.ts'
import { migrate, type Migration, ours } from '../scripts/backup/migrations.ts'

/** What a later Burrow may add to its schema. */
const LATER: Migration = {
  name: '9000_later.sql',
  sql: `
    CREATE TABLE nameless (a, b TEXT, c REAL, d BLOB, twice AS (a || a));
    CREATE TABLE words (word TEXT NOT NULL, lang TEXT NOT NULL, "group" TEXT, PRIMARY KEY (lang, word)) WITHOUT ROWID;
    CREATE TABLE spoken (n INTEGER PRIMARY KEY, word TEXT, lang TEXT, visitor REFERENCES visitors, FOREIGN KEY (lang, word) REFERENCES words);
    CREATE TABLE made (n INTEGER NOT NULL);
    CREATE VIEW titles AS SELECT title FROM chats;
    CREATE VIRTUAL TABLE found USING fts5(title, content='chats', content_rowid='key');
    CREATE VIRTUAL TABLE alone USING fts5(text);
    CREATE TRIGGER chats_found AFTER INSERT ON chats BEGIN
      INSERT INTO found (rowid, title) VALUES (new.key, new.title);
      UPDATE made SET n = n + 1;
    END;
    CREATE TRIGGER chats_lost AFTER DELETE ON chats BEGIN
      INSERT INTO found (found, rowid, title) VALUES ('delete', old.key, old.title);
    END;`,
}

export const LATEST: Migration[] = [...ours(), LATER]

const VALUES = [
  'NULL',
  '0',
  '9223372036854775807',
  '-9223372036854775808',
  '9007199254740993',
  '1.0',
  '0.1',
  '5e-324',
  '1.7976931348623157e308',
  '9e999',
  '-9e999',
  `''`,
  `'12'`,
  `'🦡 it''s' || char(10, 13, 8232, 0) || 'behind a NUL'`,
  `x''`,
  `x'00ff0a'`,
]

export interface Size {
  small: number
  large: number
}

/** As many chats and messages as fill several pages, by their rows or by their bytes. */
export async function plant(
  database: Database,
  { small, large }: Size = { small: 1_100, large: 4 }
): Promise<void> {
  await migrate(database, LATEST)
  const series = (count: number) =>
    `WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < ${count})`
  await database.run(
    { sql: `INSERT INTO made VALUES (0)` },
    ...VALUES.map(value => ({
      sql: `INSERT INTO nameless (a, b, c, d) VALUES (${value}, NULL, NULL, NULL)`,
    })),
    // D1 writes another character for half a pair.
    { sql: 'INSERT INTO nameless (a) VALUES (?)', params: ['half a \ud83e pair'] },
    { sql: `UPDATE nameless SET d = a, b = CASE typeof(a) WHEN 'blob' THEN NULL ELSE a END, c = a` },
    { sql: `DELETE FROM nameless WHERE rowid = 2` },
    {
      sql: `${series(small)} INSERT INTO words SELECT 'wört ' || n, 'l' || (n % 7), iif(n % 3, NULL, 'g') FROM s`,
    },
    { sql: `INSERT INTO visitors (key, id, email) VALUES (7, 'a visitor', NULL), (8, 'another', 'a@b.c')` },
    {
      sql: `INSERT INTO passkeys (visitor, id, credential, public_key, counter, transports, name, created_at)
        VALUES (7, 'a passkey', 'its name', 'a key', 0, '[]', 'Desk', 1)`,
    },
    { sql: `INSERT INTO spoken VALUES (1, NULL, 'l1', NULL), (2, 'wört 1', 'l1', 7)` },
    {
      sql: `${series(50)} INSERT INTO chats (key, visitor, id, title, created_at, updated_at)
        SELECT n * 3, 7 + n % 2, 'chat ' || n, 'badgers ' || n, 1, 1764172800000 + n FROM s`,
    },
    {
      sql: `${series(small)} INSERT INTO messages (chat, n, id, parent, role, status, text, created_at)
        SELECT 3 * (1 + n % 50), n, 'm' || n, 0, 'user', 'done', 'short ' || n, n FROM s`,
    },
    {
      sql: `${series(large)} INSERT INTO messages (chat, n, id, parent, role, status, text, thinking, created_at)
        SELECT 150, 10000 + n, 'l' || n, 0, 'assistant', 'done', hex(zeroblob(200000)), hex(randomblob(150000)), n FROM s`,
    },
    { sql: `INSERT INTO nameless (d) VALUES (randomblob(${large * 150_000}))` },
    { sql: `INSERT INTO alone VALUES ('only here')` }
  )
}

/** Every value of every table that is not the platform's, to the byte, with the name of its row. */
export async function everything(database: Database): Promise<Record<string, unknown[]>> {
  const found: Record<string, unknown[]> = {}
  for (const { name, type, wr } of await ask(database, 'PRAGMA table_list')) {
    if (type !== 'table' || /^(sqlite_|_cf_|d1_)/.test(`${name}`)) continue
    const columns = (await ask(database, `PRAGMA table_info("${name}")`)).map(one => `"${one['name']}"`)
    // All of its digits would be more than D1 answers.
    const values = columns.map(
      one =>
        `typeof(${one}) || octet_length(${one}) || hex(substr(CAST(${one} AS BLOB), 1, 500000)) AS ${one}`
    )
    const named = wr === 1 ? values : [...values, 'rowid AS named']
    const order = wr === 1 ? columns.join() : 'named'
    found[`${name}`] = await ask(database, `SELECT ${named.join()} FROM "${name}" ORDER BY ${order}`)
  }
  return found
}
