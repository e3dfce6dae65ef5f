/** GET /api/live: a WebSocket that says what changes in any of the visitor's chats. */

import { Hono } from 'hono'
import { problem } from '../../protocol/problems.ts'
import type { App } from '../app.ts'
import { whoAsks } from '../identity/visitor.ts'
import { atOwnOrigin } from '../origin.ts'
import { refuse } from '../refuse.ts'

export const feed = new Hono<App>().get('/', async c => {
  if (c.req.header('Upgrade')?.toLowerCase() !== 'websocket') return refuse(c, problem('not_a_socket'))
  if (!atOwnOrigin(c)) return refuse(c, problem('foreign_origin'))
  const who = await whoAsks(c)
  // Nothing can change of what a newcomer does not have. The page lists the chats first, and has its cookie from there.
  if (who === null) return refuse(c, problem('not_found'))
  return c.env.HISTORY.fetch(`https://history/${who.visitor}`, { headers: { Upgrade: 'websocket' } })
})
