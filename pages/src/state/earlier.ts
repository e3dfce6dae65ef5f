/** Fetches what is not held of a chat yet: what stands above, and other versions of a message. */

import { batch } from '@preact/signals'
import type { OpenChat, PathMessage, PathQuery } from '../../../workers/protocol/nouns.ts'
import { getChat } from '../wire/routes.ts'
import { announce } from './announce.ts'
import type { Chat } from './chat.ts'
import { mergeIn } from './merge-in.ts'
import { catchUp } from './open-chat.ts'
import { choose, hasEarlier } from './tree.ts'

/** Pieces fetched one after another to reach the version that was chosen: a branch of some 10 MB. */
const PIECES = 12

const NOTHING = 'Burrow does not find it any more.'

/** Fetches the piece above what is held of the path, and puts it there. */
export async function fetchEarlier(chat: Chat): Promise<void> {
  const first = chat.path.peek()[0]?.message
  if (!first || !hasEarlier(chat.path.peek()) || isFetching(chat)) return
  const mine = begin(chat, 'earlier')
  const piece = await fetchPiece(chat, { before: first.id })
  if (chat.fetching.peek() !== mine) return
  if (typeof piece === 'string') return fail(chat, mine.what, piece)
  batch(() => {
    chat.fetching.value = null
    mergeIn(chat, piece)
  })
  announce('Earlier messages are here')
}

/**
 * Shows another version of a message, with what follows it; what is not held of it is fetched first. `before` is called
 * at the last moment at which the old one stands.
 */
export async function showVersion(chat: Chat, version: string, before: () => void): Promise<void> {
  if (chat.fetching.peek()?.what === 'earlier' && isFetching(chat)) chat.fetching.value = null
  if (chat.tree.peek().held.has(version)) before()
  if (show(chat, version)) return catchUp(chat)
  const mine = begin(chat, version)
  const reached: PathMessage[] = []
  for (let query: PathQuery = { through: version }, tries = 0; tries < PIECES; tries++) {
    const piece = await fetchPiece(chat, query)
    // Another version was chosen meanwhile.
    if (chat.fetching.peek() !== mine) return
    if (typeof piece === 'string') return fail(chat, version, piece)
    reached.unshift(...piece)
    const first = reached[0]
    if (!first || first.parent === null || reached.some(({ id }) => id === version)) break
    query = { before: first.id }
  }
  before()
  batch(() => {
    chat.fetching.value = null
    mergeIn(chat, reached)
    if (!show(chat, version)) fail(chat, version, NOTHING)
  })
}

const isFetching = (chat: Chat) => chat.fetching.peek() !== null && chat.fetching.peek()?.failed === undefined

function begin(chat: Chat, what: string) {
  const mine = { what }
  chat.fetching.value = mine
  return mine
}

function fail(chat: Chat, what: string, failed: string) {
  chat.fetching.value = { what, failed }
}

/** False where it is not held. */
function show(chat: Chat, version: string): boolean {
  const message = chat.tree.peek().held.get(version)
  if (!message) return false
  chat.fetching.value = null
  chat.tree.value = choose(chat.tree.peek(), message)
  return true
}

/** The messages of a piece, or why they did not come. */
async function fetchPiece(chat: Chat, query: PathQuery): Promise<OpenChat['messages'] | string> {
  const answer = await getChat(chat.id, query)
  if (!answer.ok) return answer.problem?.message ?? 'Burrow did not answer.'
  return answer.value.messages.length > 0 ? answer.value.messages : NOTHING
}
