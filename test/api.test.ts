/** The public API over real HTTP: who a visitor is, and what is whose. */

import { get } from 'node:http'
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
    expect(cookie).toMatch(
      /^burrow=[0-9a-f-]{36}\.\d{10}\.[\w%]{40,}; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/
    )
    expect(again.headers.getSetCookie()).toEqual([])
  })

  it('keeps what is theirs from every cache, and from every page but this one', async ({ expect }) => {
    const { owner, chat, turn } = await settled(system.visitor())
    const told = []
    for (const path of ['/api/status', '/api/chats', chat.path, `${chat.path}/turns/${turn}/events`]) {
      const response = await owner.call('GET', path)
      await response.text()
      expect(response.status).toBe(200)
      expect(response.headers.get('strict-transport-security')).toBe('max-age=31536000')
      expect(response.headers.get('cross-origin-resource-policy')).toBe('same-origin')
      expect(response.headers.get('access-control-allow-origin')).toBeNull()
      told.push(response.headers.get('cache-control'))
    }
    expect(told).toEqual(['no-store', 'no-store', 'no-store', 'no-store, no-transform'])
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
    const [id = '', time = '', signature = ''] = owner.cookie.replace('burrow=', '').split('.')
    const other = system.visitor()
    await other.chats()
    const forgeries = [
      `burrow=${id}`,
      `burrow=${id}.`,
      `burrow=${id}.${time}`,
      `burrow=${id}.${time}.${'A'.repeat(43)}%3D`,
      `burrow=${id}.${signature}`,
      `burrow=${id}.${Number(time) + 1}.${signature}`,
      `burrow=${crypto.randomUUID()}.${time}.${signature}`,
      `burrow=${id}.${other.cookie.split('.').slice(1).join('.')}`,
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
      const { date: _, 'x-request-id': __, ...headers } = Object.fromEntries(response.headers)
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

describe("another site's page", () => {
  const SITES: [string, Record<string, string>][] = [
    ['by its origin', { origin: 'https://evil.example' }],
    ['by what the browser says', { 'sec-fetch-site': 'cross-site' }],
    ['as a sibling', { 'sec-fetch-site': 'same-site' }],
  ]

  it.for(SITES)(
    'known %s, reads and changes nothing, though it may send it unasked',
    async ([, from], { expect }) => {
      const { owner, chat, turn } = await settled(system.visitor())
      const before = await chat.open()
      const asking = JSON.stringify(ask('bench-fast:1b', 'tokens=1', { parent: turn }))
      const calls: [string, string, string?, string?][] = [
        ['POST', `${chat.path}/turns`, asking],
        ['POST', `${chat.path}/turns`, asking, 'text/plain'],
        ['POST', `${chat.path}/turns`, 'text=x', 'application/x-www-form-urlencoded'],
        ['PATCH', chat.path, '{"title":"x"}'],
        ['DELETE', chat.path],
        ['GET', '/api/chats'],
        ['GET', chat.path],
        ['GET', `${chat.path}/turns/${turn}/events`],
      ]
      for (const [method, path, body, type = 'application/json'] of calls) {
        const response = await owner.call(method, path, body, { ...from, 'content-type': type })
        expect([method, path, response.status]).toEqual([method, path, 403])
        expect(await response.json()).toMatchObject({ code: 'foreign_origin', retryable: false })
      }
      expect(await chat.open()).toEqual(before)
    }
  )

  it('under a name that was made to lead here is refused as well', async ({ expect }) => {
    const owner = system.visitor()
    await owner.chats()
    const host = `evil.example:${new URL(system.url).port}`
    const headers = { host, origin: `http://${host}`, cookie: owner.cookie }
    const body = await new Promise((resolve, reject) => {
      get(`${system.url}/api/chats`, { headers }, async response =>
        resolve(JSON.parse((await response.setEncoding('utf8').toArray()).join('')))
      ).on('error', reject)
    })
    expect(body).toMatchObject({ code: 'foreign_origin', message: expect.stringContaining('localhost') })
  })
})
