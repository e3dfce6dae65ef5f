/** A backup of a database: what it holds and is not made from something else, in one file. */

import { catalog } from './catalog.ts'
import type { Database } from './database.ts'
import { type Contents, type Rows, writeBackup } from './file.ts'
import { rowsOf } from './pages.ts'

export interface Made {
  contents: Contents
  rows: Rows
}

/**
 * Children before their parents. So a row whose parent is missing at the end is one that was deleted with it while the
 * backup was made, and nothing that stood all the time is without its parent.
 */
export async function backup(database: Database, path: string): Promise<Made> {
  const { migrations, tables, left } = await catalog(database)
  const order = tables.toReversed()
  const contents: Contents = {
    date: new Date().toISOString(),
    migrations,
    tables: order.map(({ name, columns }) => ({ name, columns })),
    left,
  }
  async function* rows() {
    for (const table of order)
      for await (const row of rowsOf(database, table)) yield [table.name, row] satisfies [string, typeof row]
  }
  return { contents, rows: await writeBackup(path, contents, rows()) }
}
