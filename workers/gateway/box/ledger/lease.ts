/** A turn that has a slot, and for how long it has. */

import type { Session } from '../../../protocol/completion.ts'

/** After its upstream request has ended a lease stays with its turn for so long, in milliseconds, should that go on. */
const KEPT_MS = 30_000

/** The end of a request is told within so many milliseconds of the end of its turn, or nobody is left to tell it. */
const TOLD_MS = 2_000

/**
 * What was proved longer ago than this, in milliseconds, has ended without anyone telling. The longest wait is an hour,
 * and so is the longest answer at 5 tokens a second.
 */
const LONGEST_MS = 2 * 60 * 60_000

/** A turn that has a slot. Times are Unix milliseconds. */
export interface Lease {
  /** Of this one try: what is told late of an earlier one is not told of this. */
  id: string
  turn: string
  url: string
  model: string
  /** Absent of a turn that cannot be called. */
  session?: Session
  /** Whose time it is, and from where they asked; absent of who is not known. */
  who?: string
  from?: string
  /** When it was given; absent of one that a Box of an older Burrow gave. */
  givenAt?: number
  /** Whose it is, of a program's: it ends with the socket that holds it. */
  program?: string
  /** What it takes by estimate, in milliseconds. */
  takesMs: number
  /** From when its prompt is read, and for how many milliseconds; 0 where nothing of it is left to be read. */
  readsAt: number
  readMs: number
  /** When it was last known to run. */
  provedAt: number
  /** Its upstream request has ended; what it came to is still to be reported. Null while it runs. */
  overAt: number | null
  /** When its turn ended, which was told before the end of its request was. */
  endedAt?: number
  /** Its session did not answer so often in a row when it was asked. */
  misses?: number
}

/** Its request runs, and nobody has heard that its turn has ended. */
export const isRunning = ({ overAt, endedAt }: Pick<Lease, 'overAt' | 'endedAt'>): boolean =>
  overAt === null && endedAt === undefined

/** Until when its prompt is read, in Unix milliseconds; 0 where nothing of it is left to be read. */
export const readUntil = ({ readsAt, readMs }: Pick<Lease, 'readsAt' | 'readMs'>): number =>
  readMs === 0 ? 0 : readsAt + readMs

/** Until when a slot is its turn's, in Unix milliseconds. */
export const keptUntil = ({ overAt, endedAt, provedAt }: Lease): number =>
  endedAt !== undefined ? endedAt + TOLD_MS : overAt === null ? provedAt + LONGEST_MS : overAt + KEPT_MS

/** Milliseconds of the box that it has taken by `now`, its own or those until its end. */
export const tookMs = ({ givenAt, overAt, endedAt }: Lease, now: number): number =>
  givenAt === undefined ? 0 : Math.max(0, (overAt ?? endedAt ?? now) - givenAt)
