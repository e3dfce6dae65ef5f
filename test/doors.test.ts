/** What holds of every route of the contract, whatever it does: whose page may call it, and what every answer says beside itself. */

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import type { Route } from '../workers/protocol/routes.ts'
import { belongings, somebody, type Somebody } from './belongings.ts'
import { launchChromium } from './chromium.ts'
import { callsOf, isForPrograms, isSafe, nobodys, ROUTES } from './doors.ts'
import { openD1 } from './failing-d1.ts'
import type { Drawn } from './fuzz/draw.ts'
import { type Answer, send } from './fuzz/wire.ts'
import { startSystem, type System } from './system.ts'

let system: System
let browser: Browser
let owner: Somebody
let url: string
beforeAll(async () => {
  ;[system, browser] = await Promise.all([startSystem(), launchChromium()])
  url = system.url.replace('127.0.0.1', 'localhost')
  owner = await somebody(browser, system, 'moles')
})
afterAll(() => Promise.all([browser.close(), system.stop()]))

const answered = async (call: Drawn): Promise<Answer> => {
  const answer = await send(url, call)
  if (typeof answer === 'string') throw new Error(`${call.method} ${call.path} was ${answer}`)
  return answer
}

/** As the owner's own browser would, with all that it has, but from wherever `from` says. */
const calls = (route: Route, from: Drawn['headers'], of = owner.things): Drawn[] =>
  callsOf(route, of, [
    ['cookie', owner.visitor.cookie],
    ...(isForPrograms(route) ? [['authorization', owner.bearer] as [string, string]] : []),
    ...from,
  ])

const here = (): Drawn['headers'] => [['origin', url]]

describe("[V1] another site's page", () => {
  /** All that a browser may say of it, and what somebody may try who knows this. */
  const FOREIGN: [string, (own: URL) => Drawn['headers']][] = [
    ['of another origin', () => [['origin', 'https://evil.example']]],
    ['of no origin', () => [['origin', 'null']]],
    ['of a sibling', ({ port }) => [['origin', `http://evil.localhost:${port}`]]],
    ['of a name that begins alike', ({ origin }) => [['origin', `${origin}.evil.example`]]],
    ['at another port', () => [['origin', 'http://localhost:1']]],
    ['by another scheme', ({ host }) => [['origin', `https://${host}`]]],
    ['of two origins', ({ origin }) => [['origin', `${origin}, https://evil.example`]]],
    ['that names no origin', () => [['sec-fetch-site', 'cross-site']]],
    ['of a sibling that names no origin', () => [['sec-fetch-site', 'same-site']]],
    [
      'that says two things',
      ({ origin }) => [
        ['origin', origin],
        ['sec-fetch-site', 'cross-site'],
      ],
    ],
  ]

  /** Reading what is somebody's is refused as well; what is everybody's anybody may read. */
  const GUARDED = ROUTES.filter(route => !isSafe(route) || /\/(chats|me)\b/.test(route))

  it.for(GUARDED)('calls %s in vain', async (route, { expect }) => {
    const before = await belongings(system, owner.visitor)
    for (const [who, from] of FOREIGN)
      for (const type of ['application/json', 'text/plain', 'application/x-www-form-urlencoded'])
        for (const call of calls(route, from(new URL(url)))) {
          const headers = call.headers.map(([name, value]): [string, string] =>
            name === 'content-type' ? [name, type] : [name, value]
          )
          const { status, body } = await answered({ ...call, headers })
          expect([who, type, status, body]).toEqual([who, type, 403, expect.stringContaining('another site')])
        }
    expect(await belongings(system, owner.visitor)).toEqual(before)
  })

  it('opens no socket, not even where it says nothing of itself', async ({ expect }) => {
    for (const [who, from] of [...FOREIGN, ['that says nothing', () => []] as const])
      for (const call of calls('GET /api/live', from(new URL(url)))) {
        const { status, body } = await answered(call)
        // A browser names the origin of whoever opens one: more of it is looked at nowhere.
        if (who !== 'that says two things')
          expect([who, status, body]).toEqual([who, 403, expect.stringContaining('foreign_origin')])
      }
    const [own] = calls('GET /api/live', here())
    expect((await answered(own as Drawn)).status).toBe(101)
  })

  it('is let in by no preflight', async ({ expect }) => {
    for (const route of ROUTES)
      for (const call of calls(route, [
        ['origin', 'https://evil.example'],
        ['access-control-request-method', 'POST'],
        ['access-control-request-headers', 'content-type'],
      ])) {
        const { status, headers } = await answered({ ...call, method: 'OPTIONS', body: null })
        expect([
          route,
          status >= 400,
          Object.keys(headers).filter(name => name.startsWith('access-control')),
        ]).toEqual([route, true, []])
      }
  })
})

