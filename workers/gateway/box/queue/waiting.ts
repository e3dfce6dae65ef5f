/** The questions that wait: a row each, so that asking again after any death finds them. */

import type { Session } from '../../../protocol/completion.ts'
import type { Shelf } from '../book.ts'
import type { Question } from './standing.ts'

/** A slot that is offered to a turn, until its session, or program, comes for it. Times are Unix milliseconds. */
export interface Held {
  url: string
  /** When it is offered again. */
  nextAt: number
  times: number
  /** Calls in a row that the session did not answer. */
  misses: number
  /** The session has written down that the turn begins. */
  accepted: boolean
}

export interface Row extends Question {
  turn: string
  /** Absent of a program's: whoever holds it is told over their socket. */
  session?: Session
  model: string
  /** Of whom the log speaks, as in the turn's `Trace`; absent of who is not known. */
  who?: string
  /** What wrote the text that is gone on with, where that is known: only hosts that have it can serve. */
  digest?: string
  /** When it began to stand in the queue; of one that stands behind another, when it was asked. Unix milliseconds. */
  since: number
  /** It was cut, and its slot has gone to another. */
  resumes?: true
  held?: Held
  /** Whoever watched was told that the box is away, and is told when it is back. */
  away?: true
  /** Its session did not come for a slot: until then it is offered none, and from then on it stands in the queue again. */
  notBefore?: number
}

const PREFIX = 'waits '

export class Waiting {
  readonly #shelf: Shelf
  readonly #rows: Map<string, Row>

  constructor(shelf: Shelf) {
    this.#shelf = shelf
    this.#rows = new Map([...shelf.list<Row>({ prefix: PREFIX })].map(([, row]) => [row.turn, row]))
  }

  get all(): Row[] {
    return [...this.#rows.values()]
  }

  get(turn: string): Row | undefined {
    return this.#rows.get(turn)
  }

  put(row: Row): void {
    this.#rows.set(row.turn, row)
    this.#shelf.put(PREFIX + row.turn, row)
  }

  /** It is another visitor's from now on. Undefined where no session waits with it. */
  handOver(turn: string, visitor: string, chat: string): Row | undefined {
    const row = this.#rows.get(turn)
    if (row?.session === undefined) return undefined
    const { who: _was, ...rest } = row
    const handed = { ...rest, visitor, session: { ...row.session, owner: visitor, chat } }
    this.put(handed)
    return handed
  }

  remove(turn: string): Row | undefined {
    const row = this.#rows.get(turn)
    if (row === undefined) return undefined
    this.#rows.delete(turn)
    this.#shelf.delete(PREFIX + turn)
    return row
  }
}
