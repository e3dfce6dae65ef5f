/** What is kept of everybody, taken together. */

import { sql } from 'drizzle-orm'
import type { Stock } from '../../protocol/stock.ts'
import type { Database } from './database.ts'

/** Written by `npm run backup`; not there before the first one. */
const TABLE = 'burrow_backup'

export async function readStock(db: Database): Promise<Stock> {
  // D1 says with each answer how large the database is.
  const { results, meta } = await db.run(sql`SELECT 1 FROM sqlite_schema WHERE name = ${TABLE}`)
  const [backup] =
    results.length === 0
      ? []
      : await db.all<{ at: number }>(sql`SELECT max(at) AS at FROM ${sql.identifier(TABLE)}`)
  return { bytes: meta.size_after, backedUpAt: backup?.at ?? null }
}
