/**
 * One turn: asks the gateway, reads what comes, and brings it to one end. The turn belongs to the session, not to a
 * request: who watches comes and goes.
 */

import { ANSWER_CHARS } from '../../protocol/limits.ts'
import type { CompletionRequest } from '../../protocol/completion.ts'
import type { Message } from '../../protocol/nouns.ts'
import { type Problem, problem } from '../../protocol/problems.ts'
import type { Answer, Ending } from './answer.ts'
import { Audience } from './audience.ts'
import type { Entry, Intent, Journal } from './journal.ts'
import { type Line, Lines } from './lines.ts'

/** Text that a crash may lose (T8). Each append is a row written and, at the edge, a wait for the disk. */
const JOURNAL_MS = 1_000

/** Tries before the first token; the second is for what is gone at once, as a runner that died in between. */
const ATTEMPTS = 2

export interface Surroundings {
  gateway: HistoryEnv['GATEWAY']
  journal: Journal
  stallMs: number
}

export class Turn implements Entry {
  readonly intent: Intent
  readonly answer: Answer
  readonly audience: Audience
  readonly #around: Surroundings
  #call: Disposable | null = null
  /** Why the call was let go of, when it was this side that did. */
  #cut: 'stopped' | 'stalled' | null = null
  #unwritten: number | null = null
  #heardAt = 0
  readonly #ended = Promise.withResolvers<void>()

  constructor({ intent, answer }: Entry, around: Surroundings) {
    this.intent = intent
    this.answer = answer
    this.audience = new Audience(answer)
    this.#around = around
  }

  /** Resolves when the turn has ended. */
  get ended(): Promise<void> {
    return this.#ended.promise
  }

  /** The question, if this turn asked one, and the answer as it stands. */
  get messages(): Message[] {
    return [...(this.intent.question === null ? [] : [this.intent.question]), this.answer.message()]
  }

  /** Runs to the end and never throws. When it resolves, the ending is in the journal and every viewer was told. */
  async run(messages: CompletionRequest['messages']): Promise<void> {
    let ending = await this.#attempt(messages)
    for (let n = 1; n < ATTEMPTS && ending.problem?.retryable && this.answer.length === 0; n += 1) {
      this.#say({ state: 'waiting', attempt: n + 1, attempts: ATTEMPTS })
      ending = await this.#attempt(messages)
    }
    this.end(ending)
  }

  /** Closes the upstream; the turn ends as `stopped` with what had arrived, unless it has ended already. */
  stop(): void {
    this.#letGo('stopped')
  }

  /** Ends the turn: durable first, then told. */
  end(ending: Ending): void {
    clearTimeout(this.#unwritten)
    this.#around.journal.close(this.answer, ending)
    this.answer.ending = ending
    this.audience.wake(true)
    this.#ended.resolve()
  }

  async #attempt(messages: CompletionRequest['messages']): Promise<Ending> {
    const { model } = this.intent.answer
    const watch = setInterval(() => this.#watch(), this.#around.stallMs / 4)
    try {
      if (this.#cut !== null) return { status: 'stopped' }
      const completion = await this.#around.gateway.complete({ model, messages, think: this.intent.think })
      this.#call = completion.call
      // Stopped while the call was on its way: there was nothing to let go of then.
      if (this.#cut !== null) this.#letGo(this.#cut)
      return await this.#read(completion.lines)
    } catch (error) {
      if (this.#cut === 'stopped') return { status: 'stopped' }
      return this.#broken(problem(this.#cut === 'stalled' ? 'stalled' : 'interrupted'), String(error))
    } finally {
      clearInterval(watch)
      this.#call?.[Symbol.dispose]()
      this.#call = null
    }
  }

  async #read(stream: ReadableStream<Uint8Array>): Promise<Ending> {
    const lines = new Lines()
    for await (const chunk of stream) {
      this.#heardAt = Date.now()
      for (const line of lines.feed(chunk)) {
        const ending = this.#take(line)
        if (ending !== null) return ending
      }
      if (this.answer.length > ANSWER_CHARS) return { status: 'done', figures: { reason: 'length' } }
    }
    // The stream ended and never said so: a failure, not a short answer (T10).
    if (this.#cut === 'stopped') return { status: 'stopped' }
    return this.#broken(problem('incomplete'))
  }

  #take(line: Line): Ending | null {
    switch (line.is) {
      case 'state':
        this.#say(line.state)
        return null
      case 'delta': {
        const first = this.answer.length === 0
        this.answer.append(line.kind, line.text)
        this.audience.wake(first)
        this.#unwritten ??= setTimeout(() => this.#write(), JOURNAL_MS)
        return null
      }
      case 'done':
        return { status: 'done', figures: line.figures }
      case 'problem':
        return this.#broken(line.problem, line.detail)
    }
  }

  #say(state: NonNullable<Answer['state']>): void {
    this.answer.state = state
    this.audience.wake(true)
  }

  #write(): void {
    this.#unwritten = null
    this.#around.journal.append(this.answer)
  }

  /** What had arrived is kept; without any of it the turn failed. `detail` is for the owner's log. */
  #broken(why: Problem, detail = ''): Ending {
    console.warn(JSON.stringify({ burrow: 'broken', code: why.code, position: this.answer.length, detail }))
    return { status: this.answer.length > 0 ? 'interrupted' : 'failed', problem: why }
  }

  /** Only an answer that has begun can stall: before the first token the gateway watches. */
  #watch(): void {
    const quiet = this.answer.length > 0 && Date.now() - this.#heardAt > this.#around.stallMs
    if (quiet) this.#letGo('stalled')
  }

  #letGo(why: 'stopped' | 'stalled'): void {
    this.#cut ??= why
    this.#call?.[Symbol.dispose]()
  }
}
