/** One GPU, many who ask: who waits is told where they stand, loses nothing by whatever dies, and has their turn. */

import { afterAll, afterEach, beforeAll, describe, it } from 'vitest'
import { benchAnswer } from '../demo/server.ts'
import type { Status } from '../workers/protocol/nouns.ts'
import type { Place } from '../workers/protocol/turn-state.ts'
import { asked, atOnce, newMark, newQuestion, startSystem, type System, until } from './system.ts'
import { ask } from './visitor.ts'
import { begun, watch, type Watched } from './watch.ts'

const SLOW = 'bench-50:1b'
const FAST = 'bench-fast:1b'

let system: System
beforeAll(async () => {
  system = await startSystem({ slots: 1, resident: 1, demo: { slots: 1, room: 1, loadMs: 300 } })
})
afterAll(() => system.stop())

/** Questions whose answers are kept from ending: none holds up the next test. */
const held = new Set<string>()
const letGo = (question: string) => system.demo.switch({ letGo: question })
afterEach(() => held.forEach(letGo))

/** Its answer does not end before it is let go of. */
function hold(question: string): void {
  system.demo.switch({ hold: question })
  held.add(question)
}

/** Somebody whose answer does not end until `letGo`: the box is theirs. */
async function holder() {
  const question = newQuestion(20)
  hold(question)
  const visitor = system.visitor()
  await visitor.chats()
  const { response, chat, turn } = await visitor.ask(FAST, question)
  const seen = watch(response)
  await until('the box is theirs', () => asked(system.demo, question)[0]?.tokens)
  return { seen, chat, turn, letGo: () => letGo(question) }
}

/** Somebody who asks, and has to wait. */
async function waiter(model = FAST, question = newQuestion(20)) {
  const visitor = system.visitor()
  await visitor.chats()
  const { response, chat, turn } = await visitor.ask(model, question)
  const seen: { now: Watched | null } = { now: null }
  const whole = watch(response, now => {
    seen.now = now
    return false
  })
  await until('they are told that they wait', () => placesOf(seen.now).length > 0)
  return { visitor, question, chat, turn, seen, whole }
}

const placesOf = (seen: Watched | null): Partial<Place>[] =>
  (seen?.seen ?? []).flatMap(event =>
    event.type === 'state' && event.data.state === 'queued' ? [event.data] : []
  )

const lastPlace = (seen: Watched | null): number | undefined => placesOf(seen).at(-1)?.position

