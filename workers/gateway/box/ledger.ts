/**
 * Who has which slot, what each host was made to load, and who has begun: one row, so that a turn which waits for nobody
 * writes it when it begins and when it ends.
 */

import type { Shelf } from './book.ts'
import type { Caller } from './waiting.ts'

/** After its upstream request has ended a lease stays with its turn for so long, in milliseconds, should that go on. */
const KEPT_MS = 30_000

/** The end of a request is told within so many milliseconds of the end of its turn, or nobody is left to tell it. */
const TOLD_MS = 2_000

/** Ollama reads on after a stop; 160 s were seen. What takes longer by estimate is not believed, in milliseconds. */
const LONGEST_DRAIN_MS = 180_000

/**
 * What is older than this, in milliseconds, has ended without anyone telling. The longest wait is an hour, and so is the
 * longest answer at 5 tokens a second.
 */
const LONGEST_MS = 2 * 60 * 60_000

/** Leases that are kept; beyond them the oldest is forgotten. No box answers so many at once. */
const MOST = 10_000

/** Visitors whose last beginning is kept while anybody waits; beyond them the oldest is forgotten. */
const BEGUN = 5_000

const ROW = 'ledger'

/** A turn that has a slot. Times are Unix milliseconds. */
export interface Lease {
  /** Of this one try: what is told late of an earlier one is not told of this. */
  id: string
  turn: string
  url: string
  model: string
  /** Absent of a turn that cannot be called. */
  session?: Caller
  /** What it takes by estimate, in milliseconds. */
  takesMs: number
  /** From when its prompt is read, and for how many milliseconds. */
  readsAt: number
  readMs: number
  /** When it was last known to run. */
  provedAt: number
  /** Its upstream request has ended; what it came to is still to be reported. Null while it runs. */
  overAt: number | null
  /** Its turn has ended, which was told before the end of its request was; `drains` as in {@link Ledger.free}. */
  ended?: { at: number; drains: boolean }
}

/** What a host was made to do. Times are Unix milliseconds. */
export interface Made {
  /** Longest loaded first. */
  loaded: readonly string[]
  /** When the last model came for somebody who had not begun. */
  loadedAt: number
  /** When anything was last granted there. */
  grantedAt: number
  /** When the reading will have ended that nobody waits for any more: one for each slot that does. */
  drains: number[]
}

interface State {
  leases: Lease[]
  hosts: Record<string, Made>
  /** The highest arrival that had been given when a visitor's last turn began. */
  began: Record<string, number>
  /** Numbers that were given, of questions and of arrivals. */
  asked: number
  arrivals: number
}

const BLANK: State = { leases: [], hosts: {}, began: {}, asked: 0, arrivals: 0 }
const IDLE: Made = { loaded: [], loadedAt: 0, grantedAt: 0, drains: [] }

export class Ledger {
  readonly #shelf: Shelf
  readonly #state: State

  constructor(shelf: Shelf) {
    this.#shelf = shelf
    this.#state = { ...BLANK, ...shelf.get<State>(ROW) }
  }

  /** Longest running first. */
  get leases(): readonly Lease[] {
    return this.#state.leases
  }

  /** The slot that a turn has, or had until a moment ago. */
  of(turn: string): Lease | undefined {
    return this.#state.leases.find(lease => lease.turn === turn)
  }

  made(url: string): Made {
    return this.#state.hosts[url] ?? IDLE
  }

  began(visitor: string): number | undefined {
    return this.#state.began[visitor]
  }

