/** Puts a finished answer in its place in the tree, and gives its question the id that Burrow knows it by. */

import type { Message } from '../../../workers/protocol/nouns.ts'
import { setLive, type Chat } from './chat.ts'
import { listChat } from './chats.ts'
import { rename } from './stable-keys.ts'

export function settle(chat: Chat, answer: Message) {
  const before = chat.messages.peek()
  const asked = before.find(each => each.id === answer.id)?.parent ?? null
  if (asked && answer.parent) rename(asked, answer.parent)
  const named = (id: string) => (id === asked ? (answer.parent ?? id) : id)
  const namedOrTop = (id: string | null) => (id === null ? null : named(id))
  chat.messages.value = before.map(each =>
    each.id === answer.id ? answer : { ...each, id: named(each.id), parent: namedOrTop(each.parent) }
  )
  chat.chosen.value = new Map(
    [...chat.chosen.peek()].map(([parent, child]) => [namedOrTop(parent), named(child)])
  )
  setLive(chat, null)
  chat.refusal.value = null
  listChat(chat)
}
