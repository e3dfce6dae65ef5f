/**
 * What others than its viewers hear of a turn: the lists, and the visitor's open tabs. It waits for the first that there
 * is to see of the turn, for nothing may compete with that.
 */

import type { FeedEvent } from '../../protocol/feed.ts'
import { tell } from '../feed/tell.ts'
import { type Outbox, summaryOf } from './outbox.ts'
import type { Turn } from './turn.ts'

/** Before D1 is asked about a running turn, and has it written: sooner would compete with first tokens. */
const MOMENT_MS = 1_000

export class News {
  readonly #env: HistoryEnv
  readonly #outbox: Outbox
  #last: Promise<void> = Promise.resolve()

  constructor(env: HistoryEnv, outbox: Outbox) {
    this.#env = env
    this.#outbox = outbox
  }

  /** A turn that takes longer than a moment is in the lists while it runs; a shorter one is written once, whole. */
  async follow(turn: Turn): Promise<void> {
    const known = new AbortController()
    const moment = scheduler.wait(MOMENT_MS, { signal: known.signal }).catch(() => {})
    await Promise.race([turn.writer.begun, moment])
    if (turn.answer.ending === null) void this.standing(turn)
    // One that waits may be put away at any moment, but while anything is waited for here.
    await Promise.race([turn.ended, turn.rested, moment])
    known.abort()
    // Nothing is written of a turn that history has already, under this id.
    if (turn.answer.ending === null) await turn.confirm()
    if (turn.answer.ending === null) await this.#outbox.write(turn)
  }

  /** Tells how a turn stands now. */
  standing({ intent, answer }: Turn): Promise<void> {
    const { id } = intent.answer
    const status = answer.ending?.status ?? 'running'
    const chat = { ...summaryOf(intent), ...(status === 'running' ? { running: id } : {}) }
    return this.#tell(intent.owner, { type: 'turn', chat, turn: id, status }, intent.trace.requestId)
  }

  deleted(owner: string, chat: string, requestId: string | undefined): Promise<void> {
    return this.#tell(owner, { type: 'deleted', id: chat }, requestId)
  }

  /** One thing after the other: of two calls that are under way, the later may arrive first. */
  #tell(owner: string, event: FeedEvent, requestId: string | undefined): Promise<void> {
    this.#last = this.#last.then(() => tell(this.#env, owner, event, requestId))
    return this.#last
  }
}