  /** Numbers that rise: in which questions were asked, and in which they came to stand in the queue. */
  nextAsked = (): number => (this.#state.asked += 1)
  nextArrival = (): number => (this.#state.arrivals += 1)

  /** These numbers were given: those of who waits are written with them, and not here. */
  given({ asked, arrival = 0 }: { asked: number; arrival?: number }): void {
    this.#state.asked = Math.max(this.#state.asked, asked)
    this.#state.arrivals = Math.max(this.#state.arrivals, arrival)
  }

  /**
   * Something is granted on a host: what it has in memory then, and whose turn begins, unless it goes on. To be kept by
   * whoever grants: a turn that gets its slot at once has its lease written with it.
   */
  grant(url: string, made: Pick<Made, 'loaded' | 'loadedAt'>, visitor: string | null): void {
    const { loaded, loadedAt } = made
    this.#state.hosts = {
      ...this.#state.hosts,
      [url]: { ...this.made(url), loaded, loadedAt, grantedAt: Date.now() },
    }
    if (visitor !== null) {
      const { [visitor]: _old, ...others } = this.#state.began
      const all = [...Object.entries(others), [visitor, this.#state.arrivals] as const]
      this.#state.began = Object.fromEntries(all.slice(-BEGUN))
    }
  }

  /** A turn has one lease: that of its last try. */
  give(given: Omit<Lease, 'id' | 'provedAt' | 'overAt'>): Lease {
    const now = Date.now()
    const lease: Lease = { ...given, id: crypto.randomUUID(), provedAt: now, overAt: null }
    const others = this.leases.filter(one => one.turn !== lease.turn && now - one.provedAt < LONGEST_MS)
    this.#state.leases = [...others, lease].slice(-MOST)
    this.keep()
    return lease
  }

  /** The upstream request of this try has ended. The second time changes nothing. */
  end(id: string): void {
    const lease = this.leases.find(one => one.id === id)
    if (lease === undefined || lease.overAt !== null) return
    lease.overAt = Date.now()
    if (lease.ended === undefined) this.keep()
    else this.free(lease.turn, lease.ended.drains)
  }

  /** The turn has ended: its slot is free as soon as its upstream request has ended, too. */
  finish(turn: string, drains: boolean): void {
    const lease = this.of(turn)
    if (lease === undefined) return
    if (lease.overAt !== null) return this.free(turn, drains)
    lease.ended = { at: Date.now(), drains }
    this.keep()
  }

  /** It runs: somebody who must know has said so. What is only in memory is asked again after a death. */
  prove(turn: string): void {
    const lease = this.of(turn)
    if (lease !== undefined) lease.provedAt = Date.now()
  }

  /** The slot is free again. `drains`: its prompt may not have been read to the end. */
  free(turn: string, drains: boolean): void {
    const lease = this.of(turn)
    if (lease === undefined) return
    const { url, readsAt, readMs } = lease
    const now = Date.now()
    const made = this.made(url)
    const until = Math.min(readsAt + readMs, now + LONGEST_DRAIN_MS)
    const left = made.drains.filter(other => other > now)
    const next = drains && until > now ? [...left, until] : left
    if (next.length > 0 || made.drains.length > 0)
      this.#state.hosts = { ...this.#state.hosts, [url]: { ...made, drains: next } }
    this.#state.leases = this.leases.filter(one => one !== lease)
    this.keep()
  }

  /** Turns that did not go on where they were cut, or of whose request nobody told the end, have no slot any more. */
  forgetKept(): void {
    for (const lease of this.leases)
      if (keptUntil(lease) <= Date.now()) this.free(lease.turn, lease.ended?.drains ?? false)
  }

  /** Nobody who waits came before: who began when matters no more. `first`: the lowest arrival of those who wait. */
  forgetBegun(first: number): void {
    const old = Object.entries(this.#state.began)
    const kept = old.filter(([, began]) => began >= first)
    if (kept.length < old.length) this.#state.began = Object.fromEntries(kept)
  }

  /** Turns that are being answered. */
  get answering(): number {
    return this.leases.filter(({ overAt, ended }) => overAt === null && ended === undefined).length
  }

  keep(): void {
    this.#shelf.put(ROW, this.#state)
  }
}

/** Until when a slot is its turn's, though nothing runs in it; without end while it does. Unix milliseconds. */
export const keptUntil = ({ overAt, ended }: Lease): number =>
  ended !== undefined ? ended.at + TOLD_MS : overAt === null ? Infinity : overAt + KEPT_MS
