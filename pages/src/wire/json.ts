/** Asks Burrow's JSON routes. A refusal or a lost connection comes back as a value. No DOM in it. */

import type { Problem } from '../../../workers/protocol/problems.ts'
import type { AnswerOf, JsonRoute } from '../../../workers/protocol/routes.ts'
import { asVisitor } from './introduce.ts'
import { type Given, request } from './request.ts'

/** `problem` is null where Burrow never answered: the connection failed, not the request. */
export type Answer<T> = { ok: true; value: T } | { ok: false; problem: Problem | null }

type Send = (path: string, init: RequestInit) => Promise<Response>

/** `send`: plain `fetch` for what is the same for every visitor. `keepalive`: the request outlives the page. */
export async function ask<R extends JsonRoute>(
  route: R,
  given: Given<R>,
  { send = asVisitor, keepalive = false }: { send?: Send; keepalive?: boolean } = {}
): Promise<Answer<AnswerOf<R>>> {
  const [path, init] = request(route, given)
  let response: Response
  try {
    response = await send(path, { ...init, keepalive })
  } catch {
    return { ok: false, problem: null }
  }
  if (!response.ok) return { ok: false, problem: await readProblem(response) }
  try {
    // The contract's word is taken for it: what answers at this address is this page's own gateway.
    const value: unknown = response.status === 204 ? null : await response.json()
    return { ok: true, value: value as AnswerOf<R> }
  } catch {
    return { ok: false, problem: null }
  }
}

/** The refusal in a response; where a proxy answered in Burrow's place, a problem made from its status. */
export async function readProblem(response: Response): Promise<Problem> {
  try {
    const body: unknown = await response.json()
    if (isProblem(body)) return body
  } catch {
    // Not JSON: an error page of something between the page and Burrow.
  }
  const retryable = response.status >= 500 || response.status === 429
  return { code: 'internal', message: `Burrow answered with an error (${response.status}).`, retryable }
}

export function isProblem(value: unknown): value is Problem {
  if (typeof value !== 'object' || value === null) return false
  const { code, message } = value as Partial<Problem>
  return typeof code === 'string' && typeof message === 'string'
}
