/** One try at an answer: asks the gateway, reads what comes until it ends, and says how it ended. */

import type { CompletionRequest } from '../../protocol/completion.ts'
import { ANSWER_CHARS } from '../../protocol/limits.ts'
import type { Figures } from '../../protocol/nouns.ts'
import { type Problem, problem } from '../../protocol/problems.ts'
import type { Answer, Ending } from './answer.ts'
import type { Hold } from './hold.ts'
import { type Line, Lines } from './lines.ts'
import { paced } from './paced.ts'
import type { Pen } from './pen.ts'
import type { Surroundings } from './surroundings.ts'

/** How a try ended, and who said so. */
export interface Outcome {
  ending: Ending
  by: 'gateway' | 'stream'
}

const STOPPED: Outcome = { ending: { status: 'stopped' }, by: 'stream' }
const done = (figures: Figures): Outcome => ({ ending: { status: 'done', figures }, by: 'stream' })

/** What had arrived is kept; without any of it the turn failed. `detail` is for the owner's log. */
export function broken(answer: Answer, why: Problem, detail = '', by: Outcome['by'] = 'stream'): Outcome {
  console.warn(JSON.stringify({ burrow: 'broken', code: why.code, position: answer.length, detail }))
  return { ending: { status: answer.length > 0 ? 'interrupted' : 'failed', problem: why }, by }
}

export class Attempt {
  readonly #pen: Pen
  readonly #hold: Hold
  readonly #around: Surroundings
  /** When it was last heard of; null before its first token. */
  #heardAt: number | null = null

  constructor(pen: Pen, hold: Hold, around: Surroundings) {
    this.#pen = pen
    this.#hold = hold
    this.#around = around
  }

  /** Never throws. `ask` rejects where history cannot say what was asked. */
  async run(ask: () => Promise<CompletionRequest>): Promise<Outcome> {
    const hold = this.#hold
    hold.renew()
    const watch = setInterval(() => this.#watch(), this.#around.stallMs / 4)
    try {
      if (hold.why !== null) return STOPPED
      const request = await ask().catch(() => null)
      if (request === null) return this.#broken(problem('history_unavailable'))
      const completion = await this.#around.gateway.complete(request)
      hold.take(completion.call)
      return await this.#read(completion.lines)
    } catch (error) {
      if (hold.why === 'stopped') return STOPPED
      return this.#broken(problem(hold.why === 'stalled' ? 'stalled' : 'interrupted'), String(error))
    } finally {
      clearInterval(watch)
      hold.drop()
    }
  }

  async #read(stream: ReadableStream<Uint8Array>): Promise<Outcome> {
    const { answer, audience } = this.#pen
    const lines = new Lines()
    for await (const chunk of paced(stream, () => audience.wake())) {
      for (const line of lines.feed(chunk)) {
        const outcome = this.#take(line)
        if (outcome !== null) return outcome
      }
      if (answer.length > ANSWER_CHARS) return done({ reason: 'length' })
    }
    // The stream ended and never said so: a failure, not a short answer (T10).
    return this.#hold.why === 'stopped' ? STOPPED : this.#broken(problem('incomplete'))
  }

  #take(line: Line): Outcome | null {
    switch (line.is) {
      case 'state':
        this.#pen.say(line.state)
        return null
      case 'model':
        return line.smaller ? this.#broken(problem('too_long')) : null
      case 'delta':
        this.#heardAt = Date.now()
        this.#pen.write(line.kind, line.text)
        return null
      case 'done':
        return done(line.figures)
      case 'problem':
        return this.#broken(line.problem, line.detail, line.by)
    }
  }

  #broken(why: Problem, detail?: string, by?: Outcome['by']): Outcome {
    return broken(this.#pen.answer, why, detail, by)
  }

  /** Only an answer that flows can stall: before its first token the gateway watches. */
  #watch(): void {
    const quiet = this.#heardAt !== null && Date.now() - this.#heardAt > this.#around.stallMs
    if (quiet) this.#hold.letGo('stalled')
  }
}
