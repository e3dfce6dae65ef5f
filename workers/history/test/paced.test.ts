/** What arrives is read at the pace at which it arrives, whoever else keeps the thread busy. */

import { describe, it } from 'vitest'
import { good, mark, newChat, watch } from './visitor.ts'

const TOKENS = 1_000

/** A millisecond or two of work. */
function work(): void {
  let sum = 0
  for (let n = 0; n < 1_000_000; n += 1) sum += Math.sqrt(n)
  if (sum < 0) throw new Error('impossible')
}

describe('on a thread that others keep busy', () => {
  it('the tokens of a fast model are not read one a tick', async ({ expect }) => {
    let busy = true
    const neighbour = (async () => {
      for (; busy; await scheduler.wait(1)) work()
    })()
    const chat = newChat()
    const ask = chat.ask('bench-fast:1b', `tokens=${TOKENS} ${mark()}`)
    const watched = await watch(good(await chat.send(ask)))
    busy = false
    await neighbour

    expect(watched.end?.type).toBe('done')
    // A tick is a frame: one token a tick would be as many frames as tokens.
    const frames = watched.seen.filter(({ type }) => type === 'text').length
    expect(frames).toBeLessThan(TOKENS / 5)
  })
})
