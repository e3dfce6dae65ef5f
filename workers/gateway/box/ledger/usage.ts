/**
 * Who has used how much of the box, by day and by pseudonym; and for today by address, which is forgotten with the day.
 * Today stands in the ledger's row, which is written whenever a slot is given or ends, so that counting writes no row.
 */

import type { Shelf } from '../book.ts'
import { type Lease, tookMs } from './lease.ts'

export const DAY_MS = 24 * 60 * 60_000
export const HOUR_MS = 60 * 60_000

/** Visitors and addresses of a day that are kept; beyond them who has used least is forgotten. */
const MOST = 2_000

/** Days that are kept, today among them. */
const DAYS = 31

const ROW = 'usage '

/** What a visitor has used in a day: turns that were asked, and milliseconds of the box. */
export interface Used {
  turns: number
  ms: number
}

/** What an address has used today; new visitors within the hour that began at `from` (Unix milliseconds). */
interface FromAddress {
  ms: number
  from: number
  newcomers: number
  /** Of questions; absent of what a Box of an older Burrow counted. */
  bytes?: number
}

export interface Today {
  /** Days since 1970, in UTC. */
  day: number
  visitors: Record<string, Used>
  addresses: Record<string, FromAddress>
}

export const dayOf = (at: number): number => Math.floor(at / DAY_MS)

const blank = (): Today => ({ day: dayOf(Date.now()), visitors: {}, addresses: {} })

const NOTHING: Used = { turns: 0, ms: 0 }

export class Usage {
  readonly #shelf: Shelf
  #today: Today
  /** Whoever asked on one of the days before; null until somebody wants to know. */
  #before: Set<string> | null = null

  /** `today` as the ledger kept it. */
  constructor(shelf: Shelf, today: Today | undefined) {
    this.#shelf = shelf
    this.#today = today ?? blank()
  }

  get today(): Today {
    if (this.#today.day !== dayOf(Date.now())) this.#turn()
    return this.#today
  }

  of = (who: string): Used => this.today.visitors[who] ?? NOTHING

  /** Milliseconds of the box that an address has used today. */
  at = (from: string): number => this.today.addresses[from]?.ms ?? 0

  /** Bytes of questions that came from an address today. */
  wrote = (from: string): number => this.today.addresses[from]?.bytes ?? 0

  /** So many more have come. */
  write(from: string, bytes: number): void {
    this.#change(from, { bytes: this.wrote(from) + bytes })
  }

  /** Has this visitor never asked on a day that is kept? */
  isNew(who: string): boolean {
    if (this.today.visitors[who] !== undefined) return false
    this.#before ??= new Set([...this.#days()].flatMap(([, visitors]) => Object.keys(visitors)))
    return !this.#before.has(who)
  }

  /** New visitors from an address within its hour, and when that is over, in Unix milliseconds. */
  newcomers(from: string): { count: number; until: number } {
    const { from: since = 0, newcomers: count = 0 } = this.today.addresses[from] ?? {}
    const until = since + HOUR_MS
    return until > Date.now() ? { count, until } : { count: 0, until: Date.now() + HOUR_MS }
  }

  /** This visitor asks a turn; for the first time, where `newAt` is the address that they come from. */
  asked(who: string, newAt: string | undefined): void {
    this.#add(who, undefined, { turns: 1, ms: 0 })
    if (newAt === undefined) return
    const { count, until } = this.newcomers(newAt)
    this.#change(newAt, { from: until - HOUR_MS, newcomers: count + 1 })
  }

  /** A slot was given up, or its request has ended, at this moment. */
  spend(lease: Lease): void {
    if (lease.who !== undefined) this.#add(lease.who, lease.from, { turns: 0, ms: tookMs(lease, Date.now()) })
  }

  #add(who: string, from: string | undefined, { turns, ms }: Used): void {
    const used = this.of(who)
    this.#put('visitors', who, { turns: used.turns + turns, ms: used.ms + ms })
    if (from === undefined || ms === 0) return
    this.#change(from, { ms: this.at(from) + ms })
  }

  #change(address: string, news: Partial<FromAddress>): void {
    const known = this.today.addresses[address] ?? { ms: 0, from: 0, newcomers: 0 }
    this.#put('addresses', address, { ...known, ...news })
  }

  #put<Of extends 'visitors' | 'addresses'>(of: Of, name: string, value: Today[Of][string]): void {
    const all: Record<string, { ms: number }> = this.today[of]
    all[name] = value
    const names = Object.keys(all)
    if (names.length <= MOST) return
    const least = names.filter(one => one !== name).reduce((a, b) => (msOf(all, b) < msOf(all, a) ? b : a))
    delete all[least]
  }

  /** A day is over: of it the visitors are kept, and of the addresses nothing. */
  #turn(): void {
    const { day, visitors } = this.#today
    this.#shelf.put(nameOf(day), visitors)
    this.#today = blank()
    for (const [name] of this.#days()) if (name <= nameOf(this.#today.day - DAYS)) this.#shelf.delete(name)
    this.#before = null
  }

  #days = () => [...this.#shelf.list<Record<string, Used>>({ prefix: ROW })]
}

const msOf = (all: Record<string, { ms: number }>, name: string): number => all[name]?.ms ?? 0

/** In the order of days until the year 2243. */
const nameOf = (day: number): string => `${ROW}${day}`
