/** /api/chats/:chat/turns: ask, watch, stop. An answer is an event stream whose ids are positions. */

import { type Context, Hono } from 'hono'
import { START } from '../../protocol/position.ts'
import { problem } from '../../protocol/problems.ts'
import type { Trace } from '../../protocol/trace.ts'
import type { Watching } from '../../protocol/watching.ts'
import type { App } from '../app.ts'
import { askBox } from '../box/ask-box.ts'
import { check, ownTurn } from '../check.ts'
import { contract } from '../contract/contract.ts'
import { byOf } from '../by.ts'
import { answer, refuse } from '../refuse.ts'
import { settings } from '../settings.ts'
import { follow } from '../watching/follow.ts'
import { watchBox } from '../watching/watch-box.ts'

const asking = contract['POST /api/chats/:chat/turns']
const watching = contract['GET /api/chats/:chat/turns/:turn/events']
const tooLong = (most: number) => `A question may have ${most.toLocaleString('en')} characters here.`

const stopping = contract['DELETE /api/chats/:chat/turns/:turn']

export const turns = new Hono<App>()
  .post('/:chat/turns', check('param', asking.param), check('json', asking.json), ownTurn, async c => {
    const ask = c.req.valid('json')
    const { questionChars } = settings(c.env).limits
    if ((ask.text?.length ?? 0) > questionChars)
      return refuse(c, problem('too_large', { message: tooLong(questionChars) }))
    const { turn, model, resume } = ask
    const visitor = c.get('visitor')
    const by = await byOf(c, visitor)
    const asked = { turn, model, ...(resume === undefined ? {} : { resume }) }
    const admitted = await askBox(c.env, box => box.admit(asked, visitor, c.get('requestId'), by))
    if (!admitted.ok) return answer(c, admitted)
    const trace: Trace = {
      requestId: c.get('requestId'),
      who: by.who,
      ...(by.address && { from: by.address.from }),
      ...(admitted.value.offered ? { model } : {}),
    }
    const { chat } = c.req.valid('param')
    const reply: Watching = await c.env.HISTORY.turn(visitor, chat, ask, START, trace)
    return events(c, reply, chat, turn)
  })
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
