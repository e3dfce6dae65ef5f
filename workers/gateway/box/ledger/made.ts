/** What a host was made to do: what it has in memory by that, and what it still reads. */

import { type Lease, readUntil } from './lease.ts'

/** Ollama reads on after a stop; 160 s were seen. What takes longer by estimate is not believed, in milliseconds. */
const LONGEST_DRAIN_MS = 180_000

/** Times are Unix milliseconds. */
export interface Made {
  /** Longest loaded first. */
  loaded: readonly string[]
  /** When the last model came for somebody who had not begun. */
  loadedAt: number
  /** When anything was last granted there. */
  grantedAt: number
  /** Reading that nobody waits for any more, one for each slot that does it: of which model, and when it will have ended. */
  drains: { model: string; until: number }[]
}

export const IDLE: Made = { loaded: [], loadedAt: 0, grantedAt: 0, drains: [] }

/** With what is left to be read of the prompt of a slot that is given up at this moment (Unix milliseconds). */
export function withDrain(made: Made, lease: Pick<Lease, 'model' | 'readsAt' | 'readMs'>, now: number): Made {
  const until = Math.min(readUntil(lease), now + LONGEST_DRAIN_MS)
  const left = made.drains.filter(other => other.until > now)
  return { ...made, drains: until > now ? [...left, { model: lease.model, until }] : left }
}
