/** A turn's hold on its upstream call. To let go of it closes the upstream, in every phase. */

export class Hold {
  #call: Disposable | null = null
  #wake: (() => void) | null = null
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
    this.drop()
    this.#wake?.()
  }

  drop(): void {
    this.#call?.[Symbol.dispose]()
    this.#call = null
  }

  /** Waits between two tries, unless somebody stops the turn meanwhile. */
  pause(ms: number): Promise<void> {
    return new Promise(resolve => {
      const timer = setTimeout(resolve, ms)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}
