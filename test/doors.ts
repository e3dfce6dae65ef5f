/**
 * Every route of the contract, as somebody calls it. A new route has no line here and does not compile; what holds of all
 * of them is tested of it from the first day.
 */

import { OWNER_CODE_CHARS } from '../workers/protocol/owner.ts'
import type { Route } from '../workers/protocol/routes.ts'
import type { Drawn } from './fuzz/draw.ts'
import { says } from './programs.ts'
import { ask } from './visitor.ts'

/** Ids of what somebody has, or of what nobody has. */
export interface Things {
  chat: string
  turn: string
  passkey: string
  key: string
}

export const nobodys = (): Things => ({
  chat: crypto.randomUUID(),
  turn: crypto.randomUUID(),
  passkey: crypto.randomUUID(),
  key: crypto.randomUUID(),
})

const QUESTION = { model: 'bench-fast:1b', messages: says('tokens=1'), stream: false }

const nothing = () => [undefined]

/** Bodies with which each may be called, one after the other. `words` stand wherever words may. */
const BODIES: Record<Route, (of: Things, words: string) => unknown[]> = {
  'GET /api/health': nothing,
  'GET /api/status': nothing,
  'GET /api/models': nothing,
  'GET /api/openapi.json': nothing,
  'GET /api/chats': nothing,
  'GET /api/chats/:chat': nothing,
  'PATCH /api/chats/:chat': (_, title) => [{ title }],
  'POST /api/chats/:chat/turns': ({ turn, key }, words) => [
    ask('bench-fast:1b', `tokens=1 ${words}`, { parent: turn }),
    ask('bench-fast:1b', undefined, { parent: turn }),
    ask('bench-fast:1b', undefined, { parent: key, resume: turn }),
  ],
  'GET /api/chats/:chat/turns/:turn/events': nothing,
  'DELETE /api/chats/:chat/turns/:turn': nothing,
  'GET /api/live': nothing,
  'GET /api/pass': nothing,
  'POST /api/pass': (_, token) => [{ token }],
  'GET /api/me': nothing,
  'POST /api/me/passkeys/options': nothing,
  'POST /api/me/passkeys': (_, words) => [{ response: { id: 'AAAA', words } }],
  'PATCH /api/me/passkeys/:passkey': (_, name) => [{ name }],
  'DELETE /api/me/passkeys/:passkey': nothing,
  'POST /api/me/sign-in/options': nothing,
  'POST /api/me/sign-in': (_, words) => [{ response: { id: 'AAAA', response: { userHandle: words } } }],
  'POST /api/me/sign-out': nothing,
  'POST /api/me/take-along': nothing,
  'GET /api/me/keys': nothing,
  'POST /api/me/keys': (_, name) => [{ name }],
  'DELETE /api/me/keys/:key': nothing,
  'GET /api/openai/v1/models': nothing,
  'POST /api/openai/v1/chat/completions': (_, words) => [
    { ...QUESTION, messages: says(`tokens=1 ${words}`) },
  ],
  'GET /api/ollama/api/tags': nothing,
  'POST /api/ollama/api/chat': (_, words) => [{ ...QUESTION, messages: says(`tokens=1 ${words}`) }],
  // To whoever calls these here there is no owner's page.
  'GET /api/owner': nothing,
  'PATCH /api/owner': (_, welcome) => [{ welcome }],
  'POST /api/owner/enrol': (_, code) => [{ code: code.padEnd(OWNER_CODE_CHARS.least) }],
  'POST /api/owner/turns/:turn/end': nothing,
  'PUT /api/owner/blocked/:who': () => [{ address: true }],
  'DELETE /api/owner/blocked/:who': nothing,
  'DELETE /api/owner/visitors/:who': nothing,
  // What takes everything away comes last.
  'DELETE /api/chats/:chat': nothing,
  'DELETE /api/me': nothing,
}

/** Queries that name something, beside a call without one. */
const QUERIES: Partial<Record<Route, (of: Things) => string[]>> = {
  'GET /api/chats/:chat': ({ turn }) => [
    `?through=${encodeURIComponent(turn)}`,
    `?before=${encodeURIComponent(turn)}`,
  ],
  'GET /api/health': () => ['?box=1'],
}

/** What takes away what other calls need comes last. */
export const ROUTES = Object.keys(BODIES) as Route[]

/** It stands in no document: to anybody but an owner it is not there. */
export const isHidden = (route: Route): boolean => route.includes('/owner')

export const isForPrograms = (route: Route): boolean => /openai|ollama/.test(route)

export const isSafe = (route: Route): boolean => route.startsWith('GET ')

/** What a browser says that would have a socket. */
export const UPGRADE: Drawn['headers'] = [
  ['connection', 'Upgrade'],
  ['upgrade', 'websocket'],
  ['sec-websocket-version', '13'],
  ['sec-websocket-key', 'dGhlIHNhbXBsZSBub25jZQ=='],
]

/** All calls of a route with these things. A socket is asked for as one. */
export function callsOf(route: Route, of: Things, headers: Drawn['headers'], words = 'moles'): Drawn[] {
  const [method = '', template = ''] = route.split(' ')
  // What an owner calls somebody is no id of theirs, and any will do.
  const ids: Record<string, string> = { ...of, who: of.key }
  const path = template.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(ids[name] ?? ''))
  const upgrade = route === 'GET /api/live' ? UPGRADE : []
  return ['', ...(QUERIES[route]?.(of) ?? [])].flatMap(query =>
    BODIES[route](of, words).map(body => ({
      method,
      path: path + query,
      headers: [
        ...upgrade,
        ...(body === undefined ? [] : [['content-type', 'application/json'] as [string, string]]),
        ...headers,
      ],
      body: body === undefined ? null : Buffer.from(JSON.stringify(body)),
      chunked: false,
      operation: null,
    }))
  )
}
