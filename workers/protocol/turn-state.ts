/** What happens to a turn while it has no text to come from: before its first token, or between two tries. */

import type { ProblemCode } from './problems.ts'

/** Where a turn stands in the queue, and when it begins, if nobody else comes. */
export interface Place {
  /** 1 is the next. */
  position: number
  /** Turns that begin before it. */
  ahead: number
  /** Milliseconds until it begins, by estimate, the loading of its model included. */
  aboutMs: number
  /** The model that the box is loading for somebody, or is about to. */
  changingTo?: string
  /** Milliseconds, at most, for which the box reads on what somebody stopped. */
  drainsMs?: number
  /** Why the position is higher than the one told before; absent where it is not. */
  why?: Risen
}

/**
 * Why a place rises. `cut`: an answer that broke off goes on first. `loaded`: somebody wants the model that is loaded,
 * and a change of models would make all wait. `older`: somebody who has waited longer goes first, for that has lasted
 * long enough. `back`: somebody who was passed over, for nobody answered there, stands in the queue again. `host`: a host
 * has gone.
 */
export type Risen = 'cut' | 'loaded' | 'older' | 'back' | 'host'

export type TurnState =
  /**
   * Others come first. Without numbers: the place is not known, only that the box is busy with something else. With
   * `until` (Unix milliseconds) the box is away, and the question is kept until then; its stream ends, and `/api/live` tells
   * when it goes on.
   */
  | ({ state: 'queued'; until?: number } & Partial<Place>)
  | { state: 'loading' }
  | { state: 'reading' }
  /** The answer broke off, or did not begin, and `code` is why; `attempt` of `attempts` since text last came is next. */
  | { state: 'waiting'; attempt: number; attempts: number; code?: ProblemCode }
