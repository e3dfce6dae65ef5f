/** Chats that come along to who their visitor is: none is lost, none is doubled, and whoever waits keeps their place. */

import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { v7 as uuid } from 'uuid'
import { afterEach, describe, it, vi } from 'vitest'
import { benchAnswer } from '../../../../demo/showroom/bench.ts'
import { Completions } from '../../../gateway/index.ts'
import type { TakenAlong } from '../../../protocol/me.ts'
import type { Reply } from '../../../protocol/problems.ts'
import { ChatSession } from '../../session/chat-session.ts'
import type { Handed } from '../../session/departure.ts'
import { left, NOTHING } from '../storage.ts'
import { type Chat, good, history, newChat, upstream, watch } from '../visitor.ts'
import { type Asked, crowd, FAST, holder, newTurn, through, until, waiter } from './world.ts'

afterEach(() => void vi.restoreAllMocks())

const takeAlong = async (from: string, to: string): Promise<TakenAlong> =>
  good((await history().takeAlong(from, to)) as Reply<TakenAlong>)

/** The same turn, as whoever it came to asks for it. */
const of = (one: Asked, owner: string): Asked => ({ ...one, chat: newChat(owner, one.chat.chat) })

async function answered(chat: Chat = newChat()): Promise<Asked> {
  const one = newTurn('tokens=3', FAST, chat)
  await watch(good(await one.chat.send(one.ask)))
  await until(async () => (await left(chat)).turns === 0)
  return one
}

const listed = async (owner: string) => good(await newChat(owner).list()).chats.map(({ id }) => id)

describe('a chat that comes along', () => {
  it('is one row that is somebody else’s, with all that is in it, however often it is asked', async ({
    expect,
  }) => {
    const to = uuid()
    const one = await answered()
    const { owner } = one.chat
    const two = await answered(newChat(owner))
    const mine = await answered(newChat(to))

    expect(await takeAlong(owner, to)).toEqual({ taken: 2, left: 0 })
    expect(await takeAlong(owner, to)).toEqual({ taken: 0, left: 0 })
    expect(await listed(owner)).toEqual([])
    expect((await listed(to)).sort()).toEqual([one, two, mine].map(({ chat }) => chat.chat).sort())
    const { messages } = good(await of(one, to).chat.open())
    expect(messages.map(({ text }) => text)).toEqual([one.question, benchAnswer(one.question)])
    expect(await one.chat.open()).toMatchObject({ ok: false, problem: { code: 'not_found' } })

    // What its old owner asks later comes as well.
    const later = await answered(newChat(owner))
    expect(await takeAlong(owner, to)).toEqual({ taken: 1, left: 0 })
    expect(await listed(to)).toContain(later.chat.chat)
  })

  it('whose name is taken there is called anew, and neither is lost', async ({ expect }) => {
    const to = uuid()
    const one = await answered()
    const theirs = await answered(newChat(to, one.chat.chat))

    expect(await takeAlong(one.chat.owner, to)).toEqual({ taken: 1, left: 0 })
    const ids = await listed(to)
    const questions = await Promise.all(
      ids.map(async id => good(await newChat(to, id).open()).messages[0]?.text)
    )
    expect(questions.sort()).toEqual([one.question, theirs.question].sort())
  })

  it('comes when the answer that is being written in it has ended', async ({ expect }) => {
    const to = uuid()
    const busy = await holder()
    await until(async () => (await listed(busy.chat.owner)).length === 1)
    expect(await takeAlong(busy.chat.owner, to)).toEqual({ taken: 0, left: 1 })
    await busy.letGo()
    expect((await busy.seen).text).toBe(benchAnswer(busy.question))

    await until(async () => (await takeAlong(busy.chat.owner, to)).taken === 1)
    expect(good(await of(busy, to).chat.open()).messages[1]).toMatchObject({ status: 'done' })
    expect(await upstream(busy.question)).toHaveLength(1)
  })
})

it('a question that waits comes along and is kept, though who it comes to was forgotten since it was asked', async ({
  expect,
}) => {
  const before = await answered()
  const { busy, one, next } = await waiting()
  const to = before.chat.owner
  good(await history().erase(to, []))
  expect(await takeAlong(one.chat.owner, to)).toEqual({ taken: 1, left: 0 })
  await busy.letGo()
  await through(next)

  await until(async () => (await left(of(one, to).chat)).turns === 0)
  const { messages } = good(await of(one, to).chat.open())
  expect(messages.map(({ text }) => text)).toEqual([one.question, benchAnswer(one.question)])
})

