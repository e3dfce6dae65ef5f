/**
 * The proof: turns with faults that a seed draws, and after each every promise is looked at. What fails is printed with
 * its plan, and `npm run soak -- --seed N` runs it again.
 */

import { env } from 'cloudflare:workers'
import { beforeAll, describe, it, vi } from 'vitest'
import { type Failure, runSeeds } from './seeds.ts'
import { Tally } from './tally.ts'

/** Without any wish: these, which are the same each time, and some that nobody has seen before. */
const FIXED = { from: 7, seeds: 4 }
const FRESH = 1

/** Seeds between two looks at the clock. */
const ROUND = 50

const number = (text: string) => (text === '' ? undefined : Number(text))
const fresh = () => Math.floor(Math.random() * 1_000_000_000)
const range = (from: number, length: number) => Array.from({ length }, (_, n) => from + n)

/** Rounds of seeds, as long as there is something to do. */
function* rounds(): Generator<number[]> {
  const [seed, seeds, minutes] = [number(env.SEED), number(env.SEEDS), number(env.MINUTES)]
  if (seed === undefined && seeds === undefined && minutes === undefined) {
    const unseen = Array.from({ length: FRESH }, fresh)
    console.log(`fresh seeds: ${unseen.join(', ')}`)
    return yield [...unseen, ...range(FIXED.from, FIXED.seeds)]
  }
  const until = minutes === undefined ? Number.POSITIVE_INFINITY : Date.now() + minutes * 60_000
  const all = seeds ?? (minutes === undefined ? 1 : Number.POSITIVE_INFINITY)
  const from = seed ?? fresh()
  for (let n = 0; n < all && Date.now() < until; n += ROUND) yield range(from + n, Math.min(ROUND, all - n))
}

const told = ({ plan, wrong }: Failure) =>
  `seed ${plan.seed}: ${wrong.join('\n  ')}\n  its plan: ${JSON.stringify(plan.chats, (key, value) => (key === 'text' ? undefined : value))}`

// What the Workers say of every fault is of no interest where faults are the rule.
beforeAll(() => void vi.spyOn(console, 'warn').mockImplementation(() => {}))

describe('whatever strikes', () => {
  it('[T1–T6, T8–T11] every turn ends once, in history, with what the box sent, and leaves nothing behind', async ({
    expect,
  }) => {
    const tally = new Tally()
    const failures: Failure[] = []
    const started = Date.now()
    for (const seeds of rounds()) {
      const failed = await runSeeds(seeds, tally)
      for (const failure of failed) console.log(told(failure))
      failures.push(...failed)
      const seconds = Math.round((Date.now() - started) / 1_000)
      console.log(
        `${tally.of('seeds')} seeds, the last is ${seeds.at(-1)}: ${tally.of('turns')} turns in ${seconds} s, ${failures.length} seeds failed`
      )
    }
    console.log(String(tally))
    expect(failures.map(({ plan }) => plan.seed)).toEqual([])
  })
})
