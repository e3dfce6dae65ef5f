/** A turn that waits for its place: a row in its session, which sleeps, and whatever is asked of it meanwhile. */

import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { describe, it, vi } from 'vitest'
import { benchAnswer } from '../../../../demo/showroom/bench.ts'
import type { Watching } from '../../../protocol/watching.ts'
import { Outbox } from '../../session/outbox.ts'
import { Tries } from '../../session/tries.ts'
import { left, NOTHING } from '../storage.ts'
import { good, history, upstream, watch } from '../visitor.ts'
import { crowd, FAST, holder, moved, newTurn, QUEUED, through, until, waiter, wokenIn } from './world.ts'

describe('a turn', () => {
  it('[T12] begins at once where a slot is free, and never waits', async ({ expect }) => {
    const { chat, ask, question } = newTurn()
    const seen = await watch(good(await chat.send(ask)))
    expect(seen.end).toMatchObject({ type: 'done', data: { message: { text: benchAnswer(question) } } })
    expect(seen.seen.filter(({ type }) => type === 'state')).toEqual([])
  })

  it('[T12] [Q4] waits where none is, is told its place, and goes on when it is called', async ({
    expect,
  }) => {
    const busy = await holder()
    const one = await waiter()
    expect(one.seen.seen).toEqual([
      { ...QUEUED, data: expect.objectContaining({ position: 1, ahead: 0 }), at: { position: 0, seams: 0 } },
    ])
    const again = (await one.chat.attach(one.turn)) as Watching
    expect(again).toMatchObject({ ok: true, rest: { position: 0, seams: 0 } })
    expect((await watch(good(again))).seen).toMatchObject([QUEUED])
    expect(good(await one.chat.open()).running).toMatchObject({ turn: one.turn, state: { state: 'queued' } })
    expect(await crowd()).toEqual({ queue: 1, answering: 1 })
    await busy.letGo()

    await moved(one.turn)
    const seen = await through(one)
    expect(seen.end).toMatchObject({ data: { message: { status: 'done', text: benchAnswer(one.question) } } })
    expect(await upstream(one.question)).toHaveLength(1)
    for (const { chat } of [busy, one]) await expect.poll(() => left(chat)).toEqual(NOTHING)
    expect(good(await one.chat.open()).messages).toHaveLength(2)
  })

  it('costs nothing while it waits: no stream, no heartbeat, and its session may be put away', async ({
    expect,
  }) => {
    await holder()
    const one = await waiter()
    expect(await wokenIn(one.chat)).toBeGreaterThan(4 * 60_000)
    const began = Date.now()
    await evictDurableObject(one.chat.session())
    // What holds an object is waited for.
    expect(Date.now() - began).toBeLessThan(2_000)
    expect(await wokenIn(one.chat)).toBeGreaterThan(4 * 60_000)
    good(await one.chat.stop(one.turn))
  })

  it('[T2] that is sent again while it waits is one turn', async ({ expect }) => {
    const busy = await holder()
    const one = await waiter()
    const again = (await one.chat.send(one.ask)) as Watching
    expect(again).toMatchObject({ ok: true, rest: { position: 0, seams: 0 } })
    expect((await watch(good(again))).seen).toMatchObject([QUEUED])
    await evictDurableObject(one.chat.session())
    expect((await watch(good(await one.chat.send(one.ask)))).seen).toMatchObject([QUEUED])
    expect(await crowd()).toEqual({ queue: 1, answering: 1 })
    await busy.letGo()

    expect((await through(one)).text).toBe(benchAnswer(one.question))
    expect(await upstream(one.question)).toHaveLength(1)
    expect(good(await one.chat.open()).messages).toHaveLength(2)
  })

  it('[T3] is the one turn of its chat while it waits', async ({ expect }) => {
    await holder()
    const one = await waiter()
    const other = one.chat.ask(FAST, 'tokens=5')
    const busy = { ok: false, problem: { code: 'chat_busy', turn: one.turn } }
    expect(await one.chat.send(other)).toMatchObject(busy)
    await evictDurableObject(one.chat.session())
    expect(await one.chat.send(other)).toMatchObject(busy)
    good(await one.chat.stop(one.turn))
    await moved(one.turn)
    expect(await crowd()).toEqual({ queue: 0, answering: 1 })
  })
})

