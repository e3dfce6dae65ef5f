/** What the owner may set of history, parsed once: `[vars]` of `wrangler.toml`, with defaults, units and bounds. */

import * as v from 'valibot'

const seconds = (most: number) =>
  v.pipe(
    v.string(),
    v.transform(Number),
    v.check(n => n > 0 && n <= most, `must be a number of seconds above 0, at most ${most}`),
    v.transform(n => n * 1_000)
  )

const Schema = v.object({
  /** Without a line for so long, once an answer has begun, it counts as stalled. */
  STALL_SECONDS: v.optional(seconds(600), '60'),
  /** Before each further try since text last came. */
  RETRY_SECONDS: v.optional(
    v.pipe(
      v.string(),
      v.transform(list => list.split(',').map(Number)),
      v.check(
        list => list.length <= 20 && list.every(n => n >= 0 && n <= 600),
        'must be at most 20 numbers of seconds with commas between them, each at most 600'
      ),
      v.transform(list => list.map(n => n * 1_000))
    ),
    '1,2,4,8,15,30,60'
  ),
})

export interface Settings {
  stallMs: number
  retryMs: number[]
}

const known = new WeakMap<object, Settings>()

/** Throws an error that names the setting which is wrong, and what it may be. */
export function settings(env: Pick<HistoryEnv, 'STALL_SECONDS' | 'RETRY_SECONDS'>): Settings {
  const kept = known.get(env)
  if (kept !== undefined) return kept
  const parsed = v.safeParse(Schema, env)
  if (!parsed.success) {
    const [issue] = parsed.issues
    throw new Misconfigured(`${v.getDotPath(issue) ?? 'a setting'} ${issue.message}`)
  }
  const found = { stallMs: parsed.output.STALL_SECONDS, retryMs: parsed.output.RETRY_SECONDS }
  known.set(env, found)
  return found
}

/** A setting is wrong; the message says which, and what it may be. */
export class Misconfigured extends Error {
  override readonly name = 'Misconfigured'
}
