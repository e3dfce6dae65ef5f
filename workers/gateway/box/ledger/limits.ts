/** What one visitor, and all who come from one address, may ask of the box: refused before it costs the box anything (Q5). */

import { ok, type Problem, problem, type Reply } from '../../../protocol/problems.ts'
import type { Limits as Most } from '../../settings.ts'
import type { Ledger } from './ledger.ts'
import { tookMs } from './lease.ts'
import { Minute } from './minute.ts'
import type { Usage } from './usage.ts'
import { DAY_MS, dayOf } from './days.ts'

/**
 * Who asks: by pseudonym; and from where, by what stands for their address today, which may have so many times as much.
 * Without an address they are at the owner's own machine: what they use is counted, and limited by nothing.
 */
export interface By {
  who: string
  address?: { from: string; times: number }
  /** Access says that they are an owner. */
  isOwner?: true
}

/** What is little: a tenth of it, or what an answer may take, in milliseconds. */
const LITTLE = 0.1
const LITTLE_MS = 60_000

const CLOSED = 'The owner of this box lets nobody new ask from your network today.'

/** Bytes of a question beside its text: rows of its own, its answer's, and its chat's, as history counts them. */
const EACH_BYTES = 1_500

/** Bytes of a question that is counted on the disk at once. */
const LONG_BYTES = 10_000

type Place = NonNullable<By['address']>

/** What a visitor has used, and may use in all, null for no limit; the day's until `until`, in Unix milliseconds. */
export interface Allowance {
  box: { usedMs: number; mostMs: number | null; until: number }
  turns: { used: number; most: number | null }
}

/** What the owner has to say of it while Burrow runs. */
interface Owners {
  /** Limits as they hold now. */
  limitsOf(configured: Most): Most
  /** Nobody new may ask from this address today. */
  isClosed(from: string): boolean
}

export class Limits {
  readonly #configured: Most
  readonly #ledger: Ledger
  readonly #owners: Owners
  readonly #minute = new Minute()

  constructor(configured: Most, ledger: Ledger, owners: Owners) {
    this.#configured = configured
    this.#ledger = ledger
    this.#owners = owners
  }

