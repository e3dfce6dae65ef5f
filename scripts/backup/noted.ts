/**
 * When the last backup was begun, in a table of its own in the database that it is of, where history finds it: so the owner
 * can be told that backups are old. It is in no backup, and no restoration touches it.
 */

import { NOTED } from './catalog.ts'
import type { Database } from './database.ts'

/** False where the database did not take it: the backup is whole all the same. */
export async function noteBackup(database: Database, date: string): Promise<boolean> {
  try {
    await database.run(
      { sql: `CREATE TABLE IF NOT EXISTS ${NOTED} (at INTEGER NOT NULL)` },
      { sql: `DELETE FROM ${NOTED}` },
      { sql: `INSERT INTO ${NOTED} VALUES (?)`, params: [Date.parse(date)] }
    )
    return true
  } catch {
    return false
  }
}
