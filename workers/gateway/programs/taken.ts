/** The body that a program sends: what Burrow carries of it, and in which words the rest is refused. */

import type { Context } from 'hono'
import * as v from 'valibot'
import { problem } from '../../protocol/problems.ts'
import type { App } from '../app.ts'
import { refuse } from '../refuse.ts'
import { partOf, whyOf } from '../why.ts'

/** Why something is refused that these services have, and Burrow has not. */
export const NOT_CARRIED = 'is nothing that Burrow carries'

/** A body, a list, an entry, its list, an entry of that: deeper nothing is looked at. */
const DEPTH = 5

/** These fields and no others. */
export const only = <E extends v.ObjectEntries>(entries: E) =>
  v.strictObject(entries, ({ expected }) =>
    expected === 'never' ? NOT_CARRIED : expected === 'Object' ? 'is no object' : 'is missing'
  )

/** Clients write `null` and empty lists for what they do not ask for. */
function without(value: unknown, depth = DEPTH): unknown {
  if (depth === 0 || typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(one => without(one, depth - 1))
  const said = Object.entries(value).filter(
    ([, one]) => one !== null && !(Array.isArray(one) && one.length === 0)
  )
  return Object.fromEntries(said.map(([name, one]) => [name, without(one, depth - 1)]))
}

/** What was sent, or its refusal, which names the first part that does not fit. */
export async function take<S extends v.GenericSchema>(
  c: Context<App>,
  schema: S
): Promise<{ ok: true; body: v.InferOutput<S> } | { ok: false; response: Response }> {
  const parsed = v.safeParse(schema, without(await c.req.json().catch(() => undefined)))
  if (parsed.success) return { ok: true, body: parsed.output }
  const [whole, message] = closest(parsed.issues[0])
  const part = partOf(whole)
  const why =
    message === NOT_CARRIED
      ? problem('unsupported', { message: `Burrow does not carry ${part}.` })
      : problem('bad_request', { message: `Burrow could not read this request: ${part} ${message}.` })
  return { ok: false, response: refuse(c, why, part) }
}

/** Which part does not fit, and why: of what may be one thing or another, where it came closest to either. */
function closest(issue: v.BaseIssue<unknown>): [part: string, message: string] {
  const within = (issue.issues ?? []).toSorted((a, b) => (b.path?.length ?? 0) - (a.path?.length ?? 0))
  const own = v.getDotPath(issue)
  const [inner] = within
  if (inner?.path === undefined) return [own ?? 'The request', whyOf(inner ?? issue)]
  const [part, message] = closest(inner)
  return [own === null ? part : `${own}.${part}`, message]
}