describe('a stop', () => {
  it.for(['in the life that asked', 'after its session was put away'])(
    '[T5] while it waits ends it at once, %s',
    async (when, { expect }) => {
      await holder()
      const one = await waiter()
      if (when.startsWith('after')) await evictDurableObject(one.chat.session())
      const began = Date.now()
      good(await one.chat.stop(one.turn))
      expect(Date.now() - began).toBeLessThan(1_000)

      await moved(one.turn)
      expect((await through(one)).end).toMatchObject({
        type: 'done',
        data: { message: { status: 'stopped', text: '' } },
      })
      await expect.poll(crowd).toEqual({ queue: 0, answering: 1 })
      await expect.poll(() => left(one.chat)).toEqual(NOTHING)
      expect(await upstream(one.question)).toEqual([])
      expect(good(await one.chat.open()).messages[1]).toMatchObject({ status: 'stopped' })
    }
  )

  it.for([
    ['before it', ['stop', 'granted']],
    ['behind it', ['granted', 'stop']],
  ] as const)(
    '[T5] [T1] in the moment of the grant, %s, ends the turn once',
    async ([, order], { expect }) => {
      await holder()
      const one = await waiter()
      const calls = {
        stop: () => one.chat.stop(one.turn),
        granted: () => history().granted(one.chat.owner, one.chat.chat, one.turn),
      }
      await Promise.all(order.map(name => calls[name]()))

      const seen = await through(one)
      expect(seen.end).toMatchObject({ type: 'done', data: { message: { status: 'stopped', text: '' } } })
      await expect.poll(crowd).toEqual({ queue: 0, answering: 1 })
      await expect.poll(() => left(one.chat)).toEqual(NOTHING)
      expect(await upstream(one.question)).toEqual([])
      expect(await calls.granted()).toBe(false)
    }
  )

  it('[T5] when its slot is free already leaves that to the next', async ({ expect }) => {
    const busy = await holder()
    const one = await waiter()
    const next = await waiter()
    await Promise.all([busy.letGo(), moved(one.turn).then(() => one.chat.stop(one.turn))])
    expect((await through(next)).text).toBe(benchAnswer(next.question))
    expect((await through(one)).end?.type).toBe('done')
  })
})

describe('a chat that is deleted while its turn waits', () => {
  it.for(['in the life that asked', 'after its session was put away'])(
    'leaves nothing, %s',
    async (when, { expect }) => {
      await holder()
      const one = await waiter()
      if (when.startsWith('after')) await evictDurableObject(one.chat.session())
      good(await one.chat.delete())

      await moved(one.turn)
      expect(await one.chat.attach(one.turn)).toMatchObject({ ok: false, problem: { code: 'not_found' } })
      expect(await one.chat.open()).toMatchObject({ ok: false, problem: { code: 'not_found' } })
      await expect.poll(() => left(one.chat)).toEqual(NOTHING)
      await expect.poll(crowd).toEqual({ queue: 0, answering: 1 })
      expect(await upstream(one.question)).toEqual([])
    }
  )

  it('[T1] is being deleted until it is, though its turn found out only then that it has to wait', async ({
    expect,
  }) => {
    const busy = await holder()
    const one = newTurn()
    const [late, slow] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const { run } = Tries.prototype
    vi.spyOn(Tries.prototype, 'run').mockImplementationOnce(async function (this: Tries, ...given) {
      const how = await run.apply(this, given)
      await late.promise
      return how
    })
    const clears = vi.spyOn(Outbox.prototype, 'clear').mockImplementationOnce(() => slow.promise)
    await watch(good(await one.chat.send(one.ask)))
    const deleting = one.chat.delete()
    await until(() => runInDurableObject(one.chat.session(), async session => !session.runs(one.turn)))
    late.resolve()
    await until(async () => clears.mock.calls.length > 0)
    await busy.letGo()
    const other = newTurn('tokens=5', FAST, one.chat)
    const sent = one.chat.send(other.ask)
    // It has come: what is called in order arrives in order.
    await one.chat.session().waits(other.turn)
    slow.resolve()
    good(await deleting)

    good(await sent)
    expect((await through(other)).text).toBe(benchAnswer(other.question))
    await expect.poll(() => left(one.chat)).toEqual(NOTHING)
    expect(
      good(await one.chat.open())
        .messages.map(({ id }) => id)
        .at(-1)
    ).toBe(other.turn)
    expect(good(await one.chat.open()).messages).toHaveLength(2)
    vi.restoreAllMocks()
  })
})
