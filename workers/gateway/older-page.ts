/**
 * A page that was loaded long ago and speaks what this gateway no longer understands is told so, and misread in nothing.
 * `/api/status` is served to every page: there it learns that it is too old before it has asked for anything.
 */

import { createMiddleware } from 'hono/factory'
import { problem } from '../protocol/problems.ts'
import { OLDEST_PAGE, PROTOCOL_HEADER } from '../protocol/version.ts'
import type { App } from './app.ts'
import { refuse } from './refuse.ts'

/** Refuses pages before `oldest`. */
export const olderPage = (oldest: number = OLDEST_PAGE) =>
  createMiddleware<App>(async function refuseOlder(c, next) {
    const spoken = c.req.header(PROTOCOL_HEADER)
    return spoken !== undefined && Number(spoken) < oldest ? refuse(c, problem('outdated')) : next()
  })
