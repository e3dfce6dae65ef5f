/** One try at an answer: asks the gateway, reads what comes until it ends, and says how it ended. */

import type { CompletionRequest, HostModel, Queued } from '../../protocol/completion.ts'
import { ANSWER_CHARS } from '../../protocol/limits.ts'
import { causeOf, log } from '../../protocol/log.ts'
import type { Figures } from '../../protocol/nouns.ts'
import { type Problem, problem } from '../../protocol/problems.ts'
import type { Answer, Ending } from './answer.ts'
import type { Audience } from './audience.ts'
import type { Dependencies } from './dependencies.ts'
import type { Hold } from './hold.ts'
import { type Line, Lines } from '../../protocol/lines.ts'
import { Gulps, TICK_MS } from './gulps.ts'
import type { AnswerWriter } from './writer.ts'

/** How a try ended, and who said so. */
export interface Outcome {
  ending: Ending
  by: 'gateway' | 'stream'
  /** What was sent does not fit this model as the host has it. */
  smaller?: HostModel
  /** Nothing was asked: others come first, or the box is away. */
  queued?: Queued
  /** The model that answered, as the host has it. */
  host: HostModel | null
  /** Text came. */
  brought: boolean
}

/** What had arrived is kept; without any of it the turn failed. */
export const brokenOff = (answer: Answer, why: Problem): Ending => ({
  status: answer.length > 0 ? 'interrupted' : 'failed',
  problem: why,
})

export class Try {
  readonly #writer: AnswerWriter
  readonly #hold: Hold
  readonly #around: Dependencies
  #requestId: string | undefined
  #host: HostModel | null = null
  /** When it was last heard of, in Unix milliseconds; null before its first token. */
  #heardAt: number | null = null
  #shownAt = 0
  #owed: number | null = null

  constructor(writer: AnswerWriter, hold: Hold, around: Dependencies) {
    this.#writer = writer
    this.#hold = hold
    this.#around = around
  }

  /** Never throws. The gateway is asked before this returns for the first time: nothing may come before it. */
  async run(request: CompletionRequest): Promise<Outcome> {
    const hold = this.#hold
    this.#requestId = request.requestId
    hold.renew()
    if (hold.why !== null) return this.#outcome({ status: 'stopped' })
    let watch: number | null = null
    try {
      const asked = this.#around.gateway.complete(request)
      const { stallMs } = this.#around.settings()
      watch = setInterval(() => this.#watch(stallMs), stallMs / 4)
      const completion = await asked
      hold.take(completion.call)
      return await this.#read(completion.lines)
    } catch (error) {
      return this.#broken(problem('interrupted'), causeOf(error))
    } finally {
      clearInterval(watch)
      clearTimeout(this.#owed)
      hold.drop()
    }
  }

  async #read(stream: ReadableStream<Uint8Array>): Promise<Outcome> {
    const { answer, audience } = this.#writer
    const lines = new Lines()
    const gulps = new Gulps(stream)
    this.#hold.whenGone(() => gulps.cancel())
    for await (const chunk of gulps) {
      for (const line of lines.feed(chunk)) {
        const outcome = this.#take(line)
        if (outcome !== null) return outcome
      }
      this.#show(audience)
      if (answer.written.length > ANSWER_CHARS) return this.#done({ reason: 'length' })
    }
    // The stream ended and never said so: a failure, not a short answer (T10).
    return this.#broken(problem('incomplete'))
  }

  /** Viewers are sent a frame a tick at most, the first at once: a burst comes in more pieces than anybody could read. */
  #show(audience: Audience): void {
    const wait = this.#shownAt + TICK_MS - Date.now()
    if (wait > 0) return void (this.#owed ??= setTimeout(() => this.#showNow(audience), wait))
    this.#showNow(audience)
  }

  #showNow(audience: Audience): void {
    clearTimeout(this.#owed)
    this.#owed = null
    this.#shownAt = Date.now()
    audience.wake()
  }

  #take(line: Line): Outcome | null {
    switch (line.is) {
      case 'state':
        this.#writer.say(line.state)
        return null
      case 'model':
        this.#host = line.model
        return line.smaller
          ? { ...this.#outcome(brokenOff(this.#writer.answer, problem('too_long'))), smaller: line.model }
          : null
      case 'queued':
        return this.#hold.why === 'stopped'
          ? this.#outcome({ status: 'stopped' })
          : {
              ...this.#outcome(brokenOff(this.#writer.answer, problem('busy')), 'gateway'),
              queued: line.queued,
            }
      case 'delta':
        this.#heardAt = Date.now()
        this.#writer.write(line.kind, line.text)
        return null
      case 'done':
        return this.#done(line.figures)
      case 'problem':
        // That the box broke off is what its stream did, whoever put it into words.
        return this.#broken(
          line.problem,
          line.detail,
          line.problem.code === 'interrupted' ? 'stream' : line.by
        )
    }
  }

  #done = (figures: Figures): Outcome => this.#outcome({ status: 'done', figures })

  #broken(named: Problem, detail?: string, by?: Outcome['by']): Outcome {
    const { why: gone } = this.#hold
    if (gone === 'stopped') return this.#outcome({ status: 'stopped' })
    const why = gone === 'stalled' ? problem('stalled') : named
    const { length: position } = this.#writer.answer
    log('broken', { request: this.#requestId, code: why.code, position, detail })
    return this.#outcome(brokenOff(this.#writer.answer, why), by)
  }

  #outcome = (ending: Ending, by: Outcome['by'] = 'stream'): Outcome => ({
    ending,
    by,
    host: this.#host,
    brought: this.#heardAt !== null,
  })

  /** Only an answer that flows can stall: before its first token the gateway watches. */
  #watch(stallMs: number): void {
    if (this.#heardAt !== null && Date.now() - this.#heardAt > stallMs) this.#hold.letGo('stalled')
  }
}
