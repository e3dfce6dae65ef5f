/**
 * How an answer grows: in the log, before its audience, and every two seconds in the journal. Nothing else writes to an
 * answer.
 */

import type { Message } from '../../protocol/nouns.ts'
import type { TurnState } from '../../protocol/turn-state.ts'
import type { Answer, Ending } from './answer.ts'
import { Audience } from './audience.ts'
import type { Journal } from './journal.ts'
import type { Kind } from './runs.ts'
import { type Stage, Stages } from './stages.ts'

/** Text that a crash may lose (T8). Each append is a row written and, at the edge, a wait for the disk. */
const JOURNAL_MS = 2_000

/**
 * The same of the first text behind a seam, as soon as somebody may have seen more of it: deaths in a row, as of many
 * deployments, must not meet it where it began.
 */
const RESUMED_MS = 60

/** What of the answer stands already and is sent along, as the model wrote it. */
export interface Resumed {
  text: string
  /** As the model counted it. */
  tokens: number
}

export class AnswerWriter {
  readonly answer: Answer
  readonly audience: Audience
  readonly stages: Stages
  readonly #journal: Journal
  readonly #begun = Promise.withResolvers<void>()
  #unwritten: number | null = null
  /** Where the next delta begins in what is written, when that is not at its end. */
  #seam: number | null = null

  /** `stage`: what the time since the turn began was spent in. */
  constructor(answer: Answer, journal: Journal, stage: Stage) {
    this.answer = answer
    this.audience = new Audience(answer)
    this.stages = new Stages(stage, answer.beginning.createdAt)
    this.#journal = journal
  }

  /** Resolves when there is something to see: a state, a delta, or the end. */
  get begun(): Promise<void> {
    return this.#begun.promise
  }

  /**
   * What is there is to be resumed. Answers the text that the model is to go on from, and the tokens that it is;
   * undefined where there is none, or it is to begin `anew`. What lies behind it is given up with the next delta: if
   * none comes, all of it stays.
   */
  resume(anew = false): Resumed | undefined {
    this.#seam = anew ? 0 : this.answer.seam
    if (this.#seam === 0) return undefined
    return { text: this.answer.written.text('text').trimEnd(), tokens: this.answer.linesUntil(this.#seam) }
  }

  write(kind: Kind, text: string): void {
    const isResumed = this.#seam !== null
    if (this.#seam !== null) {
      this.answer.cut(this.#seam)
      this.#journal.rewrite(this.answer)
      this.#seam = null
    }
    this.answer.append(kind, text)
    this.stages.enter('writing')
    this.#begun.resolve()
    if (isResumed) this.#forgetTimer()
    this.#unwritten ??= setTimeout(
      () => {
        this.#unwritten = null
        this.#journal.append(this.answer)
      },
      isResumed ? RESUMED_MS : JOURNAL_MS
    )
  }

  #forgetTimer(): void {
    clearTimeout(this.#unwritten)
    this.#unwritten = null
  }

  /** What happens while there is nothing to write. */
  say(state: NonNullable<Answer['state']>): void {
    this.answer.state = state
    this.stages.enter(state.state)
    this.#begun.resolve()
    this.audience.wake()
  }

  /** The turn waits for its place, and its session sleeps. */
  wait(where: Omit<Extract<TurnState, { state: 'queued' }>, 'state'>): void {
    this.say({ state: 'queued', ...where })
    this.audience.rest()
  }

  /** It waits no more. */
  goOn(): void {
    this.answer.state = null
    this.audience.resume()
  }

  /** The end: durable first, then told. */
  end(ending: Ending): void {
    clearTimeout(this.#unwritten)
    this.#journal.close(this.answer, ending)
    this.answer.end(ending)
    this.audience.wake()
    this.#begun.resolve()
  }

  /** It was answered before, by an earlier life of the session: what D1 has is the answer. */
  replace(message: Message): void {
    clearTimeout(this.#unwritten)
    this.answer.replace(message)
    this.audience.wake()
    this.#begun.resolve()
  }
}
