/** What a model is sent: the path from the root of the chat to the new message. */

import type { CompletionRequest } from '../../protocol/completion.ts'
import type { Message } from '../../protocol/nouns.ts'
import { type Database, readPath } from '../queries.ts'

/** Units of text that are sent at most; the oldest messages are left out. No home model reads more. */
const CONTEXT_UNITS = 1_000_000

export interface Context {
  /** The message with the turn's own id, if history has it already: then the turn has ended. */
  ended: Message | null
  /** From the root to the parent; null if there is no such parent. */
  path: Message[] | null
  /** The chat's title; null if D1 has no such chat. */
  title: string | null
}

/** Finds the path to `parent`, through turns that D1 does not have yet (`recent`) and on into D1. */
export async function findContext(
  db: Database,
  owner: string,
  chat: string,
  turn: string,
  parent: string | null,
  recent: Map<string, Message>
): Promise<Context> {
  const tail: Message[] = []
  let next = parent
  for (let one = next === null ? undefined : recent.get(next); one !== undefined;) {
    tail.unshift(one)
    next = one.parent
    one = next === null ? undefined : recent.get(next)
  }
  const { message, path, title } = await readPath(db, owner, chat, turn, next)
  const found = next === null || path.at(-1)?.id === next
  return { ended: message, path: found ? [...path, ...tail] : null, title }
}

/** The path as messages of a completion. Thinking is never sent again; an answer that never began says nothing. */
export function toMessages(path: Message[]): CompletionRequest['messages'] {
  const kept: CompletionRequest['messages'] = []
  let units = 0
  for (const { role, text } of path.toReversed()) {
    units += text.length
    if (units > CONTEXT_UNITS && kept.length > 0) break
    if (text !== '') kept.unshift({ role, content: text })
  }
  return kept
}
