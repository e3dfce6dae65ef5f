/** What changes something must come from Burrow's own page: browsers say where a request comes from. */

import { createMiddleware } from 'hono/factory'
import { problem } from '../protocol/problems.ts'
import type { App } from './app.ts'
import { refuse } from './refuse.ts'

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Refuses a change that another site's page asks for. A client that is no browser names no origin, and has no cookie. */
export const ownOrigin = createMiddleware<App>(async function ownOrigin(c, next) {
  const origin = c.req.header('Origin')
  const foreign = origin !== undefined && origin !== new URL(c.req.url).origin
  if (foreign && !SAFE.has(c.req.method)) return refuse(c, problem('foreign_origin'))
  return next()
})
