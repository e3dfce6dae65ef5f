/** Who stands in the queue, and who is refused before it costs the box anything. */

import { describe, expect, it } from 'vitest'
import { aHost, aQueue, aRun, aWaiter } from '../../testing/queue.ts'
import { entering, type Question, refusal, WAITING_EACH, WAITING_VISITORS } from './standing.ts'

const question = (visitor: string, asked: number, arrival?: number): Question => ({
  visitor,
  asked,
  ...(arrival !== undefined && { arrival }),
})

describe('who enters the queue', () => {
  it('[Q3] is the oldest question of each visitor of whom none stands there, in the order of asking', () => {
    const [first, second] = [question('v', 2), question('v', 3)]
    const other = question('w', 1)
    expect(entering([second, first, other])).toEqual([other, first])
  })

  it('[Q3] is nobody while a question of theirs stands there', () => {
    expect(entering([question('v', 1, 7), question('v', 2)])).toEqual([])
  })

  it('[Q3] is the next when that one has begun', () => {
    const next = question('v', 2)
    expect(entering([question('w', 1, 7), next])).toEqual([next])
  })
})

describe('who asks more than may wait', () => {
  const own = Array.from({ length: WAITING_EACH }, (_, n) => question('v', n, n === 0 ? 1 : undefined))

  it('[Q5] is refused, and told to come back when their question that stands begins', () => {
    const waiting = [aWaiter(1, 'a', { visitor: 'v' }), aWaiter(0, 'a')]
    const queue = aQueue({ waiting, runs: [aRun()] })
    expect(refusal('v', own, () => queue)).toMatchObject({
      code: 'busy',
      retryable: true,
      retryAfterMs: 20_000,
    })
  })

  it('[Q5] is not refused one question fewer, nor for what others ask', () => {
    expect(refusal('v', own.slice(1), () => aQueue())).toBeUndefined()
    expect(refusal('w', own, () => aQueue())).toBeUndefined()
  })

  it('[Q5] is told a time too while no host is well', () => {
    const waiting = [aWaiter(1, 'a', { visitor: 'v' })]
    const told = refusal('v', own, () => aQueue({ waiting, hosts: [aHost({ well: false })] }))
    expect(told?.retryAfterMs).toBe(60_000)
  })

  it('[Q5] is never told to come back at once', () => {
    const waiting = [aWaiter(1, 'a', { visitor: 'v' })]
    expect(refusal('v', own, () => aQueue({ waiting }))?.retryAfterMs).toBe(1_000)
  })
})

describe('a full queue', () => {
  const all = Array.from({ length: WAITING_VISITORS }, (_, n) => question(`v${n}`, n, n))
  const queue = aQueue({ waiting: all.map((_, n) => aWaiter(n, 'a')), runs: [aRun()] })

  it('[Q5] refuses who is not in it until a quarter of it has begun', () => {
    expect(refusal('new', all, () => queue)).toMatchObject({
      code: 'busy',
      retryAfterMs: (WAITING_VISITORS / 4 + 1) * 10_000,
    })
  })

  it('[Q5] has room again when one has left it', () => {
    expect(refusal('new', all.slice(1), () => queue)).toBeUndefined()
  })

  it('[Q5] takes the next question of somebody who stands there already', () => {
    expect(refusal('v7', all, () => queue)).toBeUndefined()
  })
})
