/** A beat at a fixed rate on an absolute schedule: a late beat does not delay the next one, so nothing drifts. */

import { setImmediate, setTimeout } from 'node:timers/promises'

export class Pace {
  readonly #interval: number
  #due: number

  /** A rate of 0 is as fast as the reader takes it. */
  constructor(perSecond: number) {
    this.#interval = perSecond > 0 ? 1000 / perSecond : 0
    this.#due = performance.now()
  }

  /** Waits for the next beat; rejects when the signal aborts. Even the fastest pace lets others have their turn. */
  async beat(signal: AbortSignal): Promise<void> {
    this.#due += this.#interval
    const wait = this.#due - performance.now()
    if (this.#interval > 0 && wait > 1) await setTimeout(wait, undefined, { signal })
    else await setImmediate(undefined, { signal })
  }
}
