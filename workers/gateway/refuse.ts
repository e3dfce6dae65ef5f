/** How the gateway says no: every refusal is one of protocol's problems, as JSON, with the problem's status. */

import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { type Problem, problem, problems, type Reply } from '../protocol/problems.ts'

/** A problem as a response. */
export function refuse(c: Context, refused: Problem): Response {
  if (refused.retryAfterMs !== undefined)
    c.header('Retry-After', `${Math.ceil(refused.retryAfterMs / 1_000)}`)
  return c.json(refused, problems[refused.code].status as ContentfulStatusCode)
}

/** What history replied, as a response. */
export const answer = <T>(c: Context, reply: Reply<T>): Response =>
  reply.ok ? (reply.value === null ? c.body(null, 204) : c.json(reply.value)) : refuse(c, reply.problem)

/** For what nobody foresaw: general words outside, the error itself in the owner's log. */
export function unforeseen(error: Error, c: Context): Response {
  if (error instanceof HTTPException && error.status < 500) return refuse(c, problem('bad_request'))
  console.error(JSON.stringify({ burrow: 'error', path: c.req.routePath, error: String(error.stack) }))
  return refuse(c, problem('internal'))
}
