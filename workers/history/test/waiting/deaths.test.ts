/** Whatever dies while a turn waits, its place is kept and it has its answer. */

import {
  abortAllDurableObjects,
  evictDurableObject,
  runDurableObjectAlarm,
  runInDurableObject,
} from 'cloudflare:test'
import { afterEach, describe, it, vi } from 'vitest'
import { benchAnswer } from '../../../../demo/showroom/bench.ts'
import { ChatSession } from '../../session/chat-session.ts'
import { left, NOTHING } from '../storage.ts'
import { type Chat, good, upstream } from '../visitor.ts'
import { age, box, courseOf, crowd, holder, moved, through, until, waiter } from './world.ts'

afterEach(() => void vi.restoreAllMocks())

const kill = (chat: Chat) =>
  runInDurableObject(chat.session(), (_, state) => state.abort('a test')).catch(() => {})

describe('a turn that waits', () => {
  it.for([
    ['put away', (chat: Chat) => evictDurableObject(chat.session())],
    ['killed', kill],
  ] as const)('[Q4] [T8] keeps its place when its session is %s', async ([, end], { expect }) => {
    const busy = await holder()
    const one = await waiter()
    const next = await waiter()
    await end(one.chat)
    expect(await crowd()).toEqual({ queue: 2, answering: 1 })
    await busy.letGo()

    expect((await through(one)).text).toBe(benchAnswer(one.question))
    expect((await through(next)).text).toBe(benchAnswer(next.question))
    const [first] = await upstream(one.question)
    const [second] = await upstream(next.question)
    expect(second?.arrivedAt).toBeGreaterThan(first?.arrivedAt ?? Infinity)
    await expect.poll(() => left(one.chat)).toEqual(NOTHING)
  })

  it('[Q4] keeps its place when the Box is put away, and is called when the slot is free', async ({
    expect,
  }) => {
    const busy = await holder()
    const one = await waiter()
    await evictDurableObject(box())
    expect(await crowd()).toEqual({ queue: 1, answering: 1 })
    await busy.letGo()
    expect((await through(one)).text).toBe(benchAnswer(one.question))
    expect(await upstream(one.question)).toHaveLength(1)
  })

  it('[Q4] [T8] keeps its place when everything is killed', async ({ expect }) => {
    const busy = await holder()
    const one = await waiter()
    await abortAllDurableObjects()
    // Whoever looks wakes it; nobody has looked at the one that waits.
    await busy.seen.catch(() => {})
    const goesOn = through(busy)
    await busy.letGo()
    expect((await goesOn).end?.type).toBe('done')
    await moved(one.turn)
    expect((await through(one)).text).toBe(benchAnswer(one.question))
    expect(await upstream(one.question)).toHaveLength(1)
  })

  it.for(['before it wrote that down', 'as soon as it had'])(
    '[T8] whose session dies when it is called, %s, has its answer, and nobody has it twice',
    async (when, { expect }) => {
      const busy = await holder()
      const one = await waiter()
      let deaths = 0
      const { granted } = ChatSession.prototype
      vi.spyOn(ChatSession.prototype, 'granted').mockImplementation(function (this: ChatSession, turn) {
        const answer = granted.call(this, turn)
        if (deaths++ > 0) return answer
        const { ctx } = this as unknown as { ctx: DurableObjectState }
        if (when.startsWith('before')) ctx.abort('a test')
        return ctx.storage.sync().then(() => {
          ctx.abort('a test')
          return answer
        }) as never
      })
      await busy.letGo()

      await moved(one.turn)
      expect((await through(one)).text).toBe(benchAnswer(one.question))
      expect(deaths).toBeGreaterThan(0)
      await expect.poll(() => left(one.chat)).toEqual(NOTHING)
    }
  )

  it('[Q4] is offered the slot again when the Box was put away while it offered it', async ({ expect }) => {
    const busy = await holder()
    const one = await waiter()
    const offered = Promise.withResolvers<void>()
    const cut = Promise.withResolvers<boolean>()
    vi.spyOn(ChatSession.prototype, 'granted').mockImplementationOnce(() => {
      offered.resolve()
      return cut.promise as never
    })
    await busy.letGo()
    await offered.promise
    const away = evictDurableObject(box())
    cut.reject(new Error('a test'))
    await away
    expect((await through(one)).text).toBe(benchAnswer(one.question))
    expect(await upstream(one.question)).toHaveLength(1)
  })

  it('that the Box has forgotten asks for its place again, woken by its alarm alone', async ({ expect }) => {
    const busy = await holder()
    const one = await waiter()
    await box().report({ turn: one.turn, model: one.ask.model, how: 'failed', last: true })
    expect(await crowd()).toEqual({ queue: 0, answering: 1 })
    await evictDurableObject(one.chat.session())
    expect(await runDurableObjectAlarm(one.chat.session())).toBe(true)
    await expect.poll(crowd).toEqual({ queue: 1, answering: 1 })
    await busy.letGo()
    expect((await through(one)).text).toBe(benchAnswer(one.question))
  })

  it('that waits for more than a day ends, however often it has asked again', async ({ expect }) => {
    await holder()
    const one = await waiter()
    const longAgo = async (hours: number) => {
      await age(one.chat, hours * 60 * 60_000)
      await evictDurableObject(one.chat.session())
    }
    await longAgo(23)
    expect(await runDurableObjectAlarm(one.chat.session())).toBe(true)
    await until(async () => (await courseOf(one.chat)).waiting !== null)
    await longAgo(2)
    expect(await runDurableObjectAlarm(one.chat.session())).toBe(true)

    await moved(one.turn)
    expect((await through(one)).end).toMatchObject({ type: 'problem', data: { code: 'waited_too_long' } })
    await expect.poll(crowd).toEqual({ queue: 0, answering: 1 })
    expect(good(await one.chat.open()).messages[1]).toMatchObject({ status: 'failed' })
  })
})
