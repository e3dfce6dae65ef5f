/** What the owner has set while Burrow runs: one row, and so it holds from the next question on, whoever asks. */

import { type Problem, problem } from '../../../protocol/problems.ts'
import type { OwnerLimits, OwnerSettings } from '../../../protocol/owner.ts'
import type { Limits } from '../../settings.ts'
import type { Shelf } from '../book.ts'
import { dayOf } from '../ledger/days.ts'
import type { By } from '../ledger/limits.ts'

const ROW = 'owner'

/** Addresses from which nobody new may ask; beyond them the oldest makes room: none holds for longer than a day. */
const CLOSED = 1_000

/** Who is blocked: under which pseudonym they were seen last, which a new secret changes, and since when, in Unix milliseconds. */
export interface Blocked {
  who: string
  at: number
}

export interface State extends OwnerSettings {
  /** Models that are not offered. */
  off: string[]
  /** By their ids. */
  blocked: Record<string, Blocked>
  /** Of the day (of UTC) that is named alone. */
  closed: Record<string, number>
  /** Visitors who have become owners. */
  enrolled: string[]
  /** Hashes of codes that are used up. */
  used: string[]
}

const BLANK: State = {
  paused: null,
  welcome: '',
  limits: {},
  off: [],
  blocked: {},
  closed: {},
  enrolled: [],
  used: [],
}

export class Rules {
  readonly #shelf: Shelf
  #state: State

  constructor(shelf: Shelf) {
    this.#shelf = shelf
    this.#state = { ...BLANK, ...shelf.get<State>(ROW) }
  }

  get state(): Readonly<State> {
    return this.#state
  }

  set(news: Partial<State>): void {
    this.#state = { ...this.#state, ...news }
    this.#shelf.put(ROW, this.#state)
  }

  /** Why nobody, or this visitor, may ask anything new of this model. An owner asks on while it is paused. */
  refusal(model: string, visitor: string, by: By | undefined): Problem | undefined {
    if (this.isBlocked(visitor, by?.who)) return problem('blocked')
    if (this.isOff(model)) return problem('not_allowed')
    const { paused } = this.#state
    if (paused === null || by?.isOwner || this.isEnrolled(visitor)) return undefined
    return problem('paused', paused.message === '' ? {} : { message: paused.message })
  }

  /** `who`: what they are called now, where that is known. */
  isBlocked(visitor: string, who?: string): boolean {
    const entry = this.#state.blocked[visitor]
    if (entry === undefined) return false
    if (who !== undefined && who !== entry.who)
      this.set({ blocked: { ...this.#state.blocked, [visitor]: { ...entry, who } } })
    return true
  }

  isOff = (model: string): boolean => this.#state.off.includes(model)

  isEnrolled = (visitor: string): boolean => this.#state.enrolled.includes(visitor)

  isClosed = (from: string): boolean => this.#state.closed[from] === dayOf(Date.now())

  /** From now on, until the day has ended, nobody new may ask from there. */
  close(from: string): void {
    const today = dayOf(Date.now())
    const others = Object.entries(this.#state.closed).filter(([one, day]) => one !== from && day === today)
    this.set({ closed: Object.fromEntries([...others, [from, today] as const].slice(-CLOSED)) })
  }

  /** Limits as they hold now. */
  limitsOf(configured: Limits): Limits {
    const { boxMinutes, addressBoxMinutes, ...rest } = this.#state.limits
    return {
      ...configured,
      ...rest,
      ...(boxMinutes !== undefined && { boxMs: boxMinutes * 60_000 }),
      ...(addressBoxMinutes !== undefined && { addressBoxMs: addressBoxMinutes * 60_000 }),
    }
  }
}

/** Limits in the units in which an owner sets them. */
export const shown = ({ turnsAMinute, newVisitorsAnHour, boxMs, addressBoxMs }: Limits): OwnerLimits => ({
  turnsAMinute,
  newVisitorsAnHour,
  boxMinutes: boxMs / 60_000,
  addressBoxMinutes: addressBoxMs / 60_000,
})
