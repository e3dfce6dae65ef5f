/** The local D1's own file, broken from outside while Burrow runs, in every way that its tables allow; and mended. */

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

export interface Way {
  name: string
  breaks: string
  mends: string
}

/** The tables as they are now: what breaks them is the same for all. */
export function openD1(state: string): {
  ways: Way[]
  run(sql: string): void
  all(sql: string): object[]
  close(): void
} {
  const folder = join(state, 'v3', 'd1', 'miniflare-D1DatabaseObject')
  for (const file of readdirSync(folder).filter(name => name.endsWith('.sqlite'))) {
    const db = new DatabaseSync(join(folder, file), { timeout: 5_000 })
    const tables = db
      .prepare(
        `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '_*' AND name NOT GLOB 'sqlite_*' AND name NOT GLOB 'd1_*'`
      )
      .all()
      .map(({ name }) => String(name))
    if (tables.includes('chats'))
      return {
        ways: tables.flatMap(waysOf),
        run: sql => db.exec(sql),
        all: sql => db.prepare(sql).all(),
        close: () => db.close(),
      }
    db.close()
  }
  throw new Error(`There is no D1 in ${folder}`)
}

function waysOf(table: string): Way[] {
  const refusing = ['INSERT', 'UPDATE', 'DELETE'].map(deed => ({
    name: `${table} takes no ${deed}`,
    breaks: `CREATE TRIGGER burrow_test BEFORE ${deed} ON "${table}" BEGIN SELECT RAISE(ABORT, 'away'); END`,
    mends: 'DROP TRIGGER burrow_test',
  }))
  const gone = {
    name: `${table} is not there`,
    breaks: `ALTER TABLE "${table}" RENAME TO burrow_test`,
    mends: `ALTER TABLE burrow_test RENAME TO "${table}"`,
  }
  return [...refusing, gone]
}
