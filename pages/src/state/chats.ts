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

/** Milliseconds within which a chat that began here may not be listed yet. */
const FRESH_MS = 10_000

let asking: Promise<boolean> | null = null

/** Fetches the newest page; false where it could not. While that is under way, whoever asks for it gets the same. */
export function loadChats(): Promise<boolean> {
  asking ??= fetchNewest().finally(() => (asking = null))
  return asking
}

/** Fetches it anew: what is under way already may be older than now. */
export async function reloadChats(): Promise<boolean> {
  await asking
  return loadChats()
}

async function fetchNewest(): Promise<boolean> {
  const answer = await getChats(null)
  chatsLost.value = !answer.ok
  if (!answer.ok) return false
  const { chats: newest, cursor: next } = answer.value
  const listed = new Set(newest.map(({ id }) => id))
  const last = next === null ? 0 : (newest.at(-1)?.updatedAt ?? 0)
  // What is missing from the page was deleted elsewhere, unless it is older than the page, or began here just now.
  const kept = (fetched.peek() ?? []).filter(
    ({ id, updatedAt }) => !listed.has(id) && (updatedAt < last || Date.now() - updatedAt < FRESH_MS)
  )
  fetched.value = newestFirst([...kept, ...newest])
  // Pages that were fetched already stay; the next one begins behind them.
  if (kept.every(({ updatedAt }) => updatedAt >= last)) cursor.value = next
  return true
}

/** What every open tab hears: this chat stands so now. */
export function relist(chat: ChatSummary) {
  const known = fetched.peek()
  if (!known) return
  const title = known.find(({ id }) => id === chat.id)?.title ?? chat.title
  fetched.value = newestFirst([{ ...chat, title }, ...known.filter(({ id }) => id !== chat.id)])
}

export function unlist(id: string) {
  fetched.value = fetched.peek()?.filter(each => each.id !== id) ?? null
}

export function watchChats() {
  void loadChats()
  whenBack(() => chatsLost.peek() && void loadChats())
}

let askingMore = false

export async function loadMoreChats() {
  const from = cursor.peek()
  if (askingMore || from === null) return
  askingMore = true
  const answer = await getChats(from)
  askingMore = false
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
