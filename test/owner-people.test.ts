/** What the owner does about people: what they may, and what is kept of them. */

import { afterAll, afterEach, beforeAll, describe, it } from 'vitest'
import type { Me } from '../workers/protocol/me.ts'
import { Guest, newAddress, refused } from './guest.ts'
import { asks, newcomer, type Owned, startOwned, whoIs } from './owner.ts'
import { makeKey, openai, says } from './programs.ts'
import { asked, until } from './system.ts'
import { settled } from './visitor.ts'

const FAST = 'bench-fast:1b'
const SLOW = 'bench-50:1b'

let owned: Owned
beforeAll(async () => {
  owned = await startOwned({ slots: 1, resident: 1, demo: { slots: 1, room: 1, loadMs: 300 } })
})
afterAll(() => owned?.stop())
afterEach(() =>
  until('the box is free', async () => {
    const { turns } = await owned.owner.view()
    return turns.length === 0
  })
)

describe('somebody who is blocked', () => {
  it('[O4] loses what runs and waits, asks nothing more by page or program, reads their chats, and is let again', async ({
    expect,
  }) => {
    const { owner, system } = owned
    const { owner: they, chat } = await settled(await newcomer(owned))
    const client = openai(system, (await makeKey(they)).key)
    const who = await whoIs(they)
    const running = await asks(owned, they, 'answering')
    const waiting = await asks(owned, they, 'waiting')
    const why = client.chat.completions
      .create({ model: SLOW, messages: says('hi') })
      .catch((error: unknown) => error)
    await until('the program waits', async () => (await owner.view()).turns.length === 3)
    const blocked = await owner.call('PUT', `/api/owner/blocked/${who}`, {})

    expect(blocked.status).toBe(204)
    for (const { seen } of [running, waiting]) expect((await seen).problem).toMatchObject({ code: 'ended' })
    expect(await why).toMatchObject({ status: 403, code: 'blocked' })
    expect(asked(system.demo, waiting.question)).toEqual([])
    expect(await refused(they)).toMatchObject({ status: 403, code: 'blocked' })
    await expect(client.chat.completions.create({ model: FAST, messages: says('hi') })).rejects.toMatchObject(
      { status: 403, code: 'blocked' }
    )
    expect((await chat.open()).messages).toHaveLength(2)
    expect((await owner.view()).visitors).toContainEqual(
      expect.objectContaining({ who, blockedAt: expect.any(Number) as number })
    )
    await system.restart()
    expect(await refused(they)).toMatchObject({ code: 'blocked' })

    for (const _ of [1, 2]) expect((await owner.call('DELETE', `/api/owner/blocked/${who}`)).status).toBe(204)
    expect(await refused(they)).toBeNull()
    expect((await owner.said()).slice(0, 2)).toEqual([`Let ${who} ask again.`, `Blocked ${who}.`])
  })

  it('with their address is alone with whoever is new there', async ({ expect }) => {
    const { system, owner } = owned
    const school = newAddress()
    const guests = [1, 2].map(() => new Guest(system, school))
    for (const guest of guests) {
      await guest.chats()
      expect(await refused(guest)).toBeNull()
    }
    const [bad, good] = guests as [Guest, Guest]
    await owner.call('PUT', `/api/owner/blocked/${await whoIs(bad)}`, { address: true })
    expect(await refused(new Guest(system, school))).toMatchObject({ status: 403, code: 'blocked' })
    expect(await refused(good)).toBeNull()
    expect(await refused(new Guest(system, newAddress()))).toBeNull()
  })
})

describe('somebody whose data the owner deletes', () => {
  it('[V1] has none any more: chats, keys, what is being written; and nobody else loses anything', async ({
    expect,
  }) => {
    const { owner, system } = owned
    const [{ owner: they, chat }, { owner: other, chat: others }] = [
      await settled(await newcomer(owned)),
      await settled(await newcomer(owned)),
    ]
    const client = openai(system, (await makeKey(they)).key)
    const who = await whoIs(they)
    const running = await asks(owned, they, 'answering')
    expect((await owner.call('DELETE', `/api/owner/visitors/${who}`)).status).toBe(204)

    await running.seen
    expect((await they.chats()).chats).toEqual([])
    expect((await they.call('GET', chat.path)).status).toBe(404)
    await expect(client.models.list()).rejects.toMatchObject({ status: 401 })
    expect(await they.get<Me>('/api/me')).toMatchObject({ usage: { chats: { used: 0 }, bytes: { used: 0 } } })
    expect((await others.open()).messages).toHaveLength(2)
    expect((await other.chats()).chats).toHaveLength(1)
    // What they have used is counted still, and they may ask anew.
    expect((await owner.view()).visitors).toContainEqual(expect.objectContaining({ who, turns: 2 }))
    expect(await refused(they)).toBeNull()
    expect((await owner.said())[0]).toBe(`Deleted all that was ${who}’s.`)
  })

  it('is not the owner, nor somebody who never was here', async ({ expect }) => {
    const { owner } = owned
    expect(await refused(owner)).toBeNull()
    const me = await whoIs(owner)
    for (const [method, path] of [
      ['DELETE', `visitors/${me}`],
      ['PUT', `blocked/${me}`],
    ] as const) {
      const response = await owner.call(method, `/api/owner/${path}`, method === 'PUT' ? {} : undefined)
      expect([response.status, await response.json()]).toMatchObject([400, { message: 'This is you.' }])
      const nobody = path.replace(me, 'AAAAAAAAAA')
      expect(
        (await owner.call(method, `/api/owner/${nobody}`, method === 'PUT' ? {} : undefined)).status
      ).toBe(404)
    }
    expect((await owner.chats()).chats).not.toEqual([])
  })
})
