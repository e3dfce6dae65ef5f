/** What the Box does for its owners: it shows how all stands, and keeps what they set, with who has set it. */

import type { OwnerChanges, OwnerView } from '../../../protocol/owner.ts'
import { no, ok, type Reply } from '../../../protocol/problems.ts'
import type { Limits as Most } from '../../settings.ts'
import type { Shelf } from '../book.ts'
import type { Hosts } from '../hosts/hosts.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Limits } from '../ledger/limits.ts'
import type { TurnQueue } from '../queue/turn-queue.ts'
import type { Waiting } from '../queue/waiting.ts'
import { Changes } from './changes.ts'
import { Enrolment } from './enrolment.ts'
import { shownHosts, shownModels } from './hosts.ts'
import { type Rules, shown } from './rules.ts'
import { shownTurns } from './turns.ts'
import type { Doer } from './people.ts'
import { shownDays, shownVisitors } from './used.ts'
import * as words from './words.ts'

interface Known {
  hosts: Hosts
  ledger: Ledger
  limits: Limits
  waiting: Waiting
  queue: TurnQueue
  rules: Rules
  /** Limits as the configuration has them. */
  configured: Most
}

export class OwnerDesk {
  readonly #known: Known
  readonly #rules: Rules
  readonly #changes: Changes
  readonly #enrolment: Enrolment

  constructor(shelf: Shelf, known: Known) {
    this.#known = known
    this.#rules = known.rules
    this.#changes = new Changes(shelf)
    this.#enrolment = new Enrolment(shelf, known.rules)
  }

  isEnrolled(visitor: string): boolean {
    return this.#rules.isEnrolled(visitor)
  }

  /** As {@link Enrolment.enrol}; `by`: what the log calls them. */
  enrol(visitor: string, by: string, given: string, code: string | null): boolean {
    const enrolled = this.#enrolment.enrol(visitor, given, code)
    if (enrolled) this.#changes.note(by, words.BECAME)
    return enrolled
  }

  /** Nothing is theirs any more: they are no owner either. */
  strike(visitor: string): void {
    this.#enrolment.strike(visitor)
  }

  async ownerView(requestId?: string): Promise<OwnerView> {
    const { hosts, ledger, limits, configured } = this.#known
    const shownNow = await shownHosts(hosts, ledger, requestId)
    const { paused, welcome, limits: set } = this.#rules.state
    return {
      now: Date.now(),
      hosts: shownNow,
      turns: shownTurns(this.#known),
      days: shownDays(ledger.usage, limits),
      visitors: shownVisitors(ledger.usage, limits, this.#rules),
      models: shownModels(hosts, this.#rules),
      settings: { paused, welcome, limits: set },
      configured: shown(configured),
      changes: this.#changes.all,
    }
  }

  /** Refuses a model that is not there. All of the changes hold, or none. */
  change({ by }: Doer, changes: OwnerChanges): Reply<null> {
    const { state } = this.#rules
    const { models = {}, limits = {} } = changes
    const there = new Set([
      ...shownModels(this.#known.hosts, this.#rules).map(({ name }) => name),
      ...state.off,
    ])
    if (Object.keys(models).some(name => !there.has(name)))
      return no('bad_request', { message: 'There is no such model.' })
    const what = words.changed(state, changes)
    if (what.length === 0) return ok(null)
    const set = { ...state.limits }
    for (const name of words.NAMES) {
      const value = limits[name]
      if (value === null) delete set[name]
      else if (value !== undefined) set[name] = value
    }
    this.#rules.set({
      ...(changes.paused !== undefined && { paused: changes.paused }),
      ...(changes.welcome !== undefined && { welcome: changes.welcome }),
      off: [
        ...state.off.filter(name => models[name] !== true),
        ...Object.keys(models).filter(name => models[name] === false && !state.off.includes(name)),
      ],
      limits: set,
    })
    this.#changes.note(by, ...what)
    return ok(null)
  }
}
