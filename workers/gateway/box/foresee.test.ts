/** What is foreseen is what the rule gives. */

import { expect, it } from 'vitest'
import { FORESEEN_TURNS, foresee } from './foresee.ts'
import type { Host, Waiter } from './order.ts'

const HOST: Host = {
  name: 'h',
  slots: 1,
  room: 1,
  models: ['a', 'b'],
  loaded: ['a'],
  loadedAt: 0,
  running: 1,
  drainingUntil: 0,
}
const who = (arrival: number, model: string): Waiter => ({ visitor: `v${arrival}`, model, arrival, since: 0 })

it('tells place and about-time if nobody else comes, with the loaded model first [Q4]', () => {
  const waiting = [who(1, 'b'), who(2, 'a'), who(3, 'c')]
  const seen = foresee(
    { now: 0, changeMs: 8_000, waiting, hosts: [HOST] },
    [{ host: 'h', endsAt: 5_000 }],
    10_000
  )
  expect(waiting.map(one => seen.get(one))).toEqual([
    { ahead: 1, aboutMs: 23_000 },
    { ahead: 0, aboutMs: 5_000 },
    undefined,
  ])
})

it('ends after a bounded number of turns however many wait', () => {
  const waiting = Array.from({ length: 1_000 }, (_, n) => who(n, 'a'))
  const hosts = [{ ...HOST, running: 0 }]
  expect(foresee({ now: 0, changeMs: 8_000, waiting, hosts }, [], 10_000).size).toBe(FORESEEN_TURNS)
})
