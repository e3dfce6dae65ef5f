/** What an owner does about people: ends their turns, lets them ask no more, and lets what is theirs be deleted. */

import type { Session } from '../../../protocol/completion.ts'
import { no, ok, type Problem, problem, type Reply } from '../../../protocol/problems.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Usher } from '../queue/usher.ts'
import type { Waiting } from '../queue/waiting.ts'
import type { Changes } from './changes.ts'
import type { Enrolment } from './enrolment.ts'
import type { Rules } from './rules.ts'
import { allTurns, type Found } from './turns.ts'
import * as words from './words.ts'

/** Visitors who are blocked: more than anybody looks through. */
const MOST_BLOCKED = 1_000

const ENDED = problem('ended')

interface Known {
  ledger: Ledger
  waiting: Waiting
  usher: Usher
  rules: Rules
  changes: Changes
  enrolment: Enrolment
}

/** Who does it: what the log calls them, and the visitors that they are here. */
export interface Doer {
  by: string
  visitors: string[]
}

export class People {
  readonly #known: Known

  constructor(known: Known) {
    this.#known = known
  }

  /** Ends a turn, where that is for the Box to do; answers the session that is to stop it. Null of one that is not here. */
  endTurn({ by }: Doer, turn: string): Session | null {
    const found = allTurns(this.#known).find(one => one.turn === turn)
    if (found === undefined) return null
    this.#known.changes.note(by, words.ended(found.who))
    return this.#end([found], ENDED)[0]?.session ?? null
  }

  /**
   * This visitor may ask nothing any more, and, with `address`, nobody new from where they asked last today. Answers turns
   * of theirs that sessions are to stop.
   */
  block(doer: Doer, who: string, address: boolean): Reply<{ turn: string; session: Session }[]> {
    const found = this.whose(doer, who)
    if (!found.ok) return found
    const { value: visitor } = found
    const { blocked } = this.#known.rules.state
    const isNew = blocked[visitor] === undefined
    if (isNew && Object.keys(blocked).length >= MOST_BLOCKED)
      return no('bad_request', {
        message: `${MOST_BLOCKED} are blocked already. Let somebody ask again first.`,
      })
    const { from } = this.#known.ledger.usage.of(who)
    const closes = address && from !== undefined && !this.#known.rules.isClosed(from)
    if (isNew) this.#known.rules.set({ blocked: { ...blocked, [visitor]: { who, at: Date.now() } } })
    if (closes) this.#known.rules.close(from)
    if (isNew || closes) this.#known.changes.note(doer.by, words.blocked(who, closes))
    return ok(this.#endAll(visitor, problem('blocked')))
  }

  /** They may ask again. Where they may already, nothing changes. */
  unblock({ by }: Doer, who: string): Reply<null> {
    const { blocked } = this.#known.rules.state
    const left = Object.entries(blocked).filter(([, entry]) => entry.who !== who)
    if (left.length === Object.keys(blocked).length)
      return this.#visitorOf(who) === undefined ? no('not_found') : ok(null)
    this.#known.rules.set({ blocked: Object.fromEntries(left) })
    this.#known.changes.note(by, words.unblocked(who))
    return ok(null)
  }

  /** The visitor of this pseudonym. Refuses an owner who would do something of this to themself, by mistake. */
  whose({ visitors }: Doer, who: string): Reply<string> {
    const visitor = this.#visitorOf(who)
    if (visitor === undefined) return no('not_found')
    return visitors.includes(visitor) ? no('bad_request', { message: 'This is you.' }) : ok(visitor)
  }

  /** All that history had of them is gone. Programs of theirs end, and what they have used and whether they are blocked stays. */
  erased({ by }: Doer, who: string, visitor: string): void {
    this.#endAll(visitor, ENDED)
    this.#known.enrolment.strike(visitor)
    this.#known.changes.note(by, words.erased(who))
  }

  #visitorOf(who: string): string | undefined {
    const blocked = Object.entries(this.#known.rules.state.blocked).find(([, entry]) => entry.who === who)
    return blocked?.[0] ?? this.#known.ledger.usage.met.visitor(who)
  }

  #endAll(visitor: string, why: Problem) {
    return this.#end(
      allTurns(this.#known).filter(one => one.visitor === visitor),
      why
    )
  }

  /** Programs' end here; answers those that their sessions end. */
  #end(turns: Found[], why: Problem): { turn: string; session: Session }[] {
    for (const { turn, isProgram } of turns) if (isProgram) this.#known.usher.dismiss(turn, why)
    return turns.flatMap(({ turn, session }) => (session === undefined ? [] : [{ turn, session }]))
  }
}
