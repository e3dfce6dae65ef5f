/**
 * Nobody beats: a lease of which nothing was heard for a while may be of a turn that has long ended. While somebody waits
 * for its slot, its session is asked.
 */

import type { Around } from '../around.ts'
import { MISSES, replyOf } from './reply.ts'
import { type Lease, isRunning } from '../ledger/lease.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Session } from '../../../protocol/completion.ts'

/** For so long, in milliseconds, a lease is believed. */
export const BELIEVED_MS = 30_000

/** One whose request has ended, or whose turn has, is somebody's for a while and no longer. */
export const mayDoubt = (lease: Lease): lease is Lease & { session: Session } =>
  lease.session !== undefined && isRunning(lease)

export class Doubt {
  readonly #ledger: Ledger
  readonly #around: Pick<Around, 'runs' | 'later'>
  readonly #freed: () => void
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

  async #ask({ id, turn, misses: before = 0 }: Lease, session: Session): Promise<void> {
    const runs = await replyOf(this.#around.runs(session, turn))
    // It may have ended, or have begun another try, before that was answered.
    if (this.#ledger.of(turn)?.id !== id) return
    const misses = runs === null ? before + 1 : 0
    // Asked again in a while, and no sooner where it did not answer.
    if (runs !== false && misses < MISSES) return this.#ledger.prove(turn, misses)
    this.#ledger.lose(turn)
    this.#freed()
  }
}
