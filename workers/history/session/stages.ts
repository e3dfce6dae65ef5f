/** How long a turn was in which stage: a clock that is always in one, so that all of them together are the whole. */

import type { TurnState } from '../../protocol/turn-state.ts'

/**
 * The states that its viewers are told, and those that need no telling: `writing`, and `earlier`, which is all that
 * passed before this life of the session took the turn up. `waiting` is also the time in which nothing is known yet.
 */
export type Stage = TurnState['state'] | 'writing' | 'earlier'

export class Stages {
  readonly #ms: Record<Stage, number> = {
    earlier: 0,
    waiting: 0,
    queued: 0,
    loading: 0,
    reading: 0,
    writing: 0,
  }
  #stage: Stage
  #since: number

  /** In this stage since then, in Unix milliseconds. */
  constructor(stage: Stage, since: number) {
    this.#stage = stage
    this.#since = since
  }

  /** From now on. Called with every delta, so it costs nothing where nothing changes. */
  enter(stage: Stage): void {
    if (stage === this.#stage) return
    const now = Date.now()
    this.#ms[this.#stage] += now - this.#since
    this.#stage = stage
    this.#since = now
  }

  /** Milliseconds of each until now. */
  get ms(): Record<Stage, number> {
    return { ...this.#ms, [this.#stage]: this.#ms[this.#stage] + Date.now() - this.#since }
  }
}
