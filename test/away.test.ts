/** The box is away: what was said stays readable, and a question may wait for it. */

import { afterAll, beforeAll, describe, it } from 'vitest'
import { benchAnswer } from '../demo/server.ts'
import type { ModelList, Status } from '../workers/protocol/nouns.ts'
import { asked, newQuestion, startSystem, type System, until } from './system.ts'
import { settled } from './visitor.ts'
import { watch, type Watched } from './watch.ts'

const FAST = 'bench-fast:1b'

let system: System
beforeAll(async () => {
  system = await startSystem({ vars: { RETRY_SECONDS: '0.2,0.4' } })
})
afterAll(() => system.stop())

/** Somebody with an answered question in their history, to whom the box is away from now on. */
async function whileAway() {
  const person = await settled(system.visitor())
  const before = Date.now()
  system.demo.switch({ down: true })
  const seen = await until('the box is known to be away', async () => {
    const status = await person.owner.get<Status>('/api/status')
    return status.box === 'offline' && status
  })
  return { ...person, before, status: seen }
}

const back = () => system.demo.switch({ down: false })

/** Until when the question is kept, as it was told last. */
const keptUntil = ({ seen }: Watched): number | undefined => {
  const last = seen.findLast(event => event.type === 'state')
  return last?.type === 'state' && last.data.state === 'queued' ? last.data.until : undefined
}

describe('while the box is away', () => {
  it('its state says since when, what it had may still be asked, and history stays readable', async ({
    expect,
  }) => {
    const { chat, before, status } = await whileAway()
    expect(status.since).toBeGreaterThanOrEqual(before - 1_000)
    expect(status.since).toBeLessThanOrEqual(Date.now())
    expect((await chat.open()).messages).toHaveLength(2)
    const { models } = await system.visitor().get<ModelList>('/api/models')
    expect(models.map(({ name }) => name)).toContain(FAST)
    back()
    await until('the box is back', async () => {
      const { box, since } = await system.visitor().get<Status>('/api/status')
      return box === 'ready' && since === undefined
    })
  })

  it('a question that may wait is kept for a day, and is answered when the box is back, with no tab open', async ({
    expect,
  }) => {
    const { owner } = await whileAway()
    const question = newQuestion(20)
    const { chat, turn, response } = await owner.ask(FAST, question, { keep: 'until-back' })
    // Nobody keeps a stream for so long: it says so and ends.
    const seen = await watch(response)
    expect(seen.end).toBeUndefined()
    const hours = ((keptUntil(seen) ?? 0) - Date.now()) / 3_600_000
    expect(hours).toBeGreaterThan(23.9)
    expect(hours).toBeLessThanOrEqual(24)
    expect((await chat.open()).running).toMatchObject({
      turn,
      state: { state: 'queued', until: keptUntil(seen) },
    })
    expect(await owner.get<Status>('/api/status')).toMatchObject({ box: 'offline', queue: 1 })
    back()

    const kept = await until('it is answered', async () => {
      const { messages, running } = await chat.open()
      return running === null && messages[1]
    })
    expect(kept).toMatchObject({ status: 'done', text: benchAnswer(question) })
  })

  it('one that waits is taken back as any other, and then never asked', async ({ expect }) => {
    const { owner } = await whileAway()
    const question = newQuestion(20)
    const { chat, turn, response } = await owner.ask(FAST, question, { keep: 'until-back' })
    await watch(response)
    await (await chat.stop(turn)).text()
    expect((await watch(await chat.attach(turn))).message).toMatchObject({ status: 'stopped', text: '' })
    back()
    await until('the box is back', async () => (await owner.get<Status>('/api/status')).box === 'ready')
    expect(await owner.get<Status>('/api/status')).toMatchObject({ queue: 0 })
    expect(asked(system.demo, question)).toEqual([])
  })

  it('one that may not wait is told what is wrong', async ({ expect }) => {
    const { owner } = await whileAway()
    const { response } = await owner.ask(FAST, newQuestion(5))
    expect((await watch(response)).problem).toMatchObject({ code: 'host_unreachable', retryable: true })
    back()
  })

  it('all of Burrow may end and begin again, and those who wait are answered in the order in which they asked', async ({
    expect,
  }) => {
    await whileAway()
    const questions = [1, 2, 3].map(() => newQuestion(5))
    const chats = []
    for (const question of questions) {
      const visitor = system.visitor()
      await visitor.chats()
      const { chat, response } = await visitor.ask(FAST, question, { keep: 'until-back' })
      await watch(response)
      chats.push(chat)
    }
    await system.restart()
    back()

    for (const chat of chats)
      await until('it is answered', async () => (await chat.open()).messages[1]?.status === 'done', 50_000)
    const times = questions.map(question => asked(system.demo, question)[0]?.arrivedAt ?? 0)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
  })
})