describe('who waits', () => {
  it('[T12] [Q4] is told their place, sees it change, and reads their answer on the same stream', async ({
    expect,
  }) => {
    const busy = await holder()
    const first = await waiter()
    hold(first.question)
    const second = await waiter()
    expect(lastPlace(first.seen.now)).toBe(1)
    expect(placesOf(second.seen.now).at(-1)).toMatchObject({ position: 2, ahead: 1 })
    expect(await system.visitor().get<Status>('/api/status')).toMatchObject({ queue: 2, answering: 1 })
    busy.letGo()

    expect((await busy.seen).message).toMatchObject({ status: 'done' })
    await until('the second is next', () => lastPlace(second.seen.now) === 1)
    letGo(first.question)
    for (const one of [first, second])
      expect((await one.whole).message).toMatchObject({ status: 'done', text: benchAnswer(one.question) })
    expect(await system.visitor().get<Status>('/api/status')).toMatchObject({ queue: 0, answering: 0 })
  })

  it('[T4] and leaves keeps the place, and finds it when they come back', async ({ expect }) => {
    const busy = await holder()
    const { visitor, chat, turn, question } = await waiter()
    const again = await watch(await chat.attach(turn), seen => placesOf(seen).length > 1)
    expect(lastPlace(again)).toBe(1)
    expect((await chat.open()).running).toMatchObject({ turn, state: { state: 'queued' } })
    busy.letGo()

    await busy.seen
    expect((await watch(await chat.attach(turn))).message).toMatchObject({ text: benchAnswer(question) })
    expect((await visitor.chats()).chats).toHaveLength(1)
  })

  it('[T5] and stops leaves the queue at once, and their question never reaches the box', async ({
    expect,
  }) => {
    const busy = await holder()
    const gone = await waiter()
    const next = await waiter()
    await (await gone.chat.stop(gone.turn)).text()

    expect((await gone.whole).message).toMatchObject({ status: 'stopped', text: '' })
    await until('the next has moved up', () => lastPlace(next.seen.now) === 1)
    busy.letGo()
    expect((await next.whole).message).toMatchObject({ status: 'done' })
    expect(asked(system.demo, gone.question)).toEqual([])
    // The chat is free for another question.
    const other = ask(FAST, newQuestion(5), { parent: gone.turn })
    expect((await watch(await gone.chat.send(other))).message).toMatchObject({ status: 'done' })
  })

  it('[Q4] keeps the place when all of Burrow ends and begins again', async ({ expect }) => {
    const busy = await holder()
    const first = await waiter()
    const second = await waiter()
    await system.restart()
    // Whoever reads it comes back first, and finds that it goes on.
    const goesOn = watch(await busy.chat.attach(busy.turn))
    const again = await watch(await second.chat.attach(second.turn), seen => lastPlace(seen) !== undefined)
    expect(lastPlace(again)).toBe(2)
    busy.letGo()

    for (const { chat, turn, question } of [first, second])
      expect((await watch(await chat.attach(turn))).message).toMatchObject({ text: benchAnswer(question) })
    expect((await goesOn).message).toMatchObject({ status: 'done' })
  })

  it('[Q5] asks more than may wait is refused, and told when to come back', async ({ expect }) => {
    const busy = await holder()
    const visitor = system.visitor()
    await visitor.chats()
    const questions = [1, 2].map(() => newQuestion(5))
    const waiting = await Promise.all(questions.map(question => visitor.ask(FAST, question)))
    const refused = await visitor.chat().send(ask(FAST, newMark()))
    expect(refused.status).toBe(503)
    expect(await refused.json()).toMatchObject({ code: 'busy', retryable: true })
    busy.letGo()

    for (const { response } of waiting)
      expect((await watch(response)).message).toMatchObject({ status: 'done' })
  })
})

describe('who is answered', () => {
  it('[T9] keeps the slot when the line is cut, ten times, while others wait', async ({ expect }) => {
    const visitor = system.visitor()
    await visitor.chats()
    const question = newQuestion(300)
    const { response } = await visitor.ask(SLOW, question)
    let cuts = 0
    const whole = watch(response, ({ text }) => {
      if (text.length > (cuts + 1) * 90 && cuts < 10) {
        cuts += 1
        system.demo.switch({ cut: question })
      }
      return false
    })
    const waits = await waiter()
    const seen = await whole
    expect(seen.message).toMatchObject({ status: 'done', text: benchAnswer(question) })
    expect(cuts).toBe(10)
    expect((await waits.whole).message).toMatchObject({ status: 'done' })
    // Nobody else was asked for meanwhile.
    const own = asked(system.demo, question)
    expect(asked(system.demo, waits.question)[0]?.arrivedAt).toBeGreaterThan(
      own.at(-1)?.arrivedAt ?? Infinity
    )
  })

  it('[Q2] is alone: one slot is never used twice, whoever stops and whoever asks', async ({ expect }) => {
    const many = await Promise.all(
      Array.from({ length: 6 }, async (_, n) => {
        const visitor = system.visitor()
        await visitor.chats()
        const question = newQuestion(60)
        const { response, chat, turn } = await visitor.ask(SLOW, question)
        const stops = n % 2 === 0
        const seen = await watch(response, stops ? begun : undefined)
        if (stops) await (await chat.stop(turn)).text()
        return { question, seen, stops }
      })
    )
    for (const { question, seen, stops } of many) {
      if (!stops) expect(seen.message).toMatchObject({ text: benchAnswer(question) })
    }
    expect(
      atOnce(
        system.demo,
        many.map(({ question }) => question)
      )
    ).toBe(1)
  })
})
