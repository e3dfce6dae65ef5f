/** What a visitor keeps and has used, over real HTTP: how much that may be, what is said of it, and how it is forgotten. */

import { afterAll, beforeAll, describe, it } from 'vitest'
import type { Me } from '../workers/protocol/me.ts'
import { openFeed } from './feeds.ts'
import { Guest, newAddress, refused } from './guest.ts'
import { newQuestion, startSystem, type System, until } from './system.ts'
import { ask, good, settled, type Visitor } from './visitor.ts'

const LIMITS = {
  TURNS_A_MINUTE: '100',
  NEW_VISITORS_AN_HOUR: '2',
  VISITOR_CHATS: '3',
  VISITOR_MESSAGES: '10',
  VISITOR_MB: '0.5',
}

let system: System
beforeAll(async () => {
  system = await startSystem({ vars: LIMITS })
})
afterAll(() => system.stop())

const usageOf = async (visitor: Visitor) => (await visitor.get<Me>('/api/me')).usage

/** D1 has it all. */
const kept = (visitor: Visitor, messages: number) =>
  until(`${messages} messages are kept`, async () => (await usageOf(visitor)).messages.used === messages)

describe('[Q5] what a visitor keeps', () => {
  it('is at most so many bytes, while another still writes; what is deleted makes room', async ({
    expect,
  }) => {
    const [greedy, other] = [system.visitor(), system.visitor()]
    await Promise.all([greedy.chats(), other.chats()])
    const big = 'tokens=1 '.padEnd(100_000, '漢')
    expect(await refused(greedy, big)).toBeNull()
    await kept(greedy, 2)
    expect(await refused(greedy, big)).toMatchObject({
      status: 507,
      code: 'kept_full',
      retryable: false,
      message:
        'There is no room here for more of yours: 0.3 of 0.5 MB. Delete chats that you need no more, and ask again.',
    })
    expect(await refused(other, big)).toBeNull()
    for (const { id } of (await greedy.chats()).chats) good(await greedy.chat(id).delete())
    expect(await refused(greedy, big)).toBeNull()
  })

  it('is not more for whoever asks all at once', async ({ expect }) => {
    const [greedy, other] = [system.visitor(), system.visitor()]
    await Promise.all([greedy.chats(), other.chats()])
    const big = 'tokens=1 '.padEnd(60_000, '漢')
    const all = await Promise.all(Array.from({ length: 30 }, () => refused(greedy, big)))
    const asked = all.filter(why => why === null).length
    expect([undefined, 'busy', 'kept_full']).toEqual(expect.arrayContaining(all.map(why => why?.code)))
    await kept(greedy, 2 * asked)
    expect(asked).toBeGreaterThan(0)
    expect(asked).toBeLessThan(30)
    // One that is answered and two that wait are let in before any of them is counted.
    expect((await usageOf(greedy)).bytes.used).toBeLessThan(500_000 + 3 * 200_000)
    expect(await refused(other, big)).toBeNull()
  })

  it('is at most so many chats, in which they may go on', async ({ expect }) => {
    const visitor = system.visitor()
    await visitor.chats()
    const chat = visitor.chat()
    expect(await refused(visitor, 'tokens=1', 'bench-fast:1b', chat)).toBeNull()
    for (const _ of [2, 3]) expect(await refused(visitor)).toBeNull()
    await kept(visitor, 6)
    expect(await refused(visitor)).toMatchObject({
      code: 'kept_full',
      message: expect.stringContaining('3 of 3 chats') as string,
    })
    expect(await refused(visitor, 'tokens=1', 'bench-fast:1b', chat)).toBeNull()
  })

  it('is at most so many messages, and a turn that is sent again is refused by none of it', async ({
    expect,
  }) => {
    const visitor = system.visitor()
    await visitor.chats()
    const chat = visitor.chat()
    const first = ask('bench-fast:1b', 'tokens=1')
    await good(await chat.send(first)).text()
    for (const _ of [2, 3, 4, 5]) expect(await refused(visitor, 'tokens=1', 'bench-fast:1b', chat)).toBeNull()
    await kept(visitor, 10)
    expect(await refused(visitor, 'tokens=1', 'bench-fast:1b', chat)).toMatchObject({
      code: 'kept_full',
      message: expect.stringContaining('10 of 10 messages') as string,
    })
    expect((await chat.send(first)).status).toBe(200)
  })
})