  /** Why this turn may not be asked now, and when to come back; else it is counted. `bytes` of its text; none where nothing is kept. */
  refusal(turn: string, visitor: string, { who, address }: By, bytes?: number): Problem | undefined {
    const newcomer = this.#usage.isNew(who)
    const more = bytes === undefined ? 0 : bytes + EACH_BYTES
    const refused =
      address &&
      (this.#tooFast(turn, who) ??
        this.#usedUp(who, address) ??
        this.#tooMuch(address, more) ??
        (newcomer ? this.#crowd(address) : undefined))
    if (refused !== undefined) return refused
    this.#minute.note(who, turn)
    this.#usage.asked({ who, visitor, from: address?.from }, newcomer)
    if (address !== undefined && more > 0) this.#write(address.from, more)
    return undefined
  }

  /** Why nothing may be kept of this visitor, of whom nothing is yet; else they are counted as one who has come. */
  arrival(visitor: string, { who, address }: By): Reply<null> {
    if (address === undefined || !this.#usage.isNew(who)) return ok(null)
    const refused = this.#crowd(address)
    if (refused !== undefined) return { ok: false, problem: refused }
    this.#usage.came({ who, visitor }, address.from)
    this.#ledger.keep()
    return ok(null)
  }

  /** A question that waited has its place now: why it may not begin all the same. It was counted when it was asked. */
  spent({ who, from, times = 1 }: { who?: string; from?: string; times?: number }): Problem | undefined {
    return who === undefined || from === undefined ? undefined : this.#usedUp(who, { from, times })
  }

  /** Of the box's time: a visitor's own, or that of their address where less of it is left. */
  allowance({ who, address }: By): Allowance {
    const usedMs = this.usedMs(who)
    const used = this.#minute.count(who)
    const until = midnight()
    if (address === undefined) return { box: { usedMs, mostMs: null, until }, turns: { used, most: null } }
    const mine = { usedMs, mostMs: this.#most.boxMs }
    const all = this.#ofAddress(address)
    const nearer = all.mostMs - all.usedMs < mine.mostMs - mine.usedMs ? all : mine
    return { box: { ...nearer, until }, turns: { used, most: this.#most.turnsAMinute } }
  }

  /** Milliseconds of the box that are left for today, where that is little. */
  nearlyUsed(by: By): number | undefined {
    const { usedMs, mostMs } = this.allowance(by).box
    if (mostMs === null) return undefined
    const left = Math.max(0, mostMs - usedMs)
    return left <= Math.max(mostMs * LITTLE, LITTLE_MS) ? left : undefined
  }

  /** Milliseconds of the box that a visitor has used today: what runs now is used as it runs. */
  usedMs(who: string): number {
    return this.#usage.of(who).ms + this.#running(lease => lease.who === who)
  }

  get #most(): Most {
    return this.#owners.limitsOf(this.#configured)
  }

  get #usage(): Usage {
    return this.#ledger.usage
  }

  #tooFast(turn: string, who: string): Problem | undefined {
    const { turnsAMinute: most } = this.#most
    const wait = this.#minute.wait(who, turn, most)
    if (wait === 0) return undefined
    const limit = most === 1 ? 'One question a minute is' : `${most} questions a minute are`
    const message = `${limit} the limit. Try again in ${Math.ceil(wait / 1_000)} s.`
    return problem('too_fast', { message, retryAfterMs: wait })
  }

  #usedUp(who: string, address: Place): Problem | undefined {
    const used = this.usedMs(who)
    const retryAfterMs = midnight() - Date.now()
    const { boxMs } = this.#most
    if (used >= boxMs) {
      const minutes = `${Math.round(boxMs / 6_000) / 10}`
      const message = `Your box time is used up: ${minutes} of ${minutes} minutes today. ${later(retryAfterMs)}`
      return problem('used_up', { message, retryAfterMs })
    }
    const all = this.#ofAddress(address)
    if (all.usedMs < all.mostMs) return undefined
    const message = `The box time of your network is used up for today. ${later(retryAfterMs)}`
    return problem('used_up', { message, retryAfterMs })
  }

  #tooMuch({ from, times }: Place, more: number): Problem | undefined {
    if (more === 0 || this.#usage.wrote(from) + more <= this.#most.addressBytes * times) return undefined
    const retryAfterMs = midnight() - Date.now()
    const message = `As much has been written from your network today as may be. ${later(retryAfterMs)}`
    return problem('too_much_written', { message, retryAfterMs })
  }

  /** A slot that is given writes it down. One that is never given does not, and the Box may sleep before the next. */
  #write(from: string, more: number): void {
    this.#usage.write(from, more)
    if (more >= LONG_BYTES) this.#ledger.keep()
  }

  #crowd(address: Place): Problem | undefined {
    if (this.#owners.isClosed(address.from)) return problem('blocked', { message: CLOSED })
    const { count, until } = this.#usage.newcomers(address.from)
    if (count < this.#most.newVisitorsAnHour * address.times) return undefined
    return problem('too_many_visitors', { retryAfterMs: until - Date.now() })
  }

  #ofAddress({ from, times }: Place): { usedMs: number; mostMs: number } {
    const usedMs = this.#usage.at(from) + this.#running(lease => lease.from === from)
    return { usedMs, mostMs: this.#most.addressBoxMs * times }
  }

  #running(which: (lease: Ledger['leases'][number]) => boolean): number {
    const running = this.#ledger.leases.filter(lease => lease.overAt === null && which(lease))
    return running.reduce((sum, lease) => sum + tookMs(lease, Date.now()), 0)
  }
}

/** When the day ends, in Unix milliseconds. */
const midnight = (): number => (dayOf(Date.now()) + 1) * DAY_MS

function later(ms: number): string {
  const hours = Math.ceil(ms / 3_600_000)
  return hours > 1 ? `More in ${hours} hours.` : `More within the hour.`
}
