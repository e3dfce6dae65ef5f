/**
 * A program's hold on its turn: a socket to the Box, which says over it when the turn may begin, and with which the turn
 * ends. One that breaks is opened anew; the Box keeps place and slot meanwhile.
 */

import type { Problem } from '../../protocol/problems.ts'
import type { Place } from '../../protocol/turn-state.ts'
import type { HolderNews } from '../box/around.ts'
import { NAME } from '../box/ask-box.ts'
import { pause } from '../ollama/pause.ts'
import type { WatchEnv } from '../watching/watch-box.ts'

/** Milliseconds before a socket that broke is opened anew; the last of them from then on. */
const AGAIN_MS = [0, 250, 1_000, 2_000, 5_000] as const

/** Nobody could hold anything by then. */
const FIRST_TRIES = 3

/** A turn that waits asks again after so long, in milliseconds, should all that knew of it have forgotten it. */
const ENTER_MS = 5 * 60_000

export class Hold {
  readonly #box: WatchEnv['BOX']
  readonly #turn: string
  readonly #tell: (place: Place | null) => void
  readonly #released = new AbortController()
  readonly #over = new AbortController()
  /** Why the turn is over, where the Box has said that it is. */
  why: Problem | null = null
  #moved = Promise.withResolvers<void>()
  #news = 0

  private constructor({ BOX }: WatchEnv, turn: string, tell: (place: Place | null) => void) {
    this.#box = BOX
    this.#turn = turn
    this.#tell = tell
  }

  /** Nothing may be asked of the Box under this turn before. Rejects where the Box cannot be reached. */
  static async open(env: WatchEnv, turn: string, tell: (place: Place | null) => void): Promise<Hold> {
    const hold = new Hold(env, turn, tell)
    for (let tries = 0; tries < FIRST_TRIES; tries += 1) {
      const socket = await hold.#open(tries)
      if (socket === null) continue
      void hold.#keep(socket)
      return hold
    }
    throw new Error('The Box opens no socket.')
  }

  /** Until the turn is to ask for its place again: it was offered a slot, or nobody can be sure that it waits. */
  async moved(stop: AbortSignal): Promise<void> {
    const { promise } = this.#moved
    const given = new AbortController()
    await Promise.race([promise, pause(ENTER_MS, AbortSignal.any([stop, given.signal]))])
    given.abort()
    this.#moved = Promise.withResolvers()
    stop.throwIfAborted()
  }

  /** Aborted when the Box says that the turn is over. */
  get over(): AbortSignal {
    return this.#over.signal
  }

  /** The turn has ended. */
  release(): void {
    this.#released.abort()
  }

  #end(why: Problem): void {
    this.why ??= why
    this.#over.abort()
  }

  async #keep(first: WebSocket): Promise<void> {
    const { signal } = this.#released
    let socket: WebSocket | null = first
    for (let broken = 0; !signal.aborted; broken += 1) {
      const before = this.#news
      if (socket !== null) await this.#hear(socket)
      if (signal.aborted) return
      if (this.#news > before) broken = 0
      socket = await this.#open(broken)
      // What was said meanwhile nobody heard.
      this.#moved.resolve()
    }
    socket?.accept()
    socket?.close(1000)
  }

  async #open(broken: number): Promise<WebSocket | null> {
    await pause(AGAIN_MS[broken] ?? AGAIN_MS[AGAIN_MS.length - 1] ?? 0, this.#released.signal)
    // A stub that has seen a death is of no use any more.
    const answer = await this.#box
      .getByName(NAME)
      .fetch(`https://box/${this.#turn}/held`, { headers: { Upgrade: 'websocket' } })
      .catch(() => null)
    return answer?.webSocket ?? null
  }

  /** Until it closes, whoever closes it. */
  #hear(socket: WebSocket): Promise<void> {
    const { signal } = this.#released
    const { promise, resolve } = Promise.withResolvers<void>()
    const release = () => {
      socket.close(1000)
      resolve()
    }
    socket.addEventListener('message', ({ data }) => {
      this.#news += 1
      const news = JSON.parse(String(data)) as HolderNews
      if ('place' in news) this.#tell(news.place)
      else if ('over' in news) this.#end(news.over)
      else this.#moved.resolve()
    })
    socket.addEventListener('close', () => resolve())
    socket.addEventListener('error', () => resolve())
    signal.addEventListener('abort', release)
    socket.accept()
    if (signal.aborted) release()
    return promise.finally(() => signal.removeEventListener('abort', release))
  }
}
