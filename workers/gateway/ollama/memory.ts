/**
 * What is in the box's memory, and with how much context. An isolate keeps the last look of anybody's as a value: a
 * promise of one request must not be awaited by another.
 */

import { ps } from './client.ts'
import type { Host } from './host.ts'

export interface Loaded {
  digest: string
  context?: number
  /** When it leaves memory, in Unix milliseconds; set anew whenever a request to the model has ended. NaN if not said. */
  expiresAt: number
}

/** By name; null where the host does not say in time, which means busy rather than down. */
export type Memory = ReadonlyMap<string, Loaded> | null

interface Look {
  /** When the last look was over, and when one began that is not over yet; Unix milliseconds. */
  at: number
  asking: number
  memory: Memory
}

/** A look that has not come back after this was its request's, which has died; in milliseconds. */
const LOST_MS = 4_000

/** A context that was reported longer ago than this is asked for again: its owner may have given the model more. */
const CONTEXT_MS = 10 * 60_000

/** Models whose context is kept: more than any box has. */
const CONTEXTS = 500

const looks = new Map<string, Look>()
const contexts = new Map<string, { context: number; at: number }>()

/** Asks the host. */
export async function look(host: Host): Promise<Memory> {
  const last = looks.get(host.url)
  looks.set(host.url, { at: last?.at ?? 0, memory: last?.memory ?? null, asking: Date.now() })
  const told = await ps(host)
  const memory = told.ok
    ? new Map(
        told.value.map(({ name, digest, context_length: context, expires_at: at }) => [
          name,
          { digest, expiresAt: Date.parse(at), ...(context === undefined ? {} : { context }) },
        ])
      )
    : null
  const at = Date.now()
  looks.set(host.url, { at, memory, asking: 0 })
  for (const [name, { context }] of memory ?? []) {
    const key = `${host.url} ${name}`
    contexts.delete(key)
    if (context !== undefined) contexts.set(key, { context, at })
  }
  for (const key of contexts.keys()) if (contexts.size > CONTEXTS) contexts.delete(key)
  return memory
}

/**
 * One look for all who wait: that of another, where it is not older than `ageMs`; undefined while another is looking.
 */
export async function lookTogether(host: Host, ageMs: number): Promise<Memory | undefined> {
  const last = looks.get(host.url)
  const now = Date.now()
  if (last !== undefined && last.at > 0 && now - last.at <= ageMs) return last.memory
  if (last !== undefined && now - last.asking < LOST_MS) return undefined
  return look(host)
}

/**
 * The context that this host last reported for a model, and how many milliseconds ago; null if it is not known. By name:
 * the digest that `/api/ps` gives was seen to be another than that of `/api/tags` (0.24).
 */
export function contextOf(host: Host, model: string): { context: number; ageMs: number } | null {
  const kept = contexts.get(`${host.url} ${model}`)
  if (kept === undefined) return null
  const ageMs = Date.now() - kept.at
  return ageMs > CONTEXT_MS ? null : { context: kept.context, ageMs }
}

/** Was this model in memory at the last look of anybody's? It costs nothing, and may be old. */
export const wasLoaded = (host: Host, model: string): boolean =>
  looks.get(host.url)?.memory?.has(model) ?? false
