/** What the owner has set and what visitors send, at every route: in no line of the log, and no secret in any answer. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { unstable_readConfig } from 'wrangler'
import { BUILT } from '../scripts/build.ts'
import { AUDIENCE } from '../workers/gateway/testing/access.ts'
import { somebody, type Somebody } from './belongings.ts'
import { launchChromium } from './chromium.ts'
import { callsOf, isForPrograms, nobodys, ROUTES, type Things } from './doors.ts'
import { openD1 } from './failing-d1.ts'
import type { Drawn } from './fuzz/draw.ts'
import { send } from './fuzz/wire.ts'
import { startSystem, type System } from './system.ts'
import { startTeam } from './team.ts'

const CANARY = 'canary'

/** What the owner has set, and tells nobody. */
const SET = {
  ACCESS_CLIENT_ID: 'secret-one-of-the-owner',
  ACCESS_CLIENT_SECRET: 'secret-two-of-the-owner',
  TELL_URL: 'https://secret-three-of-the-owner.invalid/hook',
  TELL_SECRET: 'secret-four-of-the-owner-that-is-long-enough',
}

/** A box that is away, and has a password. */
const AWAY = 'http://somebody:secret-five-of-the-owner@127.0.0.1:1'

let system: System
let browser: Browser
let access: Awaited<ReturnType<typeof startTeam>>
beforeAll(async () => {
  ;[system, browser, access] = await Promise.all([
    startSystem({ vars: SET, before: [AWAY] }),
    launchChromium(),
    startTeam(),
  ])
})
afterAll(() => Promise.all([browser?.close(), system?.stop(), access?.close()]))

const localhost = ({ url }: System): string => url.replace('127.0.0.1', 'localhost')

const secretsOf = ({ state }: System): string[] => [
  readFileSync(join(state, 'cookie-secret'), 'utf8'),
  btoa('somebody:secret-five-of-the-owner'),
  '-of-the-owner',
]

/** What names somebody, or opens what is theirs. */
const namesOf = ({ visitor, things, bearer, shown }: Somebody): string[] => {
  const [id = '', , ...signature] = visitor.cookie.replace('burrow=', '').split('.')
  return [
    id,
    signature.at(-1) ?? '',
    decodeURIComponent(signature.at(-1) ?? ''),
    ...Object.values(things),
    bearer.slice(7),
    shown.id,
  ]
}

/** Sends all of these, and looks at the log behind each: what it said by then, and what of this it must not. */
async function leaks(of: System, calls: Drawn[], inLog: string[], inAnswers: string[]) {
  const lines = new Set<string>()
  const found: string[] = []
  for (const call of calls) {
    const answer = await send(localhost(of), call)
    const told = typeof answer === 'string' ? '' : JSON.stringify(answer)
    for (const secret of inAnswers)
      if (told.includes(secret)) found.push(`${call.method} ${call.path} answers ${secret}`)
    for (const line of of.burrow.said().split('\n')) {
      if (!lines.has(line))
        for (const secret of inLog) if (line.includes(secret)) found.push(`${secret} in ${line}`)
      lines.add(line)
    }
  }
  return { found, lines: [...lines].join('\n') }
}

/** What clients say of themselves, in words that would be seen. */
const NOISE: Drawn['headers'] = [
  ['user-agent', `${CANARY} browser`],
  ['referer', `https://${CANARY}.example/`],
  ['x-request-id', CANARY],
  ['accept-language', CANARY],
  ['cf-connecting-ip', '203.0.113.77'],
]

