/** History's settings, parsed once: `[vars]` of `wrangler.toml`. Behind it they are milliseconds. */

import * as v from 'valibot'
import { Schema } from './settings-schema.ts'

export interface Settings {
  /** Without a line for so long, once an answer has begun, it counts as stalled. */
  stallMs: number
  /** Before each further try since text last came. */
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
