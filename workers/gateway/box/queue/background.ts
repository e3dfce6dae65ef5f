/**
 * Work that nobody waits for, such as a title: it is done while a host rests, and costs no person a moment. It is asked
 * about before it begins and whenever something changes while it runs; as soon as it may not, it is aborted.
 */

import type { Queue } from './order.ts'

/**
 * A host that is aborted reads the prompt to its end first, so whoever asks then waits for that: at most so long, in
 * milliseconds, which is little beside the first word of an answer.
 */
export const READING_MS = 1_000

/** For so long, in milliseconds, somebody may still come back to their chat. Then what was read of it is given up. */
export const WARM_MS = 10 * 60_000

export interface Work {
  model: string
  /** The chat from whose last prompt and answer it goes on, word for word; absent where it has words of its own. */
  chat?: string
  /** Reading what is new in its prompt, by estimate, in milliseconds. */
  readingMs: number
}

/** A chat whose prompt a host has read with this model and may still have. */
export interface Warm {
  model: string
  chat: string
  /** When its last turn ended, in milliseconds. */
  usedAt: number
}

/** May this work begin, or go on, on this host? `warm` are that host's chats. The work itself is none of the runs. */
export function mayWorkBehind(
  { model, chat, readingMs }: Work,
  name: string,
  { now, waiting, hosts, runs }: Queue,
  warm: readonly Warm[]
): boolean {
  const host = hosts.find(one => one.name === name)
  if (host === undefined || !host.well || now < host.drainingUntil || !host.loaded.includes(model))
    return false
  if (waiting.length > 0 || runs.some(run => run.host === name) || readingMs > READING_MS) return false
  const kept = warm.filter(one => one.model === model && now - one.usedAt < WARM_MS)
  // A server may give a prompt of its own words the slot of any chat that begins alike, an unused one beside it or not.
  return kept.length === 0 || kept.some(one => one.chat === chat)
}
