/** The edge: what comes from outside is parsed here, once, into the types that all behind it trust. */

import { vValidator } from '@hono/valibot-validator'
import type { ValidationTargets } from 'hono'
import { createMiddleware } from 'hono/factory'
import * as v from 'valibot'
import { problem } from '../protocol/problems.ts'
import type { App } from './app.ts'
import { NOT_OWN } from './contract/requests.ts'
import { refuse } from './refuse.ts'
import { partOf, whyOf } from './why.ts'

/** How a request is refused that a part of it does not fit: the part, and why. */
const unread = (part: string, why: string) =>
  problem('bad_request', { message: `Burrow could not read this request: ${part} ${why}.` })

/** A part of the request must fit this schema; else the refusal names the first field that does not, and why. */
export const check = <T extends v.GenericSchema, Target extends keyof ValidationTargets>(
  target: Target,
  schema: T
) =>
  vValidator(target, schema, (result, c) => {
    if (result.success) return
    const [issue] = result.issues
    return refuse(c, unread(partOf(v.getDotPath(issue) ?? 'The request'), whyOf(issue)))
  })

/** An answer takes the id of its turn, which must be its own: not that of its chat, any more than of another message. */
export const ownTurn = createMiddleware<
  App,
  string,
  { out: { param: { chat: string }; json: { turn: string } } }
>(async function ownTurn(c, next) {
  if (c.req.valid('param').chat === c.req.valid('json').turn) return refuse(c, unread('The request', NOT_OWN))
  return next()
})
