/**
 * Who has used how much of the box, by day and by pseudonym; and for today by address, which is forgotten with the day.
 * Today stands in the ledger's row, which is written whenever a slot is given or ends, so that counting writes no row.
 */

import type { Shelf } from '../book.ts'
import { DAYS, dayOf, Days, HOUR_MS, type Used } from './days.ts'
import { type Lease, tookMs } from './lease.ts'
import { Met } from './met.ts'

/** Visitors and addresses of a day that are kept; beyond them who has used least is forgotten. */
const MOST = 2_000

/** What a visitor has used today, and from where they asked last. */
interface UsedToday extends Used {
  from?: string
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
  visitors: Record<string, UsedToday>
  addresses: Record<string, FromAddress>
  /** Answers that broke off or never came; and the longest wait, in milliseconds. An older Burrow counted neither. */
  failed?: number
  waitedMs?: number
}

/** Who asks, by pseudonym, and under which id; and from where, where that is known. */
interface Asks {
  who: string
  visitor: string
  from?: string | undefined
}

const blank = (): Today => ({ day: dayOf(Date.now()), visitors: {}, addresses: {} })

const NOTHING: UsedToday = { turns: 0, ms: 0 }

export class Usage {
  readonly days: Days
  readonly met: Met
  #today: Today
  /** Whoever asked on one of the days before; null until somebody wants to know. */
  #before: Set<string> | null = null

  /** `today` as the ledger kept it. */
  constructor(shelf: Shelf, today: Today | undefined) {
    this.days = new Days(shelf)
    this.met = new Met(shelf)
    this.#today = today ?? blank()
  }

  get today(): Today {
    if (this.#today.day !== dayOf(Date.now())) this.#turn()
    return this.#today
  }

  of = (who: string): UsedToday => this.today.visitors[who] ?? NOTHING

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
    return this.today.visitors[who] === undefined && !this.#known.has(who)
  }

  /** New visitors from an address within its hour, and when that is over, in Unix milliseconds. */
  newcomers(from: string): { count: number; until: number } {
    const { from: since = 0, newcomers: count = 0 } = this.today.addresses[from] ?? {}
    const until = since + HOUR_MS
    return until > Date.now() ? { count, until } : { count: 0, until: Date.now() + HOUR_MS }
  }

  /** A turn is asked; for the first time by somebody new, where `newcomer`. */
  asked({ who, visitor, from }: Asks, newcomer: boolean): void {
    this.met.note(who, visitor)
    this.#add(who, undefined, { turns: 1, ms: 0 })
    if (from === undefined) return
    this.#put('visitors', who, { ...this.of(who), from })
    if (newcomer) this.#came(from)
  }

  /** This visitor is no longer new, and has asked nothing. */
  came({ who, visitor }: Asks, from: string): void {
    this.met.note(who, visitor)
    this.#add(who, undefined, NOTHING)
    this.#came(from)
  }

  #came(newAt: string): void {
    const { count, until } = this.newcomers(newAt)
    this.#change(newAt, { from: until - HOUR_MS, newcomers: count + 1 })
  }

  /** A slot was given up, or its request has ended, at this moment. */
  spend(lease: Lease): void {
    if (lease.who !== undefined) this.#add(lease.who, lease.from, { turns: 0, ms: tookMs(lease, Date.now()) })
  }

  /** An answer broke off, or never came. */
  failed(): void {
    this.today.failed = (this.today.failed ?? 0) + 1
  }

  /** Somebody's turn has begun for which they waited so long. */
  waited(ms: number): void {
    this.today.waitedMs = Math.max(this.today.waitedMs ?? 0, ms)
  }

  #add(who: string, from: string | undefined, { turns, ms }: Used): void {
    const used = this.of(who)
    this.#put('visitors', who, { ...used, turns: used.turns + turns, ms: used.ms + ms })
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
    if (of === 'visitors' && !this.#known.has(least)) this.met.forget([least])
  }

  /** A day is over: of it the visitors are kept, and of the addresses nothing. Who asked on no day that is kept was never met. */
  #turn(): void {
    const { day, visitors, failed = 0, waitedMs = 0 } = this.#today
    const used = Object.entries(visitors).map(([who, { turns, ms }]) => [who, { turns, ms }] as const)
    this.days.keep(day, { visitors: Object.fromEntries(used), failed, waitedMs })
    this.#today = blank()
    const gone = this.days.dropBefore(this.#today.day - DAYS + 1)
    this.#before = null
    this.met.forget(gone.filter(who => !this.#known.has(who)))
  }

  get #known(): Set<string> {
    return (this.#before ??= new Set(this.days.all.flatMap(({ visitors }) => Object.keys(visitors))))
  }
}

const msOf = (all: Record<string, { ms: number }>, name: string): number => all[name]?.ms ?? 0
