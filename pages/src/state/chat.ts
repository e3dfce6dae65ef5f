/** The chats this page has opened, each with what is held of its tree, the path through it and its running turn. */

import { computed, type ReadonlySignal, signal, type Signal } from '@preact/signals'
import { v7 as uuidv7 } from 'uuid'
import type { ContextCut } from '../../../workers/protocol/nouns.ts'
import type { Live } from './live.ts'
import { route } from './route.ts'
import { EMPTY, pathOf, type Step, type Tree } from './tree.ts'

/** `lost`: Burrow could not be reached. `missing`: there is no such chat, or it is not the visitor's. */
export type Presence = 'new' | 'loading' | 'here' | 'missing' | 'lost'

/** What of the chat is being fetched: what stands above, or another version of a message; or why that did not come. */
export interface Fetching {
  what: 'earlier' | (string & {})
  failed?: string
}

/** `Not asked.`: it is known that asking is no use. */
export interface Refusal {
  first: 'Not asked.' | 'Not sent.'
  why: string
  /** Burrow wants to know that somebody is a person: asks it again, once it knows. */
  onceMore?(): void
}

export interface Chat {
  readonly id: string
  readonly title: Signal<string>
  readonly presence: Signal<Presence>
  readonly tree: Signal<Tree>
  /** What is shown of it, as far up as it is held. */
  readonly path: ReadonlySignal<readonly Step[]>
  /** What the model was last sent began here, where something was left out. */
  readonly cut: Signal<ContextCut | null>
  readonly fetching: Signal<Fetching | null>
  readonly live: Signal<Live | null>
  /** Why the last question was not sent. */
  readonly refusal: Signal<Refusal | null>
  /** A question that is open for editing, and its text as it stands. */
  readonly editing: Signal<{ question: string; text: string } | null>
}

function makeChat(id: string, presence: Presence): Chat {
  const tree = signal(EMPTY)
  return {
    id,
    title: signal(''),
    presence: signal(presence),
    tree,
    path: computed(() => pathOf(tree.value)),
    cut: signal(null),
    fetching: signal(null),
    live: signal(null),
    refusal: signal(null),
    editing: signal(null),
  }
}

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

/** Where drafts of this chat are kept: all unwritten chats are one. */
export const draftKey = (chat: Chat) => (chat.presence.value === 'new' ? 'new' : chat.id)
