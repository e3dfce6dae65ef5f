/**
 * The way of turns into D1: one queue, in the order in which they were asked, one write at a time. What D1 does not take
 * stays, with all that stands behind it, and is tried again, less and less often. Each write may be repeated.
 */

import type { ChatSummary } from '../../protocol/nouns.ts'
import { causeOf, log } from '../../protocol/log.ts'
import { database, isErased, isRefused } from '../queries/database.ts'
import { saveTurn } from '../queries/save.ts'
import { fits } from './fits.ts'
import type { Intent } from './intent.ts'
import type { Turn } from './turn.ts'

/** Between tries: doubling, from the first to the last. D1 full or away for a day must not use up a day's requests. */
const RETRY_FIRST_MS = 1_000
const RETRY_LAST_MS = 4 * 60 * 60_000

export class Outbox {
  readonly #env: Pick<HistoryEnv, 'DB'>
  readonly #written: (turn: Turn) => Promise<void>
  readonly #due: (at: number | null) => void
  #turns: Turn[] = []
  #flushing: Promise<void> | null = null
  #failures = 0
  /** Another session writes it. */
  #given: Turn | null = null

  /** `written` hears of each turn that D1 has whole; `due` when the next try is, null for none. */
  constructor(
    env: Pick<HistoryEnv, 'DB'>,
    { written, due }: { written(turn: Turn): Promise<void>; due(at: number | null): void }
  ) {
    this.#env = env
    this.#written = written
    this.#due = due
  }

  /** Something waits for D1. */
  get waiting(): boolean {
    return this.#turns.length > 0
  }

  /** Writes a turn behind those that wait: whole if it has ended, else its beginning, for the lists. */
  async write(turn: Turn): Promise<void> {
    if (turn === this.#given) return
    if (!this.#turns.includes(turn)) this.#turns.push(turn)
    await this.flush()
  }

  /** Tries what waits. Resolves, and never throws, when nothing waits any more or D1 did not take the first of it. */
  flush(): Promise<void> {
    this.#flushing ??= this.#flush().finally(() => {
      this.#flushing = null
    })
    return this.#flushing
  }

  async #flush(): Promise<void> {
    for (let turn = this.#turns[0]; turn !== undefined; turn = this.#turns[0]) {
      const whole = turn.answer.ending !== null
      try {
        await this.#save(turn)
      } catch (error) {
        const wait = Math.min(RETRY_FIRST_MS * 2 ** this.#failures, RETRY_LAST_MS)
        this.#failures += 1
        const { requestId: request } = turn.intent.trace
        log('memory', { request, detail: causeOf(error), failures: this.#failures })
        if (this.#turns.length > 0) this.#due(Date.now() + wait)
        return
      }
      this.#failures = 0
      // A deletion may have taken it meanwhile.
      if (this.#turns[0] !== turn) continue
      // It has ended while its beginning was written: then it is written once more, whole.
      if (!whole && turn.answer.ending !== null) continue
      this.#turns.shift()
      if (whole) await this.#written(turn)
    }
    this.#due(null)
  }

  /** What D1 refuses for what it holds is written with what fits, so that those behind it are not held. */
  async #save(turn: Turn): Promise<void> {
    const { intent, answer, cut } = turn
    const { owner, question } = intent
    const chat = summaryOf(intent)
    const message = answer.ending === null ? null : answer.message()
    for (const part of fits(question, message)) {
      try {
        return await saveTurn(database(this.#env, owner), {
          owner,
          chat,
          turn: intent.answer.id,
          cut,
          ...part,
        })
      } catch (error) {
        if (isErased(error)) return
        if (!isRefused(error) || part.last) throw error
        log('refused', { request: intent.trace.requestId, detail: causeOf(error) })
      }
    }
  }

  /** This turn is not to be written here any more: it goes to another session. */
  giveAway(turn: Turn): void {
    this.#given = turn
    this.#turns = this.#turns.filter(one => one !== turn)
  }

  /** It stays after all. */
  keep(turn: Turn): void {
    this.#given = null
    this.#turns.push(turn)
  }

  /** Nothing is to be written any more. Resolves when no write is under way. */
  async clear(): Promise<void> {
    this.#turns = []
    await this.#flushing
    this.#failures = 0
  }

  /** Takes up again what a deletion that failed had taken away. */
  restore(turns: Turn[]): void {
    this.#turns = turns
  }
}

/** The chat as a turn that begins in it leaves it. */
export const summaryOf = (intent: Intent): ChatSummary => ({
  id: intent.chat,
  title: intent.title,
  updatedAt: intent.answer.createdAt,
})
