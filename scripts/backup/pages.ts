/** The rows of a table, page by page: each page begins behind the key of the row before it. */

import { ask, type Database, quoted } from './database.ts'
import type { Table } from './tables.ts'
import { expression, pack, packable, type Packed } from './values.ts'

/** Rows of a page at most. */
const PAGE_ROWS = 1_000

/** Bytes of a page, but for a row that alone has more: an answer that comes soon, and little to hold in memory. */
const PAGE_BYTES = 1_000_000

export async function* rowsOf(database: Database, table: Table): AsyncGenerator<Packed> {
  for (let last: Packed | undefined | null = null; last !== undefined;) {
    const rows: Packed[] = await page(database, table, last)
    yield* rows
    last = rows.at(-1)
  }
}

async function page(
  database: Database,
  { name, columns, key }: Table,
  last: Packed | null
): Promise<Packed[]> {
  // In full: what is selected has the names of the columns, and other values.
  const order = key.map(one => `row.${quoted(one)}`).join(', ')
  const behind = last === null ? { sql: '', params: [] } : after(columns, key, last)
  const rows = `FROM ${quoted(name)} AS row ${behind.sql} ORDER BY ${order}`
  const found = await ask(database, `SELECT ${packable(columns)} ${rows} LIMIT ${fitting(columns, rows)}`, [
    ...behind.params,
    ...behind.params,
  ])
  return found.map(row => pack(columns, row))
}

/**
 * How many of some rows a page takes, as an expression, which names the rows' parameters once more. It looks at their
 * lengths alone, which SQLite knows without reading what they hold.
 */
export function fitting(columns: string[], rows: string): string {
  const bytes = columns.map(column => `ifnull(octet_length(${quoted(column)}), 0)`).join(' + ')
  return `max(1, (
    SELECT count(*) FROM (
      SELECT sum(bytes) OVER (ROWS UNBOUNDED PRECEDING) AS total
      FROM (SELECT ${bytes} AS bytes ${rows} LIMIT ${PAGE_ROWS})
    ) WHERE total <= ${PAGE_BYTES}
  ))`
}

function after(columns: string[], key: string[], [kinds, values]: Packed) {
  const places = key.map(one => columns.indexOf(one))
  const parts = places.map(n => expression(kinds[n], values[n]))
  return {
    sql: `WHERE (${key.map(quoted).join(', ')}) > (${parts.map(({ sql }) => sql).join(', ')})`,
    params: parts.flatMap(({ params }) => params),
  }
}
