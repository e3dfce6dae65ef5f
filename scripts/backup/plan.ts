/** What a restoration is going to do, found out before anything is changed; and what speaks against it. */

import { DatabaseSync } from 'node:sqlite'
import { Trouble } from '../deploy/trouble.ts'
import { type Catalog, catalog, counts } from './catalog.ts'
import { readClaim } from './claim.ts'
import type { Database } from './database.ts'
import type { Backup, Rows } from './file.ts'
import { local } from './local.ts'
import { migrate, type Migration } from './migrations.ts'

export interface Plan {
  backup: Backup
  /** The schema in which the backup was made. */
  schema: Catalog
  /** All migrations of this checkout. */
  migrations: Migration[]
  /** What stands in the database. */
  found: Catalog
  rows: Rows
  /** It goes on with a restoration of the same file that was broken off. */
  goesOn: boolean
  /** Rows stand there that would be gone. */
  replaces: boolean
}

/** Throws `Trouble` where the backup or the database is newer than this checkout. */
export async function plan(database: Database, backup: Backup, migrations: Migration[]): Promise<Plan> {
  const found = await catalog(database)
  known('The backup', backup.header.migrations, migrations)
  known('The database', found.migrations, migrations)
  const rows = await counts(database, found.tables)
  const goesOn = (await readClaim(database))?.digest === backup.digest
  return {
    backup,
    schema: await schemaOf(backup, migrations),
    migrations,
    found,
    rows,
    goesOn,
    replaces: !goesOn && Object.values(rows).some(n => n > 0),
  }
}

function known(what: string, run: string[], migrations: Migration[]): void {
  const unknown = run.find((name, n) => migrations[n]?.name !== name)
  if (unknown !== undefined)
    throw new Trouble(
      `${what} is newer than this code, or of another: its migration ${unknown} is not here.`,
      'Take the Burrow that made it.'
    )
}

/** By running the migrations of the backup on nothing. */
async function schemaOf({ header }: Backup, migrations: Migration[]): Promise<Catalog> {
  const trial = local('a trial', new DatabaseSync(':memory:'))
  await migrate(trial, migrations.slice(0, header.migrations.length))
  const schema = await catalog(trial)
  trial.close()
  const shape = (tables: { name: string; columns: string[] }[]) =>
    JSON.stringify(tables.map(({ name, columns }) => [name, columns]).sort())
  if (shape(schema.tables) !== shape(header.tables))
    throw new Trouble(
      'The backup has other tables or columns than its migrations make here.',
      'Take the Burrow that made it.'
    )
  return schema
}
