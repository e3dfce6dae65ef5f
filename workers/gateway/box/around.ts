/** What the Box has around it: history, which it calls, and the platform, which wakes it and keeps its sockets. */

import type { Session } from '../../protocol/completion.ts'
import type { Problem } from '../../protocol/problems.ts'
import type { Place } from '../../protocol/turn-state.ts'

/**
 * What whoever watches a turn is told: its place, null where it has none that is known; that the box is away, and until
 * when (Unix milliseconds) the question is kept; or that it has moved on.
 */
export type News = { place: Place | null } | { away: { until: number } } | { moved: true }

/** What whoever holds a turn of a program is told: its place, that it may come for a slot, or that it is over, and why. */
export type HolderNews = { place: Place | null } | { offered: true } | { over: Problem }

/** What a watcher was told last, kept with its socket, which outlives the object, and how things stood when that was still so. */
export interface Told {
  place: Place | null
  /** Hosts that were well then. */
  well: number
  /** Unix milliseconds. */
  at: number
}

/** Somebody who watches a turn that waits. */
export interface Watcher {
  turn: string
  told: Told | null
  /** Says it, and remembers `told` in place of what it was told. Never throws. */
  say(news: News, told: Told): void
  /** Remembers it, and says nothing: what it was told is so still. */
  note(told: Told): void
  /** Says that the turn has moved on, and lets go. */
  moved(): void
  /** Says that the box is away, and until when the question is kept (Unix milliseconds), and lets go. */
  away(until: number): void
}

export interface Around {
  /** The turn may begin. True once its session has written that down; false where it has no such turn that waits or runs. */
  granted(session: Session, turn: string): Promise<boolean>
  /** A turn of a program may begin: says so to whoever holds it. Null where nobody does. */
  offered(turn: string): true | null
  /** A turn of a program is over: says so to whoever holds it. False where nobody does. */
  over(turn: string, why: Problem): boolean
  /** Does somebody hold this turn of a program? */
  holds(turn: string): boolean
  /** Does this turn run? */
  runs(session: Session, turn: string): Promise<boolean>
  /** Tells a visitor's tabs that the box is back. */
  back(visitor: string): Promise<void>
  /** Wakes the Box at this moment (Unix milliseconds) at the latest. */
  wakeAt(at: number): void
  /** It was woken, perhaps a little early: nothing will wake it any more unless it is told to. */
  woken(): void
  watchers(): Watcher[]
  /** Lets work go on that nobody waits for. */
  later(work: Promise<unknown>): void
}
