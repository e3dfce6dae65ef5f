/** The days that are over: what was used on each, a row a day. */

import type { Shelf } from '../book.ts'

export const DAY_MS = 24 * 60 * 60_000
export const HOUR_MS = 60 * 60_000

/** Days that are kept, today among them. */
export const DAYS = 31

const ROW = 'usage '

/** What a visitor has used in a day: turns that were asked, and milliseconds of the box. */
export interface Used {
  turns: number
  ms: number
}

export interface Day {
  visitors: Record<string, Used>
  failed: number
  waitedMs: number
}

/** An older Burrow kept the visitors alone; none of them has a pseudonym that is this short. */
type Kept = Day | Record<string, Used>

const isDay = (kept: Kept): kept is Day => 'visitors' in kept && 'waitedMs' in kept

export const dayOf = (at: number): number => Math.floor(at / DAY_MS)

/** In the order of days until the year 2243. */
const nameOf = (day: number): string => `${ROW}${day}`

export class Days {
  readonly #shelf: Shelf

  constructor(shelf: Shelf) {
    this.#shelf = shelf
  }

  /** Oldest first. */
  get all(): (Day & { day: number })[] {
    return [...this.#shelf.list<Kept>({ prefix: ROW })].map(([name, kept]) => ({
      ...(isDay(kept) ? kept : { visitors: kept, failed: 0, waitedMs: 0 }),
      day: Number(name.slice(ROW.length)),
    }))
  }

  keep(day: number, of: Day): void {
    this.#shelf.put(nameOf(day), of)
  }

  /** Forgets those before this one. Answers who asked on them. */
  dropBefore(first: number): string[] {
    const old = this.all.filter(({ day }) => day < first)
    for (const { day } of old) this.#shelf.delete(nameOf(day))
    return old.flatMap(({ visitors }) => Object.keys(visitors))
  }
}
