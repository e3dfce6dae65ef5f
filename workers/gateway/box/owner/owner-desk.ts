/** What the Box does for its owners: it shows how all stands, and keeps what they set, with who has set it. */

import type { OwnerChanges, OwnerView } from '../../../protocol/owner.ts'
import { no, ok, type Reply } from '../../../protocol/problems.ts'
import type { Limits as Most } from '../../settings.ts'
import type { Hosts } from '../hosts/hosts.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Limits } from '../ledger/limits.ts'
import type { TurnQueue } from '../queue/turn-queue.ts'
import type { Waiting } from '../queue/waiting.ts'
import type { Changes } from './changes.ts'
import type { Enrolment } from './enrolment.ts'
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
  changes: Changes
  enrolment: Enrolment
  /** Limits as the configuration has them. */
  configured: Most
}

export class OwnerDesk {
  readonly #known: Known

  constructor(known: Known) {
    this.#known = known
  }

  isEnrolled(visitor: string): boolean {
    return this.#known.rules.isEnrolled(visitor)
  }

  /** As {@link Enrolment.enrol}; `by`: what the log calls them. */
  enrol(visitor: string, by: string, isRight: boolean, code: string | null): boolean {
    const enrolled = this.#known.enrolment.enrol(visitor, isRight, code)
    if (enrolled) this.#known.changes.note(by, words.BECAME)
    return enrolled
  }

  /** Nothing is theirs any more: they are no owner either. */
  strike(visitor: string): void {
    this.#known.enrolment.strike(visitor)
  }

  async ownerView(requestId?: string): Promise<OwnerView> {
    const { hosts, ledger, limits, configured } = this.#known
    const shownNow = await shownHosts(hosts, ledger, requestId)
    const { paused, welcome, limits: set } = this.#known.rules.state
    return {
      now: Date.now(),
      hosts: shownNow,
      turns: shownTurns(this.#known),
      days: shownDays(ledger.usage, limits),
      visitors: shownVisitors(ledger.usage, limits, this.#known.rules),
      models: shownModels(hosts, this.#known.rules),
      settings: { paused, welcome, limits: set },
      configured: shown(configured),
      changes: this.#known.changes.all,
    }
  }

  /** Refuses a model that is not there. All of the changes hold, or none. */
  change({ by }: Doer, changes: OwnerChanges): Reply<null> {
    const { state } = this.#known.rules
    const { models = {}, limits = {} } = changes
    const there = new Set([
      ...shownModels(this.#known.hosts, this.#known.rules).map(({ name }) => name),
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
    this.#known.rules.set({
      ...(changes.paused !== undefined && { paused: changes.paused }),
      ...(changes.welcome !== undefined && { welcome: changes.welcome }),
      off: [
        ...state.off.filter(name => models[name] !== true),
        ...Object.keys(models).filter(name => models[name] === false && !state.off.includes(name)),
      ],
      limits: set,
    })
    this.#known.changes.note(by, ...what)
    return ok(null)
  }
}
