/**
 * One turn, brought to one end: by one try, or by several that resume each other. The turn belongs to the session, not
 * to a request: who watches comes and goes.
 */

import { causeOf, log } from '../../protocol/log.ts'
import type { ContextCut, Message } from '../../protocol/nouns.ts'
import { type Problem, problem } from '../../protocol/problems.ts'
import type { Answer, Ending } from './answer.ts'
import { ask } from './ask.ts'
import type { Audience } from './audience.ts'
import { Confirmation, type Known } from './confirmation.ts'
import type { Dependencies } from './dependencies.ts'
import { type Course, UNTROUBLED } from './course.ts'
import { Hold } from './hold.ts'
import type { Entry, Intent } from './intent.ts'
import { type Prompt, tooLong } from './prompt.ts'
import { recordOf } from './record.ts'
import { mayRetry } from './retry.ts'
import { brokenOff, type Outcome } from './try.ts'
import { AnswerWriter, type Resumed } from './writer.ts'

/** What a turn begins with: what its model is sent, now or once history can say. */
export type Start = Prompt | (() => Promise<Prompt>)

export class Turn implements Entry {
  readonly intent: Intent
  readonly answer: Answer
  readonly audience: Audience
  /** What is left out of the chat from now on; undefined while nothing is known of it. */
  cut: ContextCut | null | undefined = undefined
  /** D1 has it from an earlier life; nothing is to be written. */
  replaced = false
  readonly writer: AnswerWriter
  readonly around: Dependencies
  readonly hold = new Hold()
  readonly #ended = Promise.withResolvers<void>()
  readonly #course: Course
  readonly #confirmation = new Confirmation()

  /** `course`: of one that an earlier life of the session left. */
  constructor({ intent, answer }: Entry, around: Dependencies, course?: Course) {
    this.intent = intent
    this.answer = answer
    this.#course = { ...(course ?? UNTROUBLED) }
    this.writer = new AnswerWriter(answer, around.journal, course === undefined ? 'waiting' : 'earlier')
    this.audience = this.writer.audience
    this.around = around
    // Taken up from the journal after its end: nothing will end it again.
    if (answer.ending !== null) this.#ended.resolve()
  }

  /** Resolves when the turn has ended. */
  get ended(): Promise<void> {
    return this.#ended.promise
  }

  /** The question, if this turn asked one, and the answer as it stands. */
  get messages(): Message[] {
    return [...(this.intent.question === null ? [] : [this.intent.question]), this.answer.message()]
  }

