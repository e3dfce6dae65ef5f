/** GET /api/live: a WebSocket that says what changes in any of the visitor's chats. */

import { Hono } from 'hono'
import { problem } from '../../protocol/problems.ts'
import type { App } from '../app.ts'
import { fromOwnPage } from '../origin.ts'
import { refuse } from '../refuse.ts'

export const live = new Hono<App>().get('/', async c => {
  if (c.req.header('Upgrade')?.toLowerCase() !== 'websocket') return refuse(c, problem('not_a_socket'))
  // A browser lets any site open a WebSocket to any other; only the origin tells whose page it is.
  if (!fromOwnPage(c)) return refuse(c, problem('foreign_origin'))
  return c.env.HISTORY.fetch(`https://history/${c.get('visitor')}`, { headers: { Upgrade: 'websocket' } })
})
