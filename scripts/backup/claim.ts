/**
 * A restoration's claim on a database, kept in a table of its own: which file it comes from, how far it is, and the triggers
 * that were taken out, for what they would do is in the rows already. While it is being filled nobody else can write:
 * whoever asked a session meanwhile has it in the session, which tries again until D1 takes it (T11).
 */

import { type Catalog, CLAIM } from './catalog.ts'
import { ask, type Database, quoted, type Statement } from './database.ts'
import type { Table } from './tables.ts'

export interface Claim {
  /** Of the file. */
  digest: string
  /** All rows are there: what is left is to run the migrations that are newer than they. */
  filled: boolean
}

/** How far a table or an index is. */
export interface Progress {
  /** What was dealt with: rows of the file, or of an index's content up to this key. */
  read: number
  /** Rows that were put in. */
  put: number
}

export async function readClaim(database: Database): Promise<Claim | null> {
  const there = await ask(database, `SELECT name FROM sqlite_schema WHERE name = '${CLAIM}'`)
  if (there.length === 0) return null
  const rows = await ask(database, `SELECT what, value FROM ${CLAIM} WHERE what IN ('file', 'filled')`)
  const of = (what: string) => rows.find(row => row['what'] === what)?.['value']
  return { digest: `${of('file')}`, filled: of('filled') !== undefined }
}

/** Below every key of a content. */
const FIRST = Number.MIN_SAFE_INTEGER

/** All is empty when it begins, whatever was written since the tables were made. */
export async function claim(database: Database, schema: Catalog, digest: string): Promise<void> {
  const { tables, indexes, triggers } = schema
  const begin = (name: string, read: number) => [set(`read ${name}`, read), set(`put ${name}`, 0)]
  await database.run(
    { sql: `CREATE TABLE ${CLAIM} (what TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID` },
    set('file', digest),
    { sql: `INSERT INTO ${CLAIM} SELECT 'trigger ' || name, sql FROM sqlite_schema WHERE type = 'trigger'` },
    ...triggers.map(drop),
    ...tables.toReversed().map(({ name }) => ({ sql: `DELETE FROM ${quoted(name)}` })),
    ...indexes.map(({ name }) => ({
      sql: `INSERT INTO ${quoted(name)} (${quoted(name)}) VALUES ('delete-all')`,
    })),
    ...tables.flatMap(({ name }) => [...begin(name, 0), ...locks(name)]),
    ...indexes.flatMap(({ name }) => begin(name, FIRST))
  )
}

const set = (what: string, value: string | number): Statement => ({
  sql: `INSERT INTO ${CLAIM} VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value`,
  params: [what, value],
})

const DEEDS = ['INSERT', 'UPDATE', 'DELETE']

const lock = (table: string, deed: string) => `${CLAIM}_${deed}_${table}`

const locks = (table: string): Statement[] =>
  DEEDS.map(deed => ({
    sql: `CREATE TRIGGER ${quoted(lock(table, deed))} BEFORE ${deed} ON ${quoted(table)}
      WHEN NOT EXISTS (SELECT 1 FROM ${CLAIM} WHERE what = 'open')
      BEGIN SELECT RAISE(ABORT, 'a backup is being restored'); END`,
  }))

const drop = (name: string): Statement => ({ sql: `DROP TRIGGER ${quoted(name)}` })

export async function progress(database: Database, name: string): Promise<Progress> {
  const rows = await ask(database, `SELECT what, value FROM ${CLAIM} WHERE what IN (?, ?)`, [
    `read ${name}`,
    `put ${name}`,
  ])
  const of = (what: string) => Number(rows.find(row => row['what'] === `${what} ${name}`)?.['value'])
  return { read: of('read'), put: of('put') }
}

/**
 * Brings a table or an index from one place to the next. It is done once, however often it is asked for; and the claim is
 * open inside this transaction alone, which nobody else can see.
 */
export async function advance(
  database: Database,
  name: string,
  from: number,
  to: number,
  inserts: Statement[]
): Promise<void> {
  const open = {
    // Null, which is refused, where another place was reached.
    sql: `INSERT INTO ${CLAIM} SELECT 'open', iif(value = ?, 1, NULL) FROM ${CLAIM} WHERE what = ?`,
    params: [from, `read ${name}`],
  }
  const count = {
    sql: `UPDATE ${CLAIM} SET value = value + changes() WHERE what = ?`,
    params: [`put ${name}`],
  }
  const close = { sql: `DELETE FROM ${CLAIM} WHERE what = 'open'` }
  try {
    const counted = inserts.flatMap(insert => [insert, count])
    await database.run(open, ...counted, set(`read ${name}`, to), close)
  } catch (error) {
    // It may have been done though its answer was lost.
    if ((await progress(database, name)).read !== to) throw error
  }
}

/** Everybody may write again, and the triggers are back. */
export async function unlock(database: Database, tables: Table[]): Promise<void> {
  const triggers = await ask(database, `SELECT value FROM ${CLAIM} WHERE what GLOB 'trigger *'`)
  await database.run(
    ...tables.flatMap(({ name }) => DEEDS.map(deed => drop(lock(name, deed)))),
    ...triggers.map(({ value }) => ({ sql: `${value}` })),
    set('filled', 1)
  )
}

export async function release(database: Database): Promise<void> {
  await database.run({ sql: `DROP TABLE IF EXISTS ${CLAIM}` })
}
