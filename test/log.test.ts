/** The owner's log over real HTTP: one request can be followed from the page to the box, and each turn has its line. */

import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { below, kill } from './processes.ts'
import { newMark, startSystem, type System, until } from './system.ts'
import { ask, settled } from './visitor.ts'
import { begun, watch } from './watch.ts'

let system: System
beforeAll(async () => {
  system = await startSystem({ vars: { RETRY_SECONDS: '0.2,0.2' } })
})
afterAll(() => system.stop())

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/

const idOf = ({ headers }: Response): string => headers.get('x-request-id') ?? ''

type Line = Record<string, unknown>

/** All lines that Burrow has printed lately, and those of one request. */
const lines = (): Line[] =>
  system.burrow
    .said()
    .split('\n')
    .filter(line => line.startsWith('{"burrow":'))
    .map(line => JSON.parse(line) as Line)
const linesOf = (request: string): Line[] => lines().filter(line => line['request'] === request)

/** The line of the turn that was asked with this request, once it is there. */
const turnOf = (request: string): Promise<Line> =>
  until('its line', () => linesOf(request).find(({ burrow }) => burrow === 'turn'))

describe('a request', () => {
  it('is told its id with every answer, refusals included, and no two have the same', async ({ expect }) => {
    const { owner, chat, turn } = await settled(system.visitor())
    const foreign = { origin: 'https://evil.example' }
    const answers = await Promise.all([
      owner.call('GET', '/api/status'),
      owner.call('GET', '/api/health'),
      owner.call('GET', '/api/chats'),
      owner.call('GET', '/api/nowhere'),
      owner.call('GET', '/api/live'),
      owner.call('GET', `${chat.path}/turns/${turn}/events`),
      owner.call('PATCH', chat.path, '{'),
      owner.call('PATCH', chat.path, { title: 'x' }, foreign),
      owner.call('POST', `${chat.path}/turns`, ask('nobody-has:1b', 'x', { parent: turn })),
      owner.call('DELETE', `/api/chats/${crypto.randomUUID()}`),
    ])
    await Promise.all(answers.map(response => response.text()))

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 404, 426, 200, 400, 403, 403, 404])
    for (const response of answers) expect(idOf(response), response.url).toMatch(UUID)
    expect(new Set(answers.map(idOf)).size).toBe(answers.length)
  })

  it('is told its id with the answer that opens a socket', async ({ expect }) => {
    const visitor = system.visitor()
    await visitor.chats()
    const headers = {
      connection: 'upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
      origin: system.url,
      cookie: visitor.cookie,
    }
    const asked = get(`${system.url}/api/live`, { headers })
    const [{ statusCode, headers: told }, socket] = (await once(asked, 'upgrade')) as [
      IncomingMessage,
      Socket,
    ]
    socket.destroy()

    expect(statusCode).toBe(101)
    expect(told['x-request-id']).toMatch(UUID)
  })

  it('[V2] is never called as whoever sent it wishes: that could be anything', async ({ expect }) => {
    const given = { 'x-request-id': 'my-own-words' }
    const response = await system.visitor().call('GET', '/api/models', undefined, given)
    await response.text()

    expect(idOf(response)).toMatch(UUID)
    expect(system.tap.asked.some(({ headers }) => headers['x-request-id'] === 'my-own-words')).toBe(false)
  })

  it('[O1] has one id from the page to the box, and in the log', async ({ expect }) => {
    const mark = newMark()
    const { response } = await system.visitor().ask('bench-fast:1b', `tokens=5 ${mark}`)
    const { message } = await watch(response)
    const request = idOf(response)

    expect(message?.status).toBe('done')
    const asked = system.tap.asked.filter(({ body }) => body.includes(mark))
    expect(asked.map(({ headers }) => headers['x-request-id'])).toEqual([request])
    expect(await turnOf(request)).toMatchObject({
      request,
      model: 'bench-fast:1b',
      how: 'done',
      tokens: { answer: 5 },
      tries: 1,
      seams: 0,
    })
  })

  it('[O1] that fails has that id in every line, whichever Worker and whichever try it is of', async ({
    expect,
  }) => {
    const mark = newMark()
    const { response } = await system.visitor().ask('fault-reset:1b', `after=5 tokens=5 ${mark}`)
    await watch(response)
    const request = idOf(response)
    const turn = await turnOf(request)

    expect(turn).toMatchObject({ model: 'fault-reset:1b', how: 'interrupted', code: 'interrupted', tries: 3 })
    expect(linesOf(request).map(({ burrow }) => burrow)).toEqual(
      expect.arrayContaining(['cut', 'broken', 'turn'])
    )
    const asked = system.tap.asked.filter(({ body }) => body.includes(mark))
    expect(asked.map(({ headers }) => headers['x-request-id'])).toEqual([request, request, request])
  })
})

describe('[O1] the line of a turn', () => {
  it('calls one visitor always the same, and another otherwise', async ({ expect }) => {
    const [one, other] = [system.visitor(), system.visitor()]
    await Promise.all([one.chats(), other.chats()])
    const who = []
    for (const visitor of [one, one, other]) {
      const { response } = await visitor.ask('bench-fast:1b', 'tokens=2')
      await response.text()
      who.push((await turnOf(idOf(response)))['who'])
    }

    expect(who[0]).toMatch(/^[\w-]{10}$/)
    expect(who[1]).toBe(who[0])
    expect(who[2]).not.toBe(who[0])
  })

  it(
    'is there once, though the runtime was killed in the middle of it',
    { timeout: 60_000 },
    async ({ expect }) => {
      const visitor = system.visitor()
      await visitor.chats()
      const { chat, turn, response } = await visitor.ask('bench-50:1b', `tokens=150 ${newMark()}`)
      const request = idOf(response)
      const seen = await watch(response, so => begun(so))
      kill(below(system.burrow.pid, /workerd/))
      expect(linesOf(request)).toEqual([])
      await system.restart()
      const { message } = await watch(await chat.attach(turn, seen.at), undefined, seen)

      expect(message?.status).toBe('done')
      expect(await turnOf(request)).toMatchObject({ how: 'done', tokens: { answer: 150 }, tries: 2 })
      await until('D1 has it', async () => (await chat.open()).running === null)
      expect(linesOf(request).filter(({ burrow }) => burrow === 'turn')).toHaveLength(1)
    }
  )
})
