/** What of telling outlives a look: what was counted today, and what the owner knows. One row of the Box's. */

import type { ProblemCode } from '../../protocol/problems.ts'
import type { Stock } from '../../protocol/stock.ts'
import type { Shelf } from '../box/book.ts'
import { consider, type Finding, type Kept, known, type News, type Subject } from './rules.ts'
import type { Telling } from './settings.ts'
import { type Counts, NOTHING, walls } from './walls.ts'

const ROW = 'telling'

const DAY_MS = 86_400_000

/** Times are Unix milliseconds. */
interface State {
  /** When it was looked for the first time; 0 for never. */
  from: number
  /** Names the ways on which the owner has heard that they are told there. */
  greeted: string
  /** Days since 1970, in UTC, and what was counted in this one. */
  day: number
  counts: Counts
  subjects: Partial<Record<Subject, Kept>>
}

const BLANK: State = { from: 0, greeted: '', day: 0, counts: NOTHING, subjects: {} }

/** What the owner is to hear. */
export interface Round {
  news: News[]
  /** They have not heard yet that they are told there: the name of the ways; null where they have. */
  greets: string | null
}

/** How the hosts are: why none of them answers, null where one does; and since when none does. */
interface Look {
  code: ProblemCode | null
  since: number | null
}

export class Notices {
  readonly #shelf: Shelf
  readonly #look: () => Promise<Look>
  #state: State

  /** `look` asks the hosts, now. */
  constructor(shelf: Shelf, look: () => Promise<Look>) {
    this.#shelf = shelf
    this.#look = look
    this.#state = { ...BLANK, ...shelf.get<State>(ROW) }
  }

  /** So much was used, as was counted somewhere else. */
  counted({ requests = 0, turns = 0, ms = 0 }: Partial<Counts>): void {
    const { counts } = this
    this.#keep({
      day: today(),
      counts: {
        requests: counts.requests + requests,
        turns: counts.turns + turns,
        ms: counts.ms + ms,
      },
    })
  }

  /** Today's. */
  get counts(): Counts {
    return this.#state.day === today() ? this.#state.counts : NOTHING
  }

  /**
   * Looks around, and says what the owner is to be told, with each look until {@link told}. `stock`: null where history
   * does not answer; `ways` names those on which they are told. A look that finds all as it was writes nothing.
   */
  async round(stock: Stock | null, { plan, backupDays }: Telling, ways: string): Promise<Round> {
    const { code, since } = await this.#look()
    const now = Date.now()
    if (this.#state.from === 0) this.#keep({ from: now })
    const found: Finding[] = [
      { subject: 'box', bad: code !== null, ...(code !== null && { code, since: since ?? now }) },
      ...walls(this.counts, stock?.bytes ?? null, plan),
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

const today = (): number => Math.floor(Date.now() / DAY_MS)
