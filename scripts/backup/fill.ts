/** Rows into a table, as many with a call as D1 takes. */

import { advance, progress } from './claim.ts'
import { type Database, quoted, type Statement } from './database.ts'
import type { Table } from './tables.ts'
import { expression, type Packed } from './values.ts'

interface Limits {
  count: number
  params: number
  chars: number
}

/** D1 takes 100 parameters and 100,000 bytes of SQL; a row more is code more for SQLite, which has a limit as well. */
const STATEMENT: Limits = { count: 100, params: 100, chars: 90_000 }

/** All of a call must end within 30 s. */
const CALL: Limits = { count: 50, params: Infinity, chars: 1_000_000 }

/** Goes on where an earlier restoration was. Answers how many rows were put in: not those whose parent is missing. */
export async function fill(database: Database, table: Table, rows: AsyncIterable<Packed>): Promise<number> {
  let { read } = await progress(database, table.name)
  const statements = together(parts(rows, read), STATEMENT)
  for await (const call of together(inserts(table, statements), CALL)) {
    const from = read
    for (const one of call) read += one.rows
    await advance(database, table.name, from, read, call)
  }
  return (await progress(database, table.name)).put
}

/** Neighbours, as many as the limits allow; one that is above them by itself is alone. */
async function* together<T extends Required<Statement>>(
  items: AsyncIterable<T>,
  limits: Limits
): AsyncGenerator<T[]> {
  let group: T[] = []
  let params = 0
  let chars = 0
  for await (const item of items) {
    const more = item.params.reduce<number>((sum, one) => sum + `${one}`.length, item.sql.length)
    const full =
      group.length === limits.count ||
      params + item.params.length > limits.params ||
      chars + more > limits.chars
    if (full && group.length > 0) {
      yield group
      group = []
      params = 0
      chars = 0
    }
    group.push(item)
    params += item.params.length
    chars += more
  }
  if (group.length > 0) yield group
}

/** Rows as they stand behind `VALUES`, without the first of them. */
async function* parts(rows: AsyncIterable<Packed>, skip: number): AsyncGenerator<Required<Statement>> {
  let n = 0
  for await (const [kinds, values] of rows) {
    if (n++ < skip) continue
    const all = values.map((value, at) => expression(kinds[at], value))
    yield { sql: `(${all.map(({ sql }) => sql).join(', ')})`, params: all.flatMap(({ params }) => params) }
  }
}

interface Insert extends Required<Statement> {
  rows: number
}

async function* inserts(table: Table, groups: AsyncIterable<Required<Statement>[]>): AsyncGenerator<Insert> {
  for await (const rows of groups)
    yield {
      rows: rows.length,
      sql: `INSERT INTO ${quoted(table.name)} (${table.columns.map(quoted).join(', ')})
        SELECT * FROM (VALUES ${rows.map(({ sql }) => sql).join(', ')}) AS new WHERE ${hasParents(table)}`,
      params: rows.flatMap(({ params }) => params),
    }
}

/** That what a row refers to is there. */
function hasParents({ columns, parents }: Table): string {
  const column = (name = '') => `new.column${columns.indexOf(name) + 1}`
  const conditions = parents.map(({ table, from, to }) => {
    const same = to.map((name, n) => `old.${quoted(name)} = ${column(from[n])}`).join(' AND ')
    const none = from.map(name => `${column(name)} IS NULL`).join(' OR ')
    return `(${none} OR EXISTS (SELECT 1 FROM ${quoted(table)} AS old WHERE ${same}))`
  })
  return ['true', ...conditions].join(' AND ')
}
