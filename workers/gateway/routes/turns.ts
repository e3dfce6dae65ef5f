/** /api/chats/:chat/turns: ask, watch, stop. An answer is an event stream whose ids are positions. */

import { type Context, Hono } from 'hono'
import { START } from '../../protocol/position.ts'
import type { TurnRequest } from '../../protocol/nouns.ts'
import { no, ok, type ProblemCode, type Reply } from '../../protocol/problems.ts'
import type { Trace } from '../../protocol/trace.ts'
import type { App } from '../app.ts'
import { check, ownTurn } from '../check.ts'
import { contract } from '../contract/contract.ts'
import { catalogue, type Offer } from '../ollama/catalogue.ts'
import { leavesOpen } from '../ollama/client.ts'
import { canResume } from '../ollama/can-resume.ts'
import type { Host } from '../ollama/host.ts'
import { pickHost } from '../ollama/pick.ts'
import { pseudonym } from '../pseudonym.ts'
import { answer } from '../refuse.ts'
import { settings } from '../settings.ts'

const asking = contract['POST /api/chats/:chat/turns']
const watching = contract['GET /api/chats/:chat/turns/:turn/events']
const stopping = contract['DELETE /api/chats/:chat/turns/:turn']

export const turns = new Hono<App>()
  .post('/:chat/turns', check('param', asking.param), check('json', asking.json), ownTurn, async c => {
    const ask = c.req.valid('json')
    const admitted = await admit(c, ask)
    if (!admitted.ok) return answer(c, admitted)
    const visitor = c.get('visitor')
    const trace: Trace = {
      requestId: c.get('requestId'),
      who: await pseudonym(settings(c.env).cookieSecret, visitor),
      ...(admitted.value.offered ? { model: ask.model } : {}),
    }
    const reply = await c.env.HISTORY.turn(visitor, c.req.valid('param').chat, ask, START, trace)
    return events(c, reply)
  })
  .get(
    '/:chat/turns/:turn/events',
    check('param', watching.param),
    check('header', watching.header),
    async c => {
      const { chat, turn } = c.req.valid('param')
      const reply = await c.env.HISTORY.events(
        c.get('visitor'),
        chat,
        turn,
        c.req.valid('header')['last-event-id'],
        c.get('requestId')
      )
      return events(c, reply)
    }
  )
  .delete('/:chat/turns/:turn', check('param', stopping.param), async c => {
    const { chat, turn } = c.req.valid('param')
    return answer(c, await c.env.HISTORY.stop(c.get('visitor'), chat, turn, c.get('requestId')))
  })

/**
 * May this be asked of this model, and is it one that is `offered`? A box that does not answer now cannot say, and is no
 * reason to refuse a question: it is kept, and the turn itself says what is wrong. An answer is gone on with only where
 * it is known to work.
 */
async function admit(c: Context<App>, { model, resume }: TurnRequest): Promise<Reply<{ offered: boolean }>> {
  const owners = settings(c.env)
  const host = await pickHost(owners, c.get('requestId'))
  const later = (work: Promise<unknown>) => c.executionCtx.waitUntil(work)
  // What goes on must be the same model still, so the list is that of this moment.
  const offered = await catalogue(host, owners.models, resume === undefined ? later : 'now')
  if (!offered.ok) return resume === undefined ? ok({ offered: false }) : no(offered.fault.code)
  const offer = offered.value.find(one => one.name === model)
  if (offer === undefined) return no(offered.value.length === 0 ? 'no_models' : 'not_allowed')
  const refused = resume === undefined ? null : await cannotContinue(host, offer, c.req.raw.signal)
  return refused === null ? ok({ offered: true }) : no(refused)
}

/** Milliseconds that the door waits to hear of it. A model that has to be loaded first is waited for by the turn, which says so. */
const DOOR_MS = 3_000

async function cannotContinue(host: Host, offer: Offer, gone: AbortSignal): Promise<ProblemCode | null> {
  const late = AbortSignal.timeout(DOOR_MS)
  try {
    const able = await canResume(offer, () => leavesOpen(host, offer.name, AbortSignal.any([gone, late])))
    if (!able.ok) return able.fault.retry === 'silence' ? null : able.fault.code
    return able.value ? null : 'no_continuation'
  } catch (error) {
    if (late.aborted) return null
    throw error
  }
}

/** The stream as it is. `no-transform` keeps every proxy on the way from holding it back to compress it. */
function events(c: Context<App>, reply: Reply<ReadableStream<Uint8Array>>): Response {
  if (!reply.ok) return answer(c, reply)
  return c.body(reply.value, 200, {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-store, no-transform',
  })
}
