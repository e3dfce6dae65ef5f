/**
 * The way of a turn into D1. One write at a time, in order, so that a late one cannot bring back what a delete removed;
 * each may be repeated.
 */

import type { ChatSummary } from '../../protocol/nouns.ts'
import { type Database, deleteChat, saveTurn } from '../queries.ts'
import type { Entry, Intent } from './journal.ts'

export class Archive {
  readonly #db: Database
  #last: Promise<unknown> = Promise.resolve()

  constructor(db: Database) {
    this.#db = db
  }

  /** Makes the chat and the question visible in lists while the answer is being written. */
  open(intent: Intent): Promise<void> {
    return this.#next(() => saveTurn(this.#db, intent.owner, summaryOf(intent), intent.question, null))
  }

  /** The finished turn, whole. */
  store({ intent, answer }: Entry): Promise<void> {
    return this.#next(() =>
      saveTurn(this.#db, intent.owner, summaryOf(intent), intent.question, answer.message())
    )
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
