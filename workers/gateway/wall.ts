/**
 * The outer wall: requests of all who come from one address, counted by the platform in each of its places, before
 * anything else is done for them. `[[ratelimits]]` in `wrangler.toml` says how many.
 */

import { createMiddleware } from 'hono/factory'
import { problem } from '../protocol/problems.ts'
import { addressOf } from './address.ts'
import type { App } from './app.ts'
import { refuse } from './refuse.ts'

/** The platform does not say when its minute ends, so it is a whole one, in milliseconds. */
const MINUTE_MS = 60_000

export const wall = createMiddleware<App>(async function wall(c, next) {
  const address = addressOf(c)
  if (address === null) return next()
  // An address that may have several times as much is counted under as many names.
  const name = `${address.prefix} ${Math.floor(Math.random() * address.times)}`
  const { success } = await c.env.WALL.limit({ key: name })
  return success ? next() : refuse(c, problem('too_many_requests', { retryAfterMs: MINUTE_MS }))
})
