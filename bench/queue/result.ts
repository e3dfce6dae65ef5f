/** What came of a simulated afternoon. */

import { type Case, HOURS } from './people.ts'

export interface Result {
  perHour: number
  worst: number
  p95: number
  /** Fairness of answers among the regulars: 1 where all have the same. */
  jain: number
  /** Answers of whoever has fewest, as a share of the mean. */
  least: number
  /** Questions that were refused, and asked again when they were told to. */
  refused: number
  /** Turns that somebody began while another waited who had been passed by them already (Q1). */
  twice: number
  /** True waits as shares of those foreseen when asked, of those with three or more ahead. */
  foreseen: number[]
}

export class Tally {
  readonly #case: Case
  readonly #got: number[]
  readonly #waits: number[] = []
  readonly #still: number[] = []
  readonly #foreseen: number[] = []
  #done = 0
  #twice = 0
  #refused = 0

  constructor(one: Case) {
    this.#case = one
    this.#got = Array.from({ length: one.regulars }, () => 0)
  }

  began(who: number, waitedS: number): void {
    this.#done += 1
    if (this.#counts(who)) this.#waits.push(waitedS)
    const got = this.#got[who]
    if (got !== undefined) this.#got[who] = got + 1
  }

  passedTwice(): void {
    this.#twice += 1
  }

  refused(): void {
    this.#refused += 1
  }

  waitsStill(who: number, waitedS: number): void {
    if (this.#counts(who)) this.#still.push(waitedS)
  }

  foresaw(share: number): void {
    this.#foreseen.push(share)
  }

  get result(): Result {
    const sum = this.#got.reduce((a, b) => a + b, 0)
    const squares = this.#got.reduce((a, b) => a + b * b, 0)
    const sorted = this.#waits.toSorted((a, b) => a - b)
    return {
      perHour: this.#done / HOURS,
      worst: Math.max(0, ...this.#waits, ...this.#still),
      p95: sorted[Math.floor(sorted.length * 0.95)] ?? 0,
      jain: (sum * sum) / (this.#got.length * squares),
      least: Math.min(...this.#got) / (sum / this.#got.length),
      refused: this.#refused,
      twice: this.#twice,
      foreseen: this.#foreseen,
    }
  }

  #counts(who: number): boolean {
    const { regulars, open } = this.#case
    return who >= 0 && (who < regulars || open === true)
  }
}
