/** The owner sees every turn that runs or waits, whoever asked it and by what, and ends it. */

import { afterAll, beforeAll, describe, it } from 'vitest'
import { asks, LONG, newcomer, type Owned, startOwned, whoIs } from './owner.ts'
import { programs, says } from './programs.ts'
import { asked, newQuestion, until } from './system.ts'
import type { Visitor } from './visitor.ts'

const SLOW = 'bench-50:1b'
const FAST = 'bench-fast:1b'

let owned: Owned
beforeAll(async () => {
  owned = await startOwned({ slots: 1, resident: 1, demo: { slots: 1, room: 1, loadMs: 300 } })
})
afterAll(() => owned?.stop())

const end = (turn: string) => owned.owner.call('POST', `/api/owner/turns/${turn}/end`)

describe('a turn', () => {
  it('[O4] that is answered, and one that waits, are shown and ended; what had arrived is kept', async ({
    expect,
  }) => {
    const [one, two] = [await newcomer(owned), await newcomer(owned)]
    const running = await asks(owned, one, 'answering')
    const waiting = await asks(owned, two, 'waiting')
    expect(running.shown).toMatchObject({ who: await whoIs(one), model: SLOW, isProgram: false })
    expect(waiting.shown).toMatchObject({ who: await whoIs(two), place: 1 })

    for (const { turn } of [waiting, running]) expect((await end(turn)).status).toBe(204)
    for (const { seen } of [running, waiting])
      expect((await seen).problem).toMatchObject({
        code: 'ended',
        message: 'The owner of this box has ended this answer.',
      })
    const kept = async ({ chat }: typeof running) => (await chat.open()).messages.at(-1)
    expect(await kept(running)).toMatchObject({ status: 'interrupted', text: (await running.seen).text })
    expect((await running.seen).text).not.toBe('')
    expect(await kept(waiting)).toMatchObject({ status: 'failed', text: '', problem: { code: 'ended' } })
    expect(asked(owned.system.demo, waiting.question)).toEqual([])
    // It has ended already, or never was.
    for (const turn of [running.turn, crypto.randomUUID()]) expect((await end(turn)).status).toBe(204)
    expect((await end('no-id')).status).toBe(400)
    expect((await owned.owner.said()).slice(0, 2)).toEqual([
      `Ended a turn of ${await whoIs(one)}.`,
      `Ended a turn of ${await whoIs(two)}.`,
    ])
  })

  it('that waits for a box that is away is ended', async ({ expect }) => {
    const { system, owner } = owned
    const visitor = await newcomer(owned)
    system.demo.switch({ down: true })
    await until('the box is away', async () => (await owner.view()).hosts[0]?.state === 'offline')
    const kept = await asks(owned, visitor, 'until-back')
    const { hosts } = await owner.view()
    expect(hosts[0]).toMatchObject({
      problem: expect.any(String) as string,
      since: expect.any(Number) as number,
    })
    expect((await end(kept.turn)).status).toBe(204)
    expect((await kept.chat.open()).messages.at(-1)).toMatchObject({
      id: kept.turn,
      problem: { code: 'ended' },
    })
    system.demo.switch({ down: false })
    await until('the box is back', async () => (await owner.view()).hosts[0]?.state === 'ready')
  })

  it('that waits goes on through a pause, and ends in its place where its model was turned off', async ({
    expect,
  }) => {
    const { owner } = owned
    const people = await Promise.all([1, 2, 3].map(() => newcomer(owned)))
    const [one, two, three] = people as [Visitor, Visitor, Visitor]
    const running = await asks(owned, one, 'answering')
    const off = await asks(owned, two, 'waiting', FAST)
    await owner.set({ paused: { message: '' }, models: { [FAST]: false } })
    await end(running.turn)
    expect((await off.seen).problem).toMatchObject({ code: 'not_allowed' })
    expect(asked(owned.system.demo, off.question)).toEqual([])

    await owner.set({ paused: null, models: { [FAST]: true } })
    const first = await asks(owned, one, 'answering')
    const waiting = await asks(owned, three, 'waiting')
    await owner.set({ paused: { message: '' } })
    await end(first.turn)
    await until('it is answered', () => asked(owned.system.demo, waiting.question)[0]?.tokens)
    await end(waiting.turn)
    await owner.set({ paused: null })
    expect((await waiting.seen).message?.text).not.toBe('')
  })

  it('of a program is ended, and it is told so', async ({ expect }) => {
    const { visitor, openai: client } = await programs(owned.system)
    const ask = () => {
      const question = newQuestion(LONG)
      const answer = client.chat.completions.create({ model: SLOW, messages: says(question) })
      return { question, why: answer.catch((error: unknown) => error) }
    }
    const running = ask()
    await until('it is answered', () => asked(owned.system.demo, running.question)[0]?.tokens)
    const waiting = ask()
    const turns = await until('both are shown', async () => {
      const view = await owned.owner.view()
      return view.turns.length === 2 && view.turns
    })
    const who = await whoIs(visitor)
    expect(turns).toMatchObject([
      { who, isProgram: true, state: 'answering' },
      { who, isProgram: true, state: 'waiting', place: 1 },
    ])
    for (const { turn } of turns.toReversed()) await end(turn)
    for (const { why } of [running, waiting])
      expect(String(await why)).toContain('The owner of this box has ended this answer.')
    await until('its request is closed', () => asked(owned.system.demo, running.question)[0]?.endedAt)
    expect(asked(owned.system.demo, waiting.question)).toEqual([])
  })
})
