/**
 * The Durable Object of one visitor's chat: the platform's handlers and nothing else. It owns an answer while it is
 * being written and until D1 has it; then it is empty and costs nothing.
 */

import { DurableObject } from 'cloudflare:workers'
import type { ChatSummary, Message, RunningTurn, TurnRequest } from '../../protocol/nouns.ts'
import type { Position } from '../../protocol/position.ts'
import { ok, type Reply } from '../../protocol/problems.ts'
import { summaryOf } from './archive.ts'
import { replay } from './frames.ts'
import { Turn } from './turn.ts'
import { Turns } from './turns.ts'

/** What the session knows that D1 may not know yet. */
export interface Recent {
  chat: ChatSummary
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

  /** Asks, or attaches to the turn that was asked already. */
  async turn(
    owner: string,
    chat: string,
    ask: TurnRequest,
    after: Position
  ): Promise<Reply<ReadableStream<Uint8Array>>> {
    const reply = await this.#turns.open(owner, chat, ask)
    if (!reply.ok) return reply
    return ok(
      reply.value instanceof Turn ? reply.value.audience.join(after) : streamOf(replay(reply.value, after))
    )
  }

  /** Attaches to a turn that is still here; null if D1 has it by now, or nobody. */
  attach(turn: string, after: Position): ReadableStream<Uint8Array> | null {
    return this.#turns.get(turn)?.audience.join(after) ?? null
  }

  /** False if there is no such turn here. */
  stop(turn: string): Promise<boolean> {
    return this.#turns.stop(turn)
  }

  peek(): Recent | null {
    const last = this.#turns.all.at(-1)
    if (last === undefined) return null
    const answer = this.#turns.running?.answer
    return {
      chat: summaryOf(last.intent),
      messages: this.#turns.all.flatMap(turn => turn.messages),
      running: answer === undefined ? null : { turn: answer.beginning.id, position: answer.length },
    }
  }

  /** Makes sure that D1 has a chat whose first answer is being written. False if there is none here. */
  announce(): Promise<boolean> {
    return this.#turns.announce()
  }

  forget(owner: string, chat: string): Promise<boolean> {
    return this.#turns.forget(owner, chat)
  }

  override alarm(): Promise<void> {
    return this.#turns.tend()
  }
}

/** Text as a byte stream, the only kind that crosses a binding. */
export function streamOf(text: string): ReadableStream<Uint8Array> {
  const { body } = new Response(text)
  if (body === null) throw new Error('a response with a text has a body')
  return body
}
