/** Two boxes: what one has lost the other goes on with. */

import { afterAll, beforeAll, describe, it } from 'vitest'
import { benchAnswer, type Demo, startDemo } from '../demo/server.ts'
import type { Status } from '../workers/protocol/nouns.ts'
import { asked, newMark, startSystem, type System, until } from './system.ts'
import type { Visitor } from './visitor.ts'
import { watch } from './watch.ts'

let first: Demo
let system: System
let visitor: Visitor
beforeAll(async () => {
  first = await startDemo({ faults: true, bench: true, rate: 100 })
  system = await startSystem({
    before: [first.url],
    slots: 1,
    demo: { rate: 100 },
    vars: { RETRY_SECONDS: '0.2,0.5,1' },
  })
  visitor = system.visitor()
  await visitor.chats()
})
afterAll(async () => {
  await system.stop()
  await first.close()
})

const counts = (mark: string) => [asked(first, mark).length, asked(system.demo, mark).length]

describe('two boxes', () => {
  it('[T9] an answer that one of them loses is gone on with by the other, to the character', async ({
    expect,
  }) => {
    const question = `${newMark()} tokens=120`
    const { response } = await visitor.ask('bench-50:1b', question)
    await until('it is being answered', () => (asked(first, question)[0]?.tokens ?? 0) > 20)
    first.switch({ cut: question, down: true })
    const seen = await watch(response)

    expect(seen.message).toMatchObject({ status: 'done', text: benchAnswer(question) })
    expect(counts(question)).toEqual([1, 1])
  })

  it('[T9] what is asked while one of them is off is answered by the other, and nobody waits', async ({
    expect,
  }) => {
    first.switch({ down: true })
    const mark = newMark()
    const { response } = await visitor.ask('bench-fast:1b', `${mark} tokens=3`)

    expect((await watch(response)).message?.status).toBe('done')
    expect(counts(mark)).toEqual([0, 1])
    expect(await visitor.get<Status>('/api/status')).toMatchObject({ box: 'ready' })
  })

  it('one that is back is asked again, where the other is not free', async ({ expect }) => {
    first.switch({ down: false })
    const long = await visitor.ask('bench-50:1b', `${newMark()} tokens=2000`)
    await until(
      'the first answers again',
      async () => {
        const mark = newMark()
        const { response } = await system.visitor().ask('bench-fast:1b', `${mark} tokens=3`)
        await response.text()
        return counts(mark)[0] === 1
      },
      30_000
    )
    expect(counts('tokens=2000')).toEqual([0, 1])
    await long.chat.stop(long.turn)
  }, 40_000)
})
