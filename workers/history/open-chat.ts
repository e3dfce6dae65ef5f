/** A chat opened: one piece of one path, through what D1 has and on through what only its session has yet. */

import type { Message, OpenChat, PathMessage, PathQuery } from '../protocol/nouns.ts'
import { no, ok, type Reply } from '../protocol/problems.ts'
import { session } from './chat.ts'
import { database } from './queries/database.ts'
import { type Leaf, openPiece } from './queries/open.ts'

export async function openChat(
  env: HistoryEnv,
  owner: string,
  chat: string,
  { through, before }: PathQuery
): Promise<Reply<OpenChat>> {
  // In this order: what the session has no more by now, D1 has. Both at once, an answer could move between two looks.
  const recent = await session(env, owner, chat).peek()
  const branch = new Branch(recent?.messages ?? [])
  const { leaf, above } = branch.find(through, before)
  const piece = leaf === null ? null : await openPiece(database(env, owner), owner, chat, leaf)
  const summary = piece?.chat ?? recent?.chat
  if (summary === undefined) return no('not_found')

  const stored = piece?.messages ?? []
  const last = stored.at(-1)
  if (last === undefined && (leaf?.is === 'through' || leaf?.is === 'at')) return no('not_found')
  const tail = above ?? (before === undefined ? branch.below(last?.id ?? null) : [])
  const messages = [...stored.filter(({ id }) => !branch.has(id)), ...tail].map(message =>
    branch.beside(message, message.parent === (last?.id ?? null) ? (piece?.below ?? []) : [])
  )
  return ok({
    chat: summary,
    messages,
    earlier: stored.length > 0 && stored[0]?.parent !== null,
    cut: piece?.cut ?? null,
    running: recent?.running ?? null,
  })
}

/** The messages that D1 may not have yet: they hang on each other, and on what D1 has. */
class Branch {
  readonly #byId: Map<string, Message>
  readonly #messages: Message[]

  constructor(messages: Message[]) {
    this.#messages = messages
    this.#byId = new Map(messages.map(message => [message.id, message]))
  }

  has = (id: string): boolean => this.#byId.has(id)

  /** Where D1's part of the path ends, null where it has none; `above` are those of ours behind it, where that is known. */
  find(through?: string, before?: string): { leaf: Leaf | null; above?: Message[] } {
    if (before !== undefined) {
      const parent = this.#byId.get(before)?.parent
      if (parent === undefined) return { leaf: { is: 'above', id: before } }
      return this.#up(parent)
    }
    if (through !== undefined && !this.has(through))
      return { leaf: { is: 'through', id: through, stops: this.#roots() } }
    const from = through ?? this.#messages.at(-1)?.id
    if (from === undefined) return { leaf: { is: 'newest' } }
    const { leaf, above = [] } = this.#up(from)
    return { leaf, above: [...above, ...this.below(from)] }
  }

  /** Ours from the root, or from what D1 has, down to this one. */
  #up(id: string | null): { leaf: Leaf | null; above: Message[] } {
    const above: Message[] = []
    let next = id
    for (let one = next === null ? undefined : this.#byId.get(next); one !== undefined;) {
      above.unshift(one)
      next = one.parent
      one = next === null ? undefined : this.#byId.get(next)
    }
    return { leaf: next === null ? { is: 'root' } : { is: 'at', id: next }, above }
  }

  /** Ours that go on from a message, by the newest at each step. */
  below(id: string | null): Message[] {
    const path: Message[] = []
    for (let at = id; ;) {
      const next = this.#messages.findLast(({ parent }) => parent === at)
      if (next === undefined) return path
      path.push(next)
      at = next.id
    }
  }

  /** What D1 has that one of ours answers to. */
  #roots(): string[] {
    return this.#messages.flatMap(({ parent }) => (parent !== null && !this.has(parent) ? [parent] : []))
  }

  /** A message with all its versions: those that D1 has, and ours. */
  beside(message: PathMessage, stored: string[]): PathMessage {
    const ours = this.#messages.filter(({ parent }) => parent === message.parent).map(({ id }) => id)
    const theirs = this.has(message.id) ? stored : (message.siblings ?? [message.id])
    const all = [...new Set([...theirs, ...ours])]
    return all.length > 1 ? { ...message, siblings: all } : message
  }
}
