/** How many may watch one answer, and listen to what changes in one visitor's chats: the rest is told when to come back. */

import { afterAll, beforeAll, describe, it } from 'vitest'
import { WATCHERS } from '../workers/protocol/limits.ts'
import type { Problem } from '../workers/protocol/problems.ts'
import { openFeed } from './feeds.ts'
import { newQuestion, startSystem, type System, until } from './system.ts'
import { good } from './visitor.ts'

let system: System
beforeAll(async () => {
  system = await startSystem({ slots: 1, resident: 1, vars: { ANSWER_VIEWERS: '3', LIVE_TABS: '2' } })
})
afterAll(() => system.stop())

/** Reads until something of an answer, or of its place, has come; the stream stays open. */
async function seesSome(response: Response): Promise<ReadableStreamDefaultReader<Uint8Array>> {
  const reader = good(response).body?.getReader()
  if (!reader) throw new Error('It has no body.')
  const decoder = new TextDecoder()
  for (let said = ''; !said.includes('event:');) {
    const { value, done } = await reader.read()
    if (done) throw new Error(`It ended with ${said}`)
    said += decoder.decode(value, { stream: true })
  }
  return reader
}

describe('[Q5] viewers of one answer', () => {
  it('are so many; the next is told when to come, and comes when one has left', async ({ expect }) => {
    const { chat, turn, response } = await system.visitor().ask('bench-25:1b', newQuestion(2_000))
    const viewers = [response, await chat.attach(turn), await chat.attach(turn)]
    const readers = await Promise.all(viewers.map(seesSome))
    const refused = await chat.attach(turn)
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '30'])
    expect(await refused.json()).toMatchObject({
      code: 'too_many_viewers',
      retryable: true,
    } satisfies Partial<Problem>)
    expect((await readers[0]?.read())?.done).toBe(false)

    await readers[1]?.cancel()
    const next = await until('there is a place', async () => {
      const come = await chat.attach(turn)
      if (come.ok) return come
      await come.text()
      return null
    })
    await next.body?.cancel()
    expect((await chat.stop(turn)).status).toBe(204)
  })

  it('that waits are so many: the stream of one more breaks off, and the others are told places', async ({
    expect,
  }) => {
    const before = await system.visitor().ask('bench-25:1b', newQuestion(4_000))
    await seesSome(before.response)
    const { chat, turn, response } = await system.visitor().ask('bench-25:1b', newQuestion(5))
    const readers = [await seesSome(response)]
    while (readers.length < WATCHERS) readers.push(await seesSome(await chat.attach(turn)))
    const late = await good(await chat.attach(turn))
      .text()
      .catch(() => 'broken off')
    expect(late).not.toContain('"position"')
    expect(late).not.toMatch(/event: (done|problem)/)

    expect((await chat.stop(turn)).status).toBe(204)
    const first = readers[0]
    const decoder = new TextDecoder()
    let said = ''
    for (let part = await first?.read(); part?.done === false; part = await first?.read())
      said += decoder.decode(part.value, { stream: true })
    expect(said).toContain('event: done')
    await Promise.all(readers.slice(1).map(reader => reader.cancel()))
    expect((await before.chat.stop(before.turn)).status).toBe(204)
  })
})

describe('[Q5] tabs of one visitor', () => {
  it('are told live as many as the owner lets; the next is told when to come', async ({ expect }) => {
    const visitor = system.visitor()
    await visitor.chats()
    const tabs = [openFeed(system, visitor), openFeed(system, visitor)]
    expect(await Promise.all(tabs.map(({ opened }) => opened))).toEqual([true, true])
    expect(await openFeed(system, visitor).opened).toBe(false)
    const other = system.visitor()
    await other.chats()
    const theirs = openFeed(system, other)
    expect(await theirs.opened).toBe(true)
    for (const { socket } of [...tabs, theirs]) socket.close()
  })
})
