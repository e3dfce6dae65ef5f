/** A box for unit tests: what `fetch` would reach, as a table. Every box has a name of its own, so nothing is kept between tests. */

import { vi } from 'vitest'
import type { Shelf } from '../box/book.ts'
import { Desk } from '../box/desk.ts'
import { aroundNobody } from './around.ts'

export interface Asked {
  path: string
  headers: Record<string, string>
  body: Record<string, unknown>
  /** Its side of the connection was closed before there was an answer. */
  let: boolean
  at: number
}

type Answer = Response | Promise<Response>

/** What it answers at each path; a function is called for each request. */
export type Table = Record<string, (asked: Asked) => Answer>

export const json = (value: unknown, status = 200): Response =>
  new Response(JSON.stringify(value), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
  })

export const html = (status: number, text = '<h1>Sign in</h1>'): Response =>
  new Response(text, { status, headers: { 'content-type': 'text/html' } })

export const text = (status: number, words: string): Response =>
  new Response(words, { status, headers: { 'content-type': 'text/plain' } })

/** An answer of one token. */
export const answer = (): Response =>
  new Response('{"message":{"content":"x"},"done":true}\n', {
    headers: { 'content-type': 'application/x-ndjson' },
  })

/** Nothing comes until the client lets go. */
export const silence = (): Promise<Response> => new Promise(() => {})

export interface Model {
  name: string
  digest?: string
  capabilities?: unknown
  details?: unknown
}

export const tagsOf = (...models: Model[]) => json({ models })

export interface Box {
  url: string
  /** All that was asked of it, oldest first. */
  asked: Asked[]
  table: Table
  at(path: string): Asked[]
}

/** By address: a gateway may have several. */
const boxes = new Map<string, Box>()

/** Replaces `fetch` until `vi.unstubAllGlobals()`. What the table does not name is refused like a closed port. */
export function fakeBox(table: Table, scheme: 'http' | 'https' = 'http'): Box {
  const url = `${scheme}://box-${boxes.size}.local`
  const box: Box = { url, asked: [], table, at: path => box.asked.filter(one => one.path === path) }
  boxes.set(url, box)
  vi.stubGlobal('fetch', (target: string, { headers, body, signal }: RequestInit) => {
    const { pathname: path, origin } = new URL(target)
    const one: Asked = {
      path,
      headers: headers as Record<string, string>,
      body: typeof body === 'string' ? (JSON.parse(body) as Record<string, unknown>) : {},
      let: false,
      at: Date.now(),
    }
    const to = boxes.get(origin)
    to?.asked.push(one)
    const given = to?.table[path]?.(one) ?? Promise.reject(new TypeError('fetch failed'))
    return new Promise<Response>((resolve, reject) => {
      const leave = () => {
        one.let = true
        reject(signal?.reason as Error)
      }
      if (signal?.aborted) return leave()
      signal?.addEventListener('abort', leave, { once: true })
      Promise.resolve(given).then(resolve, reject)
    })
  })
  return box
}

/** Rows as the Box keeps them. */
export function shelf(): Shelf {
  const rows = new Map<string, string>()
  return {
    get<T>(name: string): T | undefined {
      const row = rows.get(name)
      return row === undefined ? undefined : (JSON.parse(row) as T)
    },
    put: (name, value) => void rows.set(name, JSON.stringify(value)),
    delete: name => rows.delete(name),
    list: <T>({ prefix }: { prefix: string }) =>
      [...rows]
        .filter(([name]) => name.startsWith(prefix))
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, row]): [string, T] => [name, JSON.parse(row) as T]),
  }
}

const desks = new WeakMap<Box, Map<string, Desk>>()

/** What the Box knows of this box; it lives as long as that does, whichever invocation asks. */
function deskOf(box: Box, env: ConstructorParameters<typeof Desk>[0]): Desk {
  const known = desks.get(box) ?? new Map<string, Desk>()
  desks.set(box, known)
  const key = JSON.stringify(env)
  const desk = known.get(key) ?? new Desk(env, shelf(), aroundNobody())
  known.set(key, desk)
  return desk
}

/** The environment of a gateway before this box. */
export function envOf(box: Box, more: Record<string, string> = {}) {
  const env = { OLLAMA_URL: box.url, COOKIE_SECRET: 'a secret of the tests and of no other', ...more }
  return { ...env, BOX: { getByName: () => deskOf(box, env) } }
}
