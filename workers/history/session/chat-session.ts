/**
 * The Durable Object of one visitor's chat: the platform's handlers and nothing else. It owns an answer while it is
 * being written and until D1 has it; then it is empty and costs nothing.
 */

import { DurableObject } from 'cloudflare:workers'
import type { ChatSummary, Message, RunningTurn, TurnRequest } from '../../protocol/nouns.ts'
import type { Position } from '../../protocol/position.ts'
import type { Trace } from '../../protocol/trace.ts'
import type { Watching } from '../../protocol/watching.ts'
import type { Handed } from './departure.ts'
import { summaryOf } from './outbox.ts'
import { Turns } from './turns.ts'
import type { StoppedBy } from './ending.ts'

/** What the session knows that D1 may not know yet. */
export interface Recent {
  chat: ChatSummary
  /** In the order in which they were written. */
  messages: Message[]
  running: RunningTurn | null
}

export class ChatSession extends DurableObject<HistoryEnv> {
  readonly #turns: Turns

  constructor(ctx: DurableObjectState, env: HistoryEnv) {
    super(ctx, env)
    this.#turns = new Turns(ctx, env)
    this.#turns.revive()
  }

  /** Asks, or attaches to the turn that was asked already; null if that has ended and is in D1. */
  async turn(
    owner: string,
    chat: string,
    ask: TurnRequest,
    after: Position,
    trace: Trace
  ): Promise<Watching | null> {
    const reply = await this.#turns.open(owner, chat, ask, trace)
    return reply.ok ? (reply.value?.watch(after) ?? null) : reply
  }

  /** Attaches to a turn that is still here; null if D1 has it by now, or nobody. */
  attach(turn: string, after: Position): Watching | null {
    return this.#turns.pending.get(turn)?.watch(after) ?? null
  }

  /** As {@link History.waits}. */
  waits(turn: string): { atStart: boolean } | null {
    return this.#turns.pending.get(turn)?.goesOn ?? null
  }

  /** The box has a place for this turn. False where it neither waits nor runs. */
  granted(turn: string): boolean {
    return this.#turns.running.granted(turn)
  }

  /** Does this turn run? */
  runs(turn: string): boolean {
    return this.#turns.running.runs(turn)
  }

  /** False if there is no such turn here. */
  stop(turn: string, by: StoppedBy): Promise<boolean> {
    return this.#turns.stop(turn, by)
  }

  peek(): Recent | null {
    const last = this.#turns.pending.all.at(-1)
    if (last === undefined) return null
    const answer = this.#turns.pending.running?.answer
    return {
      chat: summaryOf(last.intent),
      messages: this.#turns.pending.messages,
      running:
        answer === undefined
          ? null
          : {
              turn: answer.beginning.id,
              position: answer.length,
              ...(answer.state === null ? {} : { state: answer.state }),
            },
    }
  }

  /** Makes sure that D1 has what is here. False if there is nothing; rejects where D1 takes nothing. */
  announce(): Promise<boolean> {
    return this.#turns.pending.announce()
  }

  forget(owner: string, chat: string, requestId?: string): Promise<boolean> {
    return this.#turns.forget(owner, chat, requestId)
  }

  /** The chat goes to another visitor. False where it cannot now. */
  leave(owner: string, chat: string, to: string): Promise<boolean> {
    return this.#turns.departure.leave(owner, chat, to)
  }

  /** A turn that waits comes with such a chat. False where it cannot now. */
  arrive(handed: Handed): boolean {
    return this.#turns.departure.arrive(handed)
  }

  override alarm(): Promise<void> {
    return this.#turns.tend()
  }
}
