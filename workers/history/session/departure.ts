/**
 * A chat that goes to another visitor, who is the same person: what has ended is written down first, then D1 has it under
 * the other's name, and a turn that waits is asked for there, with its place. What is being answered ends first. Once it has
 * begun it comes to its end, whoever dies meanwhile.
 */

import { causeOf, log } from '../../protocol/log.ts'
import { wasReset } from '../../protocol/reset.ts'
import { database } from '../queries/database.ts'
import { moveChat } from '../queries/move.ts'
import { Answer } from './answer.ts'
import type { Course } from './course.ts'
import type { Dependencies } from './dependencies.ts'
import type { Intent } from './intent.ts'
import type { Pending } from './pending.ts'
import type { Running } from './running.ts'
import { IDLE } from './state.ts'
import { Turn } from './turn.ts'

/** What could not be handed over is tried again after so long, in milliseconds. */
const AGAIN_MS = 10_000

/** A turn that waits, as one session gives it to another. */
export interface Handed {
  intent: Intent
  course: Course
}

interface Around {
  env: HistoryEnv
  pending: Pending
  running: Running
  around: Dependencies
}

interface Way {
  owner: string
  chat: string
  to: string
}

export class Departure {
  readonly #around: Around
  #isUnderWay = false

  constructor(around: Around) {
    this.#around = around
  }

  /** False where an answer is being written, or D1 takes nothing now: then all is as it was. */
  leave(owner: string, chat: string, to: string): Promise<boolean> {
    const { running } = this.#around
    const { state } = running
    if (state.is === 'leaving') return state.done
    const turn = state.is === 'waiting' && !state.turn.answer.begun ? state.turn : null
    if (state.is !== 'idle' && turn === null) return Promise.resolve(false)
    return this.#begin(this.#leave({ owner, chat, to }, turn))
  }

  /** An earlier life of the session had begun to leave. */
  goOn(turn: Turn, to: string): void {
    const { owner, chat } = turn.intent
    this.#around.pending.outbox.giveAway(turn)
    this.#around.around.later(this.#begin(this.#hand({ owner, chat, to }, turn)))
  }

  /** The alarm rang: what could not be handed over is tried again. */
  tend(): void {
    const { pending } = this.#around
    pending.rang()
    const [turn] = pending.all
    const { heir } = pending.journal
    if (!this.#isUnderWay && turn !== undefined && heir !== null) this.goOn(turn, heir)
  }

  /** A turn that waits comes from the session that had the chat. False where it cannot now. It may come twice. */
  arrive({ intent, course }: Handed): boolean {
    const { pending, running, around } = this.#around
    if (pending.get(intent.answer.id) !== undefined) return true
    if (running.state.is !== 'idle') return false
    const entry = { intent, answer: new Answer(intent.answer) }
    const turn = pending.adopt(new Turn(entry, around, course))
    pending.journal.open(entry)
    pending.journal.note(intent.answer.id, course)
    running.confirmLater(turn)
    running.rest(turn)
    running.enterLater()
    running.tell(turn)
    return true
  }

  #begin(done: Promise<boolean>): Promise<boolean> {
    this.#isUnderWay = true
    const over = done.finally(() => (this.#isUnderWay = false))
    this.#around.running.state = { is: 'leaving', done: over }
    return over
  }

  async #leave(way: Way, turn: Turn | null): Promise<boolean> {
    const { pending, running } = this.#around
    if (turn !== null) pending.outbox.giveAway(turn)
    await pending.outbox.flush()
    if (pending.outbox.waiting) {
      running.state = turn === null ? IDLE : { is: 'waiting', turn }
      if (turn !== null) pending.outbox.keep(turn)
      return false
    }
    // From here on another life of the session goes on with it.
    if (turn !== null) pending.journal.bequeath(way.to)
    return this.#hand(way, turn)
  }

  async #hand({ owner, chat, to }: Way, turn: Turn | null): Promise<boolean> {
    const { env, pending, running } = this.#around
    try {
      const id = await moveChat(database(env, owner), owner, to, chat)
      if (turn !== null) await this.#give(turn, to, id)
      await pending.vacate()
      running.state = IDLE
      return true
    } catch (error) {
      log('left behind', { request: turn?.intent.trace.requestId, detail: causeOf(error) })
      if (turn === null) running.state = IDLE
      else pending.enterAt(Date.now() + AGAIN_MS)
      return false
    }
  }

  /** First to the other session, then in the Box: an offer that is made meanwhile is made again. */
  async #give(turn: Turn, to: string, chat: string): Promise<void> {
    const { env } = this.#around
    const handed: Handed = { intent: { ...turn.intent, owner: to, chat }, course: turn.course }
    const arrive = () => env.SESSIONS.getByName(`${to}/${chat}`).arrive(handed)
    const arrived = await arrive().catch((error: unknown) => {
      if (!wasReset(error)) throw error
      return arrive()
    })
    if (!arrived) throw new Error('another turn runs there')
    await env.GATEWAY.handOver({ turn: turn.intent.answer.id, owner: to, chat })
  }
}
