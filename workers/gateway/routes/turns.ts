/** /api/chats/:chat/turns: ask, watch, stop. An answer is an event stream whose ids are positions. */

import { type Context, Hono } from 'hono'
import { START } from '../../protocol/position.ts'
import { problem, type Reply } from '../../protocol/problems.ts'
import type { App } from '../app.ts'
import { Ask, ChatPath, check, ResumeHeader, TurnPath } from '../check.ts'
import { catalogue } from '../ollama/catalogue.ts'
import { pickHost } from '../ollama/host.ts'
import { answer, refuse } from '../refuse.ts'

export const turns = new Hono<App>()
  .post('/:chat/turns', check('param', ChatPath), check('json', Ask), async c => {
    const ask = c.req.valid('json')
    if (!(await mayAsk(c.env, ask.model, work => c.executionCtx.waitUntil(work)))) {
      return refuse(c, problem('not_allowed'))
    }
    const reply = await c.env.HISTORY.turn(c.get('visitor'), c.req.valid('param').chat, ask, START)
    return events(c, reply)
  })
  .get('/:chat/turns/:turn/events', check('param', TurnPath), check('header', ResumeHeader), async c => {
    const { chat, turn } = c.req.valid('param')
    const reply = await c.env.HISTORY.events(
      c.get('visitor'),
      chat,
      turn,
      c.req.valid('header')['last-event-id']
    )
    return events(c, reply)
  })
  .delete('/:chat/turns/:turn', check('param', TurnPath), async c => {
    const { chat, turn } = c.req.valid('param')
    return answer(c, await c.env.HISTORY.stop(c.get('visitor'), chat, turn))
  })

/**
 * Is this model offered? A box that does not answer now is no reason to refuse: the question is kept, and the turn
 * itself says what is wrong.
 */
async function mayAsk(
  env: GatewayEnv,
  model: string,
  later: (work: Promise<unknown>) => void
): Promise<boolean> {
  const host = await pickHost(env)
  if (host === null) return true
  const offered = await catalogue(host, env.MODELS, later)
  return !offered.ok || offered.offers.some(offer => offer.name === model)
}

/** The stream as it is. `no-transform` keeps every proxy on the way from holding it back to compress it. */
function events(c: Context<App>, reply: Reply<ReadableStream<Uint8Array>>): Response {
  if (!reply.ok) return answer(c, reply)
  return c.body(reply.value, 200, {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-cache, no-transform',
  })
}
