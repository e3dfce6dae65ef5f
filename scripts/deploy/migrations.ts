/**
 * The order of migrations and code. One that gives new code what it needs runs before it; one that takes away what the
 * code before it still needs says so in its first line, and runs behind it. Their own order is never changed, so one
 * that takes something away, but has another behind it that gives, runs before the code with it.
 */

import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Step } from './step.ts'
import type { Wrangler } from './wrangler.ts'

/** The first line of a migration that takes something away. */
export const BEHIND = '-- behind the code'

export interface Migrating {
  /** All migrations there are. */
  folder: string
  /** The names of those that have not run. */
  pending: string[]
  database: string
  /** Known once the database is there. */
  databaseId(): string
  /** Where a configuration may be written. */
  scratch: string
  wrangler: Wrangler
}

/** The step before the code, and the one behind it. */
export function migrations(ground: Migrating): { before: Step; behind: Step } {
  const { folder, pending } = ground
  const takesAway = (name: string) => readFileSync(join(folder, name), 'utf8').startsWith(BEHIND)
  const first = pending.findLastIndex(name => !takesAway(name)) + 1
  const [before, behind] = [pending.slice(0, first), pending.slice(first)]
  return {
    before: step('migrations', before, () => run(ground, behind)),
    behind: step('clearing up', behind, () => run(ground, [])),
  }
}

const step = (name: string, those: string[], work: () => Promise<unknown>): Step => ({
  name,
  part: 'history',
  stands: those.length === 0 ? 'nothing to run' : null,
  would: `run ${those.join(', ')}`,
  act: async () => {
    await work()
    return `${those.length} run`
  },
})

/** Runs all that have not run but those that are `held` back: wrangler runs whatever is in the folder that it is shown. */
async function run({ folder, database, databaseId, scratch, wrangler }: Migrating, held: string[]) {
  const shown = join(scratch, 'migrations')
  rmSync(shown, { recursive: true, force: true })
  cpSync(folder, shown, { recursive: true, filter: path => !held.some(name => path.endsWith(name)) })
  const config = join(scratch, 'migrations.json')
  const binding = {
    binding: 'DB',
    database_name: database,
    database_id: databaseId(),
    migrations_dir: 'migrations',
  }
  writeFileSync(config, JSON.stringify({ name: database, d1_databases: [binding] }))
  await wrangler('d1', 'migrations', 'apply', database, '--remote', '-c', config)
}
