/** [C1] on a model whose context is smaller than the list says: nothing is left out in silence, and what was read stays read. */

import { afterAll, beforeAll, describe, it } from 'vitest'
import { asked, newMark, startSystem, type System } from './system.ts'
import { ask } from './visitor.ts'
import { watch } from './watch.ts'

const MODEL = 'small:1b'

/** With its answer about a twelfth of the context: it is full after nine turns, and again after every third. */
const WORDS = 'word '.repeat(100)

const TURNS = 20

let system: System
beforeAll(async () => {
  system = await startSystem({ demo: { slots: 1 } })
})
afterAll(() => system.stop())

describe('a chat that outgrows its context', () => {
  it('[C1] loses nothing in silence, and its prompt is read anew only where Burrow cut it', async ({
    expect,
  }) => {
    const mark = newMark()
    const chat = system.visitor().chat()
    let parent: string | null = null
    for (let n = 0; n < TURNS; n += 1) {
      const question = ask(MODEL, `${mark} ${n} ${WORDS} tokens=60`, { parent })
      const { message } = await watch(await chat.send(question))
      expect(message?.status).toBe('done')
      parent = question.turn
    }
    const requests = asked(system.demo, mark).filter(({ promptTokens }) => promptTokens > 0)
    expect(requests).toHaveLength(TURNS)
    for (const { dropped, cut, shifted, truncate } of requests)
      expect({ dropped, cut, shifted, truncate }).toEqual({ dropped: 0, cut: 0, shifted: 0, truncate: false })
    const anew = requests.filter(({ freshTokens }) => freshTokens > 600)
    expect(anew.length).toBeLessThanOrEqual(TURNS / 4)
  })
})
