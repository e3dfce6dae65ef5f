/**
 * `npm run backup` and `npm run restore -- FILE`: the deployed database into a file and back. `-- --stage NAME` takes that of
 * a second Burrow, `--local` that of `npm start` on this machine; `--out FILE` names the file. `--replace` lets a restoration
 * take the place of what stands, of which it makes a backup first; `--yes` asks nothing.
 */

import { confirm } from '@clack/prompts'
import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import * as v from 'valibot'
import { nobody, person } from '../deploy/asker.ts'
import { namesOf, Stage } from '../deploy/names.ts'
import { Trouble } from '../deploy/trouble.ts'
import { at } from '../paths.ts'
import { backup } from './backup.ts'
import { readClaim } from './claim.ts'
import type { Database } from './database.ts'
import { openDeployed } from './deployed.ts'
import { type Rows, verifyBackup } from './file.ts'
import { openLocal } from './local.ts'
import { ours } from './migrations.ts'
import { noteBackup } from './noted.ts'
import { type Plan, plan } from './plan.ts'
import { restore } from './restore.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    local: { type: 'boolean', default: false },
    stage: { type: 'string', default: '' },
    out: { type: 'string' },
    replace: { type: 'boolean', default: false },
    yes: { type: 'boolean', default: false },
  },
})
const [command, file] = positionals

try {
  if (command === 'restore') await restoreFrom(file)
  else await keep()
} catch (error) {
  if (!(error instanceof Trouble)) throw error
  console.error(`\n  ${error.message}\n  ${error.cure}\n`)
  process.exitCode = 1
}

async function keep(): Promise<void> {
  const database = await open('read')
  try {
    if ((await readClaim(database)) !== null)
      throw new Trouble(
        `A backup is being restored into ${database.name}.`,
        'Let that come to its end first.'
      )
    await backUp(database)
  } finally {
    database.close()
  }
}

async function restoreFrom(path: string | undefined): Promise<void> {
  if (path === undefined) throw new Trouble('Which file?', 'npm run restore -- FILE')
  if (!existsSync(path)) throw new Trouble(`There is no file ${path}.`, 'Look at its name.')
  const kept = await verifyBackup(path)
  const database = await open('write')
  try {
    const planned = await plan(database, kept, ours())
    announce(path, planned, database.name)
    if (planned.replaces) await mayReplace(database, planned.rows)
    await restore(database, path, planned, (table, put, there) => {
      const out = (kept.rows[table] ?? 0) - put
      const words = out === 0 ? '' : `, and ${out} left out, for what they belong to was deleted`
      console.log(`  ✓ ${table}: ${put}${words}`)
      if (there === put) return
      console.log(`  ✗ ${table}: ${there} rows stand there`)
      process.exitCode = 1
    })
    console.log(`  Restored.${unsaved(planned.schema.left)}\n`)
  } finally {
    database.close()
  }
}

function announce(
  path: string,
  { backup: { header, rows: kept }, migrations, goesOn, rows }: Plan,
  name: string
) {
  console.log(`\n  ${path}, made on ${header.date}, holds ${told(kept)}.`)
  console.log(
    goesOn
      ? '  Its restoration was broken off, and goes on.'
      : `  It is put in place of what ${name} holds: ${told(rows)}.`
  )
  const newer = migrations.slice(header.migrations.length).map(one => one.name)
  if (newer.length > 0) console.log(`  The migrations ${newer.join(', ')} are newer, and run afterwards.`)
}

async function open(purpose: 'read' | 'write'): Promise<Database> {
  const stage = v.safeParse(Stage, values.stage)
  if (!stage.success) throw new Trouble(stage.issues[0].message, 'Name it as npm run deploy did.')
  if (values.local) return openLocal(purpose)
  return openDeployed(stage.output, values.yes || !process.stdin.isTTY ? nobody : person)
}

async function backUp(database: Database): Promise<void> {
  const path = values.out ?? newName()
  if (existsSync(path)) throw new Trouble(`${path} is there already.`, 'Choose another name.')
  const { contents, rows } = await backup(database, path)
  console.log(`\n  ${path} holds ${told(rows)}, of ${database.name}.${unsaved(contents.left)}\n`)
  // Nobody is told of what is on this machine, and a running Burrow writes there.
  if (!values.local && !(await noteBackup(database, contents.date)))
    console.log('  The database took no note of it: who is told that backups are old will be told so.\n')
}

/** Beside the others, by what it is of and when. */
function newName(): string {
  const of = values.local ? 'burrow-local' : namesOf(values.stage).database
  return at('backups', `${of}-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}.ndjson.gz`)
}

/** Only what its owner wants gone, and what can be had back. */
async function mayReplace(database: Database, rows: Rows): Promise<void> {
  if (!values.replace)
    throw new Trouble(
      'There are rows that would be gone. Nothing was changed.',
      'With --replace what stands is put into a backup of its own, and then replaced.'
    )
  if (!values.yes) {
    if (!process.stdin.isTTY) throw new Trouble('Nobody is here to be asked.', 'Add --yes.')
    const sure = await confirm({ message: `Replace ${told(rows)}?`, initialValue: false })
    if (sure !== true) throw new Trouble('Left. Nothing was changed.', 'Run it again when you are sure.')
  }
  await backUp(database)
}

function told(rows: Rows): string {
  const parts = Object.entries(rows).map(([table, n]) => `${n} ${table}`)
  return parts.length === 0 ? 'nothing' : parts.join(', ')
}

function unsaved(left: string[]): string {
  if (left.length === 0) return ''
  return ` Not in it, for it cannot be made again from tables: ${left.join(', ')}.`
}
