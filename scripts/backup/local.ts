/** SQLite in a file: the database of `npm start` on this machine. */

import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Trouble } from '../deploy/trouble.ts'
import { at } from '../paths.ts'
import type { Database, Row, Statement } from './database.ts'

/** Where workerd keeps it, in the folder that keeps chats from one start to the next. */
const FOLDER = join('v3', 'd1', 'miniflare-D1DatabaseObject')

/**
 * To read, Burrow may run: all is read as it stood at one moment. To write it must not, and cannot start meanwhile: what it
 * has in memory would be of another database.
 */
export function openLocal(purpose: 'read' | 'write', state = at('.wrangler', 'state')): Database {
  const folder = join(state, FOLDER)
  const all = existsSync(folder) ? readdirSync(folder) : []
  const files = all.filter(name => /^[0-9a-f]{64}\.sqlite$/.test(name))
  const [file] = files
  if (file === undefined) throw new Trouble('There is no database on this machine.', 'npm start makes it.')
  if (files.length > 1)
    throw new Trouble(`There are several databases in ${folder}.`, 'Take those away that are not meant.')
  const sql = new DatabaseSync(join(folder, file))
  try {
    if (purpose === 'write') sql.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; COMMIT')
    else sql.exec('BEGIN; SELECT 1 FROM sqlite_schema')
  } catch (error) {
    sql.close()
    throw new Trouble(`The database is in use: ${String(error)}.`, 'End npm start first.')
  }
  return local('the database of this machine', sql)
}

/** Where a transaction is open already, all runs in that. */
export function local(name: string, sql: DatabaseSync): Database {
  const inTransaction = async <T>(work: () => T): Promise<T> => {
    if (sql.isTransaction) return work()
    sql.exec('BEGIN IMMEDIATE')
    try {
      const done = work()
      sql.exec('COMMIT')
      return done
    } catch (error) {
      if (sql.isTransaction) sql.exec('ROLLBACK')
      throw error
    }
  }
  return {
    name,
    run: (...statements) => inTransaction(() => statements.map(one => answer(sql, one))),
    script: text => inTransaction(() => sql.exec(text)),
    close: () => sql.close(),
  }
}

const answer = (sql: DatabaseSync, { sql: text, params = [] }: Statement) =>
  sql.prepare(text).all(...params) as Row[]
