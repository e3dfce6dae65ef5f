/** A turn waits, and D1 or the box is in trouble meanwhile. */

import { evictDurableObject, runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, describe, it, vi } from 'vitest'
import { benchAnswer } from '../../../../demo/showroom/bench.ts'
import { Hold } from '../../session/hold.ts'
import { left, NOTHING, refuseWrites, takeWrites } from '../storage.ts'
import { good, upstream, watch } from '../visitor.ts'
import {
  age,
  box,
  change,
  QUEUED,
  courseOf,
  crowd,
  FAST,
  cut,
  hold,
  holder,
  letGo,
  moved,
  newTurn,
  SLOW,
  through,
  until,
  waiter,
} from './world.ts'

afterEach(async () => {
  vi.restoreAllMocks()
  await change({ down: false })
})

/** Takes the table of messages away, so that D1 really refuses. */
const breakD1 = () => env.DB.exec('ALTER TABLE messages RENAME TO away')
const mendD1 = () => env.DB.exec('ALTER TABLE away RENAME TO messages')

describe('while D1 is away', () => {
  it('[T11] a turn that waits in the life that asked has its answer, and D1 has it when it is back', async ({
    expect,
  }) => {
    const busy = await holder()
    const one = await waiter()
    await refuseWrites(one.chat)
    await busy.letGo()
    await moved(one.turn)
    expect((await through(one)).text).toBe(benchAnswer(one.question))
    expect(await left(one.chat)).toMatchObject({ turns: 1, alarm: true })
    await takeWrites(one.chat)
    await runDurableObjectAlarm(one.chat.session())
    await expect.poll(() => left(one.chat)).toEqual(NOTHING)
    expect(good(await one.chat.open()).messages[1]).toMatchObject({ status: 'done' })
  })

  it('[T8] a turn that is called in a new life of its session, which D1 tells nothing for a moment, has its answer', async ({
    expect,
  }) => {
    const busy = await holder()
    const one = await waiter()
    await evictDurableObject(one.chat.session())
    await breakD1()
    const inVain = vi.spyOn(console, 'warn').mockImplementation(() => {})
    await busy.letGo()
    await until(async () =>
      inVain.mock.calls.some(([line]) => `${line}`.includes('"memory"') && `${line}`.includes(one.turn))
    )
    await mendD1()
    await moved(one.turn)
    expect((await through(one)).end).toMatchObject({ data: { message: { text: benchAnswer(one.question) } } })
    await expect.poll(() => left(one.chat)).toEqual(NOTHING)
  })

  it('[T5] a turn that waits is stopped, and nothing of it is lost', async ({ expect }) => {
    await holder()
    const one = await waiter()
    await evictDurableObject(one.chat.session())
    await breakD1()
    good(await one.chat.stop(one.turn))
    await expect.poll(crowd).toEqual({ queue: 0, answering: 1 })
    await mendD1()
    await runDurableObjectAlarm(one.chat.session())
    await expect.poll(() => left(one.chat)).toEqual(NOTHING)
    expect(good(await one.chat.open()).messages[1]).toMatchObject({ status: 'stopped' })
  })
})

describe('while the box is away', () => {
  it.for([1, 2])(
    '[Q4] nobody of %i who wait is sent away, however often they ask',
    async (many, { expect }) => {
      const busy = await holder()
      const all = [await waiter(), ...(many > 1 ? [await waiter()] : [])]
      await change({ down: true })
      // It is not known any more what the box has, as after some minutes of this.
      await box().doubt(env.DEMO)
      for (const { chat } of all) {
        await evictDurableObject(chat.session())
        await runDurableObjectAlarm(chat.session())
      }
      for (const { chat, turn } of all)
        expect((await watch(good(await chat.attach(turn)))).seen.at(-1)).toMatchObject(QUEUED)
      expect(await crowd()).toMatchObject({ queue: many })
      await change({ down: false })
      // Somebody asks, and it is found to be back: the Box's own next look may be half a minute off.
      const asks = { turn: crypto.randomUUID(), model: FAST }
      await until(async () => {
        const reply = await box().admit(asks, 'somebody')
        return reply.ok && reply.value.offered
      })
      await busy.letGo()

      for (const one of all) {
        await moved(one.turn)
        expect((await through(one)).text).toBe(benchAnswer(one.question))
      }
    }
  )
})

describe('an answer that was cut', () => {
  /** One whose slot went to another: as the Box does it half a minute after the cut. */
  async function cutOff() {
    const one = newTurn('tokens=90', SLOW)
    const paused = Promise.withResolvers<void>()
    const pause = vi.spyOn(Hold.prototype, 'pause').mockImplementationOnce(() => paused.promise)
    const stream = watch(good(await one.chat.send(one.ask)), undefined, ({ text }) => {
      if (text.length > 100 && pause.mock.calls.length === 0) void cut(one.question)
      return false
    })
    await until(async () => pause.mock.calls.length > 0)
    const next = newTurn()
    await hold(next.question)
    await box().report({ turn: one.turn, model: SLOW, how: 'cut', last: true })
    const others = watch(good(await next.chat.send(next.ask)))
    await until(async () => (await upstream(next.question)).length === 1)
    paused.resolve()
    return { ...one, seen: await stream, others, letGo: () => letGo(next.question) }
  }

  it('[T9] [T6] whose slot went to another waits for the next, and goes on to the character', async ({
    expect,
  }) => {
    const one = await cutOff()
    expect(one.seen.end).toBeUndefined()
    expect(one.seen.seen.at(-1)).toMatchObject({ ...QUEUED, data: { position: 1 }, at: { seams: 0 } })
    expect(await one.chat.attach(one.turn, one.seen.at)).toMatchObject({ rest: one.seen.at })
    await one.letGo()
    expect((await one.others).end?.type).toBe('done')

    await moved(one.turn)
    const whole = await through(one, one.seen)
    expect(whole.end).toMatchObject({ type: 'done', data: { message: { text: whole.text } } })
    expect(whole.text).toBe(benchAnswer(one.question))
    expect(await upstream(one.question)).toHaveLength(2)
    await expect.poll(() => left(one.chat)).toEqual(NOTHING)
  })

  it('[T9] does not count for how long it waited, nor a life of its session meanwhile', async ({
    expect,
  }) => {
    const one = await cutOff()
    const was = await courseOf(one.chat)
    const ago = 2 * 60 * 60_000
    await age(one.chat, ago)
    await evictDurableObject(one.chat.session())
    const waits = await courseOf(one.chat)
    expect(waits).toEqual({ ...was, cutAt: Number(was.cutAt) - ago, waiting: Number(was.waiting) - ago })
    await one.letGo()
    await moved(one.turn)
    let cuts = 0
    const whole = await watch(good(await one.chat.attach(one.turn, one.seen.at)), one.seen, ({ text }) => {
      if (text.length > 250 && cuts++ === 0) void cut(one.question)
      return false
    })

    expect(whole.end).toMatchObject({ type: 'done', data: { message: { text: whole.text } } })
    expect(whole.text).toBe(benchAnswer(one.question))
    expect(cuts).toBeGreaterThan(0)
    expect(await upstream(one.question)).toHaveLength(3)
  })
})
