/** The body of a request: within bounds, and whole. */

import { bodyLimit } from 'hono/body-limit'
import { createMiddleware } from 'hono/factory'
import { BODY_BYTES } from '../protocol/limits.ts'
import { problem } from '../protocol/problems.ts'
import type { App } from './app.ts'
import { refuse } from './refuse.ts'

const bounded = bodyLimit({ maxSize: BODY_BYTES, onError: c => refuse(c, problem('too_large')) })

/** Refuses what is longer than Burrow accepts, said or not, and what was broken off by whoever sent it. */
export const wholeBody = createMiddleware<App>(async function wholeBody(c, next) {
  try {
    return await bounded(c, next)
  } catch {
    // What throws further in is caught there: here it can only be the reading.
    return refuse(c, problem('bad_request', { message: 'This request broke off before its end.' }))
  }
})
