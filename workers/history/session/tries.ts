/** The tries of one turn, each of which resumes the last, until it ends or has to wait for its place. */

import type { Queued } from '../../protocol/completion.ts'
import { WAIT_MS } from '../../protocol/limits.ts'
import { causeOf, log } from '../../protocol/log.ts'
import type { ContextCut } from '../../protocol/nouns.ts'
import { problem } from '../../protocol/problems.ts'
import type { Answer, Ending } from './answer.ts'
import { ask } from './ask.ts'
import { type Course, goneOn } from './course.ts'
import type { Dependencies } from './dependencies.ts'
import type { Hold } from './hold.ts'
import type { Intent } from './intent.ts'
import type { Prompt } from './prompt.ts'
import { isAway, mayRetry } from './retry.ts'
import { brokenOff, type Outcome } from './try.ts'
import type { AnswerWriter, Resumed } from './writer.ts'

/** What a turn begins with: what its model is sent, now or once history can say. */
export type Start = Prompt | (() => Promise<Prompt>)

/** The turn whose tries they are. */
interface Tried {
  intent: Intent
  answer: Answer
  writer: AnswerWriter
  hold: Hold
  around: Dependencies
}

/** How the last of them ended. */
export interface Last {
  ending: Ending
  /** The gateway was told that the turn has ended. */
  reported: boolean
}

export class Tries {
  readonly #turn: Tried
  #course: Course
  #prompt: Prompt | null = null
  /** What wrote the text, as far as this life of the session has heard. */
  #digest: string | undefined = undefined
  /** Since when it waits, or would, in Unix milliseconds: should it have to wait again, it is one wait. */
  #waitsSince: number | null = null
  /** When it waited last, in this life of the session, there was no text yet. */
  waitedAtStart = false
  /** As {@link Prompt.cut}, of the last try. */
  cut: ContextCut | null | undefined = undefined

  constructor(turn: Tried, course: Course) {
    this.#turn = turn
    this.#course = { ...course }
  }

  get course(): Course {
    return this.#course
  }

  /** Tokens by which the question alone is too long; 0 where it fits, or where that is not known. */
  get over(): number {
    return this.#prompt?.over ?? 0
  }

  /** From now on this is how it has fared: written down. */
  fares(course: Course): void {
    this.#course = course
    const { around, intent } = this.#turn
    around.journal.note(intent.answer.id, course)
  }

