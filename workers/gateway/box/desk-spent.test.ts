/** A question whose visitor's day, or whose address's, is used up while it waits: told when its place comes, and true. */

import { describe, expect, it } from 'vitest'
import type { Problem } from '../../protocol/problems.ts'
import { inPretendedTime, MODEL, pass } from '../testing/asking.ts'
import { begins, from, limited, newTurn, refused, takes } from '../testing/limited.ts'
import type { By } from './ledger/limits.ts'

inPretendedTime()

type Box = ReturnType<typeof limited>
type More = Partial<Parameters<Box['desk']['enter']>[0]>

/** It asks for its place, of the visitor whose other turn runs: `begins`, `queued`, or why not. */
async function enters({ desk }: Box, turn: string, { who, address }: By, more: More = {}) {
  const session = { owner: who, chat: 'another chat', until: Infinity }
  const asking = { turn, session, model: MODEL, tokens: 100, again: false, resumes: false, keep: false }
  const entrance = await desk.enter({ ...asking, who, ...address, ...more })
  if (entrance.ok) return 'begins'
  return 'problem' in entrance ? entrance.problem : 'queued'
}

/** One turn of theirs runs, and another waits behind it. */
async function waits(box: Box, by: By) {
  const [first, next] = [newTurn(), newTurn()]
  for (const turn of [first, next]) expect(await refused(box, by, turn)).toBeNull()
  const end = await begins(box, first, by)
  expect(await enters(box, next, by)).toBe('queued')
  return { end, next }
}

const a = { who: 'a', address: from('a') }

const SPENT: Partial<Problem> = { code: 'used_up', retryable: true }
const OF_NETWORK = {
  ...SPENT,
  message: expect.stringMatching(/^The box time of your network is used up for today\./) as string,
}

describe('[Q5] a question that waits while its day is used up', () => {
  it('is refused when its place comes, not before, and leaves that to the next', async () => {
    const box = limited()
    const { end, next } = await waits(box, a)
    await pass(61)
    expect(await enters(box, next, a, { again: true })).toBe('queued')
    end()
    await pass(0)
    const why = await enters(box, next, a)
    expect(why).toMatchObject(SPENT)
    expect(why).toMatchObject({
      message: expect.stringMatching(/^Your box time is used up: 1 of 1 minutes today\. More /) as string,
      retryAfterMs: expect.any(Number) as number,
    })
    expect(await box.desk.now()).toMatchObject({ queue: 0, answering: 0 })
    box.dies()
    expect(await box.desk.now()).toMatchObject({ queue: 0, answering: 0 })
    expect(await enters(box, 'of another', { who: 'b', address: from('b') })).toBe('begins')
  })

  it('is refused as well where it was kept until the box is back', async () => {
    const box = limited()
    const { end, next } = await waits(box, a)
    await pass(61)
    end()
    expect(await enters(box, next, a, { keep: true })).toMatchObject(SPENT)
  })

  it('is refused for its address by what others used there, as much as the owner lets it have', async () => {
    const box = limited({ NEW_VISITORS_AN_HOUR: '100' })
    for (const [times, came] of [
      [1, expect.objectContaining(OF_NETWORK) as object],
      [2, 'begins'],
    ] as const) {
      const address = from(`home ${times}`, times)
      for (const who of ['x', 'y']) await takes(box, 50, { who: `${who} ${times}`, address })
      const { end, next } = await waits(box, { who: `z ${times}`, address })
      await pass(21)
      end()
      expect(await enters(box, next, { who: `z ${times}`, address })).toEqual(came)
    }
  })

  it('begins at the owner’s own machine, where nothing is limited', async () => {
    const box = limited()
    const owner = { who: 'the owner' }
    const [first, next] = [newTurn(), newTurn()]
    const end = await begins(box, first, owner)
    expect(await enters(box, next, owner)).toBe('queued')
    await pass(61)
    end()
    expect(await enters(box, next, owner)).toBe('begins')
  })
})

describe('[Q5] [T9] an answer that has begun', () => {
  it('goes on where it was cut, whatever is used up by now', async () => {
    const box = limited()
    const turn = newTurn()
    expect(await refused(box, a, turn)).toBeNull()
    const end = await begins(box, turn, a)
    await pass(61)
    expect(await enters(box, turn, a, { again: true, resumes: true })).toBe('begins')
    end()
    // Nobody is left to tell the end of its last request.
    await pass(3)
    expect(await enters(box, newTurn(), a, { resumes: true })).toBe('begins')
  })
})
