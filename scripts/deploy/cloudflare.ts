/** Cloudflare's API, as far as wrangler does not ask it for us: looks before each step. */

import * as v from 'valibot'
import { cureOf, Trouble } from './trouble.ts'

export interface Api {
  /** What a call answers; null where there is no such thing. Throws {@link Refusal}, naming the cause. */
  get<T extends v.GenericSchema>(path: string, schema: T): Promise<v.InferOutput<T> | null>
  /** All of a list, page by page; empty where there is no such thing. */
  list<T extends v.GenericSchema>(path: string, item: T): Promise<v.InferOutput<T>[]>
  send<T extends v.GenericSchema>(
    method: 'PUT' | 'POST' | 'PATCH',
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

/** Rows of a page of a list, and how many pages are asked for at most: an account that has more has other problems. */
const PAGE_ROWS = 50
const PAGES = 20

/** A Worker, a workers.dev subdomain, a service, a database, a Pages project that is not there. */
const NOT_THERE = new Set([10007, 10090, 7404, 8000007])

/** What everything of Access says in an account without Zero Trust, whose code it shares with other things. */
const NO_ACCESS = 'access.api.error.not_enabled'

const Envelope = v.object({
  success: v.boolean(),
  errors: v.optional(v.array(v.object({ code: v.number(), message: v.string() })), []),
  result: v.unknown(),
  result_info: v.nullish(v.object({ total_count: v.optional(v.number(), 0) })),
})
type Envelope = v.InferOutput<typeof Envelope>

/** `base` as wrangler has it in `CLOUDFLARE_API_BASE_URL`. */
export function api(base: string, token: string): Api {
  /** Null where there is no such thing. */
  const call = async (method: string, path: string, body?: object): Promise<Envelope | null> => {
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
    if (read.success && read.output.success) return read.output
    const [error] = read.success ? read.output.errors : []
    if (method === 'GET' && error !== undefined && isNotThere(error)) return null
    const said = error === undefined ? `status ${response.status}` : `${error.message} (${error.code})`
    throw new Refusal(
      `Cloudflare refused ${method} ${path}: ${said}`,
      cureOf(error?.code, path),
      response.status === 429 || response.status >= 500,
      pauseMs(response)
    )
  }
  return {
    get: async (path, schema) => {
      const answer = await call('GET', path)
      return answer?.result == null ? null : v.parse(schema, answer.result)
    },
    list: async (path, item) => {
      const all: v.InferOutput<typeof item>[] = []
      for (let page = 1; page <= PAGES; page += 1) {
        const paged = `${path}${path.includes('?') ? '&' : '?'}page=${page}&per_page=${PAGE_ROWS}`
        const answer = await call('GET', paged)
        const rows = v.parse(v.array(item), answer?.result ?? [])
        all.push(...rows)
        if (rows.length === 0 || all.length >= (answer?.result_info?.total_count ?? 0)) break
      }
      return all
    },
    send: async (method, path, body, schema) => v.parse(schema, (await call(method, path, body))?.result),
  }
}

const isNotThere = ({ code, message }: Envelope['errors'][number]) =>
  NOT_THERE.has(code) || message.startsWith(NO_ACCESS)

/** 1,200 calls may be made in five minutes; whoever makes more is refused until as many have passed. */
const CALLS_MS = 300_000

function pauseMs({ status, headers }: Response): number {
  const seconds = Number(headers.get('retry-after'))
  if (seconds > 0) return Math.min(seconds * 1_000, CALLS_MS)
  return status === 429 ? CALLS_MS : 0
}
