/** What the Box has around it: history, which it calls, and the platform, which wakes it and keeps its sockets. */

import type { Place } from '../../protocol/turn-state.ts'
import type { Caller } from './waiting.ts'

/** What whoever watches a turn is told: its place, null where it has none that is known; or that it has moved on. */
export type News = { place: Place | null } | { moved: true }

/** What a watcher was told last, kept with its socket, which outlives the object. */
export interface Told {
  place: Place | null
  /** Hosts that were well then. */
  well: number
}

/** Somebody who watches a turn that waits. */
export interface Watcher {
  turn: string
  told: Told | null
  /** Says it, and remembers `told` in place of what it was told. Never throws. */
  say(news: News, told: Told): void
  /** Says that the turn has moved on, and lets go. */
  moved(): void
}

export interface Around {
  /** The turn may begin. True once its session has written that down; false where it has no such turn that waits or runs. */
  granted(session: Caller, turn: string): Promise<boolean>
  /** Does this turn run? */
  runs(session: Caller, turn: string): Promise<boolean>
  /** Wakes the Box at this moment (Unix milliseconds) at the latest. */
  wakeAt(at: number): void
  watchers(): Watcher[]
  /** Lets work go on that nobody waits for. */
  later(work: Promise<unknown>): void
}
