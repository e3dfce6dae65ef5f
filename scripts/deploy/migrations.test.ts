/** What runs before the code, and what behind it. That wrangler runs what it is shown is seen by `test/deploy.test.ts`. */

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { BEHIND, migrations } from './migrations.ts'

const root = mkdtempSync(join(tmpdir(), 'burrow-test-migrations-'))
afterAll(() => rmSync(root, { recursive: true }))

let made = 0

/** Migrations by their names, of which those with a minus take something away; answers what wrangler is shown by each step. */
async function shown(names: string[], pending: number) {
  const scratch = join(root, `${(made += 1)}`)
  const folder = join(scratch, 'all')
  mkdirSync(folder, { recursive: true })
  for (const name of names)
    writeFileSync(join(folder, name), `${name.includes('-') ? BEHIND : '-- whatever'}\nSELECT 1;`)
  const calls: string[][] = []
  const { before, behind } = migrations({
    folder,
    pending: names.slice(names.length - pending),
    database: 'burrow',
    databaseId: () => 'id',
    scratch,
    wrangler: async (...args) => {
      const config = args.at(-1) ?? ''
      const { d1_databases } = JSON.parse(readFileSync(config, 'utf8'))
      calls.push(readdirSync(join(dirname(config), d1_databases[0].migrations_dir)).sort())
      return ''
    },
  })
  for (const { stands, act } of [before, behind]) {
    if (stands === null) await act()
    else calls.push([])
  }
  return calls
}

it.for<[string, string[], number, string[], string[]]>([
  ['one that gives runs before the code', ['0', '1'], 1, ['0', '1'], []],
  ['one that takes away runs behind it', ['0', '1-'], 1, [], ['0', '1-']],
  ['of both each has its place', ['0', '1', '2-', '3-'], 3, ['0', '1'], ['0', '1', '2-', '3-']],
  ['their order is kept where one gives behind one that takes', ['0-', '1'], 2, ['0-', '1'], []],
  ['where all have run nothing is called', ['0', '1-'], 0, [], []],
])('%s', async ([, names, pending, before, behind]) => {
  expect(await shown(names, pending)).toEqual([before, behind])
})
