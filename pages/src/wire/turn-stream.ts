/**
 * Follows one turn to its end: asks it (or attaches to it), and attaches again wherever the way breaks, with no DOM in
 * it. A connection cannot survive; a position can, so the id of the last event is all that is kept between two. Of a turn
 * that waits for a box that is away there is no stream: it rests until something is heard of it.
 */

import type { TurnEvent } from '../../../workers/protocol/events.ts'
import { LEFT_HEADER } from '../../../workers/protocol/me.ts'
import type { TurnRequest } from '../../../workers/protocol/nouns.ts'
import type { Problem } from '../../../workers/protocol/problems.ts'
import { backoff, pause, type Wake } from './backoff.ts'
import { asVisitor } from './introduce.ts'
import { readProblem } from './json.ts'
import { parseEvent } from './parse-event.ts'
import { readFrames } from './read-frames.ts'
import { request } from './request.ts'

/** Tries of a question that nothing has answered, about 8 s in all; after that it is the writer's again. */
const ASK_TRIES = 4

/** Milliseconds for which a connection was good, also where nothing moved: a turn that waits gets no further for minutes. */
const GOOD_MS = 10_000

export interface TurnListener {
  event(event: TurnEvent): void
  /** The connection broke (true) or is back (false). The turn itself goes on. */
  away(gone: boolean): void
  /** The turn did not begin, or is no longer there to follow. Null: Burrow never answered. */
  refused(problem: Problem | null, begun: boolean): void
  /** The question was taken, of whoever has so many seconds of the box left today; null where that is not little. */
  left?(seconds: number | null): void
}

export interface TurnTarget {
  chat: string
  turn: string
  /** What to ask; absent where the turn is already running. */
  request?: TurnRequest
  /** The id of the last event that was seen: attach from here. */
  after: string
}

type Outcome = 'ended' | 'refused' | 'rests' | 'cut' | 'unanswered'

export class TurnStream {
  #target: TurnTarget
  #listener: TurnListener
  #wake: Wake
  #online: () => boolean
  #after: string
  #begun: boolean
  #closed = new AbortController()
  /** Something was heard of the turn since it was attached to last, which may be newer than what was told there. */
  #heard = false
  #goBack: (() => void) | null = null

  constructor(target: TurnTarget, listener: TurnListener, wake: Wake, online: () => boolean) {
    this.#target = target
    this.#listener = listener
    this.#wake = wake
    this.#online = online
    this.#after = target.after
    this.#begun = target.request === undefined
  }

  /** Nothing is told any more. The turn itself goes on. */
  close() {
    this.#closed.abort()
  }

  /** Something was heard of the turn elsewhere: if it rests, it is gone back to. */
  knock() {
    this.#heard = true
    this.#goBack?.()
  }

  async run(): Promise<void> {
    const { signal } = this.#closed
    for (let tries = 0; !signal.aborted; tries++) {
      const before = this.#after
      const began = Date.now()
      this.#heard = false
      const outcome = await this.#connect()
      if (signal.aborted || outcome === 'ended' || outcome === 'refused') return
      if (outcome === 'rests') {
        if (!this.#heard) await this.#rest()
        tries = 0
        continue
      }
      if (outcome === 'unanswered' && (!this.#online() || tries + 1 >= ASK_TRIES)) {
        return this.#listener.refused(null, false)
      }
      this.#listener.away(true)
      if (this.#after !== before || (outcome === 'cut' && Date.now() - began > GOOD_MS)) tries = 0
      await pause(backoff(tries), this.#wake, signal)
    }
  }

  /** Until something is heard of the turn, or somebody looks. Nothing is asked meanwhile, however long that is. */
  async #rest(): Promise<void> {
    const heard: Wake = callback => {
      this.#goBack = callback
      return this.#wake(callback)
    }
    await pause(Infinity, heard, this.#closed.signal)
    this.#goBack = null
  }

  async #connect(): Promise<Outcome> {
    const attempt = new AbortController()
    const abort = () => attempt.abort()
    this.#closed.signal.addEventListener('abort', abort)
    try {
      const response = await this.#fetch(attempt.signal)
      if (!response.ok) return await this.#refuse(response)
      if (!this.#begun) this.#listener.left?.(leftIn(response))
      this.#begun = true
      this.#listener.away(false)
      return response.body ? await this.#read(response.body) : 'cut'
    } catch {
      return this.#begun ? 'cut' : 'unanswered'
    } finally {
      // A stream that went quiet or was left early must not keep its connection.
      abort()
      this.#closed.signal.removeEventListener('abort', abort)
    }
  }

  #fetch(signal: AbortSignal): Promise<Response> {
    const { chat, turn, request: asked } = this.#target
    const [path, init] =
      !this.#begun && asked
        ? // The same turn id sent twice is one turn, so a question may be repeated without fear.
          request('POST /api/chats/:chat/turns', { params: { chat }, body: asked })
        : request('GET /api/chats/:chat/turns/:turn/events', {
            params: { chat, turn },
            headers: { 'last-event-id': this.#after },
          })
    return asVisitor(path, { ...init, signal })
  }

  async #refuse(response: Response): Promise<Outcome> {
    const problem = await readProblem(response)
    if (this.#closed.signal.aborted) return 'refused'
    // While a turn runs, a 5xx is a broken way to it, and 429 a full one; every other 4xx says that there is nothing to come back to.
    if (this.#begun && (response.status >= 500 || response.status === 429)) return 'cut'
    this.#listener.refused(problem, this.#begun)
    return 'refused'
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<Outcome> {
    let ended = false
    let rests = false
    try {
      await readFrames(body, this.#wake, frame => {
        const event = parseEvent(frame)
        if (!event || ended || this.#closed.signal.aborted) return
        ended = event.type === 'done' || event.type === 'problem'
        // Sent back as it came: what it means is Burrow's affair.
        this.#after = frame.id ?? this.#after
        rests = event.type === 'state' && event.data.state === 'queued' && event.data.until !== undefined
        this.#listener.event(event)
      })
    } catch {
      // Cut, or quiet for too long: the same to us.
    }
    return ended ? 'ended' : rests ? 'rests' : 'cut'
  }
}

function leftIn({ headers }: Response): number | null {
  const said = headers.get(LEFT_HEADER)
  return said !== null && /^\d{1,9}$/.test(said) ? Number(said) : null
}
