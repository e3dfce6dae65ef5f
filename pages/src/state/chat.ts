/** The chats this page has opened, each with its tree, the path chosen in it and its running turn. */

import { computed, signal, type Signal } from '@preact/signals'
import { v7 as uuidv7 } from 'uuid'
import type { Message } from '../../../workers/protocol/nouns.ts'
import type { Live } from './live.ts'
import { route } from './route.ts'
import type { Chosen } from './tree.ts'

/** `lost`: Burrow could not be reached. `missing`: there is no such chat, or it is not the visitor's. */
export type Presence = 'new' | 'loading' | 'here' | 'missing' | 'lost'

export interface Chat {
  readonly id: string
  readonly title: Signal<string>
  readonly presence: Signal<Presence>
  readonly messages: Signal<readonly Message[]>
  readonly chosen: Signal<Chosen>
  readonly live: Signal<Live | null>
  /** Why the last question was not sent. */
  readonly refusal: Signal<string | null>
  /** A question that is open for editing, and its text as it stands. */
  readonly editing: Signal<{ question: string; text: string } | null>
}

const makeChat = (id: string, presence: Presence): Chat => ({
  id,
  title: signal(''),
  presence: signal(presence),
  messages: signal<readonly Message[]>([]),
  chosen: signal<Chosen>(new Map()),
  live: signal(null),
  refusal: signal(null),
  editing: signal(null),
})

const opened = new Map<string, Chat>()

export function chatOf(id: string): Chat {
  const known = opened.get(id)
  if (known) return known
  const chat = makeChat(id, 'loading')
  opened.set(id, chat)
  return chat
}

/** A chat that this page has opened before. */
export const openedChat = (id: string): Chat | undefined => opened.get(id)

/** The chat that has no message yet. The page makes its id, and it exists once a turn begins in it. */
const unwritten = signal(makeChat(uuidv7(), 'new'))

export const current = computed(() => (route.value === null ? unwritten.value : chatOf(route.value)))

/** The unwritten chat gets its first message: it is a chat like any other now, and another waits in its place. */
export function adopt(chat: Chat) {
  opened.set(chat.id, chat)
  unwritten.value = makeChat(uuidv7(), 'new')
}

/** Its first question was refused: it is the unwritten chat again. */
export function disown(chat: Chat) {
  opened.delete(chat.id)
  chat.presence.value = 'new'
  chat.title.value = ''
  unwritten.value = chat
}

/** Chats in which an answer is being written, as far as this page follows them. */
export const runningChats = signal<ReadonlySet<string>>(new Set())

export function setLive(chat: Chat, live: Live | null) {
  chat.live.value = live
  const others = new Set(runningChats.peek())
  if (live) others.add(chat.id)
  else others.delete(chat.id)
  runningChats.value = others
}

export function forget(id: string) {
  opened.delete(id)
}

export function choose(chat: Chat, parent: string | null, child: string) {
  chat.chosen.value = new Map(chat.chosen.peek()).set(parent, child)
}

/** Where drafts of this chat are kept: all unwritten chats are one. */
export const draftKey = (chat: Chat) => (chat.presence.value === 'new' ? 'new' : chat.id)