describe('GET /api/me', () => {
  it('says what was used and what may be', async ({ expect }) => {
    const guest = new Guest(system, newAddress())
    await guest.chats()
    expect(await refused(guest, 'tokens=60', 'bench-50:1b')).toBeNull()
    await kept(guest, 2)
    const { boxSeconds, turnsThisMinute, chats, messages, bytes } = await usageOf(guest)
    expect(boxSeconds).toMatchObject({ most: 1_800 })
    expect(boxSeconds.used).toBeGreaterThanOrEqual(1)
    expect(boxSeconds.used).toBeLessThan(60)
    expect(boxSeconds.until % 86_400_000).toBe(0)
    expect(turnsThisMinute).toEqual({ used: 1, most: 100 })
    expect(chats).toEqual({ used: 1, most: 3 })
    expect(messages).toEqual({ used: 2, most: 10 })
    expect(bytes.used).toBeGreaterThan(1_500)
    expect(bytes.most).toBe(500_000)
  })

  it('says to somebody new that nothing is theirs, and makes them nobody', async ({ expect }) => {
    const response = await system.visitor().call('GET', '/api/me')
    expect(((await response.json()) as Me).usage).toMatchObject({
      boxSeconds: { used: 0, most: null },
      chats: { used: 0 },
    })
    expect(response.headers.getSetCookie()).toEqual([])
  })

  it('[V1] says nothing to another site’s page', async ({ expect }) => {
    const response = await system
      .visitor()
      .call('GET', '/api/me', undefined, { 'Sec-Fetch-Site': 'cross-site' })
    expect(response.status).toBe(403)
  })
})

describe('DELETE /api/me', () => {
  it('[V1] [L1] forgets all that is theirs and says so in every tab; whoever comes next is somebody new', async ({
    expect,
  }) => {
    const { owner, chat } = await settled(system.visitor())
    const { owner: stranger, chat: theirs } = await settled(system.visitor())
    const { response } = await owner.ask('bench-25:1b', newQuestion(1_000))
    const tab = openFeed(system, owner)
    expect(await tab.opened).toBe(true)
    const { cookie } = owner
    const forgotten = await owner.call('DELETE', '/api/me')
    expect(forgotten.status).toBe(204)
    expect(forgotten.headers.getSetCookie()).toEqual([expect.stringMatching(/^burrow=; Max-Age=0; Path=\//)])
    expect(await response.text()).toContain('"status":"stopped"')
    await until('the tab heard of it', () =>
      tab.heard.some(event => typeof event !== 'string' && event.type === 'deleted' && event.id === chat.id)
    )
    tab.socket.close()

    owner.cookie = cookie
    expect((await owner.chats()).chats).toEqual([])
    expect((await chat.send(ask('bench-fast:1b', 'tokens=1', { parent: crypto.randomUUID() }))).status).toBe(
      404
    )
    expect((await owner.call('GET', chat.path)).status).toBe(404)
    expect((await theirs.open()).messages).toHaveLength(2)
    expect((await stranger.chats()).chats).toHaveLength(1)
  })

  it('[Q5] gives nobody a new day: the time that they used stays counted, and so do those who came', async ({
    expect,
  }) => {
    const address = newAddress()
    const guest = new Guest(system, address)
    await guest.chats()
    expect(await refused(guest, 'tokens=60', 'bench-50:1b')).toBeNull()
    await kept(guest, 2)
    const { cookie } = guest
    good(await guest.call('DELETE', '/api/me'))
    guest.cookie = cookie
    expect((await usageOf(guest)).boxSeconds.used).toBeGreaterThanOrEqual(1)
    expect(await refused(new Guest(system, address))).toBeNull()
    expect(await refused(new Guest(system, address))).toMatchObject({ code: 'too_many_visitors' })
  })

  it('of somebody new does nothing', async ({ expect }) => {
    const response = await system.visitor().call('DELETE', '/api/me')
    expect([response.status, response.headers.getSetCookie()]).toEqual([204, []])
  })
})
