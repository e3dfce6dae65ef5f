/** /api/chats/:chat/turns: ask, watch, stop. An answer is an event stream whose ids are positions. */

import { type Context, Hono } from 'hono'
import { START } from '../../protocol/position.ts'
import type { Trace } from '../../protocol/trace.ts'
import type { Watching } from '../../protocol/watching.ts'
import type { App } from '../app.ts'
import { askBox } from '../box/ask-box.ts'
import { check, ownTurn } from '../check.ts'
import { contract } from '../contract/contract.ts'
import { needsPass } from '../identity/pass.ts'
import { pseudonym } from '../pseudonym.ts'
import { answer } from '../refuse.ts'
import { settings } from '../settings.ts'
import { follow } from '../watching/follow.ts'
import { watchBox } from '../watching/watch-box.ts'

const asking = contract['POST /api/chats/:chat/turns']
const watching = contract['GET /api/chats/:chat/turns/:turn/events']
const stopping = contract['DELETE /api/chats/:chat/turns/:turn']

export const turns = new Hono<App>()
  .post(
    '/:chat/turns',
    check('param', asking.param),
    check('json', asking.json),
    ownTurn,
    needsPass,
    async c => {
      const ask = c.req.valid('json')
      const { cookieSecret } = settings(c.env)
      const { turn, model, resume } = ask
      const visitor = c.get('visitor')
      const admitted = await askBox(c.env, box =>
        box.admit({ turn, model, ...(resume === undefined ? {} : { resume }) }, visitor, c.get('requestId'))
      )
      if (!admitted.ok) return answer(c, admitted)
      const trace: Trace = {
        requestId: c.get('requestId'),
        who: await pseudonym(cookieSecret, visitor),
        ...(admitted.value.offered ? { model } : {}),
      }
      const { chat } = c.req.valid('param')
      const reply: Watching = await c.env.HISTORY.turn(visitor, chat, ask, START, trace)
      return events(c, reply, chat, turn)
    }
  )
  .get(
    '/:chat/turns/:turn/events',
    check('param', watching.param),
    check('header', watching.header),
    async c => {
      const { chat, turn } = c.req.valid('param')
      const reply: Watching = await c.env.HISTORY.events(
        c.get('visitor'),
        chat,
        turn,
        c.req.valid('header')['last-event-id'],
        c.get('requestId')
      )
      return events(c, reply, chat, turn)
    }
  )
  .delete('/:chat/turns/:turn', check('param', stopping.param), async c => {
    const { chat, turn } = c.req.valid('param')
    return answer(c, await c.env.HISTORY.stop(c.get('visitor'), chat, turn, c.get('requestId')))
  })

/** The stream as it is, and behind it the turn's places. `no-transform` keeps every proxy on the way from holding it back. */
function events(c: Context<App>, reply: Watching, chat: string, turn: string): Response {
  if (!reply.ok) return answer(c, reply)
  const visitor = c.get('visitor')
  const id = c.get('requestId')
  const { HISTORY } = c.env
  const { body, done } = follow(reply, {
    waits: () => HISTORY.waits(visitor, chat, turn, id),
    events: after => HISTORY.events(visitor, chat, turn, after, id),
    watch: stop => watchBox(c.env, turn, stop),
  })
  c.executionCtx.waitUntil(done)
  return c.body(body, 200, {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-store, no-transform',
  })
}
