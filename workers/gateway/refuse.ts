/** How the gateway says no: every refusal is one of protocol's problems, as JSON, with the problem's status. */

import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { causeOf, log } from '../protocol/log.ts'
import { type Problem, problem, problems, type Reply } from '../protocol/problems.ts'
import { type Dialect, statusFor } from './programs/dialect.ts'
import { Misconfigured } from './settings.ts'

/** A problem as a response; to a program in the words of its service. `part`: of the request, which it is about. */
export function refuse(c: Context, refused: Problem, part?: string): Response {
  if (refused.retryAfterMs !== undefined)
    c.header('Retry-After', `${Math.ceil(refused.retryAfterMs / 1_000)}`)
  const dialect = c.get('dialect') as Dialect | undefined
  if (dialect !== undefined)
    return c.json(dialect.refusal(refused, part), statusFor(refused.code) as ContentfulStatusCode)
  return c.json(refused, problems[refused.code].status as ContentfulStatusCode)
}

/** What history replied, as a response. */
export const answer = <T>(c: Context, reply: Reply<T>): Response =>
  reply.ok ? (reply.value === null ? c.body(null, 204) : c.json(reply.value)) : refuse(c, reply.problem)

/** For what nobody foresaw: general words outside, the error's name and place in the owner's log. */
export function unforeseen(error: Error, c: Context): Response {
  if (error instanceof HTTPException && error.status < 500) return refuse(c, problem('bad_request'))
  // The log has named the setting already.
  if (error instanceof Misconfigured) return refuse(c, problem('misconfigured'))
  const { routePath: path } = c.req
  log('internal', { request: c.get('requestId'), path, error: causeOf(error), at: placeOf(error) })
  return refuse(c, problem('internal'))
}

/** Where an error arose, without its words, which may be somebody's. */
function placeOf({ stack = '', message }: Error): string {
  const behind = message === '' ? stack : stack.slice(stack.lastIndexOf(message) + message.length)
  return behind
    .split('\n')
    .filter(line => /^ +at /.test(line))
    .slice(0, 3)
    .map(line => line.trim())
    .join(', ')
}
