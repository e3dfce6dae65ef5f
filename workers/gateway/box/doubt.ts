/**
 * Nobody beats: a lease of which nothing was heard for a while may be of a turn that has long ended. While somebody waits
 * for its slot, its session is asked.
 */

import type { Around } from './around.ts'
import type { Lease, Ledger } from './ledger.ts'
import type { Caller } from './waiting.ts'

/** For so long, in milliseconds, a lease is believed. */
export const BELIEVED_MS = 30_000

/** Calls in a row without an answer, after which the turn counts as ended. */
const MISSES = 2

/** One whose request has ended, or whose turn has, is somebody's for a while and no longer. */
export const mayDoubt = (lease: Lease): lease is Lease & { session: Caller } =>
  lease.session !== undefined && lease.overAt === null && lease.ended === undefined

export class Doubt {
  readonly #ledger: Ledger
  readonly #around: Pick<Around, 'runs' | 'later'>
  readonly #freed: () => void
  readonly #misses = new Map<string, number>()
  readonly #under = new Set<string>()

  /** `freed` hears that a slot is free. */
  constructor(ledger: Ledger, around: Pick<Around, 'runs' | 'later'>, freed: () => void) {
    this.#ledger = ledger
    this.#around = around
    this.#freed = freed
  }

  /** Asks of those that are in doubt. */
  ask(): void {
    const now = Date.now()
    for (const lease of this.#ledger.leases) {
      if (!mayDoubt(lease) || this.#under.has(lease.id) || now - lease.provedAt < BELIEVED_MS) continue
      this.#under.add(lease.id)
      this.#around.later(this.#ask(lease, lease.session).finally(() => this.#under.delete(lease.id)))
    }
  }

  async #ask({ id, turn }: Lease, session: NonNullable<Lease['session']>): Promise<void> {
    const runs = await this.#around.runs(session, turn).catch(() => null)
    // It may have ended, or have begun another try, before that was answered.
    if (this.#ledger.of(turn)?.id !== id) return void this.#misses.delete(id)
    const misses = runs === null ? (this.#misses.get(id) ?? 0) + 1 : 0
    if (runs === true || (runs === null && misses < MISSES)) {
      this.#misses.set(id, misses)
      if (misses === 0) this.#misses.delete(id)
      // Asked again in a while, and no sooner where it did not answer.
      return this.#ledger.prove(turn)
    }
    this.#misses.delete(id)
    this.#ledger.free(turn, true)
    this.#freed()
  }
}
