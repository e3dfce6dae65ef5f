/**
 * What happens to the visitor's chats elsewhere, in another tab or on another device: it is seen here at once. After
 * any time away the page fetches what it shows, so that nothing told meanwhile is missing.
 */

import { batch, effect, signal } from '@preact/signals'
import { FEED_AGAIN_MS } from '../../../workers/protocol/limits.ts'
import type { FeedEvent } from '../../../workers/protocol/feed.ts'
import { FeedSocket } from '../wire/feed-socket.ts'
import { feedUrl } from '../wire/routes.ts'
import { lookAgain, refreshBox } from './box.ts'
import { type Chat, current, openedChat, runningChats, setLive } from './chat.ts'
import { chats, relist, reloadChats, retitle, unlist } from './chats.ts'
import { beForgotten } from './forget-me.ts'
import { load } from './open-chat.ts'
import { wake } from './wake.ts'

/** Milliseconds without a socket that are nobody's business. */
const DEAF_MS = 10_000

/** For longer than a moment nothing has been heard of other tabs. */
export const deaf = signal(false)

export function followFeed() {
  effect(() => {
    const chat = current.value
    if (!chat.live.value && unseen.delete(chat.id)) void load(chat)
  })
  const stop = effect(() => {
    // The first list is here: Burrow knows this visitor, and the socket will too.
    if (chats.value === null) return
    queueMicrotask(() => stop())
    listen(Date.now())
  })
}

function listen(listedAt: number) {
  let first = true
  let timer: ReturnType<typeof setTimeout> | undefined
  /** What is heard while the page catches up is newer than what it fetches, and waits. */
  let waiting: FeedEvent[] | null = null
  const socket = new FeedSocket(
    feedUrl(),
    {
      event: event => void (waiting ? waiting.push(event) : take(event)),
      async opened() {
        // Burrow tells a tab that has just come what happened in the last moments.
        const seen = first && Date.now() - listedAt < FEED_AGAIN_MS / 2
        first = false
        if (seen) return true
        const heard: FeedEvent[] = []
        waiting = heard
        const caughtUp = await catchUp()
        // The socket may have been lost and opened again meanwhile: the last to open tells all.
        if (waiting !== heard) return true
        waiting = null
        heard.forEach(take)
        return caughtUp
      },
      away(gone) {
        if (gone) return void (timer ??= setTimeout(lost, DEAF_MS))
        clearTimeout(timer)
        timer = undefined
        deaf.value = false
      },
    },
    wake
  )
  void socket.run()
  // Where no socket can be opened at all, what is looked at is at least fetched.
  wake(() => deaf.peek() && void catchUp())
}

function lost() {
  deaf.value = true
  void refreshBox()
}

/** False where Burrow did not answer. */
async function catchUp(): Promise<boolean> {
  knockAll()
  return (await Promise.all([reloadChats(), see(current.peek())])).every(Boolean)
}

/** Turns that rest are gone back to. */
function knockAll() {
  for (const id of runningChats.peek()) openedChat(id)?.live.peek()?.knock()
}

/** Chats in which something happened while this page followed an answer there that it will see to its end first. */
const unseen = new Set<string>()

async function see(chat: Chat): Promise<boolean> {
  if (!chat.live.peek()) return load(chat)
  unseen.add(chat.id)
  return true
}

function take(event: FeedEvent) {
  lookAgain()
  batch(() => {
    switch (event.type) {
      case 'turn':
        return takeTurn(event)
      case 'renamed': {
        retitle(event.id, event.title)
        const chat = openedChat(event.id)
        if (chat) chat.title.value = event.title
        return
      }
      case 'deleted':
        return takeAway(event.id)
      case 'back':
        return knockAll()
      case 'came':
        return void reloadChats()
      case 'forgotten':
        return void beForgotten()
    }
  })
}

function takeTurn({ chat: summary, turn, status }: Extract<FeedEvent, { type: 'turn' }>) {
  relist(summary)
  const live = openedChat(summary.id)?.live.peek()
  if (live?.turn === turn) return live.knock()
  const chat = current.peek()
  if (chat.id !== summary.id) return
  const known = chat.tree.peek().held.get(turn)
  if (known?.status !== status) void see(chat)
}

function takeAway(id: string) {
  unlist(id)
  const chat = openedChat(id)
  if (!chat) return
  chat.live.peek()?.leave()
  setLive(chat, null)
  chat.presence.value = 'missing'
}
