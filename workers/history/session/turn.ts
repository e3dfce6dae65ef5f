/**
 * One turn, brought to one end: by one try, or by several that go on from each other. The turn belongs to the session,
 * not to a request: who watches comes and goes.
 */

import type { Message } from '../../protocol/nouns.ts'
import { problem } from '../../protocol/problems.ts'
import { goesOn } from './again.ts'
import type { Answer, Ending } from './answer.ts'
import { Attempt, broken } from './attempt.ts'
import type { Audience } from './audience.ts'
import type { Messages } from './context.ts'
import { Hold } from './hold.ts'
import type { Entry, Intent } from './journal.ts'
import { Pen } from './pen.ts'
import type { Surroundings } from './surroundings.ts'

export class Turn implements Entry {
  readonly intent: Intent
  readonly answer: Answer
  readonly audience: Audience
  readonly #pen: Pen
  readonly #around: Surroundings
  readonly #hold = new Hold()
  readonly #ended = Promise.withResolvers<void>()

  constructor({ intent, answer }: Entry, around: Surroundings) {
    this.intent = intent
    this.answer = answer
    this.#pen = new Pen(answer, around.journal)
    this.audience = this.#pen.audience
    this.#around = around
    // Taken up from the journal after its end: nothing will end it again.
    if (answer.ending !== null) this.#ended.resolve()
  }

  /** Resolves when there is something to see of it: a state, a delta, or its end. */
  get begun(): Promise<void> {
    return this.#pen.begun
  }

  /** Resolves when the turn has ended. */
  get ended(): Promise<void> {
    return this.#ended.promise
  }

  /** The question, if this turn asked one, and the answer as it stands. */
  get messages(): Message[] {
    return [...(this.intent.question === null ? [] : [this.intent.question]), this.answer.message()]
  }

  /**
   * Runs to the end and never throws. When it resolves, the ending is in the journal and every viewer was told.
   * `further`: it goes on from what is there already, because an earlier life of the session, or another answer, was
   * cut.
   */
  async run(context: () => Promise<Messages>, further: boolean): Promise<void> {
    const waits = this.#around.retryMs
    let outcome = further ? broken(this.answer, problem('interrupted')) : await this.#attempt(context)
    for (const [n, wait] of (further ? [0, ...waits] : waits).entries()) {
      const begun = further || this.answer.length > 0
      if (!goesOn(outcome.ending.problem?.code, outcome.by, begun, n)) break
      if (begun && wait > 0) this.#pen.say({ state: 'waiting', attempt: n + 2, attempts: waits.length + 1 })
      if (begun) await this.#hold.pause(wait)
      const next = await this.#attempt(context, begun ? this.#pen.goOn() : undefined)
      // It cannot be gone on with: the reason for which it broke off stands, and all that had arrived.
      if (next.ending.problem?.code === 'no_continuation') break
      outcome = next
    }
    this.#end(outcome.ending)
  }

  /** Closes the upstream; the turn ends as `stopped` with what had arrived, unless it has ended already. */
  stop(): void {
    this.#hold.letGo('stopped')
  }

  /** It was cut once too often. */
  giveUp(): void {
    this.#end(broken(this.answer, problem('interrupted')).ending)
  }

  #attempt(context: () => Promise<Messages>, prefill?: string) {
    return new Attempt(this.#pen, this.#hold, this.#around).run(async () => ({
      model: this.intent.answer.model,
      messages: await context(),
      think: this.intent.think,
      written: 0,
      tokens: 0,
      again: prefill !== undefined,
      ...(prefill === undefined ? {} : { prefill }),
    }))
  }

  #end(ending: Ending): void {
    this.#pen.end(ending)
    this.#ended.resolve()
  }
}
