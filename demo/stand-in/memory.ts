/** The models in memory: who uses each of them, how long it stays when nobody does, and which one goes for another. */

import { EventEmitter, once } from 'node:events'

import { goDuration } from './go-json.ts'

/** Ollama's default `keep_alive`. */
const KEEP_ALIVE_MS = 5 * 60_000

/** What a negative `keep_alive` means: far enough to be for ever. */
const FOR_EVER_MS = 100 * 365 * 24 * 3_600_000

/** Node's timers wait no longer, 25 days: what is to stay longer stays until it is told to go. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/** What a model is loaded with. A request that wants it otherwise makes it load anew, for everybody. */
export interface LoadOptions {
  /** Tokens. */
  context: number
  /** Where the context is full, the older half of it makes room; otherwise the answer ends there. */
  shift: boolean
  /** All that else only a load can change, in any writing that tells two apart. */
  others: string
}

export interface Runner {
  readonly name: string
  readonly options: LoadOptions
  /** Requests that are answered by it, or wait for a slot of it. While there are any it stays. */
  users: number
  /** Milliseconds that it stays without a user. */
  keepMs: number
  /** When it was loaded, in Unix milliseconds as all times here. */
  readonly since: number
  /** Only the last user to leave sets it, so it is past where a model has been busy for long; null until then. */
  expiresAt: number | null
  timer?: NodeJS.Timeout
}

export class Memory {
  readonly #runners = new Map<string, Runner>()
  readonly #gone: (name: string) => void
  readonly #departures = new EventEmitter()

  /** `gone` hears of each model that leaves. */
  constructor(gone: (name: string) => void) {
    this.#gone = gone
  }

  /** A model that is being loaded is not among them. */
  get runners(): Runner[] {
    return [...this.#runners.values()]
  }

  find(name: string): Runner | undefined {
    return this.#runners.get(name)
  }

  add(name: string, options: LoadOptions): Runner {
    const runner: Runner = {
      name,
      options,
      users: 0,
      keepMs: KEEP_ALIVE_MS,
      since: Date.now(),
      expiresAt: null,
    }
    this.#runners.set(name, runner)
    return runner
  }

  /**
   * Until what it returns is called, once, the runner stays. A `keepAlive` counts for all that use it, also when it was
   * told to go before; without one, what was said last counts.
   */
  use(runner: Runner, keepAlive: unknown): () => void {
    clearTimeout(runner.timer)
    runner.users += 1
    const ms = goDuration(keepAlive, runner.keepMs)
    runner.keepMs = ms < 0 ? FOR_EVER_MS : ms
    return () => this.#leave(runner)
  }

  /** At the wish of a client. It goes with the last of its users, old or new. */
  unload(name: string): void {
    const runner = this.#runners.get(name)
    if (!runner) return
    runner.expiresAt = Date.now()
    this.dismiss(runner)
  }

  /** To make room; otherwise as `unload`. */
  dismiss(runner: Runner): void {
    clearTimeout(runner.timer)
    runner.keepMs = 0
    if (runner.users === 0) this.#drop(runner)
  }

  /** Who goes when room is wanted: of those without users, or else of all, the one that would be kept for the shortest time. */
  victim(): Runner | undefined {
    const shortest = this.runners.toSorted((a, b) => a.keepMs - b.keepMs || (a.name < b.name ? -1 : 1))
    return shortest.find(({ users }) => users === 0) ?? shortest[0]
  }

  /** Resolves when any model leaves, whyever. */
  async departure(): Promise<void> {
    await once(this.#departures, 'departure')
  }

  #leave(runner: Runner): void {
    runner.users -= 1
    if (runner.users > 0) return
    if (runner.keepMs <= 0) return this.#drop(runner)
    runner.expiresAt = Date.now() + runner.keepMs
    if (runner.keepMs > LONGEST_TIMER_MS) return
    runner.timer = setTimeout(() => this.#drop(runner), runner.keepMs).unref()
  }

  #drop({ name }: Runner): void {
    this.#runners.delete(name)
    this.#gone(name)
    this.#departures.emit('departure')
  }
}
