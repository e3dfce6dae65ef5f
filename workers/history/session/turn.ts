/**
 * One turn: asks the gateway, reads what comes, and brings it to one end. The turn belongs to the session, not to a
 * request: who watches comes and goes.
 */

import { ANSWER_CHARS } from '../../protocol/limits.ts'
import type { Figures, Message } from '../../protocol/nouns.ts'
import { type Problem, problem } from '../../protocol/problems.ts'
import { goesOn } from './again.ts'
import type { Answer, Ending, Kind } from './answer.ts'
import { Audience } from './audience.ts'
import type { Messages } from './context.ts'
import { Hold } from './hold.ts'
import type { Entry, Intent } from './journal.ts'
import { type Line, Lines } from './lines.ts'
import { paced } from './paced.ts'
import type { Surroundings } from './surroundings.ts'

/** How one try ended, and who said so. */
interface Outcome {
  ending: Ending
  by: 'gateway' | 'stream'
}

/** Text that a crash may lose (T8). Each append is a row written and, at the edge, a wait for the disk. */
const JOURNAL_MS = 1_000

const STOPPED: Outcome = { ending: { status: 'stopped' }, by: 'stream' }
const done = (figures: Figures): Outcome => ({ ending: { status: 'done', figures }, by: 'stream' })

export class Turn implements Entry {
  readonly intent: Intent
  readonly answer: Answer
  readonly audience: Audience
  readonly #around: Surroundings
  readonly #hold = new Hold()
  #unwritten: number | null = null
  /** When this try was last heard of; null before its first token. */
  #heardAt: number | null = null
  /** Where the next delta begins, when that is not at the end of what is there. */
  #seam: number | null = null
  readonly #begun = Promise.withResolvers<void>()
  readonly #ended = Promise.withResolvers<void>()

  constructor({ intent, answer }: Entry, around: Surroundings) {
    this.intent = intent
    this.answer = answer
    this.audience = new Audience(answer)
    this.#around = around
    // Taken up from the journal after its end: nothing will end it again.
    if (answer.ending !== null) this.#ended.resolve()
  }

  /** Resolves when there is something to see of it: a state, a delta, or its end. */
  get begun(): Promise<void> {
    return this.#begun.promise
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
    this.#seam = further ? this.answer.seam : null
    let outcome = further ? this.#broken(problem('interrupted')) : await this.#attempt(context)
    for (const [n, wait] of (further ? [0, ...waits] : waits).entries()) {
      const begun = further || this.answer.length > 0
      if (!goesOn(outcome.ending.problem?.code, outcome.by, begun, n)) break
      if (begun) {
        this.#seam = this.answer.seam
        if (wait > 0) this.#say({ state: 'waiting', attempt: n + 2, attempts: waits.length + 1 })
        await this.#hold.pause(wait)
      }
      const next = await this.#attempt(context)
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
    this.#end(this.#broken(problem('interrupted')).ending)
  }

  /** Ends the turn: durable first, then told. */
  #end(ending: Ending): void {
    clearTimeout(this.#unwritten)
    this.#around.journal.close(this.answer, ending)
    this.answer.ending = ending
    this.audience.wake()
    this.#begun.resolve()
    this.#ended.resolve()
  }

  async #attempt(context: () => Promise<Messages>): Promise<Outcome> {
    const { model } = this.intent.answer
    this.#heardAt = null
    this.#hold.renew()
    const watch = setInterval(() => this.#watch(), this.#around.stallMs / 4)
    try {
      if (this.#hold.why !== null) return STOPPED
      const messages = await context().catch(() => null)
      if (messages === null) return this.#broken(problem('history_unavailable'))
      const prefill = this.#seam ? { prefill: this.answer.text('text').trimEnd() } : {}
      const ask = { model, messages, think: this.intent.think, ...prefill }
      const completion = await this.#around.gateway.complete(ask)
      this.#hold.take(completion.call)
      return await this.#read(completion.lines)
    } catch (error) {
      if (this.#hold.why === 'stopped') return STOPPED
      return this.#broken(problem(this.#hold.why === 'stalled' ? 'stalled' : 'interrupted'), String(error))
    } finally {
      clearInterval(watch)
      this.#hold.drop()
    }
  }

  async #read(stream: ReadableStream<Uint8Array>): Promise<Outcome> {
    const lines = new Lines()
    for await (const chunk of paced(stream, () => this.audience.wake())) {
      for (const line of lines.feed(chunk)) {
        const outcome = this.#take(line)
        if (outcome !== null) return outcome
      }
      if (this.answer.length > ANSWER_CHARS) return done({ reason: 'length' })
    }
    // The stream ended and never said so: a failure, not a short answer (T10).
    return this.#hold.why === 'stopped' ? STOPPED : this.#broken(problem('incomplete'))
  }

  #take(line: Line): Outcome | null {
    switch (line.is) {
      case 'state':
        this.#say(line.state)
        return null
      case 'delta':
        this.#grow(line.kind, line.text)
        return null
      case 'done':
        return done(line.figures)
      case 'problem':
        return this.#broken(line.problem, line.detail, line.by)
    }
  }

  #grow(kind: Kind, text: string): void {
    this.#heardAt = Date.now()
    // Only now is what lies behind the seam given up: had nothing come, all that had arrived would stay.
    if (this.#seam !== null) {
      this.answer.cut(this.#seam)
      this.#around.journal.rewrite(this.answer)
      this.#seam = null
    }
    this.answer.append(kind, text)
    this.#begun.resolve()
    this.#unwritten ??= setTimeout(() => this.#write(), JOURNAL_MS)
  }

  #say(state: NonNullable<Answer['state']>): void {
    this.answer.state = state
    this.#begun.resolve()
    this.audience.wake()
  }

  #write(): void {
    this.#unwritten = null
    this.#around.journal.append(this.answer)
  }

  /** What had arrived is kept; without any of it the turn failed. `detail` is for the owner's log. */
  #broken(why: Problem, detail = '', by: Outcome['by'] = 'stream'): Outcome {
    console.warn(JSON.stringify({ burrow: 'broken', code: why.code, position: this.answer.length, detail }))
    return { ending: { status: this.answer.length > 0 ? 'interrupted' : 'failed', problem: why }, by }
  }

  /** Only an answer that flows can stall: before its first token the gateway watches. */
  #watch(): void {
    const quiet = this.#heardAt !== null && Date.now() - this.#heardAt > this.#around.stallMs
    if (quiet) this.#hold.letGo('stalled')
  }
}
