/** The migrations of this checkout, run as wrangler runs them. */

import { readdirSync, readFileSync } from 'node:fs'
import { at } from '../paths.ts'
import type { Database } from './database.ts'

export interface Migration {
  name: string
  sql: string
}

/** Oldest first. */
export const ours = (): Migration[] =>
  readdirSync(at('migrations'))
    .filter(name => name.endsWith('.sql'))
    .sort()
    .map(name => ({ name, sql: readFileSync(at('migrations', name), 'utf8') }))

/** Where wrangler keeps which of them were run. */
const TABLE = `CREATE TABLE IF NOT EXISTS d1_migrations(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT UNIQUE,
  applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
);`

/** Each with its note or not at all. One that was run already is refused. */
export async function migrate(database: Database, migrations: Migration[]): Promise<void> {
  await database.script(TABLE)
  for (const { name, sql } of migrations)
    await database.script(
      `${sql}\n;INSERT INTO d1_migrations (name) VALUES ('${name.replaceAll("'", "''")}');`
    )
}
