/**
 * Watches a request while it is silent. Ollama does not say what it does, and sends no header before the first token; so
 * the list of loaded models is looked at, and what this isolate asks of the box itself is known. What is told to the
 * viewer is true or says less: who may be waiting behind others is never told that the model is loading.
 */

import type { TurnState } from '../../protocol/turn-state.ts'
import type { Host } from './host.ts'
import type { Loaded, Memory } from './memory.ts'
import { orAborted, pause } from './pause.ts'
import type { Sight } from './sight.ts'
import { isBusyBeside, type Place, type Traffic } from './traffic.ts'
import { isWedged } from './wedge.ts'

/** The page shows no state sooner; a warm model has answered by then, and nothing is asked. */
const FIRST_LOOK_MS = 250

/** Looks that one wait may take, and the longest time between two. */
const LOOKS = 30
const WIDEST_MS = 32_000

/** Between two thoughts about what is known already, which cost nothing. */
const TICK_MS = 1_000

/** Beyond this, in milliseconds, nothing waits, whoever was before it. */
const LONGEST_MS = 60 * 60_000

/** A prompt that takes so many times as long as it should, and this long at least, is not being read: somebody else is. */
const READING_TIMES = 3
const READING_MS = 15_000

export interface Watched {
  host: Host
  sight: Sight
  model: string
  traffic: Traffic
  place: Place
  /** Milliseconds that it may wait, those behind others of this isolate apart. */
  waitMs: number
  wedgeMs: number
  unloadWedged: boolean
  say(state: TurnState): Promise<void>
}

/** Why a silent request is given up. */
export type Verdict = 'let-go' | 'too-long' | 'wedged' | 'unloaded'

export class Vigil {
  readonly #of: Watched
  readonly #since = Date.now()
  #waitedMs = 0
  #countedTo = this.#since
  #said: TurnState['state'] | null = null
  #looks = 0
  #interval = FIRST_LOOK_MS
  #lookAt = 0
  /** What the last look of this wait said; undefined before. */
  #memory: Memory | undefined
  /** As it was listed first, so that its use by others shows. */
  #first: Loaded | null = null
  #letGo = false
  /** Times in a row that it was not in memory when it was let go of. */
  #unlisted = 0

  constructor(of: Watched) {
    this.#of = of
  }

  /** Watches one sending until `over` is aborted; resolves with why it must be given up, if it must. */
  async watch(over: AbortSignal): Promise<Verdict | null> {
    const { host, sight, model, traffic, place } = this.#of
    const sent = Date.now()
    this.#lookAt = Math.max(this.#lookAt, sent + this.#interval)
    if (!traffic.isBehind(place) && sight.wasLoaded(model)) place.begunAt = sent
    for (;;) {
      const now = Date.now()
      const untilLook = this.#lookAt > now ? this.#lookAt - now : TICK_MS
      await pause(Math.min(TICK_MS, untilLook, Math.max(0, sent + host.letGoMs - now), this.#leftMs), over)
      if (over.aborted) return null
      if (traffic.unloadedAt >= place.since) return 'unloaded'
      if (this.isOver) return 'too-long'
      if (Date.now() - sent >= host.letGoMs) return 'let-go'
      await this.#see(over)
      if (over.aborted) return null
      // A first token must not wait for a look.
      if (this.#first !== null && (await orAborted(isWedged(this.#of, this.#first), over))) return 'wedged'
    }
  }

  /** Has it waited too long? What it waits behind others of this isolate is not counted, but does not last for ever. */
  get isOver(): boolean {
    return this.#leftMs === 0
  }

  /** It was let go of. True if it was not in memory this time nor the last, and nobody else was being served. */
  async loadsTooLong(): Promise<boolean> {
    const { host, sight, model, traffic, place } = this.#of
    this.#letGo = true
    const others = traffic.isBehind(place) || isBusyBeside(host, model)
    const memory = await sight.look()
    this.#unlisted = memory !== null && !memory.has(model) && !others ? this.#unlisted + 1 : 0
    return this.#unlisted > 1
  }

  /** Tells the viewer, if it is news. */
  async say(state: TurnState): Promise<void> {
    if (this.#said === state.state && state.state !== 'waiting') return
    this.#said = state.state
    await this.#of.say(state)
  }

  get #leftMs(): number {
    const { traffic, place, waitMs } = this.#of
    const now = Date.now()
    if (!traffic.isBehind(place)) this.#waitedMs += now - this.#countedTo
    this.#countedTo = now
    return Math.max(0, Math.min(waitMs - this.#waitedMs, this.#since + LONGEST_MS - now))
  }

  async #see(over: AbortSignal): Promise<void> {
    const { host, model, traffic, place } = this.#of
    if (traffic.isBehind(place)) {
      place.begunAt = null
      return this.say({ state: 'queued' })
    }
    if (!this.#memory?.has(model)) await orAborted(this.#look(), over)
    // A look takes a while.
    if (over.aborted || this.#memory === undefined || traffic.isBehind(place)) return
    const listed = this.#memory?.get(model)
    if (listed !== undefined) {
      this.#first ??= listed
      place.begunAt ??= Date.now()
    }
    await this.say({ state: this.#state(listed !== undefined, isBusyBeside(host, model)) })
  }

  /** Looks, if it is time; the times widen, for what takes long may take longer. */
  async #look(): Promise<void> {
    if (Date.now() < this.#lookAt || this.#looks >= LOOKS) return
    this.#memory = await this.#of.sight.look(Date.now() - this.#interval / 2)
    this.#looks += 1
    this.#interval = Math.min(WIDEST_MS, this.#interval === FIRST_LOOK_MS ? 1_000 : this.#interval * 2)
    this.#lookAt = Date.now() + this.#interval
  }

  #state(listed: boolean, beside: boolean): 'queued' | 'loading' | 'reading' {
    const { place } = this.#of
    // What takes so long is not known any more.
    if (this.#letGo) return 'queued'
    if (listed) {
      const reads = Math.max(READING_MS, place.readMs * READING_TIMES)
      return place.begunAt !== null && Date.now() - place.begunAt > reads ? 'queued' : 'reading'
    }
    // Beside others it may be waiting for them to leave; and a box that does not say what it has is busy with something.
    return beside || this.#memory == null || this.#memory.size > 0 ? 'queued' : 'loading'
  }
}
