/** A turn's hold on its upstream call. To let go of it closes the upstream, in every phase. */

/** Milliseconds for the last of what had come to arrive; it takes one or two. A stop must be answered within a second. */
const HAND_OVER_MS = 500

export class Hold {
  #call: Disposable | null = null
  readonly #stopped = new AbortController()
  #whenGone: () => void = () => {}
  /** Why it was let go of; null while it is held, or when the other side ended it. */
  why: 'stopped' | 'stalled' | null = null

  /** Another try begins. A stop is for good, a stall was the last try's. */
  renew(): void {
    if (this.why === 'stalled') this.why = null
  }

  /** Takes a call. What was stopped while the call was on its way is let go of at once. */
  take(call: Disposable): void {
    this.#call = call
    if (this.why !== null) this.drop()
  }

  letGo(why: 'stopped' | 'stalled'): void {
    if (this.why !== 'stopped') this.why = why
    if (why === 'stopped') this.#stopped.abort()
    this.drop()
    // What had come is still handed over; an other side that has died hands over nothing.
    const gone = this.#whenGone
    setTimeout(gone, HAND_OVER_MS)
  }

  /** Is called when a call that was let go of has handed over all that it could. */
  whenGone(quit: () => void): void {
    this.#whenGone = quit
  }

  drop(): void {
    this.#call?.[Symbol.dispose]()
    this.#call = null
  }

  /** Waits between two tries, unless somebody stops the turn meanwhile. */
  pause(ms: number): Promise<void> {
    return scheduler.wait(ms, { signal: this.#stopped.signal }).catch(() => {})
  }
}
