/** Two of everything: whatever comes at the same moment, one thing happens and nothing is lost. */

import { abortAllDurableObjects, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { describe, it, vi } from 'vitest'
import { ChatSession } from '../session/chat-session.ts'
import { left, NOTHING, refuseWrites, takeWrites } from './storage.ts'
import { good, mark, newChat, upstream, watch } from './visitor.ts'

describe('at the same moment', () => {
  it('[T2] ten sends of one turn are one turn, one question, one request', async ({ expect }) => {
    const chat = newChat()
    const question = `tokens=20 ${mark()}`
    const ask = chat.ask('bench-fast:1b', question)
    const replies = await Promise.all(Array.from({ length: 10 }, () => chat.send(ask)))
    const seen = await Promise.all(replies.map(reply => watch(good(reply))))

    expect(new Set(seen.map(({ text }) => text)).size).toBe(1)
    expect(good(await chat.open()).messages).toHaveLength(2)
    expect(await upstream(question)).toHaveLength(1)
  })

  it('[T2] a turn that has ended, sent again while the next one runs, is that turn', async ({ expect }) => {
    const chat = newChat()
    const first = chat.ask('bench-fast:1b', `tokens=10 ${mark()}`)
    const watched = await watch(good(await chat.send(first)))
    const second = chat.ask('bench-50:1b', `tokens=40 ${mark()}`, { parent: first.turn })
    const running = good(await chat.send(second))
    // In history, and no longer here.
    await expect.poll(() => left(chat)).toMatchObject({ turns: 1 })
    const again = await watch(good(await chat.send(first)))

    expect(again.end).toMatchObject({ type: 'done', data: { message: { id: first.turn } } })
    expect(again.text).toBe(watched.text)
    expect((await watch(running)).end?.type).toBe('done')
    expect(good(await chat.open()).messages).toHaveLength(4)
  })

  it('[T3] of ten questions in one chat one begins, and the others are told which', async ({ expect }) => {
    const chat = newChat()
    const asks = Array.from({ length: 10 }, () => chat.ask('bench-50:1b', `tokens=20 ${mark()}`))
    const replies = await Promise.all(asks.map(ask => chat.send(ask)))
    const begun = replies.findIndex(reply => reply.ok)
    const [reply] = replies.splice(begun, 1)

    expect(replies).toHaveLength(9)
    for (const other of replies)
      expect(other).toMatchObject({ ok: false, problem: { code: 'chat_busy', turn: asks[begun]?.turn } })
    if (reply === undefined) throw new Error('nobody was let in')
    expect((await watch(good(reply))).end?.type).toBe('done')
    expect(good(await chat.open()).messages).toHaveLength(2)
  })

  it('[T1] a chat that is opened while its answer moves into D1 shows that answer', async ({ expect }) => {
    const chat = newChat()
    await refuseWrites(chat)
    const watched = await watch(good(await chat.send(chat.ask('bench-fast:1b', `tokens=10 ${mark()}`))))
    // The session is slow to say what it has, and until it does the answer moves.
    let moved = false
    const peek = ChatSession.prototype.peek
    const slow = vi.spyOn(ChatSession.prototype, 'peek').mockImplementation(async function (
      this: ChatSession
    ) {
      while (!moved) await scheduler.wait(5)
      return peek.call(this)
    } as never)
    const opening = chat.open()
    await scheduler.wait(50)
    await takeWrites(chat)
    await runDurableObjectAlarm(chat.session())
    moved = true

    expect(good(await opening).messages[1]).toMatchObject({ status: 'done', text: watched.text })
    slow.mockRestore()
  })

  it('[T1] [T5] a stop and the end: the turn ends once, as whichever came first', async ({ expect }) => {
    const tries = Array.from({ length: 12 }, async (_, n) => {
      const chat = newChat()
      const ask = chat.ask('bench-50:1b', `tokens=12 ${mark()}`)
      const watched = await watch(good(await chat.send(ask)), undefined, ({ seen }) => {
        // The first stops come early, the last when the answer is whole already.
        if (seen.length === 1) void scheduler.wait(n * 25).then(() => chat.stop(ask.turn))
        return false
      })
      good(await chat.stop(ask.turn))
      return { watched, messages: good(await chat.open()).messages, chat }
    })
    for (const { watched, messages } of await Promise.all(tries)) {
      expect(watched.seen.filter(({ type }) => type === 'done' || type === 'problem')).toHaveLength(1)
      expect(messages).toHaveLength(2)
      expect(['done', 'stopped']).toContain(messages[1]?.status)
      expect(watched.end).toMatchObject({ data: { message: messages[1] } })
      expect(messages[1]?.text).toBe(watched.text)
    }
  })
})

describe('while D1 refuses to write', () => {
  it('[T8] a turn that runs keeps its heartbeat, however long another waits for D1', async ({ expect }) => {
    const chat = newChat()
    await refuseWrites(chat)
    const first = chat.ask('bench-fast:1b', `tokens=5 ${mark()}`)
    await watch(good(await chat.send(first)))
    // Each try that fails doubles the wait for the next.
    for (let n = 0; n < 6; n += 1) await runDurableObjectAlarm(chat.session())
    const second = chat.ask('bench-50:1b', `tokens=60 ${mark()}`, { parent: first.turn })
    const stream = good(await chat.send(second))
    await runDurableObjectAlarm(chat.session())
    const alarm = await runInDurableObject(chat.session(), (_, { storage }) => storage.getAlarm())

    expect((alarm ?? Infinity) - Date.now()).toBeLessThanOrEqual(30_000)
    await watch(stream)
    await takeWrites(chat)
    expect(await runDurableObjectAlarm(chat.session())).toBe(true)
    expect(await left(chat)).toEqual(NOTHING)
  })

  it('[T11] a turn is seen from its session, survives two deaths of it, and is in D1 once', async ({
    expect,
  }) => {
    const chat = newChat()
    await refuseWrites(chat)
    const ask = chat.ask('bench-50:1b', `tokens=90 ${mark()}`)
    const seen = await watch(good(await chat.send(ask)), undefined, ({ text }) => text.length > 350)
    await abortAllDurableObjects()
    const watched = await watch(good(await chat.attach(ask.turn, seen.at)), seen)
    expect(watched.end?.type).toBe('done')
    // Ended and journaled, but not in D1: between the two the session dies again.
    await abortAllDurableObjects()
    expect(good(await chat.open()).messages[1]).toMatchObject({ status: 'done', text: watched.text })
    expect(await left(chat)).toEqual({ turns: 1, alarm: true })

    await takeWrites(chat)
    expect(await runDurableObjectAlarm(chat.session())).toBe(true)
    expect(await left(chat)).toEqual(NOTHING)
    const { messages } = good(await chat.open())
    expect(messages).toHaveLength(2)
    expect(messages[1]).toMatchObject({ id: ask.turn, status: 'done', text: watched.text })
  })

  it('[T11] the next question is answered all the same, and both turns are in D1 in their order', async ({
    expect,
  }) => {
    const chat = newChat()
    await refuseWrites(chat)
    const first = chat.ask('bench-fast:1b', `tokens=10 ${mark()}`)
    await watch(good(await chat.send(first)))
    const question = `tokens=10 ${mark()}`
    const second = chat.ask('bench-fast:1b', question, { parent: first.turn })
    const watched = await watch(good(await chat.send(second)))
    expect(watched.end?.type).toBe('done')
    expect((await upstream(question))[0]?.messages.map(({ role }) => role)).toEqual([
      'user',
      'assistant',
      'user',
    ])

    await takeWrites(chat)
    expect(await runDurableObjectAlarm(chat.session())).toBe(true)
    expect(await left(chat)).toEqual(NOTHING)
    const { messages } = good(await chat.open())
    expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user', 'assistant'])
    expect(messages.map(({ id }) => id)).toEqual(expect.arrayContaining([first.turn, second.turn]))
    expect(new Set(messages.map(({ id }) => id)).size).toBe(4)
  })
})
