/** A Burrow behind Access, without history: who comes to it with which token, and what it makes of them. */

import { Hono } from 'hono'
import type { JWTPayload } from 'jose'
import { afterEach, beforeEach, vi } from 'vitest'
import type { App } from '../app.ts'
import { door } from '../identity/door.ts'
import { ownerOnly, whetherOwner } from '../identity/owner.ts'
import { visitor } from '../identity/visitor.ts'
import { unforeseen } from '../refuse.ts'
import { AUDIENCE, Team } from './access.ts'

export const team = new Team('https://burrow.cloudflareaccess.com')

/** Every e-mail address that history was given, unless it is away. */
export const history = { kept: [] as [string, string][], isAway: false }

beforeEach(() => {
  Object.assign(history, { kept: [], isAway: false })
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  vi.stubGlobal('fetch', (url: string) => Promise.resolve(team.answer(new URL(url).pathname)))
})
afterEach(() => {
  team.status = 200
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

const app = new Hono<App>()
  .use(door)
  .use('/chats', visitor)
  .use('/owner/*', whetherOwner, ownerOnly)
  .get('/chats', c => c.json(c.get('who')))
  .all('*', c => c.text('there'))
  .onError(unforeseen)

export interface How {
  token?: string
  cookie?: string
  url?: string
  more?: Record<string, string>
}

const HISTORY = {
  introduce(id: string, email: string) {
    if (!history.isAway) history.kept.push([id, email])
    return Promise.resolve({ ok: !history.isAway })
  },
}

export async function come(
  path: string,
  { token, cookie, url = 'https://burrow.example', more = {} }: How = {}
) {
  const headers = {
    ...(token !== undefined && { 'Cf-Access-Jwt-Assertion': token }),
    ...(cookie !== undefined && { cookie }),
  }
  const response = await app.request(
    url + path,
    { headers },
    {
      OLLAMA_URL: 'http://127.0.0.1:11434',
      COOKIE_SECRET: 'x'.repeat(32),
      ACCESS_TEAM: team.url,
      ACCESS_AUD: `${'cd'.repeat(32)},${AUDIENCE}`,
      OWNERS: 'me@example.com',
      HISTORY,
      ...more,
    }
  )
  const [set = ''] = response.headers.getSetCookie()
  return { status: response.status, set, body: await response.text() }
}

export const who = async (how: How) => JSON.parse((await come('/chats', how)).body) as Record<string, unknown>
export const person = (sub: string, more: JWTPayload = {}) => team.token({ sub, ...more })
