/**
 * Who asks, of a program: it sends a key that a visitor made on the page, and asks in their name. A key opens the routes of
 * programs and nothing else: no chat, no other key. It is random enough that a plain hash of it tells nothing.
 */

import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { encodeBase64Url } from 'hono/utils/encode'
import type { Reply } from '../protocol/problems.ts'
import { problem } from '../protocol/problems.ts'
import type { App } from './app.ts'
import { refuse } from './refuse.ts'

/** Bytes of a key: nobody guesses so many, and they are letters without a rest. */
const KEY_BYTES = 33

/** So that whoever finds one knows what it is of. */
const PREFIX = 'burrow-'

const KEY = /^Bearer +(burrow-[\w-]{44})$/i

/** A new key, which is told once, and its hash, which is kept. */
export async function newKey(): Promise<{ key: string; hash: string }> {
  const key = PREFIX + encodeBase64Url(crypto.getRandomValues(new Uint8Array(KEY_BYTES)).buffer)
  return { key, hash: await hashOf(key) }
}

async function hashOf(key: string): Promise<string> {
  const hashed = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key))
  return encodeBase64Url(hashed)
}

/** The visitor in whose name a program asks. What is no key by its form reads nothing. */
async function ownerOf(c: Context<App>): Promise<Reply<{ owner: string }>> {
  const [, key] = KEY.exec(c.req.header('Authorization') ?? '') ?? []
  if (key === undefined) return { ok: false, problem: problem('no_key') }
  return c.env.HISTORY.keyOwner(await hashOf(key), c.get('requestId'))
}

/** Sets `visitor` from the key, or refuses. No cookie counts here. */
export const keyed = createMiddleware<App>(async function keyed(c, next) {
  const reply = await ownerOf(c)
  if (!reply.ok) {
    if (reply.problem.code === 'no_key') c.header('WWW-Authenticate', 'Bearer')
    return refuse(c, reply.problem)
  }
  c.set('visitor', reply.value.owner)
  return next()
})
