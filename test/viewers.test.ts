/** Whoever watches an answer while the box, or the watching, has its troubles. */

import { afterAll, beforeAll, describe, it } from 'vitest'
import { benchAnswer } from '../demo/server.ts'
import { asked, newMark, startSystem, type System, until } from './system.ts'
import { type Chat, good, Visitor } from './visitor.ts'
import { begun, watch, Watched } from './watch.ts'

let system: System
beforeAll(async () => {
  system = await startSystem({ vars: { RETRY_SECONDS: '0.3,0.3' } })
})
afterAll(() => system.stop())

const answerIn = async (chat: Chat) => (await chat.open()).messages.at(-1)

describe('a viewer', () => {
  it('[T7] that reads slowly delays no other, and gets all of it too', async ({ expect }) => {
    const question = `${newMark()} tokens=16000`
    const { chat, turn, response } = await system.visitor().ask('bench-fast:1b', question)
    const slow = new Watched()
    const { promise: pause, resolve: resume } = Promise.withResolvers<boolean>()
    const slowly = watch(response, () => pause, slow)
    // The slow one is not let go on before the fast one has all of it.
    const fast = await watch(await chat.attach(turn))

    expect(fast.text).toBe(benchAnswer(question))
    expect(slow.text.length).toBeLessThan(fast.text.length)
    resume(false)
    await slowly
    if (slow.end === undefined) await watch(await chat.attach(turn, slow.at), undefined, slow)
    expect(slow.text).toBe(fast.text)
  })

  it('[T4] [T6] that leaves and comes back in another place again and again misses nothing', async ({
    expect,
  }) => {
    const question = `${newMark()} tokens=150`
    const visitor = system.visitor()
    const { chat, turn, response } = await visitor.ask('bench-50:1b', question)
    const watched = new Watched()
    let cuts = 0
    const afterAWhile = () => {
      const { length } = watched.seen
      return ({ seen, end }: Watched) => end === undefined && seen.length > length + 5
    }
    await watch(response, afterAWhile(), watched)
    for (; watched.end === undefined && cuts < 50; cuts += 1) {
      const elsewhere = new Visitor(system.url, visitor.cookie).chat(chat.id)
      await watch(await elsewhere.attach(turn, watched.at), afterAWhile(), watched)
    }

    expect(cuts).toBeGreaterThan(3)
    expect(watched.text).toBe(benchAnswer(question))
    expect((await answerIn(chat))?.text).toBe(watched.text)
    expect(asked(system.demo, question)).toHaveLength(1)
  })

  it('[T7] of ten that watch ten answers sees each token as it is written', async ({ expect }) => {
    const ten = Array.from({ length: 10 }, () => `${newMark()} tokens=100`)
    const lags = await Promise.all(
      ten.map(async question => {
        const { response } = await system.visitor().ask('bench-50:1b', question)
        let most = 0
        const { text } = await watch(response, so => {
          const sent = asked(system.demo, question)[0]?.content.length ?? 0
          if (so.text !== '') most = Math.max(most, sent - so.text.length)
          return false
        })
        return { most, whole: text === benchAnswer(question) }
      })
    )

    expect(lags.every(({ whole }) => whole)).toBe(true)
    // Half a second at 50 tokens of five characters.
    expect(Math.max(...lags.map(({ most }) => most))).toBeLessThan(130)
  })

  it('[T7] that attaches is sent one frame with what it has not seen, and no replay', async ({ expect }) => {
    // Falls silent in the middle of its answer, so that nothing is sent but what attaching costs.
    const question = `${newMark()} tokens=200 after=150`
    const { chat, turn, response } = await system.visitor().ask('fault-stall:1b', question)
    const written = () => asked(system.demo, question)[0]
    await until('the box falls silent', () => written()?.tokens === 150)
    const sent = written()?.content ?? ''
    // A stream is read by the tick: the last that came before a silence may still be under way.
    const reached = await until('it is here', async () => {
      const position = (await chat.open()).running?.position ?? 0
      return position > sent.length - 100 && position
    })
    const said = sent.slice(0, reached)
    const frames = async (after: number) => {
      const { seen } = await watch(await chat.attach(turn, `${after}`), ({ text }) => text !== '')
      return seen
    }

    expect(await frames(0)).toEqual([{ type: 'text', data: { text: said } }])
    expect(await frames(said.length - 9)).toEqual([{ type: 'text', data: { text: said.slice(-9) } }])
    const attached = await chat.attach(turn, `${said.length}`)
    const last = new Watched()
    const ended = watch(attached, undefined, last)
    good(await chat.stop(turn))
    await Promise.all([ended, response.body?.cancel()])
    // What was under way, and the end.
    expect(last.seen.map(({ type }) => type).filter(type => type !== 'text')).toEqual(['done'])
    expect(said + last.text).toBe(sent)
  })

  it('[T9] is told that the box is away, and sees the answer go on to its end', async ({ expect }) => {
    const question = `${newMark()} tokens=120`
    const { chat, response } = await system.visitor().ask('bench-50:1b', question)
    const watched = new Watched()
    const ended = watch(response, undefined, watched)
    await until('the answer has begun', () => begun(watched))
    system.demo.switch({ down: true, cut: true })
    await until('the viewer is told', () => watched.states.includes('waiting'))
    system.demo.switch({ down: false })
    await ended

    expect(watched.text).toBe(benchAnswer(question))
    expect(await answerIn(chat)).toMatchObject({
      status: 'done',
      text: watched.text,
      seams: [expect.any(Number)],
    })
  })

  it('[T9] keeps what a model said that cannot go on with its own half sentence', async ({ expect }) => {
    const mark = newMark()
    const { chat, response } = await system.visitor().ask('parrot:1b', mark)
    const watched = new Watched()
    const ended = watch(response, undefined, watched)
    await until('the answer has begun', () => begun(watched))
    system.demo.switch({ cut: true })
    await ended
    const [upstream, ...others] = asked(system.demo, mark)

    expect(others).toEqual([])
    expect(watched.problem?.code).toBe('interrupted')
    expect(await answerIn(chat)).toMatchObject({ status: 'interrupted', text: watched.text })
    // A box that dies takes along what was on its way just then.
    expect(upstream?.content.startsWith(watched.text)).toBe(true)
    expect((upstream?.content.length ?? 0) - watched.text.length).toBeLessThan(60)
  })
})
