/**
 * The turns of programs. None has a session that could be asked: each is held by a socket, and ends with it. A socket that
 * broke, as all do when the Box dies, may be opened anew for a while, and until then nobody loses a place.
 */

import type { Problem } from '../../../protocol/problems.ts'
import type { Around } from '../around.ts'
import { isRunning } from '../ledger/lease.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Waiting } from './waiting.ts'

/** For so long, in milliseconds, a turn that nobody holds is kept. */
export const UNHELD_MS = 30_000

export class Holders {
  readonly #ledger: Ledger
  readonly #waiting: Waiting
  readonly #around: Pick<Around, 'holds' | 'over'>
  /** Since when nobody holds them, in Unix milliseconds: in memory alone, for a death breaks all sockets. */
  readonly #unheld = new Map<string, number>()
  /** They are over, and nobody could be told so yet. */
  readonly #over = new Map<string, Problem>()

  constructor(ledger: Ledger, waiting: Waiting, around: Pick<Around, 'holds' | 'over'>) {
    this.#ledger = ledger
    this.#waiting = waiting
    this.#around = around
  }

  /** Somebody holds it, perhaps anew: what was offered meanwhile is offered at once. */
  came(turn: string): void {
    this.#unheld.delete(turn)
    const why = this.#over.get(turn)
    if (why !== undefined) return this.dismiss(turn, why)
    const row = this.#waiting.get(turn)
    if (row === undefined) return
    const { notBefore: _over, held, ...rest } = row
    this.#waiting.put({ ...rest, ...(held !== undefined && { held: { ...held, nextAt: Date.now() } }) })
  }

  /** The socket broke. Another may hold it already. */
  left(turn: string): void {
    if (!this.#around.holds(turn)) this.#unheld.set(turn, Date.now())
  }

  /** It is over, and whoever holds it is told why; who comes to hold it again hears it then. */
  dismiss(turn: string, why: Problem): void {
    this.#over.set(turn, why)
    if (this.#around.over(turn, why)) this.end(turn)
  }

  /** It has ended, however it did: its place is nobody's, and its slot is free as soon as its upstream request has ended. */
  end(turn: string): void {
    this.#unheld.delete(turn)
    this.#over.delete(turn)
    this.#ledger.stopped.add(turn)
    this.#waiting.remove(turn)
    this.#ledger.finish(turn)
  }

  /** Ends those that nobody has held for too long. */
  tend(): void {
    const now = Date.now()
    for (const turn of this.#turns) {
      if (this.#around.holds(turn)) continue
      const since = this.#unheld.get(turn) ?? now
      this.#unheld.set(turn, since)
      if (now - since >= UNHELD_MS) this.end(turn)
    }
  }

  /** When those are due, in Unix milliseconds. */
  get due(): number[] {
    return [...this.#unheld.values()].map(since => since + UNHELD_MS)
  }

  get #turns(): string[] {
    const waiting = this.#waiting.all.filter(({ session }) => session === undefined)
    const running = this.#ledger.leases.filter(lease => lease.program !== undefined && isRunning(lease))
    return [...waiting, ...running].map(({ turn }) => turn)
  }
}
