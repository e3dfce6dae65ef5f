/** Chance with a seed: the same seed throws the same dice, so that what it led to can be seen again. */

import { mulberry32 } from '../../demo/showroom/bench.ts'

export class Dice {
  readonly #next: () => number

  constructor(seed: number) {
    this.#next = mulberry32(seed)
  }

  /** From 0 up to 1. */
  fraction(): number {
    return this.#next()
  }

  /** A whole number, both ends included. */
  between(from: number, to: number): number {
    return from + Math.floor(this.#next() * (to - from + 1))
  }

  chance(of: number): boolean {
    return this.#next() < of
  }

  pick<T>(all: readonly [T, ...T[]]): T {
    return all[Math.floor(this.#next() * all.length)] ?? all[0]
  }

  /** So many of `make`. */
  some<T>(from: number, to: number, make: () => T): T[] {
    return Array.from({ length: this.between(from, to) }, make)
  }
}