/** Somebody whose question waits, and one who came behind them; D1 lists both. */
async function waiting() {
  const busy = await holder()
  const one = await waiter()
  const next = await waiter()
  await until(async () => (await listed(one.chat.owner)).length === 1)
  return { busy, one, next, to: uuid() }
}

/** Both have their answers, the first of them first, and each was asked for once. */
async function inOrder(one: Asked, next: Asked) {
  const texts = [(await through(one)).text, (await through(next)).text]
  const [[first, ...twice], [second, ...again]] = await Promise.all([
    upstream(one.question),
    upstream(next.question),
  ])
  const inTurn = Number(first?.arrivedAt) < Number(second?.arrivedAt)
  return { texts, inTurn, more: twice.length + again.length }
}

const rightly = (one: Asked, next: Asked) => ({
  texts: [benchAnswer(one.question), benchAnswer(next.question)],
  inTurn: true,
  more: 0,
})

describe('a question that waits', () => {
  it('[Q4] comes along and keeps its place; nobody has it twice', async ({ expect }) => {
    const { busy, one, next, to } = await waiting()
    expect(await takeAlong(one.chat.owner, to)).toEqual({ taken: 1, left: 0 })
    expect(await crowd()).toEqual({ queue: 2, answering: 1 })
    expect(await left(one.chat)).toEqual(NOTHING)
    const mine = of(one, to)
    expect(good(await mine.chat.open()).running).toMatchObject({ turn: one.turn })
    expect(await one.chat.attach(one.turn)).toMatchObject({ ok: false })
    await busy.letGo()

    expect(await inOrder(mine, next)).toEqual(rightly(one, next))
    await expect.poll(() => left(mine.chat)).toEqual(NOTHING)
    expect(await listed(one.chat.owner)).toEqual([])
  })

  it.for(['before it arrives', 'when it has arrived', 'when it has been handed over'])(
    '[Q4] [T8] comes along though its session dies %s',
    async (when, { expect }) => {
      const { busy, one, next, to } = await waiting()
      const die = (stub: DurableObjectStub) =>
        runInDurableObject(stub as DurableObjectStub<ChatSession>, (_, state) => state.abort('a test')).catch(
          () => {}
        )
      if (when === 'when it has been handed over') {
        const { handOver } = Completions.prototype
        vi.spyOn(Completions.prototype, 'handOver').mockImplementationOnce(async function (
          this: Completions,
          given
        ) {
          await handOver.call(this, given)
          await die(one.chat.session())
        })
      } else {
        const { arrive } = ChatSession.prototype
        vi.spyOn(ChatSession.prototype, 'arrive').mockImplementationOnce(async function (
          this: ChatSession,
          handed: Handed
        ) {
          const arrived = when.startsWith('when') ? arrive.call(this, handed) : false
          await die(one.chat.session())
          return arrived
        } as never)
      }
      await takeAlong(one.chat.owner, to)
      await until(async () => (await left(one.chat)).turns === 0)
      await busy.letGo()

      expect(await inOrder(of(one, to), next)).toEqual(rightly(one, next))
    }
  )

  it('that cannot come now is tried again by itself', async ({ expect }) => {
    const { busy, one, next, to } = await waiting()
    vi.spyOn(ChatSession.prototype, 'arrive').mockImplementationOnce(() => false)
    expect(await takeAlong(one.chat.owner, to)).toEqual({ taken: 0, left: 0 })
    expect(await runDurableObjectAlarm(one.chat.session())).toBe(true)
    await until(async () => (await left(one.chat)).turns === 0)
    await busy.letGo()

    expect(await inOrder(of(one, to), next)).toEqual(rightly(one, next))
  })

  it('[T5] is stopped where it is by then', async ({ expect }) => {
    const { busy, one, to } = await waiting()
    await takeAlong(one.chat.owner, to)
    expect(await one.chat.stop(one.turn)).toMatchObject({ ok: false })
    const mine = of(one, to)
    expect(await mine.chat.stop(one.turn)).toMatchObject({ ok: true })
    await expect.poll(crowd).toEqual({ queue: 1, answering: 1 })
    expect(good(await mine.chat.open()).messages[1]).toMatchObject({ status: 'stopped' })
    await busy.letGo()
  })
})
