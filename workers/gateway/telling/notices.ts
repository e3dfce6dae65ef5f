/** What of telling outlives a look: what was called today, and what the owner knows. One row of the Box's. */

import type { ProblemCode } from '../../protocol/problems.ts'
import type { Stock } from '../../protocol/stock.ts'
import type { Shelf } from '../box/book.ts'
import { DAY_MS, dayOf } from '../box/ledger/days.ts'
import { consider, type Finding, type Kept, known, type News, type Subject } from './rules.ts'
import type { Telling } from './settings.ts'
import { walls } from './walls.ts'

const ROW = 'telling'

/** Times are Unix milliseconds. */
interface State {
  /** When it was looked for the first time; 0 for never. */
  from: number
  /** Names the ways on which the owner has heard that they are told there. */
  greeted: string
  /** Days since 1970, in UTC, and the calls of the API that were counted in this one. */
  day: number
  requests: number
  subjects: Partial<Record<Subject, Kept>>
}

const BLANK: State = { from: 0, greeted: '', day: 0, requests: 0, subjects: {} }

/** What the owner is to hear. */
export interface Round {
  news: News[]
  /** They have not heard yet that they are told there: the name of the ways; null where they have. */
  greets: string | null
}

/** What the Box itself knows. */
export interface Outlook {
  /** Why none of the hosts answers; null where one does. */
  code: ProblemCode | null
  /** Since when none is well, in Unix milliseconds; null where one is. */
  since: number | null
  /** Turns of today, and for how long they were answered, in milliseconds. */
  turns: number
  ms: number
}

export class Notices {
  readonly #shelf: Shelf
  readonly #look: () => Promise<Outlook>
  #state: State

  /** `look` asks the hosts, now. */
  constructor(shelf: Shelf, look: () => Promise<Outlook>) {
    this.#shelf = shelf
    this.#look = look
    this.#state = { ...BLANK, ...shelf.get<State>(ROW) }
  }

  /** So many calls of the API were made. */
  counted(requests: number): void {
    this.#keep({ day: today(), requests: this.#requests + requests })
  }

  /**
   * Looks around, and says what the owner is to be told, with each look until {@link told}. `stock`: null where history
   * does not answer; `ways` names those on which they are told. A look that finds all as it was writes nothing.
   */
  async round(stock: Stock | null, { plan, backupDays }: Telling, ways: string): Promise<Round> {
    const { code, since, turns, ms } = await this.#look()
    const now = Date.now()
    if (this.#state.from === 0) this.#keep({ from: now })
    const found: Finding[] = [
      { subject: 'box', bad: code !== null, ...(code !== null && { code, since: since ?? now }) },
      ...walls({ requests: this.#requests, turns, ms }, stock?.bytes ?? null, plan),
      ...(stock === null ? [] : [this.#backup(stock, backupDays, now)]),
    ]
    const subjects = { ...this.#state.subjects }
    const news = found.flatMap(finding => {
      const considered = consider(subjects[finding.subject], finding, now)
      subjects[finding.subject] = considered.kept
      return considered.news ?? []
    })
    if (found.some(({ subject }) => subjects[subject] !== this.#state.subjects[subject]))
      this.#keep({ subjects })
    return { news, greets: this.#state.greeted === ways ? null : ways }
  }

  /** The owner has been told this. */
  told({ news, greets }: Round): void {
    const subjects = { ...this.#state.subjects }
    for (const { subject, bad } of news) {
      const kept = subjects[subject]
      // Another look may have seen it change since.
      if (kept !== undefined && kept.bad !== bad && kept.looks > 0) subjects[subject] = known(kept, bad)
    }
    this.#keep({ subjects, ...(greets !== null && { greeted: greets }) })
  }

  /** Today's. */
  get #requests(): number {
    return this.#state.day === today() ? this.#state.requests : 0
  }

  /** Where none was ever made, it is as old as telling is. */
  #backup({ backedUpAt }: Stock, days: number, now: number): Finding {
    const since = backedUpAt ?? this.#state.from
    return { subject: 'backup', bad: days > 0 && now - since >= days * DAY_MS, since }
  }

  #keep(changed: Partial<State>): void {
    this.#state = { ...this.#state, ...changed }
    this.#shelf.put(ROW, this.#state)
  }
}

const today = (): number => dayOf(Date.now())
