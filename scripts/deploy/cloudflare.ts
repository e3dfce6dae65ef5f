/** Cloudflare's API, as far as wrangler does not ask it for us: looks before each step. */

import * as v from 'valibot'
import { cureOf, Trouble } from './trouble.ts'

export interface Api {
  /** What a call answers; null where there is no such thing. Throws {@link Refusal}, naming the cause. */
  get<T extends v.GenericSchema>(path: string, schema: T): Promise<v.InferOutput<T> | null>
  send<T extends v.GenericSchema>(
    method: 'PUT' | 'POST',
    path: string,
    body: object,
    schema: T
  ): Promise<v.InferOutput<T>>
}

/** Cloudflare did not do it. */
export class Refusal extends Trouble {
  /** It may do it when it is asked again. */
  readonly passing: boolean
  /** As long as it wants to be left alone. */
  readonly retryAfterMs: number

  constructor(what: string, cure: string, passing: boolean, retryAfterMs = 0) {
    super(what, cure)
    this.passing = passing
    this.retryAfterMs = retryAfterMs
  }
}

/** A call that hangs must not hang the deployment. */
const CALL_MS = 30_000

/** A Worker, a workers.dev subdomain, a service, a database, a Pages project that is not there. */
const NOT_THERE = new Set([10007, 10090, 7404, 8000007])

const Envelope = v.object({
  success: v.boolean(),
  errors: v.optional(v.array(v.object({ code: v.number(), message: v.string() })), []),
  result: v.unknown(),
})

/** `base` as wrangler has it in `CLOUDFLARE_API_BASE_URL`. */
export function api(base: string, token: string): Api {
  const call = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`${base}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
      signal: AbortSignal.timeout(CALL_MS),
      ...(body && { body: JSON.stringify(body) }),
    }).catch((error: unknown) => {
      throw new Refusal(
        `Cloudflare’s API did not answer: ${error instanceof Error ? error.message : String(error)}.`,
        'Look at the network, then run it again.',
        true
      )
    })
    const read = v.safeParse(Envelope, await response.json().catch(() => null))
    if (read.success && read.output.success) return read.output.result
    const [error] = read.success ? read.output.errors : []
    if (method === 'GET' && error !== undefined && NOT_THERE.has(error.code)) return null
    const said = error === undefined ? `status ${response.status}` : `${error.message} (${error.code})`
    throw new Refusal(
      `Cloudflare refused ${method} ${path}: ${said}`,
      cureOf(error?.code),
      response.status === 429 || response.status >= 500,
      pauseMs(response)
    )
  }
  return {
    get: async (path, schema) => {
      const result = await call('GET', path)
      return result === null ? null : v.parse(schema, result)
    },
    send: async (method, path, body, schema) => v.parse(schema, await call(method, path, body)),
  }
}

/** 1,200 calls may be made in five minutes; whoever makes more is refused until as many have passed. */
const CALLS_MS = 300_000

function pauseMs({ status, headers }: Response): number {
  const seconds = Number(headers.get('retry-after'))
  if (seconds > 0) return Math.min(seconds * 1_000, CALLS_MS)
  return status === 429 ? CALLS_MS : 0
}
