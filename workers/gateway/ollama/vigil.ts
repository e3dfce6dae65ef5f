/**
 * Watches a request while it is silent. Ollama does not say what it does, and sends no header before the first token; so
 * the Box is asked who else is there, and what is in memory. What is told to the viewer is true or says less: who may be
 * waiting behind others is never told that the model is loading.
 */

import type { TurnState } from '../../protocol/turn-state.ts'
import type { Host } from './host.ts'
import type { Loaded } from './memory.ts'
import { orAborted, pause } from './pause.ts'
import type { Sight, Suspicion } from './sight.ts'

/** The page shows no state sooner; a warm model has answered by then, and nothing is asked. */
const FIRST_ASK_MS = 250

/** The Box is asked after so much of the time that has passed, but in gaps of no less and no more, in milliseconds. */
const ASK_PART = 0.25
const NARROWEST_MS = 1_000
const WIDEST_MS = 8_000

/** Looks at the memory of the host that one wait may take, and the longest time between two, in milliseconds. */
const LOOKS = 30
const WIDEST_LOOK_MS = 32_000

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
  /** Milliseconds that its prompt takes to be read. */
  readMs: number
  /** Milliseconds that it may wait, those behind others apart. */
  waitMs: number
  /** Milliseconds of silence beyond that reading, after which the model is suspected to be wedged. */
  wedgeMs: number
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
  #askAt = 0
  #looks = 0
  #lookGap = FIRST_ASK_MS
  #lookAt = 0
  /** When the box was first seen to have come to what was sent last, in Unix milliseconds; null before. */
  #begunAt: number | null = null
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
    const { host, sight, model } = this.#of
    const { sentAt: sent } = sight
    this.#askAt = Math.max(this.#askAt, sent + FIRST_ASK_MS)
    this.#lookAt = Math.max(this.#lookAt, sent + this.#lookGap)
    this.#begunAt = !sight.company.before && sight.wasLoaded(model) ? sent : null
    for (;;) {
      const now = Date.now()
      const untilAsk = this.#askAt > now ? this.#askAt - now : TICK_MS
      await pause(Math.min(TICK_MS, untilAsk, Math.max(0, sent + host.letGoMs - now), this.#leftMs), over)
      if (over.aborted) return null
      if (this.isOver) return 'too-long'
      if (Date.now() - sent >= host.letGoMs) return 'let-go'
      // A first token must not wait for a look.
      const wedged = await orAborted(this.#ask(), over)
      if (over.aborted) return null
      if (sight.isUnloaded) return 'unloaded'
      if (wedged) return 'wedged'
      await this.#tell()
      if (over.aborted) return null
    }
  }

  /** Has it waited too long? What it waits behind others is not counted, but does not last for ever. */
  get isOver(): boolean {
    return this.#leftMs === 0
  }

  /** It was let go of. True if it was not in memory this time nor the last, and nobody else was being served. */
  async loadsTooLong(): Promise<boolean> {
    const { sight, model } = this.#of
    this.#letGo = true
    await sight.look(Date.now())
    const { company, memory } = sight
    const others = company.before || company.beside
    this.#unlisted = memory != null && !memory.has(model) && !others ? this.#unlisted + 1 : 0
    return this.#unlisted > 1
  }

  /** Tells the viewer, if it is news. */
  async say(state: TurnState): Promise<void> {
    if (this.#said === state.state && state.state !== 'waiting') return
    this.#said = state.state
    await this.#of.say(state)
  }

  get #leftMs(): number {
    const { sight, waitMs } = this.#of
    const now = Date.now()
    if (!sight.company.before) this.#waitedMs += now - this.#countedTo
    this.#countedTo = now
    return Math.max(0, Math.min(waitMs - this.#waitedMs, this.#since + LONGEST_MS - now))
  }

  /** Asks the Box, if it is time. True if the model is wedged. */
  async #ask(): Promise<boolean> {
    const now = Date.now()
    const { sight, model } = this.#of
    const suspicion = this.#suspicion
    const { before } = sight.company
    // It has come to this, and nobody is before it: what else could be learnt?
    if (now < this.#askAt || (!before && this.#isListed && suspicion === undefined)) return false
    const gap = Math.min(WIDEST_MS, Math.max(NARROWEST_MS, (now - sight.sentAt) * ASK_PART))
    this.#askAt = now + gap
    const looks = now >= this.#lookAt && this.#looks < LOOKS && !this.#isListed && !before
    const wedged = await sight.look(looks ? now - this.#lookGap / 2 : undefined, suspicion)
    if (looks) this.#looked()
    // It is its turn now, and what is in memory is not known yet.
    if (before && !sight.company.before) this.#askAt = now
    const listed = sight.memory?.get(model)
    if (sight.company.before) this.#begunAt = null
    else if (listed !== undefined) {
      this.#first ??= listed
      this.#begunAt ??= Date.now()
    }
    return wedged
  }

  /** The times between looks widen, for what takes long may take longer. */
  #looked(): void {
    this.#looks += 1
    this.#lookGap = Math.min(WIDEST_LOOK_MS, this.#lookGap === FIRST_ASK_MS ? 1_000 : this.#lookGap * 2)
    this.#lookAt = Date.now() + this.#lookGap
  }

  get #isListed(): boolean {
    return this.#of.sight.memory?.has(this.#of.model) ?? false
  }

  /** The model is in memory, and silent for longer than it takes to read. */
  get #suspicion(): Suspicion | undefined {
    const { readMs, wedgeMs } = this.#of
    if (this.#first === null || this.#begunAt === null) return undefined
    const silentMs = Date.now() - this.#begunAt
    return silentMs < readMs + wedgeMs ? undefined : { expiresAt: this.#first.expiresAt, silentMs }
  }

  async #tell(): Promise<void> {
    const { sight } = this.#of
    if (sight.company.before) return this.say({ state: 'queued' })
    if (sight.memory !== undefined) await this.say({ state: this.#state })
  }

  get #state(): 'queued' | 'loading' | 'reading' {
    const { readMs, sight } = this.#of
    // What takes so long is not known any more.
    if (this.#letGo) return 'queued'
    if (this.#isListed) {
      const reads = Math.max(READING_MS, readMs * READING_TIMES)
      return this.#begunAt !== null && Date.now() - this.#begunAt > reads ? 'queued' : 'reading'
    }
    // Beside others it may be waiting for them to leave; and a box that does not say what it has is busy with something.
    const { memory, company } = sight
    return company.beside || memory == null || memory.size > 0 ? 'queued' : 'loading'
  }
}
