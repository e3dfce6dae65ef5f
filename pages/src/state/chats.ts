/** The list of my chats, newest first, page by page. */

import { computed, signal } from '@preact/signals'
import type { ChatSummary } from '../../../workers/protocol/nouns.ts'
import { getChats } from '../wire/routes.ts'
import { whenBack } from './box.ts'
import type { Chat } from './chat.ts'

/** Null until the first page is here. */
const fetched = signal<readonly ChatSummary[] | null>(null)
/** Chats that are deleted here, and soon or already at Burrow. */
export const deleted = signal<ReadonlySet<string>>(new Set())

export const chats = computed(() => fetched.value?.filter(each => !deleted.value.has(each.id)) ?? null)
export const cursor = signal<string | null>(null)
/** The list could not be fetched. */
export const chatsLost = signal(false)

let asking = false

export async function loadChats() {
  if (asking) return
  asking = true
  const answer = await getChats(null)
  asking = false
  chatsLost.value = !answer.ok
  if (!answer.ok) return
  cursor.value = answer.value.cursor
  // A chat that began here while the list was under way is not lost from it.
  const begun = (fetched.peek() ?? []).filter(each => !answer.value.chats.some(({ id }) => id === each.id))
  fetched.value = newestFirst([...begun, ...answer.value.chats])
}

export function watchChats() {
  void loadChats()
  whenBack(() => chatsLost.peek() && void loadChats())
}

export async function loadMoreChats() {
  const from = cursor.peek()
  if (asking || from === null) return
  asking = true
  const answer = await getChats(from)
  asking = false
  if (!answer.ok) return
  cursor.value = answer.value.cursor
  const known = new Set(fetched.peek()?.map(({ id }) => id))
  const fresh = answer.value.chats.filter(({ id }) => !known.has(id))
  fetched.value = newestFirst([...(fetched.peek() ?? []), ...fresh])
}

/** Something happened in `chat` just now: it stands on top. */
export function listChat({ id, title }: Chat) {
  const others = (fetched.peek() ?? []).filter(each => each.id !== id)
  fetched.value = [{ id, title: title.peek(), updatedAt: Date.now() }, ...others]
}

export function retitle(id: string, title: string) {
  fetched.value = fetched.peek()?.map(each => (each.id === id ? { ...each, title } : each)) ?? null
}

const newestFirst = (all: ChatSummary[]) => all.toSorted((a, b) => b.updatedAt - a.updatedAt)