  /** Never throws. As {@link Turn.run}. */
  async run(start: Start, resumed: boolean): Promise<Last | 'waits'> {
    const { answer, writer, hold } = this.#turn
    if (typeof start !== 'function') this.#prompt = start
    let outcome: Outcome | null = null
    /** This one is not gone on with: what came of it is given up. */
    let anew = false
    const waited = this.#course.waiting === null ? null : this.#course
    if (waited !== null) this.#goOn()
    for (let first = true; ; first = false) {
      writer.stages.enter('waiting')
      if (hold.why === 'stopped') return { ending: { status: 'stopped' }, reported: false }
      const begun = resumed || answer.begun
      if (!first) this.fares(this.#course)
      const again: Resumed | undefined = begun ? writer.resume(anew) : undefined
      anew = false
      this.#prompt ??= await this.#look(start)
      const reached = answer.seam
      this.#waitsSince ??= Date.now()
      const prompt = this.#prompt
      const next: Outcome =
        prompt === null
          ? this.#unknown()
          : await ask(this.#turn, prompt, again, {
              again: this.#course.tries > 0 || resumed,
              digest: this.#digest,
              keep: this.#patient,
              until: this.#until,
            })
      if (next.queued !== undefined) {
        // Where it had only asked again, as is done now and then, it has waited all the time.
        const course = (first ? waited : null) ?? { ...this.#course, waiting: Date.now() }
        if (this.#waits(next.queued, course)) return 'waits'
        return { ending: brokenOff(answer, problem('waited_too_long')), reported: false }
      }
      const { code } = next.ending.problem ?? {}
      // It cannot be resumed. Thinking alone is no loss; else the reason for which it broke off stands, and all that had
      // arrived.
      if (code === 'no_continuation') {
        anew = again !== undefined && answer.text('text') === ''
        if (anew) continue
        outcome ??= { ...next, ending: brokenOff(answer, problem('interrupted')) }
        break
      }
      outcome = next
      this.#digest = next.brought ? next.host?.digest : this.#digest
      this.cut = prompt?.cut
      if (next.smaller !== undefined && prompt?.refit(next.smaller)) continue
      // White space alone is no progress: what is resumed begins without it, and it would come for ever.
      const failed = answer.seam > reached ? 0 : this.#course.failed
      if (this.#patient && !answer.begun && isAway(code) && next.by === 'gateway') {
        if (await this.#askAgain(next)) continue
        break
      }
      if (!mayRetry(code, next.by, resumed || answer.begun, this.#course)) break
      if (!(await this.#pause(next, failed))) break
      const { tries, cutAt } = this.#course
      this.#course = { ...this.#course, tries: tries + 1, cutAt: cutAt ?? Date.now(), failed: failed + 1 }
    }
    const { status } = outcome.ending
    return { ending: outcome.ending, reported: status === 'done' || status === 'stopped' }
  }

  /** It has to wait. False where it has for too long. */
  #waits({ place, away }: Queued, course: Course): boolean {
    const until = this.#until
    if (Date.now() > until) return false
    this.fares({ ...course, waited: true })
    const { length, seams } = this.#turn.answer
    this.waitedAtStart = length + seams.length === 0
    this.#turn.writer.wait({ ...place, ...(away && { until }) })
    return true
  }

  /** Until when it may wait, in Unix milliseconds. */
  get #until(): number {
    return (this.#waitsSince ?? Date.now()) + WAIT_MS
  }

  /** It waits for the box, should that be away. */
  get #patient(): boolean {
    return this.#turn.intent.keep === true || this.#course.waited
  }

  /** The box has gone away just before its turn: it waits on. False where that has been tried too often. */
  async #askAgain(after: Outcome): Promise<boolean> {
    const { failed, tries } = this.#course
    // By now the Box knows that it is away, and lets it wait. What is said to be well and is not is no box to wait for.
    if (failed > 0 && !(await this.#pause(after, failed - 1))) return false
    this.#course = { ...this.#course, tries: tries + 1, failed: failed + 1 }
    return true
  }

  #goOn(): void {
    this.#waitsSince = this.#course.waiting
    this.fares(goneOn(this.#course))
    this.#turn.writer.goOn()
  }

  async #look(start: Start): Promise<Prompt | null> {
    if (typeof start !== 'function') return start
    return start().catch((error: unknown) => {
      log('memory', { request: this.#turn.intent.trace.requestId, detail: causeOf(error) })
      return null
    })
  }

  /** Waits before a further try. False where text has not come for too many of them, or it was stopped meanwhile. */
  async #pause(after: Outcome, failed: number): Promise<boolean> {
    const { answer, around, writer, hold } = this.#turn
    // Before anything came there is nothing to be sorry for: it is asked once more at once.
    if (answer.length === 0 && after.by === 'stream' && this.#course.tries === 0) return true
    const waits = around.settings().retryMs
    const wait = waits[failed]
    if (wait === undefined) return false
    const { code } = after.ending.problem ?? {}
    const tries = { attempt: failed + 2, attempts: waits.length + 1 }
    writer.say({ state: 'waiting', ...tries, ...(code && { code }) })
    await hold.pause(wait)
    return true
  }

  #unknown(): Outcome {
    const why = problem('history_unavailable')
    return { ending: brokenOff(this.#turn.answer, why), by: 'gateway', host: null, brought: false }
  }
}