describe('every answer', () => {
  const SAID = {
    'cache-control': /^no-store(, no-transform)?$/,
    'content-security-policy': /^default-src 'none'$/,
    'cross-origin-resource-policy': /^same-origin$/,
    'referrer-policy': /^no-referrer$/,
    'strict-transport-security': /^max-age=31536000$/,
    'x-content-type-options': /^nosniff$/,
    'x-frame-options': /^SAMEORIGIN$/,
    'x-request-id': /^[\da-f-]{36}$/,
  }

  /** What is wrong with the headers of an answer. */
  const wrongs = ({ status, headers }: Answer): string[] => {
    const missing = Object.entries(SAID).filter(([name, said]) => !said.test(headers[name] ?? ''))
    const never = Object.keys(headers).filter(name => /^(access-control-|server$|x-powered-by$)/.test(name))
    const untyped = headers['content-type'] === undefined && status !== 204 && status !== 101
    return [...missing.map(([name]) => name), ...never, ...(untyped ? ['content-type'] : [])]
  }

  /** Whoever would have a socket asks for nothing else. */
  const by = (method: string, call: Drawn): Drawn => ({
    ...call,
    method,
    headers: call.headers.filter(([name]) => !/^(connection|upgrade|sec-websocket-.*)$/.test(name)),
  })

  const KINDS: [string, (route: Route) => Drawn[]][] = [
    ['of nothing that is there', route => calls(route, here(), nobodys())],
    ['of what is malformed', route => calls(route, here(), { chat: 'x', turn: 'x', passkey: 'x', key: 'x' })],
    [
      'of a body that is no JSON',
      route => calls(route, here()).map(call => ({ ...call, body: Buffer.from('{') })),
    ],
    [
      'of a body that is too long',
      route => calls(route, here()).map(call => ({ ...call, body: Buffer.alloc(600_001, ' ') })),
    ],
    ['to another site', route => calls(route, [['origin', 'https://evil.example']])],
    ['to whoever has no cookie', route => callsOf(route, nobodys(), here())],
    ['by a method that is none', route => calls(route, here()).map(call => by('PUT', call))],
    [
      'of a path that is none',
      route => calls(route, here()).map(call => ({ ...call, path: `${call.path.split('?', 1)[0]}/x` })),
    ],
    ['without its body', route => calls(route, here()).map(call => ({ ...by('HEAD', call), body: null }))],
    ['to a page that is too old', route => calls(route, [...here(), ['burrow-protocol', '0']])],
    ['that is good', route => calls(route, here())],
  ]

  it.for(KINDS)(
    '%s is for this page alone, kept nowhere and taken for nothing else, at every route',
    async ([, make], { expect }) => {
      const found: [string, number, string[]][] = []
      for (const route of ROUTES)
        for (const call of make(route)) {
          const answer = await answered(call)
          found.push([route, answer.status, wrongs(answer)])
        }
      expect(found.filter(([, , wrong]) => wrong.length > 0)).toEqual([])
    }
  )

  it('while D1 is away is so too', async ({ expect }) => {
    const guest = system.visitor()
    await guest.chats()
    const d1 = openD1(system.state)
    d1.run('ALTER TABLE chats RENAME TO burrow_test')
    const answer = await answered({
      method: 'GET',
      path: '/api/chats',
      headers: [['cookie', guest.cookie]],
      body: null,
      chunked: false,
      operation: null,
    })
    d1.run('ALTER TABLE burrow_test RENAME TO chats')
    d1.close()
    expect([answer.status, wrongs(answer)]).toEqual([503, []])
  })
})
