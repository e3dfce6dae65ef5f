/** The same sections for this checkout and another one, by turns in one run, so that both meet the same machine. */

import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { startBurrow } from '../scripts/burrow.ts'
import type { Home } from './home.ts'
import { median, ratio } from './numbers.ts'
import type { Measure } from './sections.ts'
import type { Row, Section } from './table.ts'

/** Each is measured so often, first here, then there, and the next time the other way round. */
const PASSES = 5

/** How another checkout starts itself, after it has built what it runs. It needs its node_modules. */
export async function startOf(folder: string): Promise<typeof startBurrow> {
  const script = (name: string) => join(resolve(folder), 'scripts', name)
  const load = (name: string) => import(pathToFileURL(script(name)).href)
  if (existsSync(script('build.ts'))) await (await load('build.ts')).build()
  // Before that only the page was built, and wrangler did the rest while it ran.
  else await (await load('page.ts')).buildPage()
  return (await load('burrow.ts')).startBurrow
}

/** Medians over all passes; `over` is this checkout's over the other's. */
export async function compare(measures: Measure[], here: Home, there: Home): Promise<Section[]> {
  const found = new Map<Measure, { here: Section[]; there: Section[] }>()
  for (let pass = 0; pass < PASSES; pass += 1) {
    for (const measure of measures) {
      const both = found.get(measure) ?? { here: [], there: [] }
      found.set(measure, both)
      const turns = [
        async () => both.here.push(...(await taken(measure, here))),
        async () => both.there.push(...(await taken(measure, there))),
      ]
      console.error(`  ${measure.name}, ${pass + 1} of ${PASSES} …`)
      for (const turn of pass % 2 === 0 ? turns : turns.toReversed()) await turn()
    }
  }
  return [...found.values()].flatMap(both => sideBySide(both.here, both.there))
}

/** A pass that fails says so and is left out; the others are worth having. */
async function taken({ name, measure }: Measure, home: Home): Promise<Section[]> {
  try {
    const section = await measure(home, true)
    return section === null ? [] : [section]
  } catch (error) {
    console.error(`  ${name} failed: ${error instanceof Error ? error.message : String(error)}`)
    return []
  }
}

function sideBySide(here: Section[], there: Section[]): Section[] {
  const [first] = here
  if (first === undefined) return []
  const rows = first.rows.flatMap(({ what }): Row[] => {
    const [now, before] = [here, there].map(sections => valuesOf(sections, what))
    if (now === undefined || before === undefined || now.length === 0 || before.length === 0) return []
    const unit = first.rows.find(row => row.what === what)?.burrow.replace(/^[-+\d.,]+/, '') ?? ''
    const write = (values: number[]) => `${round(median(values))}${unit}`
    return [{ what, direct: write(before), burrow: write(now), over: overIt(now, before) }]
  })
  return [
    { title: first.title, rows, notes: [`Medians of ${here.length} and ${there.length} passes, by turns.`] },
  ]
}

/** Nothing where the other's is nothing. */
const overIt = (now: number[], before: number[]): string =>
  median(before) === 0 ? '' : ratio(median(now) / median(before))

/** Of every pass that measured this; what is no number first is left out. */
function valuesOf(sections: Section[], what: string): number[] {
  return sections
    .flatMap(({ rows }) => rows.filter(row => row.what === what))
    .map(({ burrow }) => Number.parseFloat(burrow.replaceAll(',', '')))
    .filter(value => !Number.isNaN(value))
}

const round = (value: number): string =>
  Number.isInteger(value) ? `${value}` : value.toFixed(value < 1 ? 4 : value < 100 ? 2 : 0)
