/**
 * Listens to what changes in the visitor's chats, and listens again wherever the way breaks: after sleep, in another
 * network, when Burrow was deployed anew. Silence is its usual state, so it makes sure now and then that the socket
 * lives. No DOM in it.
 */

import { type FeedEvent, PING, PONG } from '../../../workers/protocol/feed.ts'
import { backoff, pause, type Wake } from './backoff.ts'

/** Milliseconds between pings: what stands between drops a socket that is silent for 100 s or so. */
const PING_MS = 50_000

/** Milliseconds within which a living socket has answered. */
const PONG_MS = 5_000

/** Milliseconds within which a socket opens, if there is anybody at all. */
const OPEN_MS = 20_000

/** The most between two tries: nobody waits for a tab that only listens. */
const MOST_MS = 60_000

/** A socket that lasted so long was a good one: the next is tried for at once, not more and more seldom. */
const GOOD_MS = 10_000

export interface FeedListener {
  /** It listens from now on; what was told before may have been missed. False: begin again, it could not be found out. */
  opened(): Promise<boolean>
  event(event: FeedEvent): void
  /** The socket is gone (true), or there again (false). */
  away(gone: boolean): void
}

export class FeedSocket {
  readonly #url: string
  readonly #listener: FeedListener
  readonly #wake: Wake
  readonly #closed = new AbortController()

  constructor(url: string, listener: FeedListener, wake: Wake) {
    this.#url = url
    this.#listener = listener
    this.#wake = wake
  }

  close() {
    this.#closed.abort()
  }

  async run(): Promise<void> {
    const { signal } = this.#closed
    for (let tries = 0; !signal.aborted; tries++) {
      const began = Date.now()
      await this.#listen()
      if (Date.now() - began > GOOD_MS) tries = 0
      if (signal.aborted) return
      this.#listener.away(true)
      await pause(backoff(tries, MOST_MS), this.#wake, signal)
    }
  }

  /** One socket, from its opening to its end, whoever ends it. */
  #listen(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const over = new AbortController()
    const { signal } = over
    const socket = new WebSocket(this.#url)
    let silent: ReturnType<typeof setTimeout> | undefined
    const end = () => {
      over.abort()
      clearTimeout(silent)
      // A dead connection takes its time to close; nobody waits for it, or hears what it still has to say.
      socket.close()
      resolve()
    }
    const deadline = (ms: number) => (silent ??= setTimeout(end, ms))
    const heard = () => {
      clearTimeout(silent)
      silent = undefined
    }
    const ping = () => {
      socket.send(PING)
      deadline(PONG_MS)
    }
    const open = async () => {
      heard()
      const pinging = setInterval(ping, PING_MS)
      const unwake = this.#wake(ping)
      signal.addEventListener('abort', () => {
        clearInterval(pinging)
        unwake()
      })
      this.#listener.away(false)
      if (!(await this.#listener.opened())) end()
    }
    deadline(OPEN_MS)
    socket.addEventListener('open', () => void open(), { signal })
    socket.addEventListener(
      'message',
      ({ data }) => {
        heard()
        const event = data === PONG ? null : parse(data)
        if (event) this.#listener.event(event)
      },
      { signal }
    )
    socket.addEventListener('close', end, { signal })
    this.#closed.signal.addEventListener('abort', end, { signal })
    return promise
  }
}

const KNOWN: Record<FeedEvent['type'], true> = {
  turn: true,
  renamed: true,
  deleted: true,
  back: true,
  came: true,
  forgotten: true,
}

/** Null for what this page does not know: a newer Burrow may tell more. */
function parse(data: unknown): FeedEvent | null {
  const event: FeedEvent = JSON.parse(String(data))
  return event.type in KNOWN ? event : null
}
