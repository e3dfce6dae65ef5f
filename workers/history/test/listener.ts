/** An open tab of the tests: hears what the feed tells its visitor. */

import { v7 as uuid } from 'uuid'
import type { FeedEvent } from '../../protocol/feed.ts'
import { history } from './visitor.ts'

export interface Listener {
  /** All that was heard, in order; pongs as they are. */
  heard: (FeedEvent | string)[]
  /** Resolves when what was heard is enough; the test's own time limit bounds the wait. */
  until(enough: (heard: Listener['heard']) => boolean): Promise<void>
  send(words: string): void
  close(): void
}

/** Opens the feed of this owner, as the gateway does. */
export const knock = (owner: string): Promise<Response> =>
  history().fetch(`https://history/${owner}`, { headers: { Upgrade: 'websocket' } })

export async function listen(owner: string = uuid()): Promise<Listener> {
  const { webSocket: socket } = await knock(owner)
  if (socket === null) throw new Error('no socket was opened')
  const heard: Listener['heard'] = []
  let changed = Promise.withResolvers<void>()
  socket.addEventListener('message', ({ data }) => {
    heard.push(data === 'pong' ? 'pong' : JSON.parse(String(data)))
    changed.resolve()
    changed = Promise.withResolvers()
  })
  socket.accept()
  return {
    heard,
    async until(enough) {
      while (!enough(heard)) await changed.promise
    },
    send: words => socket.send(words),
    close: () => socket.close(),
  }
}

/** What was told of turns: which, and how each stood. */
export const turns = (heard: Listener['heard']): [string, string][] =>
  heard.flatMap(event =>
    typeof event !== 'string' && event.type === 'turn' ? [[event.turn, event.status]] : []
  )
