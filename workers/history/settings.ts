/** History's settings, parsed once: `[vars]` of `wrangler.toml`. Behind it they are milliseconds. */

import * as v from 'valibot'
import { Schema } from './settings-schema.ts'

export interface Settings {
  /** Without a line for so long, once an answer has begun, it counts as stalled. */
  stallMs: number
  /** Before each further try since text last came. */
  retryMs: number[]
  /** Tabs of one visitor that are told live what changes, and viewers of one answer. */
  tabs: number
  viewers: number
  /** What is kept at most, of one visitor and of all. */
  kept: { visitor: Most; site: Most }
}

export interface Most {
  chats: number
  messages: number
  bytes: number
}

const known = new WeakMap<object, Settings>()

/** Throws an error that names the setting which is wrong, and what it may be. */
export function settings(env: Partial<Record<keyof v.InferInput<typeof Schema>, string>>): Settings {
  const kept = known.get(env)
  if (kept !== undefined) return kept
  const parsed = v.safeParse(Schema, env)
  if (!parsed.success) {
    const [issue] = parsed.issues
    throw new Misconfigured(`${v.getDotPath(issue) ?? 'a setting'} ${issue.message}`)
  }
  const { output } = parsed
  const found = {
    stallMs: output.STALL_SECONDS,
    retryMs: output.RETRY_SECONDS,
    tabs: output.LIVE_TABS,
    viewers: output.ANSWER_VIEWERS,
    kept: {
      visitor: { chats: output.VISITOR_CHATS, messages: output.VISITOR_MESSAGES, bytes: output.VISITOR_MB },
      site: { chats: output.SITE_CHATS, messages: output.SITE_MESSAGES, bytes: output.SITE_MB },
    },
  }
  known.set(env, found)
  return found
}

/** A setting is wrong; the message says which, and what it may be. */
export class Misconfigured extends Error {
  override readonly name = 'Misconfigured'
}
