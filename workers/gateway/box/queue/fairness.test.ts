/** How long anybody waits, whoever else comes: the rule played in pretended time. */

import { describe, expect, it } from 'vitest'
import { Dice } from '../../../../test/soak/dice.ts'
import { aHost, aQueue, aWaiter } from '../../testing/queue.ts'
import { after, type Host, KEPT_CHANGES, order, type Run, type Waiter } from './order.ts'

const MODELS = ['a', 'b', 'c'] as const
const SEEDS = Array.from({ length: 200 }, (_, n) => n + 1)
const CHANGE_MS = 8_000
const LONGEST_MS = 30_000
const ALWAYS = ['p', 'q', 'r', 's', 't']

/** One host has all models, so everybody can be served. */
const HOUSES: [string, Host[]][] = [
  ['one slot', [aHost()]],
  ['three slots', [aHost({ slots: 3 })]],
  ['two resident models', [aHost({ room: 2 })]],
  ['two slots and two resident models', [aHost({ slots: 2, room: 2 })]],
  ['two hosts', [aHost(), aHost({ name: 'h1' })]],
  ['a host with one model beside it', [aHost(), aHost({ name: 'h1', slots: 2, models: ['b'] })]],
  ['unlike hosts', [aHost({ slots: 2 }), aHost({ name: 'h1', slots: 3, room: 2, models: ['a', 'c'] })]],
]

interface Served {
  visitor: string
  waitedMs: number
  /** How many stood in the queue when they came, or had a turn that ran. */
  before: number
}

/**
 * Answers who was served, in order. `always`: visitors who ask again as soon as their turn has begun. A fresh visitor
 * comes with every turn that begins, for a model that the dice choose, mostly a loaded one.
 */
function play(seed: number, turns: number, always: readonly string[], house: readonly Host[]): Served[] {
  const dice = new Dice(seed)
  const waiting = new Map<Waiter, number>()
  const began = new Map<string, number>()
  const served: Served[] = []
  let hosts: readonly Host[] = house.map(host => ({ ...host, loaded: [] }))
  let runs: (Run & { endsAt: number })[] = []
  let [now, arrivals] = [0, 0]
  const arrive = (visitor: string, model: string) => {
    const mark = began.get(visitor)
    const different = { visitor, since: now, ...(mark !== undefined && { began: mark }) }
    waiting.set(aWaiter(++arrivals, model, different), waiting.size + runs.length)
  }
  const loaded = () => dice.pick(['a', ...hosts.flatMap(host => host.loaded)])
  for (const visitor of always) arrive(visitor, dice.pick(MODELS))
  while (served.length < turns) {
    arrive(`fresh ${arrivals}`, dice.chance(0.8) ? loaded() : dice.pick(MODELS))
    if (dice.chance(0.05)) arrive(`another ${arrivals}`, dice.pick(MODELS))
    let queue = aQueue({ now, changeMs: CHANGE_MS, waiting: [...waiting.keys()], hosts, runs })
    const { grants } = order(queue)
    for (const grant of grants) {
      const { waiter, host, loads } = grant
      const { visitor, takesMs } = waiter
      queue = after(queue, grant)
      const begins = now + (loads ? CHANGE_MS : 0)
      served.push({ visitor, waitedMs: begins - waiter.since, before: waiting.get(waiter) ?? 0 })
      waiting.delete(waiter)
      began.set(visitor, arrivals)
      runs.push({ host, visitor, takesMs, endsAt: begins + dice.between(1_000, LONGEST_MS) })
    }
    for (const { waiter } of grants)
      if (always.includes(waiter.visitor)) arrive(waiter.visitor, dice.pick(MODELS))
    hosts = queue.hosts
    if (runs.length === 0) throw new Error('All slots are free, and nobody has one.')
    now = Math.min(...runs.map(({ endsAt }) => endsAt))
    runs = runs.filter(({ endsAt }) => endsAt > now)
  }
  return served
}

describe('whoever waits', () => {
  // A model is kept for so many changes at most once somebody of another waits, and then for those who were there
  // before them. So a time of one model ends with a turn of somebody who was there before, and there are no more such
  // times than people who were.
  it.for(HOUSES)(
    '[Q1] is served within a bound that only those who were there before them can lengthen: %s',
    ([, house]) => {
      for (const seed of SEEDS)
        for (const { before, waitedMs } of play(seed, 150, ['p', 'q', 'r'], house))
          expect(waitedMs).toBeLessThanOrEqual(
            (before + 1) * ((KEPT_CHANGES + 1) * CHANGE_MS + 2 * LONGEST_MS)
          )
    }
  )

  // Where a host has only some of the models, those who want these have more turns: of those hosts nobody else can use.
  it.for(HOUSES.filter(([, house]) => house.every(({ models }) => models.length === MODELS.length)))(
    '[Q3] all the time begins at most two turns fewer than any other who does: %s',
    ([, house]) => {
      for (const seed of SEEDS) {
        const counts = new Map(ALWAYS.map(visitor => [visitor, 0]))
        for (const { visitor } of play(seed, 200, ALWAYS, house)) {
          const count = counts.get(visitor)
          if (count === undefined) continue
          counts.set(visitor, count + 1)
          expect(Math.max(...counts.values()) - Math.min(...counts.values())).toBeLessThanOrEqual(2)
        }
        expect(Math.min(...counts.values())).toBeGreaterThan(3)
      }
    }
  )
})
