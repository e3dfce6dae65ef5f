/**
 * Who has which slot, what each host was made to load, and who has begun: one row, so that a turn which waits for nobody
 * writes it when it begins and when it ends.
 */

import type { Shelf } from '../book.ts'
import { keptUntil, type Lease, isRunning } from './lease.ts'
import { IDLE, type Made, withDrain } from './made.ts'
import { Stopped } from './stopped.ts'
import { type Today, Usage } from './usage.ts'

/** Leases that are kept; beyond them the oldest is forgotten. No box answers so many at once, and a row holds 2 MB. */
const MOST = 4_000

/** Turns whose slot has gone to another that are kept; beyond them the oldest is forgotten. */
const LOST = 200

/** Visitors whose last beginning is kept while anybody waits; beyond them the oldest is forgotten. */
const BEGUN = 5_000

const ROW = 'ledger'

interface State {
  leases: Lease[]
  hosts: Record<string, Made>
  /** The highest arrival that had been given when a visitor's last turn began. */
  began: Record<string, number>
  /** Turns that had begun and whose slot has gone to another, the oldest first. */
  lost: string[]
  /** Numbers that were given, of questions and of arrivals. */
  asked: number
  arrivals: number
  /** What was used today. */
  used?: Today
}

const BLANK: State = { leases: [], hosts: {}, began: {}, lost: [], asked: 0, arrivals: 0 }

export class Ledger {
  readonly #shelf: Shelf
  readonly #state: State
  readonly stopped = new Stopped()
  readonly usage: Usage

  constructor(shelf: Shelf) {
    this.#shelf = shelf
    this.#state = { ...BLANK, ...shelf.get<State>(ROW) }
    this.usage = new Usage(shelf, this.#state.used)
  }

  /** Longest running first. */
  get leases(): readonly Lease[] {
    return this.#state.leases
  }

  /** The slot that a turn has, or had until a moment ago. */
  of(turn: string): Lease | undefined {
    return this.#state.leases.find(lease => lease.turn === turn)
  }

  /** Has this turn had a slot? */
  hasBegun(turn: string): boolean {
    return this.of(turn) !== undefined || this.#state.lost.includes(turn)
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

  /** Something is granted on a host: what it has in memory then. To be kept by whoever grants. */
  grant(url: string, { loaded, loadedAt }: Pick<Made, 'loaded' | 'loadedAt'>): void {
    this.#state.hosts = {
      ...this.#state.hosts,
      [url]: { ...this.made(url), loaded, loadedAt, grantedAt: Date.now() },
    }
  }

  /** A turn of this visitor begins now. It is written with its lease. */
  begin(visitor: string): void {
    const { [visitor]: _old, ...others } = this.#state.began
    const all = [...Object.entries(others), [visitor, this.#state.arrivals] as const]
    this.#state.began = Object.fromEntries(all.slice(-BEGUN))
  }

  /** A turn has one lease: that of its last try. */
  give(given: Omit<Lease, 'id' | 'givenAt' | 'provedAt' | 'overAt'>): Lease {
    const now = Date.now()
    const lease: Lease = { ...given, id: crypto.randomUUID(), givenAt: now, provedAt: now, overAt: null }
    this.#spend(this.of(lease.turn))
    // Stopped while it asked: as soon as that is heard of here, its slot is free.
    if (this.stopped.has(given.turn)) lease.endedAt = now
    const others = this.leases.filter(one => one.turn !== lease.turn)
    this.#state.leases = [...others, lease].slice(-MOST)
    this.#found(lease.turn)
    this.keep()
    return lease
  }

  /** The upstream request of this try has ended. The second time changes nothing. `idle`: nothing of its prompt is left to be read. */
  end(id: string, idle: boolean): void {
    const lease = this.leases.find(one => one.id === id)
    if (lease === undefined || lease.overAt !== null) return
    this.#spend(lease)
    lease.overAt = Date.now()
    if (idle) lease.readMs = 0
    if (lease.endedAt === undefined) this.keep()
    else this.free(lease.turn)
  }

  /** The prompt of a turn was read to its end. What is only in memory would be drained for after a death: the safe side. */
  read(turn: string): void {
    this.#note(turn, { readMs: 0 })
  }

  /** The turn has ended: its slot is free as soon as its upstream request has ended, too. */
  finish(turn: string): void {
    const lease = this.of(turn)
    this.#found(turn)
    if (lease === undefined) return
    if (lease.overAt !== null) return this.free(turn)
    lease.endedAt = Date.now()
    this.keep()
  }

  /** It runs, as far as is known: `misses` as in {@link Lease}. What is only in memory is asked again after a death. */
  prove(turn: string, misses: number): void {
    this.#note(turn, { provedAt: Date.now(), misses })
  }

  /** The slot is somebody else's now. Should the turn still go on, it has the next. */
  lose(turn: string): void {
    this.#state.lost = [...this.#state.lost.filter(one => one !== turn), turn].slice(-LOST)
    this.free(turn)
  }

  /** The slot is free again, but for what is left to be read of its prompt: Ollama reads on. */
  free(turn: string): void {
    const lease = this.of(turn)
    if (lease === undefined) return
    this.#spend(lease)
    const { url } = lease
    this.#state.hosts = { ...this.#state.hosts, [url]: withDrain(this.made(url), lease, Date.now()) }
    this.#state.leases = this.leases.filter(one => one !== lease)
    this.keep()
  }

  /** Turns that did not go on where they were cut, or of whose request nobody told the end, have no slot any more. */
  forgetKept(): void {
    for (const lease of this.leases.filter(one => keptUntil(one) <= Date.now()))
      if (lease.endedAt === undefined) this.lose(lease.turn)
      else this.free(lease.turn)
  }

  /** Nobody who waits came before: who began when matters no more. `first`: the lowest arrival of those who wait. */
  forgetBegun(first: number): void {
    const old = Object.entries(this.#state.began)
    const kept = old.filter(([, began]) => began >= first)
    if (kept.length < old.length) this.#state.began = Object.fromEntries(kept)
  }

  /** Turns that are being answered. */
  get answering(): number {
    return this.leases.filter(isRunning).length
  }

  keep(): void {
    this.#shelf.put(ROW, { ...this.#state, used: this.usage.today })
  }

  /** Counted once: when its request ends, or when it is given up before. */
  #spend(lease: Lease | undefined): void {
    if (lease?.overAt === null) this.usage.spend(lease)
  }

  #note(turn: string, news: Partial<Lease>): void {
    this.#state.leases = this.leases.map(one => (one.turn === turn ? { ...one, ...news } : one))
  }

  /** It has its slot, or needs none any more. */
  #found(turn: string): void {
    this.#state.lost = this.#state.lost.filter(one => one !== turn)
  }
}
