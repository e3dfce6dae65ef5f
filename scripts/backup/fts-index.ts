/**
 * An fts5 table with external content, made again from the rows that it is an index of. Slice by slice: fts5's own `rebuild`
 * is one query, and D1 ends a query after 30 s.
 */

import type { Index } from './catalog.ts'
import { advance, progress } from './claim.ts'
import { ask, type Database, quoted } from './database.ts'
import { fitting } from './pages.ts'

/** Goes on where an earlier restoration was. Answers how many rows it has. */
export async function fillIndex(
  database: Database,
  { name, columns, content, rowid }: Index
): Promise<number> {
  const key = quoted(rowid)
  const values = columns.map(quoted).join(', ')
  const from = `FROM ${quoted(content)} AS row WHERE ${key} >`
  for (;;) {
    const { read, put } = await progress(database, name)
    const behind = `${from} ${read} ORDER BY ${key}`
    const slice = `SELECT ${key} AS k ${behind} LIMIT ${fitting(columns, behind)}`
    const [found] = await ask(database, `SELECT max(k) AS last FROM (${slice})`)
    const last = found?.['last']
    if (last === null || last === undefined) return put
    const sql = `INSERT INTO ${quoted(name)} (rowid, ${values})
      SELECT ${key}, ${values} ${from} ${read} AND ${key} <= ${Number(last)}`
    await advance(database, name, read, Number(last), [{ sql }])
  }
}
