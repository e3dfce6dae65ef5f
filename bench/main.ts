/**
 * `npm run bench`: what all of Burrow costs over asking the model box itself. `-- SECTION …` measures only these,
 * `--quick` takes fewer samples, `--tmpfs` keeps the storage in memory, so that the disk is not measured, and
 * `--against FOLDER` measures another checkout in the same run, by turns.
 */

import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { build } from '../scripts/build.ts'
import { startBurrow } from '../scripts/burrow.ts'
import { endAll, QUIET } from '../scripts/run.ts'
import { compare, startOf } from './against.ts'
import { startDemo, startHome } from './home.ts'
import { choose } from './sections.ts'
import { type Section, table } from './table.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    tmpfs: { type: 'boolean', default: false },
    against: { type: 'string' },
  },
})
const { quick, tmpfs, against } = values

/** Storage that lives in memory; Linux has it here. */
const SHM = '/dev/shm'

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => void leave(130))
// Whatever runtime is started here, none has more in it than what is measured.
Object.assign(process.env, QUIET)
const states: string[] = []

try {
  const measures = choose(positionals, against !== undefined)
  if (tmpfs && !existsSync(SHM)) throw new Error(`There is no ${SHM} on this system.`)
  await build()
  const demo = await startDemo()
  const home = await startHome(startBurrow, demo, await newState())
  const start = performance.now()
  const sections: Section[] = []
  if (against === undefined) {
    for (const { name, measure } of measures) {
      console.error(`  ${name} …`)
      const work = measure(home, quick)
      if (work !== null) sections.push(await work.catch((error: unknown) => failed(name, error)))
    }
  } else {
    const other = await startHome(await startOf(against), demo, await newState())
    sections.push(...(await compare(measures, home, other)))
    await other.burrow.stop()
  }
  const seconds = Math.round((performance.now() - start) / 1_000)
  const where = tmpfs ? 'in memory' : 'on disk'
  console.log(`\nMeasured on ${cpus().length} cores in ${seconds} s, the storage ${where}.`)
  console.log(`Page worker, both Workers, storage, the pretended model and whoever asks share these cores.`)
  console.log(table(sections, against === undefined ? ['direct', 'over direct'] : ['the other', 'over it']))
  await leave(0)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  await leave(1)
}

async function newState(): Promise<string> {
  const state = await mkdtemp(join(tmpfs ? SHM : tmpdir(), 'burrow-bench-'))
  states.push(state)
  return state
}

/** One measure that fails is said in its place; the others are worth having. */
function failed(title: string, error: unknown): Section {
  const why = error instanceof Error ? error.message : String(error)
  return { title, rows: [], notes: [`not measured: ${why}`] }
}

async function leave(code: number): Promise<never> {
  await endAll()
  for (const state of states) await rm(state, { recursive: true, force: true, maxRetries: 3 })
  process.exit(code)
}
