/** Puts a finished answer in its place in the tree, and gives its question the id that Burrow knows it by. */

import type { Message } from '../../../workers/protocol/nouns.ts'
import { setLive, type Chat } from './chat.ts'
import { listChat } from './chats.ts'
import { mergeIn } from './merge-in.ts'

export function settle(chat: Chat, answer: Message) {
  mergeIn(chat, [answer])
  setLive(chat, null)
  chat.refusal.value = null
  listChat(chat)
}
