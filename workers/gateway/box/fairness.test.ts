/** How long anybody waits, whoever else comes: the rule played in pretended time on one slot with one resident model. */

import { describe, expect, it } from 'vitest'
import { Dice } from '../../../test/soak/dice.ts'
import { type Host, KEPT_CHANGES, order, type Waiter } from './order.ts'

const MODELS = ['a', 'b', 'c'] as const
const SEEDS = Array.from({ length: 200 }, (_, n) => n + 1)
const CHANGE_MS = 8_000
const LONGEST_MS = 30_000

interface Served {
  visitor: string
  waitedMs: number
  /** How many stood in the queue when they came. */
  before: number
}

/**
 * Answers who was served, in order. `always`: visitors who ask again as soon as their turn has begun. A fresh visitor
 * comes with every answer, for a model that the dice choose, mostly the loaded one.
 */
function play(seed: number, turns: number, always: readonly string[]): Served[] {
  const dice = new Dice(seed)
  let host: Host = {
    name: 'h',
    slots: 1,
    room: 1,
    models: MODELS,
    loaded: [],
    loadedAt: 0,
    running: 0,
    drainingUntil: 0,
  }
  const waiting = new Map<Waiter, number>()
  const began = new Map<string, number>()
  const served: Served[] = []
  let [now, arrivals] = [0, 0]
  const arrive = (visitor: string, model: string) => {
    const mark = began.get(visitor)
    const waiter = {
      visitor,
      model,
      arrival: ++arrivals,
      since: now,
      ...(mark !== undefined && { began: mark }),
    }
    waiting.set(waiter, waiting.size)
  }
  for (const visitor of always) arrive(visitor, dice.pick(MODELS))
  while (served.length < turns) {
    arrive(`fresh ${served.length}`, dice.chance(0.8) ? (host.loaded[0] ?? 'a') : dice.pick(MODELS))
    if (dice.chance(0.2)) arrive(`another ${served.length}`, dice.pick(MODELS))
    const [grant] = order({ now, changeMs: CHANGE_MS, waiting: [...waiting.keys()], hosts: [host] }).grants
    if (grant === undefined) throw new Error('The slot is free, and nobody has it.')
    const { waiter, loaded, loads } = grant
    const begins = now + (loads ? CHANGE_MS : 0)
    served.push({
      visitor: waiter.visitor,
      waitedMs: begins - waiter.since,
      before: waiting.get(waiter) ?? 0,
    })
    waiting.delete(waiter)
    began.set(waiter.visitor, arrivals)
    if (always.includes(waiter.visitor)) arrive(waiter.visitor, dice.pick(MODELS))
    if (loads) host = { ...host, loaded, loadedAt: begins }
    now = begins + dice.between(1_000, LONGEST_MS)
  }
  return served
}

describe('whoever waits', () => {
  // A model is kept for so many changes at most once somebody of another waits, and then for those who were there
  // before them. So a time of one model ends with a turn of somebody who was there before, and there are no more such
  // times than people who were.
  it('[Q1] is served within a bound that only those who were there before them can lengthen', () => {
    for (const seed of SEEDS)
      for (const { before, waitedMs } of play(seed, 150, ['p', 'q', 'r']))
        expect(waitedMs).toBeLessThanOrEqual((before + 1) * ((KEPT_CHANGES + 1) * CHANGE_MS + 2 * LONGEST_MS))
  })

  it('[Q3] all the time begins at most two turns fewer than any other who does', () => {
    const always = ['p', 'q', 'r', 's', 't']
    for (const seed of SEEDS) {
      const counts = new Map(always.map(visitor => [visitor, 0]))
      for (const { visitor } of play(seed, 200, always)) {
        const count = counts.get(visitor)
        if (count === undefined) continue
        counts.set(visitor, count + 1)
        expect(Math.max(...counts.values()) - Math.min(...counts.values())).toBeLessThanOrEqual(2)
      }
      expect(Math.min(...counts.values())).toBeGreaterThan(3)
    }
  })
})
