/** /api/chats/:chat/turns: ask, watch, stop. An answer is an event stream whose ids are positions. */

import { type Context, Hono } from 'hono'
import { LEFT_HEADER } from '../../protocol/me.ts'
import { START } from '../../protocol/position.ts'
import type { Trace } from '../../protocol/trace.ts'
import type { Watching } from '../../protocol/watching.ts'
import type { App } from '../app.ts'
import { check, ownTurn } from '../check.ts'
import { contract } from '../contract/contract.ts'
import { needsPass } from '../identity/pass.ts'
import { mayAsk } from '../may-ask.ts'
import { answer } from '../refuse.ts'
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
      const { chat } = c.req.valid('param')
      const may = await mayAsk(c, chat, ask)
      if (!may.ok) return (await sentBefore(c, chat, ask.turn)) ?? answer(c, may)
      const { offered, leftMs, by } = may.value
      if (leftMs !== undefined) c.header(LEFT_HEADER, `${Math.floor(leftMs / 1_000)}`)
      const { turn, model } = ask
      const visitor = c.get('visitor')
      const trace: Trace = {
        requestId: c.get('requestId'),
        who: by.who,
        ...by.address,
        ...(offered ? { model } : {}),
      }
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

/**
 * What may not be asked any more may have been asked before, and be answered: who sent it may have heard nothing of that, and
 * used up by it what they had. Null where it was not.
 */
async function sentBefore(c: Context<App>, chat: string, turn: string): Promise<Response | null> {
  const { newcomer, visitor } = c.get('who')
  if (newcomer) return null
  const before: Watching = await c.env.HISTORY.events(visitor, chat, turn, START, c.get('requestId'))
  return before.ok ? events(c, before, chat, turn) : null
}

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
