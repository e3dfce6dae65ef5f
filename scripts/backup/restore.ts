/**
 * A backup back into a database: into the schema of its own migrations, made anew, and from there on to that of this
 * checkout. It can be run again after any failure, and goes on where it was.
 */

import { type Catalog, CLAIM, counts, migrationsRun } from './catalog.ts'
import { claim, readClaim, release, unlock } from './claim.ts'
import { type Database, quoted } from './database.ts'
import { readRows } from './file.ts'
import { fill } from './fill.ts'
import { fillIndex } from './fts-index.ts'
import { migrate } from './migrations.ts'
import type { Plan } from './plan.ts'

export type Tell = (table: string, put: number, there: number) => void

/** `tell` hears of each table that is filled, how many rows were put in, and how many are there. */
export async function restore(
  database: Database,
  path: string,
  { backup, schema, migrations, found, goesOn }: Plan,
  tell: Tell
): Promise<void> {
  if (!goesOn) {
    await empty(database, found)
    await migrate(database, migrations.slice(0, backup.header.migrations.length))
    await claim(database, schema, backup.digest)
  }
  if (!(await readClaim(database))?.filled) {
    await fillAll(database, path, schema, tell)
    await unlock(database, schema.tables)
  }
  const run = await migrationsRun(database)
  await migrate(database, migrations.slice(run.length))
  // A turn that was being written has ended long since; a session that still writes one says so at its end.
  await database.run({ sql: 'UPDATE chats SET running = NULL WHERE running IS NOT NULL' })
  await release(database)
}

async function fillAll(
  database: Database,
  path: string,
  { tables, indexes }: Catalog,
  tell: Tell
): Promise<void> {
  for (const table of tables) {
    const put = await fill(database, table, readRows(path, table.name))
    const { [table.name]: there = 0 } = await counts(database, [table])
    tell(table.name, put, there)
  }
  for (const index of indexes) await fillIndex(database, index)
}

/** Takes away all that is not the platform's, each by itself: it may be large. */
async function empty(database: Database, { tables, indexes, left, triggers, views }: Catalog): Promise<void> {
  const drop = async (kind: string, names: string[]) => {
    for (const name of names) await database.run({ sql: `DROP ${kind} IF EXISTS ${quoted(name)}` })
  }
  const names = (all: { name: string }[]) => all.map(({ name }) => name)
  await drop('TRIGGER', triggers)
  await drop('VIEW', views)
  await drop('TABLE', [...names(indexes), ...left])
  await drop('TABLE', names(tables).toReversed())
  await drop('TABLE', [CLAIM, 'd1_migrations'])
}
