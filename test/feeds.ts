/** The socket of a visitor's feed, and what was heard on it. */

import type { FeedEvent } from '../workers/protocol/feed.ts'
import type { System } from './system.ts'
import type { Visitor } from './visitor.ts'

/** Opens it as a browser would, on a page of this origin. */
export function openFeed(
  system: System,
  visitor: Visitor,
  headers: Record<string, string> = { Origin: system.url }
) {
  const heard: (FeedEvent | string)[] = []
  // Node takes headers here, which the browsers' types do not know.
  const options: unknown = { headers: { Cookie: visitor.cookie, ...headers } }
  const socket = new WebSocket(`${system.url.replace('http', 'ws')}/api/live`, options as string[])
  socket.addEventListener('message', ({ data }) => heard.push(data === 'pong' ? data : JSON.parse(data)))
  const opened = new Promise<boolean>(resolve => {
    socket.addEventListener('open', () => resolve(true))
    socket.addEventListener('error', () => resolve(false))
  })
  return { socket, heard, opened }
}
