/** Becoming an owner by the code: once with each, and with few tries an hour, whoever makes them. */

import { OWNER_TRIES } from '../../../protocol/owner.ts'
import type { Shelf } from '../book.ts'
import { HOUR_MS } from '../ledger/days.ts'
import type { Rules } from './rules.ts'

const ROW = 'owner tries'

/** Owners by a code, and codes that are used up; beyond them the oldest is forgotten. An owner makes neither by the dozen. */
const ENROLLED = 50
const USED = 1_000

interface Tries {
  /** When the first of this hour was made, in Unix milliseconds. */
  from: number
  count: number
}

export class Enrolment {
  readonly #shelf: Shelf
  readonly #rules: Rules

  constructor(shelf: Shelf, rules: Rules) {
    this.#shelf = shelf
    this.#rules = rules
  }

  /**
   * Makes this visitor an owner, where what they gave is right, which uses the code up. `code` is its hash, null where
   * there is none. Without a wait in it, so that no two tries are counted as one.
   */
  enrol(visitor: string, isRight: boolean, code: string | null): boolean {
    if (code === null || this.#tries.count >= OWNER_TRIES) return false
    const { enrolled, used } = this.#rules.state
    if (!isRight || used.includes(code)) {
      const { from, count } = this.#tries
      this.#shelf.put(ROW, { from, count: count + 1 })
      return false
    }
    const others = enrolled.filter(one => one !== visitor)
    this.#rules.set({
      enrolled: [...others, visitor].slice(-ENROLLED),
      used: [...used, code].slice(-USED),
    })
    return true
  }

  /** They are an owner no more. False where they were none. */
  strike(visitor: string): boolean {
    const { enrolled } = this.#rules.state
    if (!enrolled.includes(visitor)) return false
    this.#rules.set({ enrolled: enrolled.filter(one => one !== visitor) })
    return true
  }

  get #tries(): Tries {
    const now = Date.now()
    const kept = this.#shelf.get<Tries>(ROW)
    return kept === undefined || kept.from + HOUR_MS <= now ? { from: now, count: 0 } : kept
  }
}
