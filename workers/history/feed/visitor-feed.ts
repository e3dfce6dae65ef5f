/**
 * The Durable Object to which every open tab of one visitor listens. It keeps nothing: what changed is told to whoever
 * listens, and D1 knows the rest. Between two tellings it hibernates with all its sockets and costs nothing; it must
 * never hold a timer, or it could not.
 */

import { DurableObject } from 'cloudflare:workers'
import { FEED_AGAIN_MS } from '../../protocol/limits.ts'
import { type FeedEvent, PING, PONG } from '../../protocol/feed.ts'
import { problem, problems } from '../../protocol/problems.ts'
import { settings } from '../settings.ts'

/** Nobody knows when one is closed: milliseconds after which it is worth a look. */
const FULL_MS = 60_000

const refusal = () => {
  const why = problem('too_many_tabs', { retryAfterMs: FULL_MS })
  return Response.json(why, {
    status: problems.too_many_tabs.status,
    headers: { 'Retry-After': `${FULL_MS / 1_000}` },
  })
}

export class VisitorFeed extends DurableObject<HistoryEnv> {
  /** What was told lately, as it was sent, and when. */
  #lately: { words: string; at: number }[] = []

  constructor(ctx: DurableObjectState, env: HistoryEnv) {
    super(ctx, env)
    // Answered by the runtime: a tab that makes sure that its socket lives wakes nobody.
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG))
  }

  /** A WebSocket of `FeedEvent`s, beginning with those of the last moments. */
  override fetch(): Response {
    if (this.ctx.getWebSockets().length >= settings(this.env).tabs) return refusal()
    const { 0: tab, 1: socket } = new WebSocketPair()
    this.ctx.acceptWebSocket(socket)
    this.#forgetOld()
    for (const { words } of this.#lately) socket.send(words)
    return new Response(null, { status: 101, webSocket: tab })
  }

  /** Tells every tab that listens. */
  tell(...events: FeedEvent[]): void {
    const all = events.map(event => JSON.stringify(event))
    this.#forgetOld()
    // Whoever comes after they were forgotten is somebody new, and would be forgotten again.
    const again = all.filter((_, n) => events[n]?.type !== 'forgotten')
    this.#lately.push(...again.map(words => ({ words, at: Date.now() })))
    for (const socket of this.ctx.getWebSockets()) {
      // One that has just gone is not there to be told; the runtime takes it away.
      if (socket.readyState === WebSocket.OPEN) for (const words of all) socket.send(words)
    }
  }

  #forgetOld(): void {
    this.#lately = this.#lately.filter(({ at }) => Date.now() - at < FEED_AGAIN_MS)
  }
}
