/**
 * Who else is at a host, of those that have a slot there. Ollama does not say which of its requests it answers, so each
 * that is silent for a moment tells: all others are taken to be answered. It is kept in memory alone; after a death of the
 * Box whoever is silent tells it again, and until then counts as answered.
 */

import { type Lease, readUntil } from '../ledger/lease.ts'
import type { Ledger } from '../ledger/ledger.ts'

/** Within so many milliseconds of its sending a request that is silent has told so, or it is answered. */
const TOLD_MS = 1_500

interface Sending {
  /** In Unix milliseconds. */
  at: number
  told: boolean
}

export class Silent {
  readonly #ledger: Ledger
  /** Those that are silent, or may be, by lease. */
  readonly #sent = new Map<string, Sending>()

  constructor(ledger: Ledger) {
    this.#ledger = ledger
  }

  /** A request of this lease is being sent. */
  begins(id: string): void {
    this.#note(id, { at: Date.now(), told: false })
  }

  /** It is silent since it was sent, `at` this moment in Unix milliseconds. */
  note(id: string, at: number): void {
    this.#note(id, { at, told: true })
  }

  /** It is answered now. */
  answered(id: string): void {
    this.#sent.delete(id)
  }

  /** Who else is there while this one waits. */
  beside(mine: Lease): { before: boolean; beside: boolean } {
    const now = Date.now()
    const others = this.#ledger.leases.filter(({ id, url }) => url === mine.url && id !== mine.id)
    const drains = this.#ledger.made(mine.url).drains.filter(({ until }) => until > now)
    const isSame = ({ model }: { model: string }) => model === mine.model
    const before = (other: Lease) => (isOver(other) ? isRead(other) : this.#isBefore(other, mine))
    return {
      before: drains.some(isSame) || others.some(other => isSame(other) && before(other)),
      beside:
        drains.some(other => !isSame(other)) ||
        others.some(other => !isSame(other) && (!isOver(other) || isRead(other))),
    }
  }

  #note(id: string, sending: Sending): void {
    const running = new Set(this.#ledger.leases.map(lease => lease.id))
    for (const known of this.#sent.keys()) if (!running.has(known)) this.#sent.delete(known)
    if (running.has(id)) this.#sent.set(id, sending)
  }

  #isBefore(other: Lease, mine: Lease): boolean {
    const now = Date.now()
    const theirs = this.#sent.get(other.id)
    if (theirs === undefined || (!theirs.told && now - theirs.at > TOLD_MS)) return true
    const own = this.#sent.get(mine.id)?.at ?? now
    return theirs.at === own ? this.#place(other) < this.#place(mine) : theirs.at < own
  }

  #place = ({ id }: Lease): number => this.#ledger.leases.findIndex(lease => lease.id === id)
}

const isOver = ({ overAt }: Lease): boolean => overAt !== null

/** Nobody waits for it any more, and the host reads on. */
const isRead = (lease: Lease): boolean => Date.now() < readUntil(lease)
