/**
 * One turn, brought to one end: by one try, or by several that resume each other. The turn belongs to the session, not
 * to a request: who watches comes and goes.
 */

import { VIEWER_PATIENCE_MS } from '../../protocol/limits.ts'
import type { ContextCut, Message } from '../../protocol/nouns.ts'
import type { Position } from '../../protocol/position.ts'
import { no, type Problem, problem } from '../../protocol/problems.ts'
import type { Watching } from '../../protocol/watching.ts'
import type { Answer, Ending } from './answer.ts'
import { endOf } from './ask.ts'
import type { Audience } from './audience.ts'
import { Confirmation, type Known } from './confirmation.ts'
import type { Dependencies } from './dependencies.ts'
import { type StoppedBy, toldAs } from './ending.ts'
import { type Course, UNTROUBLED } from './course.ts'
import { Hold } from './hold.ts'
import type { Entry, Intent } from './intent.ts'
import { recordOf } from './record.ts'
import { tell } from './report.ts'
import { type Start, Tries } from './tries.ts'
import { brokenOff } from './try.ts'
import { AnswerWriter } from './writer.ts'

export class Turn implements Entry {
  readonly intent: Intent
  readonly answer: Answer
  readonly audience: Audience
  /** D1 has it from an earlier life; nothing is to be written. */
  replaced = false
  readonly writer: AnswerWriter
  readonly around: Dependencies
  readonly hold = new Hold()
  readonly #ended = Promise.withResolvers<void>()
  readonly #rested = Promise.withResolvers<void>()
  readonly #tries: Tries
  readonly #confirmation = new Confirmation()
  /** Whoever did it first. */
  #stoppedBy: StoppedBy | null = null

  /** `course`: of one that an earlier life of the session left. */
  constructor({ intent, answer }: Entry, around: Dependencies, course?: Course) {
    this.intent = intent
    this.answer = answer
    this.writer = new AnswerWriter(answer, around.journal, course === undefined ? 'waiting' : 'earlier')
    this.audience = this.writer.audience
    this.around = around
    this.#tries = new Tries(this, course ?? UNTROUBLED)
    // Taken up from the journal after its end: nothing will end it again.
    if (answer.ending !== null) this.#ended.resolve()
  }

  /** What is left out of the chat from now on; undefined while nothing is known of it. */
  get cut(): ContextCut | null | undefined {
    return this.#tries.cut
  }

  /** Resolves when the turn has ended. */
  get ended(): Promise<void> {
    return this.#ended.promise
  }

  /** Resolves when it had to wait for its place, for the first time in this life of the session. */
  get rested(): Promise<void> {
    return this.#rested.promise
  }

  /** The question, if this turn asked one, and the answer as it stands. */
  get messages(): Message[] {
    return [...(this.intent.question === null ? [] : [this.intent.question]), this.answer.message()]
  }

  /** How it has fared. */
  get course(): Course {
    return this.#tries.course
  }

  /** It has survived a death; from now on this is how it has fared. */
  survive(course: Course): void {
    this.#tries.fares(course)
  }

  /**
   * Runs until it ends, or has to wait for its place, and never throws. When it resolves, that is in the journal and every
   * viewer was told. With a prompt the gateway is asked before this returns for the first time. `resumed`: it goes on from
   * what is there already, because an earlier life of the session, or another answer, was cut.
   */
  async run(start: Start, resumed: boolean): Promise<'over' | 'waits'> {
    const outcome = await this.#tries.run(start, resumed)
    if (outcome === 'waits') {
      this.#rested.resolve()
      return outcome
    }
    await this.confirm()
    this.#end(outcome.ending)
    // A slot, or a place, is nobody else's before its end was told.
    if (!outcome.reported) this.around.later(tell(this.around.gateway, endOf(this.intent, outcome.ending)))
    return 'over'
  }

  /** It waits, as an earlier life of the session had it: nothing is asked until it is called. */
  rest(): void {
    this.writer.wait({})
  }

  /**
   * Null where it has ended. `atStart`: whoever watched it until it had to wait has seen nothing of its text, for there was
   * none, and it has not waited again since there was.
   */
  get goesOn(): { atStart: boolean } | null {
    if (this.answer.ending !== null) return null
    return { atStart: this.#tries.waitedAtStart || this.answer.length + this.answer.seams.length === 0 }
  }

  /** Its events behind this position, and how the stream of them will end. */
  watch(after: Position): Watching {
    const { answer } = this
    // Of one that has ended each stream ends as soon as it is read.
    if (answer.ending === null && this.audience.size >= this.around.settings().viewers)
      return no('too_many_viewers', { retryAfterMs: VIEWER_PATIENCE_MS })
    // Before it is joined, which may be all there is.
    const at = { position: answer.length, seams: answer.seams.length }
    const rests = this.audience.isResting
    const value = this.audience.join(after)
    if (answer.ending !== null) return { ok: true, value, over: true }
    return { ok: true, value, ...(rests && { rest: at }) }
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

  /**
   * Closes the upstream; the turn ends with what had arrived, unless it has ended already: as `stopped`, or, where the owner of
   * the box has stopped it, with a problem that says so.
   */
  stop(by: StoppedBy = 'visitor'): void {
    this.#stoppedBy ??= by
    this.hold.letGo('stopped')
  }

  /** It was cut once too often. */
  giveUp(): void {
    this.#end(brokenOff(this.answer, problem('interrupted')))
  }

  /** It may not be, as was found after it had begun: nothing of it is kept. */
  refuse(why: Problem): void {
    this.replaced = true
    this.#end({ status: 'failed', problem: why })
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

  #end(ending: Ending): void {
    if (this.answer.ending !== null) return
    const named = toldAs(ending, this.answer, { stoppedBy: this.#stoppedBy, over: this.#tries.over })
    this.writer.end(named)
    this.around.record(recordOf(this.intent, this.answer, named, this.course, this.writer.stages))
    this.#ended.resolve()
  }
}