  /** It has survived a death; from now on this is how it has fared. */
  survive(course: Course): void {
    Object.assign(this.#course, course)
    this.around.journal.note(this.intent.answer.id, course)
  }

  /**
   * Runs to the end and never throws. When it resolves, the ending is in the journal and every viewer was told. With a
   * prompt the gateway is asked before this returns for the first time. `resumed`: it goes on from what is there
   * already, because an earlier life of the session, or another answer, was cut.
   */
  async run(start: Start, resumed: boolean): Promise<void> {
    const { id } = this.intent.answer
    const course = this.#course
    let outcome: Outcome | null = null
    let prompt = typeof start === 'function' ? null : start
    /** Tries that brought nothing since text last came, and whether this one is not to be waited for. */
    let failed = 0
    let anew = false
    let digest: string | undefined // what wrote the text, as far as this life of the session has heard
    for (let first = true; ; first = false) {
      this.writer.stages.enter('waiting')
      const begun = resumed || this.answer.begun
      if (!first) this.around.journal.note(id, course)
      const again: Resumed | undefined = begun ? this.writer.resume(anew) : undefined
      anew = false
      prompt ??= await (start as () => Promise<Prompt>)().catch((error: unknown) => {
        log('memory', { request: this.intent.trace.requestId, detail: causeOf(error) })
        return null
      })
      const reached = this.answer.seam
      const next: Outcome =
        prompt === null
          ? this.#unknown()
          : await ask(this, prompt, again, { again: course.tries > 0 || resumed, digest })
      const { code } = next.ending.problem ?? {}
      // It cannot be resumed. Thinking alone is no loss; else the reason for which it broke off stands, and all that had
      // arrived.
      if (code === 'no_continuation') {
        anew = again !== undefined && this.answer.text('text') === ''
        if (anew) continue
        outcome ??= { ...next, ending: brokenOff(this.answer, problem('interrupted')) }
        break
      }
      outcome = next
      digest = next.brought ? next.host?.digest : digest
      this.cut = prompt?.cut
      if (next.smaller !== undefined && prompt?.refit(next.smaller)) continue
      // White space alone is no progress: what is resumed begins without it, and it would come for ever.
      if (this.answer.seam > reached) failed = 0
      if (!mayRetry(code, next.by, resumed || this.answer.begun, course)) break
      if (!(await this.#pause(next, failed))) break
      course.tries += 1
      course.cutAt ??= Date.now()
      failed += 1
    }
    await this.confirm()
    this.#end(outcome.ending, prompt)
  }

  /** Nobody has asked history yet what it has under the turn's id: `known` is, at the latest before the turn ends. */
  confirmBy(known: Known): void {
    this.#confirmation.by(known)
  }

  /** Whatever was answered under this id before is the answer; a question's id is refused. */
  async confirm(): Promise<void> {
    this.#settle(await this.#confirmation.ask(this.hold))
  }

  /** What history has under the turn's id is known: it need not be asked any more. */
  confirmed(before: Message | null): void {
    this.#confirmation.is(before)
    this.#settle(before)
  }

  #settle(before: Message | null): void {
    if (before?.role === 'assistant') this.replace(before)
    if (before?.role === 'user') this.refuse(problem('bad_request'))
  }

  /** Waits before a further try. False where text has not come for too many of them, or it was stopped meanwhile. */
  async #pause(after: Outcome, failed: number): Promise<boolean> {
    // Before anything came there is nothing to be sorry for: it is asked once more at once.
    if (this.answer.length === 0 && after.by === 'stream' && this.#course.tries === 0) return true
    const waits = this.around.settings().retryMs
    const wait = waits[failed]
    if (wait === undefined) return false
    const { code } = after.ending.problem ?? {}
    const tries = { attempt: failed + 2, attempts: waits.length + 1 }
    this.writer.say({ state: 'waiting', ...tries, ...(code && { code }) })
    await this.hold.pause(wait)
    return true
  }

  /** Closes the upstream; the turn ends as `stopped` with what had arrived, unless it has ended already. */
  stop(): void {
    this.hold.letGo('stopped')
  }

  /** It was cut once too often. */
  giveUp(): void {
    this.#end(brokenOff(this.answer, problem('interrupted')), null)
  }

  /** It may not be, as was found after it had begun: nothing of it is kept. */
  refuse(why: Problem): void {
    this.replaced = true
    this.#end({ status: 'failed', problem: why }, null)
    this.stop()
  }

  /** It was answered before, by an earlier life of the session: this is the answer. */
  replace(message: Message): void {
    if (this.answer.ending !== null) return
    this.replaced = true
    this.writer.replace(message)
    this.stop()
    this.#ended.resolve()
  }

  #unknown(): Outcome {
    const why = problem('history_unavailable')
    return { ending: brokenOff(this.answer, why), by: 'gateway', host: null, brought: false }
  }

  #end(ending: Ending, prompt: Prompt | null): void {
    if (this.answer.ending !== null) return
    const over = prompt?.over ?? 0
    const named =
      ending.problem?.code === 'too_long' && over > 0
        ? { ...ending, problem: problem('too_long', { message: tooLong(over) }) }
        : ending
    this.writer.end(named)
    this.around.record(recordOf(this.intent, this.answer, named, this.#course, this.writer.stages))
    this.#ended.resolve()
  }
}
