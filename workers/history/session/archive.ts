/**
 * The way of a turn into D1. One write at a time, in order, so that a late one cannot bring back what a delete removed;
 * each may be repeated.
 */

import type { ChatSummary, Message } from '../../protocol/nouns.ts'
import { type Database, deleteChat, saveTurn } from '../queries.ts'
import type { Entry, Intent } from './journal.ts'

/** Between tries to write a finished turn: doubling, from the first to the last. */
const RETRY_FIRST_MS = 1_000
const RETRY_LAST_MS = 5 * 60_000

export class Archive {
  readonly #db: Database
  readonly #alarm: Pick<DurableObjectStorage, 'getAlarm' | 'setAlarm'>
  #retryMs = RETRY_FIRST_MS
  #last: Promise<unknown> = Promise.resolve()

  constructor(db: Database, alarm: Pick<DurableObjectStorage, 'getAlarm' | 'setAlarm'>) {
    this.#db = db
    this.#alarm = alarm
  }

  /** Makes the chat and the question visible in lists while the answer is being written. */
  open(intent: Intent): Promise<void> {
    return this.#next(() => this.#save(intent, null))
  }

  /** The finished turn, whole. False where D1 fails: then the alarm is set for the next try. */
  async settle({ intent, answer }: Entry): Promise<boolean> {
    try {
      await this.#next(() => this.#save(intent, answer.message()))
      this.#retryMs = RETRY_FIRST_MS
      return true
    } catch (error) {
      complain(error)
      await this.#wake(Date.now() + this.#retryMs)
      this.#retryMs = Math.min(this.#retryMs * 2, RETRY_LAST_MS)
      return false
    }
  }

  #save(intent: Intent, answer: Message | null): Promise<void> {
    return saveTurn(this.#db, intent.owner, summaryOf(intent), intent.answer.id, intent.question, answer)
  }

  /** There is one alarm for all: an earlier one is somebody's heartbeat, and brings the next try too. */
  async #wake(at: number): Promise<void> {
    const set = await this.#alarm.getAlarm()
    if (set === null || set > at) await this.#alarm.setAlarm(at)
  }

  /** False if there was nothing to delete. */
  delete(owner: string, chat: string): Promise<boolean> {
    return this.#next(() => deleteChat(this.#db, owner, chat))
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work)
    this.#last = done.catch(() => {})
    return done
  }
}

/** The chat as a turn that begins in it leaves it. */
export const summaryOf = (intent: Intent): ChatSummary => ({
  id: intent.chat,
  title: intent.title,
  updatedAt: intent.answer.createdAt,
})

/** For the owner: D1 did not answer. What was to be written is kept and tried again. */
export function complain(error: unknown): undefined {
  console.warn(JSON.stringify({ burrow: 'memory', detail: String(error) }))
}
