/** What a model is sent: the path from the root of the chat to the new message. */

import type { CompletionRequest } from '../../protocol/completion.ts'
import type { Message } from '../../protocol/nouns.ts'
import { type Database, readPath } from '../queries.ts'
import type { Intent } from './journal.ts'

/** Units of text that are sent at most; the oldest messages are left out. No home model reads more. */
const CONTEXT_UNITS = 1_000_000

export type Messages = CompletionRequest['messages']

export interface Context {
  /** The message with the turn's own id, if history has it already: then the turn has ended. */
  ended: Message | null
  /** From the root to the leaf; null if there is no such leaf. */
  path: Message[] | null
  /** The chat's title; null if D1 has no such chat. */
  title: string | null
}

/** Finds what a turn is asked in: through turns that D1 does not have yet and on into D1. */
export class Contexts {
  readonly #db: Database
  /** The messages that D1 may not have yet. */
  readonly #recent: () => Message[]

  constructor(db: Database, recent: () => Message[]) {
    this.#db = db
    this.#recent = recent
  }

  /** The path to `leaf`, and whether `turn` has ended already. */
  async find(owner: string, chat: string, turn: string, leaf: string | null): Promise<Context> {
    const recent = new Map(this.#recent().map(message => [message.id, message]))
    const tail: Message[] = []
    let next = leaf
    for (let one = next === null ? undefined : recent.get(next); one !== undefined;) {
      tail.unshift(one)
      next = one.parent
      one = next === null ? undefined : recent.get(next)
    }
    const { message, path, title } = await readPath(this.#db, owner, chat, turn, next)
    const found = next === null || path.at(-1)?.id === next
    return { ended: message, path: found ? [...path, ...tail] : null, title }
  }

  /** What the model was sent when this turn began, looked up anew. */
  async again({ owner, chat, question, answer }: Intent): Promise<Messages> {
    const leaf = question === null ? answer.parent : question.parent
    const { path } = await this.find(owner, chat, answer.id, leaf)
    if (path === null) throw new Error('what this turn answers to is not in history')
    return toMessages(question === null ? path : [...path, question])
  }
}

/** The path as messages of a completion. Thinking is never sent again; an answer that never began says nothing. */
export function toMessages(path: Message[]): Messages {
  const kept: Messages = []
  let units = 0
  for (const { role, text } of path.toReversed()) {
    units += text.length
    if (units > CONTEXT_UNITS && kept.length > 0) break
    if (text !== '') kept.unshift({ role, content: text })
  }
  return kept
}
