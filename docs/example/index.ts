/**
 * An example of a third Worker: the chats of one visitor, as text, for whoever shows the key. It knows history by the
 * type of its binding, which is generated, and needs neither the gateway nor the page.
 *
 * History trusts whoever holds its binding: it does what it is told, for the owner that it is told. So the owner must
 * come from where no request reaches. Here it is a setting; in the gateway, a cookie that only the gateway can sign. A
 * Worker that took it from a query or a header would give everybody's chats to everybody.
 */

import { Hono } from 'hono'
import { bearerAuth } from 'hono/bearer-auth'
import { timingSafeEqual } from 'hono/utils/buffer'
import type { Problem } from '../../workers/protocol/problems.ts'
import { settings } from './settings.ts'
import { transcript } from './transcript.ts'
import { wholeChat } from './whole-chat.ts'

export default new Hono<{ Bindings: ExampleEnv }>()
  .use(bearerAuth({ verifyToken: (token, c) => timingSafeEqual(token, settings(c.env).key) }))
  // One page of the list; `cursor` is that of the page before.
  .get('/', async c => {
    const { owner } = settings(c.env)
    const reply = await c.env.HISTORY.chats(owner, c.req.query('cursor') ?? null)
    return reply.ok ? c.json(reply.value) : c.json(reply.problem, statusOf(reply.problem))
  })
  .get('/:chat{[0-9a-f-]{36}}', async c => {
    const { owner } = settings(c.env)
    const reply = await wholeChat(c.env.HISTORY, owner, c.req.param('chat'))
    return reply.ok ? c.text(transcript(reply.value)) : c.json(reply.problem, statusOf(reply.problem))
  })

/** What history refuses is a value with a code, never an exception. */
const statusOf = ({ code }: Problem) => (code === 'not_found' ? 404 : code === 'bad_request' ? 400 : 503)
