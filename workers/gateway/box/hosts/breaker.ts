/** Leaves a host out that failed, until a look at it says that it is well. */

/** Milliseconds from each failure in a row to the next look: a restart is soon over, a night is not. */
const WAITS_MS = [2_000, 5_000, 10_000, 30_000, 60_000, 300_000] as const

export class Breaker {
  #failures = 0
  #lookAt = 0
  /** It is being looked at: what fails meanwhile is that look. */
  #looked = true
  #since: number | null

  /** `since`: of one that was left out when the object died that knew it. */
  constructor(since: number | null) {
    this.#since = since
  }

  /** Since when it has not been well, in Unix milliseconds; null where it is. */
  get since(): number | null {
    return this.#since
  }

  /** When the next look is due, in Unix milliseconds; null where it is well. */
  get lookAt(): number | null {
    return this.#since === null ? null : this.#lookAt
  }

  /** Is a look due, of a host that is left out? Says so once: who asks looks. */
  isDue(now: number): boolean {
    if (this.#since === null || now < this.#lookAt) return false
    this.#lookAt = now + this.#wait
    this.#looked = true
    return true
  }

  /** However many find out that it is away, the next look comes when it was to come. */
  failed(now: number): void {
    if (!this.#looked) return
    this.#looked = false
    this.#since ??= now
    this.#lookAt = now + this.#wait
    this.#failures += 1
  }

  answered(): void {
    this.#failures = 0
    this.#looked = true
    this.#since = null
  }

  get #wait(): number {
    return WAITS_MS[Math.min(this.#failures, WAITS_MS.length - 1)] ?? 0
  }
}
