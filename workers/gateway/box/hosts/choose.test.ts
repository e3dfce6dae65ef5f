/** Which of several hosts is asked. */

import { describe, expect, it } from 'vitest'
import { Breaker } from './breaker.ts'
import { type Candidate, choose } from './choose.ts'

const host = (url: string, more: Partial<Candidate> = {}): Candidate => ({
  url,
  loaded: false,
  running: 0,
  well: true,
  ...more,
})

describe('of several hosts that have the model', () => {
  it.for<[string, Candidate[], string]>([
    ['the owner’s first, where nothing tells them apart', [host('a'), host('b')], 'a'],
    ['one that has it in memory', [host('a'), host('b', { loaded: true })], 'b'],
    [
      'a free one, though it has to load it',
      [host('a', { loaded: true, running: 1 }), host('b', { running: 0 })],
      'b',
    ],
    [
      'where none is free the one that answers fewest of those that have it',
      [
        host('a', { loaded: true, running: 2 }),
        host('b', { loaded: true, running: 1 }),
        host('c', { running: 1 }),
      ],
      'b',
    ],
    ['never one that failed', [host('a', { well: false, loaded: true }), host('b', { running: 3 })], 'b'],
    ['one that failed, where all have', [host('a', { well: false }), host('b', { well: false })], 'a'],
  ])('is asked %s', ([, candidates, url]) => {
    expect(choose(candidates)?.url).toBe(url)
  })

  it('is asked none, where none has it', () => {
    expect(choose([])).toBeUndefined()
  })
})

describe('a host that failed', () => {
  it('is left out until a look says that it is well, and looked at at widening gaps up to five minutes', () => {
    const breaker = new Breaker(null)
    breaker.failed(0)
    const looks: number[] = []
    for (let now = 0; now < 1_200_000; now += 500) {
      if (!breaker.isDue(now)) continue
      looks.push(now)
      breaker.failed(now)
    }
    expect(looks.slice(0, 6)).toEqual([2_000, 7_000, 17_000, 47_000, 107_000, 407_000])
    expect(looks.slice(6)).toEqual([707_000, 1_007_000])
    expect(breaker.since).toBe(0)
    breaker.answered()
    expect(breaker.since).toBeNull()
  })

  it('is looked at by one of all who ask', () => {
    const breaker = new Breaker(null)
    breaker.failed(0)

    expect([1, 2, 3].map(() => breaker.isDue(2_000))).toEqual([true, false, false])
  })
})
