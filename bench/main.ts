/** `npm run bench`: what all of Burrow costs over asking the model box itself. `-- --quick` takes fewer samples. */

import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { buildPage } from '../scripts/page.ts'
import { measureCpu } from './cpu.ts'
import { measureCrowds } from './crowd.ts'
import { measureFirstToken } from './first-token.ts'
import { startHome } from './home.ts'
import { measurePage } from './page.ts'
import { measureRate } from './rate.ts'
import { measureRows } from './rows.ts'
import { type Section, table } from './table.ts'

const { quick } = parseArgs({ options: { quick: { type: 'boolean', default: false } } }).values
const of = <T>(full: T, short: T): T => (quick ? short : full)

await buildPage()
const home = await startHome()
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => void leave(130))

try {
  const start = performance.now()
  const sections: Section[] = []
  const measure = async (what: string, work: () => Promise<Section>) => {
    console.error(`  ${what} …`)
    sections.push(await work().catch(error => failed(what, error)))
  }
  await measure('first token', () => measureFirstToken(home, of(60, 15), of(10, 5)))
  await measure('tokens a second', () => measureRate(home, of({ even: 3, fast: 9 }, { even: 1, fast: 3 })))
  await measure('CPU', () => measureCpu(home, of({ even: 6, fast: 20 }, { even: 2, fast: 5 })))
  await measure('crowds', () => measureCrowds(home, crowds()))
  await measure('rows written', () => measureRows(home))
  await measure('the page', () => measurePage(home, of(12, 5)))
  const seconds = Math.round((performance.now() - start) / 1_000)
  console.log(`\nBurrow beside the same model asked directly, on ${cpus().length} cores in ${seconds} s.`)
  console.log(`Page worker, both Workers, storage, the pretended model and whoever asks share these cores.`)
  console.log(table(sections))
  await leave(0)
} catch (error) {
  console.error(error)
  await leave(1)
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
  await home.leave()
  process.exit(code)
}
