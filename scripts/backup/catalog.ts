/**
 * What a database holds, found out from SQLite itself: tables whose rows are copied, and what is made anew from them. The
 * platform's own tables, of Cloudflare, SQLite and wrangler, are none of ours.
 */

import * as v from 'valibot'
import { ask, type Database, quoted } from './database.ts'
import { Column, inOrder, Key, Reference, type Table, toTable } from './tables.ts'

/** An fts5 table with external content. */
export interface Index {
  name: string
  columns: string[]
  /** The table or view whose rows it is an index of, and the column that numbers them. */
  content: string
  rowid: string
}

export interface Catalog {
  /** That the database has run, oldest first. */
  migrations: string[]
  /** What a table refers to stands before it. */
  tables: Table[]
  indexes: Index[]
  /** Virtual tables of every other kind, which cannot be made again from tables: their rows are in no backup. */
  left: string[]
  triggers: string[]
  views: string[]
}

/** Keeps the state of a restoration; see `claim.ts`. */
export const CLAIM = 'burrow_restore'

/** Keeps when the last backup was begun; see `noted.ts`. */
export const NOTED = 'burrow_backup'

const OURS = `(SELECT name, type, wr FROM pragma_table_list WHERE schema = 'main' AND name NOT GLOB '_cf_*'
  AND name NOT GLOB 'sqlite_*' AND name NOT IN ('d1_migrations', '${CLAIM}', '${NOTED}'))`

/** What a pragma says of each of our tables. */
const pragma = (of: string, what: string, order: string) => ({
  sql: `SELECT l.name AS owner, ${what} FROM ${OURS} l JOIN pragma_${of}(l.name) c
    WHERE l.type IN ('table', 'virtual') ORDER BY l.name, ${order}`,
})

const Named = v.object({ name: v.string() })
const Thing = v.object({ name: v.string(), type: v.string(), wr: v.number(), sql: v.nullable(v.string()) })

export async function catalog(database: Database): Promise<Catalog> {
  const [things, columns, keys, references, triggers] = await database.run(
    { sql: `SELECT l.*, s.sql FROM ${OURS} l JOIN sqlite_schema s ON s.name = l.name ORDER BY l.name` },
    pragma('table_info', 'c.name, c.pk', 'c.cid'),
    pragma('index_list', 'c.origin', 'c.seq'),
    pragma('foreign_key_list', `c.id, c."table" AS parent, c."from", c."to"`, 'c.id, c.seq'),
    { sql: `SELECT name FROM sqlite_schema WHERE type = 'trigger'` }
  )
  const all = v.parse(v.array(Thing), things)
  const of = {
    columns: v.parse(v.array(Column), columns),
    keys: v.parse(v.array(Key), keys),
    references: v.parse(v.array(Reference), references),
  }
  const names = (type: string) => all.filter(one => one.type === type).map(({ name }) => name)
  const indexes = all.flatMap(one => toIndex(one, of.columns) ?? [])
  return {
    migrations: await migrationsRun(database),
    tables: inOrder(
      all.filter(({ type }) => type === 'table').map(one => toTable(one.name, one.wr === 1, of))
    ),
    indexes,
    left: names('virtual').filter(name => !indexes.some(index => index.name === name)),
    triggers: v.parse(v.array(Named), triggers).map(({ name }) => name),
    views: names('view'),
  }
}

function toIndex({ name, type, sql }: v.InferOutput<typeof Thing>, columns: Column[]): Index | null {
  if (type !== 'virtual' || sql === null || !/\bUSING\s+fts5\b/i.test(sql)) return null
  const option = (key: string) => new RegExp(`[(,]\\s*${key}\\s*=\\s*['"]?(\\w+)`, 'i').exec(sql)?.[1]
  const content = option('content')
  if (content === undefined) return null
  return {
    name,
    columns: columns.filter(({ owner }) => owner === name).map(column => column.name),
    content,
    rowid: option('content_rowid') ?? 'rowid',
  }
}

/** Migrations that the database has run, oldest first. */
export async function migrationsRun(database: Database): Promise<string[]> {
  const there = await ask(database, `SELECT name FROM sqlite_schema WHERE name = 'd1_migrations'`)
  if (there.length === 0) return []
  const run = await ask(database, 'SELECT name FROM d1_migrations ORDER BY id')
  return v.parse(v.array(Named), run).map(({ name }) => name)
}

/** Rows in each table. */
export async function counts(database: Database, tables: Table[]): Promise<Record<string, number>> {
  const found: Record<string, number> = {}
  for (const { name } of tables) {
    const [row] = await ask(database, `SELECT count(*) AS n FROM ${quoted(name)}`)
    found[name] = Number(row?.['n'])
  }
  return found
}
