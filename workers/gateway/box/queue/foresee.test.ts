/** What is foreseen is what the rule gives. */

import { describe, expect, it } from 'vitest'
import { aHost, aQueue, aRun, aWaiter } from '../../testing/queue.ts'
import { foresee, FORESEEN_TURNS } from './foresee.ts'
import type { Queue, Waiter } from './order.ts'

/** Arrival, how many are ahead and seconds, in the order in which they begin. */
function told(different: Partial<Queue> & { waiting: Waiter[] }) {
  const seen = foresee(aQueue(different))
  return [...seen].map(([{ arrival }, { ahead, aboutMs }]) => [arrival, ahead, aboutMs / 1_000])
}

describe('what is foreseen', () => {
  it('[Q4] is place and about-time if nobody else comes, with the loaded model first', () => {
    const waiting = [aWaiter(1, 'b'), aWaiter(2, 'a'), aWaiter(3, 'd')]
    expect(told({ waiting, runs: [aRun({ takesMs: 5_000 })] })).toEqual([
      [2, 0, 5],
      [1, 1, 23],
    ])
  })

  it('[Q4] takes each answer for as long as its own estimate', () => {
    const waiting = [
      aWaiter(1, 'a', { takesMs: 40_000 }),
      aWaiter(2, 'a', { takesMs: 1_000 }),
      aWaiter(3, 'a'),
    ]
    expect(told({ waiting }).map(([, , seconds]) => seconds)).toEqual([0, 40, 41])
  })

  it('[Q4] has the turns that run on one host end one after another', () => {
    const waiting = [aWaiter(1, 'a'), aWaiter(2, 'a')]
    const runs = [aRun(), aRun({ visitor: 'yet another' })]
    expect(told({ waiting, runs, hosts: [aHost({ slots: 2 })] }).map(([, , seconds]) => seconds)).toEqual([
      5, 10,
    ])
  })

  it('[Q4] has a turn whose model still loads end after that', () => {
    expect(told({ waiting: [aWaiter(1, 'a')], runs: [aRun()], hosts: [aHost({ loadedAt: 8_000 })] })).toEqual(
      [[1, 0, 18]]
    )
  })

  it('[Q4] puts a question behind the turn of its visitor that runs, though a slot is free', () => {
    const runs = [aRun({ visitor: 'v1' })]
    expect(told({ waiting: [aWaiter(1, 'a')], runs, hosts: [aHost({ slots: 2 })] })).toEqual([[1, 0, 10]])
  })

  it('[Q4] is nothing for whom no host that is well can serve', () => {
    expect(told({ waiting: [aWaiter(1, 'a')], hosts: [aHost({ well: false })] })).toEqual([])
  })

  it('waits for a host that reads what was left behind', () => {
    const hosts = [aHost({ drainingUntil: 30_000 })]
    expect(told({ waiting: [aWaiter(1, 'a')], hosts })).toEqual([[1, 0, 30]])
  })

  it('ends after a bounded number of turns however many wait', () => {
    const waiting = Array.from({ length: 1_000 }, (_, n) => aWaiter(n, 'a'))
    expect(told({ waiting })).toHaveLength(FORESEEN_TURNS)
  })
})
