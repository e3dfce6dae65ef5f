/** Which turn is being answered by which host: rows, so that they outlive the object that gave them. */

import type { Shelf } from './book.ts'

/**
 * What is older than this, in milliseconds, has ended without anyone telling. The longest wait is an hour, and so is the
 * longest answer at 5 tokens a second.
 */
const LONGEST_MS = 2 * 60 * 60_000

/** Leases that are kept; beyond them the oldest is forgotten. No box answers so many at once. */
const MOST = 500

const ROW = 'leases'

interface Lease {
  /** Of this one try: what is told late of an earlier one is not told of this. */
  id: string
  turn: string
  url: string
  /** Unix milliseconds. */
  at: number
  /** Its upstream request has ended; what it came to is still to be reported. */
  over: boolean
}

export class Leases {
  readonly #shelf: Shelf
  #held: Lease[]

  constructor(shelf: Shelf) {
    this.#shelf = shelf
    this.#held = shelf.get(ROW) ?? []
  }

  /** A turn has one lease: that of its last try. Answers its id. */
  give(turn: string, url: string): string {
    const [id, at] = [crypto.randomUUID(), Date.now()]
    const others = this.#held.filter(lease => lease.turn !== turn && at - lease.at < LONGEST_MS)
    this.#keep([...others, { id, turn, url, at, over: false }].slice(-MOST))
    return id
  }

  /** The upstream request of a lease has ended; the second time changes nothing. */
  end(id: string): void {
    if (this.#held.some(lease => lease.id === id && !lease.over))
      this.#keep(this.#held.map(lease => (lease.id === id ? { ...lease, over: true } : lease)))
  }

  /** The turn has ended. */
  forget(turn: string): void {
    if (this.hostOf(turn) !== undefined) this.#keep(this.#held.filter(lease => lease.turn !== turn))
  }

  /** Which host has, or had, the last try of this turn. */
  hostOf(turn: string): string | undefined {
    return this.#held.find(lease => lease.turn === turn)?.url
  }

  /** How many turns a host is answering. */
  count(url: string): number {
    return this.#held.filter(lease => lease.url === url && !lease.over).length
  }

  #keep(held: Lease[]): void {
    this.#held = held
    this.#shelf.put(ROW, held)
  }
}
