/** `npm run bench`: what all of Burrow costs over asking the model box itself. `-- --quick` takes fewer samples. */

import { readdirSync, statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { build } from '../scripts/build.ts'
import { at } from '../scripts/paths.ts'
import { endAll } from '../scripts/run.ts'
import { measureAttach } from './attach.ts'
import { measureCpu } from './cpu.ts'
import { measureCrowds } from './crowd.ts'
import { measureDeaths } from './deaths.ts'
import { measureFirstToken } from './first-token.ts'
import { startHome } from './home.ts'
import { measureMemory } from './memory.ts'
import { measureOutage } from './outage.ts'
import { measurePage } from './page.ts'
import { measureParts } from './parts.ts'
import { measureRate } from './rate.ts'
import { measureRows } from './rows.ts'
import { type Section, table } from './table.ts'

const { quick } = parseArgs({ options: { quick: { type: 'boolean', default: false } } }).values
const of = <T>(full: T, short: T): T => (quick ? short : full)

const state = await mkdtemp(join(tmpdir(), 'burrow-bench-'))
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => void leave(130))

try {
  await build()
  const before = lastChange()
  const home = await startHome(state)
  const start = performance.now()
  const sections: Section[] = []
  const measure = async (what: string, work: () => Promise<Section>) => {
    console.error(`  ${what} …`)
    sections.push(await work().catch(error => failed(what, error)))
  }
  await measure('first token', () => measureFirstToken(home, of(60, 15), of(10, 5)))
  await measure('tokens a second', () => measureRate(home, of({ even: 3, fast: 9 }, { even: 1, fast: 3 })))
  await measure('CPU', () =>
    measureCpu(home, of({ even: 6, many: 2, fast: 25 }, { even: 2, many: 1, fast: 10 }))
  )
  await measure('crowds', () => measureCrowds(home, crowds()))
  await measure('where the time of a crowd goes', () => measureParts(home, of(5, 3)))
  await measure('rows written', () => measureRows(home))
  await measure('the page', () => measurePage(home, of(12, 5)))
  await measure('attaching', () => measureAttach(home))
  // Fewer rounds would measure the allocator.
  if (!quick) await measure('memory', () => measureMemory(home, 3, 5))
  await measure('an outage', () => measureOutage(home))
  await measure('deaths', () => measureDeaths(home, of(3, 1), !quick))
  const seconds = Math.round((performance.now() - start) / 1_000)
  console.log(`\nBurrow beside the same model asked directly, on ${cpus().length} cores in ${seconds} s.`)
  console.log(`Page worker, both Workers, storage, the pretended model and whoever asks share these cores.`)
  console.log(table(sections))
  if (lastChange() !== before)
    console.log('\nThe Workers were changed meanwhile, and started anew: measure again.')
  await leave(0)
} catch (error) {
  console.error(error)
  await leave(1)
}

/** Wrangler starts the Workers anew when their source changes, which cuts answers and spoils figures. */
function lastChange(): number {
  const files = readdirSync(at('workers'), { recursive: true, encoding: 'utf8' }).filter(isSource)
  return Math.max(...files.map(file => statSync(at('workers', file)).mtimeMs))
}

function isSource(file: string): boolean {
  return /\.(ts|toml)$/.test(file) && !/\.wrangler|test/.test(file)
}

function crowds() {
  return [
    { visitors: 1, rounds: of(3, 1) },
    { visitors: 20, rounds: of(3, 1) },
    { visitors: 100, rounds: of(3, 1) },
  ]
}

/** One measure that fails is said in its place; the others are worth having. */
function failed(title: string, error: unknown): Section {
  const why = error instanceof Error ? error.message : String(error)
  return { title, rows: [], notes: [`not measured: ${why}`] }
}

async function leave(code: number): Promise<never> {
  await endAll()
  await rm(state, { recursive: true, force: true, maxRetries: 3 })
  process.exit(code)
}