/** Every route in every state in which somebody may call it. */
function all(of: Somebody, url: string): Drawn[] {
  const origin: [string, string] = ['origin', url]
  const mine: Drawn['headers'] = [['cookie', `${of.visitor.cookie}; ${CANARY}=${CANARY}`], origin, ...NOISE]
  const wrong: Things = { chat: CANARY, turn: CANARY, passkey: CANARY, key: CANARY }
  return ROUTES.flatMap(route => {
    const headers = [
      ...mine,
      ...(isForPrograms(route) ? [['authorization', of.bearer] as [string, string]] : []),
    ]
    const good = callsOf(route, of.things, headers, CANARY)
    return [
      ...callsOf(route, wrong, headers, CANARY),
      ...callsOf(route, nobodys(), [origin, ['authorization', `Bearer ${CANARY}`], ...NOISE], CANARY),
      ...callsOf(
        route,
        nobodys(),
        [
          ['cookie', `burrow=${CANARY}`],
          ['origin', `https://${CANARY}.example`],
        ],
        CANARY
      ),
      ...good.map(call => ({
        ...call,
        path: `${call.path.split('?', 1)[0]}?cursor=${CANARY}&${CANARY}=${CANARY}`,
      })),
      ...good.map(call => ({ ...call, body: Buffer.from(`{"${CANARY}":"${CANARY}`) })),
      ...good,
    ]
  })
}

it.for([BUILT.gateway, BUILT.history])(
  '[O1] the platform writes no line of its own for a request, whose address names a chat: $config',
  ({ config }, { expect }) => {
    const { observability } = unstable_readConfig({ config })
    expect(observability).toMatchObject({ enabled: true, logs: { enabled: true, invocation_logs: false } })
  }
)

describe('[O1] no line of the log holds what a visitor sent, or who they are, and no answer a secret', () => {
  it('at any route', async ({ expect }) => {
    const one = await somebody(browser, system, `${CANARY} title`)
    const secrets = secretsOf(system)
    const inLog = [...secrets, ...namesOf(one), CANARY, '203.0.113.77']
    const { found, lines } = await leaks(system, all(one, localhost(system)), inLog, secrets)
    expect(found).toEqual([])
    expect(lines).toMatch(/"burrow":"turn"/)
  })

  it('at any route, while D1 is away', async ({ expect }) => {
    const one = await somebody(browser, system, `${CANARY} title`)
    const secrets = secretsOf(system)
    const inLog = [...secrets, ...namesOf(one), CANARY, '203.0.113.77']
    const d1 = openD1(system.state)
    for (const table of ['chats', 'visitors', 'keys', 'passkeys'])
      d1.run(`ALTER TABLE ${table} RENAME TO gone_${table}`)
    const { found, lines } = await leaks(system, all(one, localhost(system)), inLog, secrets)
    for (const table of ['chats', 'visitors', 'keys', 'passkeys'])
      d1.run(`ALTER TABLE gone_${table} RENAME TO ${table}`)
    d1.close()
    expect(found).toEqual([])
    expect(lines).toMatch(/"burrow":"memory"/)
  })

  it('behind Access, of whom it let in: their address, their name there, and their token', async ({
    expect,
  }) => {
    const behind = await startSystem({
      vars: { ...SET, ACCESS_TEAM: access.team.url, ACCESS_AUD: AUDIENCE, OWNERS: `${CANARY}@example.com` },
    })
    const token = await access.team.token({ sub: `${CANARY}-sub`, email: `${CANARY}@example.com` })
    const forged = `${token.slice(0, -4)}AAAA`
    const calls = (headers: Drawn['headers']) =>
      ROUTES.flatMap(route => callsOf(route, nobodys(), [['origin', localhost(behind)], ...headers], CANARY))
    const inLog = [...secretsOf(behind), CANARY, token.slice(0, -4), ...token.split('.').slice(1)]
    const good = calls([['cf-access-jwt-assertion', token]])
    const d1 = openD1(behind.state)
    const before = await leaks(
      behind,
      [...good, ...calls([['cf-access-jwt-assertion', forged]])],
      inLog,
      secretsOf(behind)
    )
    d1.run('ALTER TABLE visitors RENAME TO gone')
    const away = await leaks(behind, good, inLog, secretsOf(behind))
    d1.close()
    await behind.stop()
    expect([before.found, away.found]).toEqual([[], []])
    expect(away.lines).toMatch(/"burrow":"memory"/)
  })
})
