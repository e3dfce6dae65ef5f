/** What can be measured, by name. A short run takes fewer samples. */

import { measureAttach } from './attach.ts'
import { measureCpu } from './cpu.ts'
import { measureCrowds } from './crowd.ts'
import { measureDeaths } from './deaths.ts'
import { measureFirstToken } from './first-token.ts'
import type { Home } from './home.ts'
import { measureMemory } from './memory.ts'
import { measureOutage } from './outage.ts'
import { measurePage } from './page.ts'
import { measureParts } from './parts.ts'
import { measureQueue } from './queue/section.ts'
import { measureRate } from './rate.ts'
import { measureRows } from './rows.ts'
import { measureShapes } from './shapes.ts'
import type { Section } from './table.ts'

export interface Measure {
  name: string
  /** It asks over HTTP alone, so another checkout can be asked the same. */
  anywhere: boolean
  /** Null where a short run would measure nothing of worth. */
  measure(home: Home, quick: boolean): Promise<Section> | null
}

const crowds = (sizes: number[], rounds: number) => sizes.map(visitors => ({ visitors, rounds }))

export const MEASURES: Measure[] = [
  {
    name: 'first-token',
    anywhere: true,
    measure: (home, quick) => (quick ? measureFirstToken(home, 15, 5) : measureFirstToken(home, 60, 10)),
  },
  {
    name: 'rate',
    anywhere: true,
    measure: (home, quick) => measureRate(home, quick ? { even: 1, fast: 3 } : { even: 3, fast: 9 }),
  },
  {
    name: 'cpu',
    anywhere: true,
    measure: (home, quick) =>
      measureCpu(home, quick ? { even: 2, many: 2, fast: 10 } : { even: 6, many: 2, fast: 25 }),
  },
  {
    name: 'crowd',
    anywhere: true,
    measure: (home, quick) => measureCrowds(home, quick ? crowds([20, 100], 1) : crowds([1, 20, 100], 3)),
  },
  { name: 'parts', anywhere: true, measure: (home, quick) => measureParts(home, quick ? 3 : 5) },
  { name: 'rows', anywhere: false, measure: home => measureRows(home) },
  { name: 'page', anywhere: false, measure: (home, quick) => measurePage(home, quick ? 5 : 12) },
  { name: 'page', anywhere: false, measure: (_, quick) => measureShapes(quick) },
  { name: 'attach', anywhere: true, measure: home => measureAttach(home) },
  // Fewer rounds would measure the allocator.
  { name: 'memory', anywhere: false, measure: (home, quick) => (quick ? null : measureMemory(home, 3, 5)) },
  { name: 'queue', anywhere: false, measure: (_, quick) => measureQueue(quick) },
  { name: 'outage', anywhere: true, measure: home => measureOutage(home) },
  {
    name: 'deaths',
    anywhere: false,
    measure: (home, quick) => measureDeaths(home, quick ? 1 : 3, !quick),
  },
]

/** Those of these names, or all. Throws when there is none of a name. */
export function choose(names: string[], against: boolean): Measure[] {
  const chosen = names.length === 0 ? MEASURES : MEASURES.filter(({ name }) => names.includes(name))
  const unknown = names.filter(name => !MEASURES.some(one => one.name === name))
  if (unknown.length > 0) {
    const all = MEASURES.map(({ name }) => name).join(', ')
    throw new Error(`There is no section ${unknown.join(', ')}. There are ${all}.`)
  }
  const here = chosen.filter(({ anywhere }) => !anywhere).map(({ name }) => name)
  if (against && names.length > 0 && here.length > 0)
    throw new Error(`Only this checkout can be measured by ${here.join(', ')}.`)
  return against ? chosen.filter(({ anywhere }) => anywhere) : chosen
}
