/** The public API over real HTTP: who a visitor is, and what is whose. */

import { afterAll, beforeAll, describe, it } from 'vitest'
import { newMark, startSystem, type System } from './system.ts'
import { ask, good, settled, Visitor } from './visitor.ts'
import { watch } from './watch.ts'

let system: System
beforeAll(async () => {
  system = await startSystem()
})
afterAll(() => system.stop())

describe('[V1] a visitor', () => {
  it('is a signed cookie that no script reads, made at the first call of /api/chats', async ({ expect }) => {
    const { url } = system
    const before = await Promise.all(['/api/status', '/api/models'].map(path => fetch(url + path)))
    const first = await fetch(`${url}/api/chats`)
    const [cookie = '', ...others] = first.headers.getSetCookie()
    const again = await fetch(`${url}/api/chats`, { headers: { cookie: cookie.split(';', 1)[0] ?? '' } })

    expect(before.flatMap(({ headers }) => headers.getSetCookie())).toEqual([])
    expect(others).toEqual([])
    expect(cookie).toMatch(/^burrow=[0-9a-f-]{36}\.[\w%]{40,}; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/)
    expect(again.headers.getSetCookie()).toEqual([])
  })

  it.for([
    ['GET', ''],
    ['PATCH', ''],
    ['DELETE', ''],
    ['POST', '/turns'],
    ['GET', '/turns/:turn/events'],
    ['DELETE', '/turns/:turn'],
  ] as const)('is made once, by whatever call is the first: %s %s', async ([method, tail], { expect }) => {
    const path = `/api/chats/${crypto.randomUUID()}${tail.replace(':turn', crypto.randomUUID())}`
    const body = {
      POST: ask('bench-fast:1b', 'tokens=1'),
      PATCH: { title: 'x' },
      GET: undefined,
      DELETE: undefined,
    }
    const response = await new Visitor(system.url).call(method, path, body[method])
    await response.text()

    expect(response.headers.getSetCookie()).toHaveLength(1)
  })

  it('with a forged cookie is somebody new', async ({ expect }) => {
    const { owner } = await settled(system.visitor())
    const [id = '', signature = ''] = owner.cookie.replace('burrow=', '').split('.')
    const other = system.visitor()
    await other.chats()
    const forgeries = [
      `burrow=${id}`,
      `burrow=${id}.`,
      `burrow=${id}.${'A'.repeat(43)}%3D`,
      `burrow=${crypto.randomUUID()}.${signature}`,
      `burrow=${id}.${other.cookie.split('.')[1]}`,
    ]
    for (const forgery of forgeries) {
      const visitor = new Visitor(system.url, forgery)
      expect((await visitor.chats()).chats).toEqual([])
      expect(visitor.cookie).not.toBe(forgery)
      expect(visitor.cookie).not.toContain(id)
    }
  })

  it("gets the same answer for another's chat as for none at all, whatever the call", async ({ expect }) => {
    const { owner, chat, turn } = await settled(system.visitor())
    const stranger = system.visitor()
    await stranger.chats()
    const calls = (id: string, of: string): [string, string, unknown?][] => [
      ['GET', `/api/chats/${id}`],
      ['PATCH', `/api/chats/${id}`, { title: 'mine now' }],
      ['DELETE', `/api/chats/${id}`],
      ['GET', `/api/chats/${id}/turns/${of}/events`],
      ['DELETE', `/api/chats/${id}/turns/${of}`],
      ['POST', `/api/chats/${id}/turns`, ask('bench-fast:1b', 'tokens=1', { parent: of })],
      ['POST', `/api/chats/${id}/turns`, ask('bench-fast:1b', undefined, { parent: of })],
    ]
    const told = async ([method, path, body]: [string, string, unknown?]) => {
      const response = await stranger.call(method, path, body)
      const { date: _, ...headers } = Object.fromEntries(response.headers)
      return {
        call: `${method} ${path.length}`,
        status: response.status,
        headers,
        body: await response.text(),
      }
    }
    const ofTheirs = []
    const ofNothing = []
    for (const call of calls(chat.id, turn)) ofTheirs.push(await told(call))
    for (const call of calls(crypto.randomUUID(), crypto.randomUUID())) ofNothing.push(await told(call))

    expect(ofTheirs).toEqual(ofNothing)
    expect(ofTheirs.map(({ status }) => status)).toEqual(Array.from({ length: 7 }, () => 404))
    expect((await owner.chats()).chats).toHaveLength(1)
    expect((await stranger.chats()).chats).toEqual([])
  })

  it("who asks in another's chat has a chat of the same id and sees nothing of it", async ({ expect }) => {
    const { chat, turn } = await settled(system.visitor())
    const before = await chat.open()
    const stranger = system.visitor()
    await stranger.chats()
    const question = ask('bench-fast:1b', `tokens=2 ${newMark()}`, { turn })
    const mine = stranger.chat(chat.id)
    const { text } = await watch(await mine.send(question))

    expect((await mine.open()).messages.map(message => message.text)).toEqual([question.text, text])
    good(await mine.delete())
    expect(await chat.open()).toEqual(before)
  })
})
