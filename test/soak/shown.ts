/** What one viewer shows of a turn: the pieces in the order in which they came, cut back where it was told to. */

import type { Message, RunningTurn } from '../../workers/protocol/nouns.ts'
import { type Position, START } from '../../workers/protocol/position.ts'
import type { Seen } from '../../workers/history/test/visitor.ts'
import { Pieces } from '../client/pieces.ts'
import { Broken } from './wait.ts'

export class Shown {
  readonly who: string
  at: Position = START
  end: Extract<Seen, { type: 'done' | 'problem' }> | undefined
  /** In Unix milliseconds. */
  endedAt = Number.POSITIVE_INFINITY
  /** The chat was deleted before this viewer saw the end. */
  gone = false
  /** What it waits for, and since when in Unix milliseconds: for the report. */
  doing = 'nothing yet'
  #pieces = new Pieces()

  constructor(who: string) {
    this.who = who
  }

  waits(what: string): void {
    this.doing = `${what} since ${Date.now()}`
  }

  get length(): number {
    return this.#pieces.length
  }

  get text(): string {
    return this.#pieces.text
  }

  get thinking(): string {
    return this.#pieces.thinking
  }

  take(event: Seen): void {
    if (this.end !== undefined) throw new Broken(`[T1] ${this.who}: ${event.type} came behind the end`)
    this.at = event.at
    this.#pieces.take(event)
    if (event.type === 'done' || event.type === 'problem') {
      this.end = event
      this.endedAt = Date.now()
    }
    if (this.length !== event.at.position)
      throw new Broken(
        `[T6] ${this.who}: ${event.type} stands at ${event.at.position}, shown are ${this.length}`
      )
  }

  /** Begins anew with what an opened chat says, as a page does that is loaded again. */
  open(message: Message, running: RunningTurn | null): void {
    const { thinking = '', text } = message
    this.#pieces = new Pieces([
      { kind: 'thinking', text: thinking },
      { kind: 'text', text },
    ])
    const position = running?.turn === message.id ? running.position : this.length
    if (position !== this.length)
      throw new Broken(`[T6] ${this.who}: an opened chat shows ${this.length} and says ${position}`)
    this.at = { position, seams: 0 }
  }
}
