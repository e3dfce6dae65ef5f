/** What changes something must come from Burrow's own page: browsers say where a request comes from. */

import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { problem } from '../protocol/problems.ts'
import type { App } from './app.ts'
import { refuse } from './refuse.ts'

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/** False for another site's page. A client that is no browser names no origin, and has no cookie. */
export function fromOwnPage(c: Context<App>): boolean {
  const origin = c.req.header('Origin')
  return origin === undefined || origin === new URL(c.req.url).origin
}

/** Refuses a change that another site's page asks for. */
export const ownOrigin = createMiddleware<App>(async function ownOrigin(c, next) {
  if (!SAFE.has(c.req.method) && !fromOwnPage(c)) return refuse(c, problem('foreign_origin'))
  return next()
})
