/** Which models are in memory, and getting them there: one load at a time, and it dies with the request that began it. */

import { EventEmitter, once } from 'node:events'
import { setTimeout } from 'node:timers/promises'

import { goDuration } from './go-json.ts'

/** Ollama's default `keep_alive`. */
const KEEP_ALIVE_MS = 5 * 60_000

/** What a negative `keep_alive` means: far enough to be for ever. */
const FOR_EVER_MS = 100 * 365 * 24 * 3_600_000

/** What a model is loaded with. A request that wants it otherwise makes it load anew, for everybody. */
export interface LoadOptions {
  /** Tokens. */
  context: number
  /** Where the context is full, the older half of it makes room; otherwise the answer ends there. */
  shift: boolean
  /** All that else only a load can change, in any writing that tells two apart. */
  others: string
}

interface Loaded {
  /** When it leaves memory, in Unix milliseconds. */
  expiresAt: number
  options: LoadOptions
}

export class Loader {
  readonly #loaded = new Map<string, Loaded>()
  /** Name → requests that are answered by it, or wait to be. While there are any it stays. */
  readonly #users = new Map<string, number>()
  /** Told to leave; they do so with the last of their users, old or new. */
  readonly #leaving = new Set<string>()
  readonly #gone: (name: string) => void
  /** Emits the name of each model that leaves memory. */
  readonly #departures = new EventEmitter().setMaxListeners(0)
  #loading: Promise<void> | null = null

  /** `gone` hears of each model that leaves memory. */
  constructor(gone: (name: string) => void) {
    this.#gone = gone
  }

  /** The models in memory. A model that is being loaded is not among them. */
  loaded(now = Date.now()): [name: string, Loaded][] {
    for (const [name, { expiresAt }] of this.#loaded)
      if (expiresAt <= now && !this.#users.has(name)) this.#drop(name)
    return [...this.#loaded]
  }

  /**
   * Resolves when the model is in memory as wanted, and says whether it had to leave for that first; it waits for its
   * running answers then. Whoever waits behind a load that was aborted begins a load of their own.
   */
  async ready(
    model: { name: string; loadMs: number },
    options: LoadOptions,
    signal: AbortSignal
  ): Promise<boolean> {
    let reloaded = false
    for (;;) {
      signal.throwIfAborted()
      const loaded = this.#find(model.name)
      if (loaded && alike(loaded.options, options)) return reloaded
      if (loaded) {
        reloaded = true
        await this.#leave(model.name, signal)
      } else if (this.#loading) {
        await this.#loading
      } else {
        this.#loading = this.#load(model, options, signal)
        await this.#loading.finally(() => (this.#loading = null))
      }
    }
  }

  /** Counts from the end of an answer, as `keep_alive` does. */
  keep(name: string, keepAlive: unknown): void {
    const ms = goDuration(keepAlive, KEEP_ALIVE_MS)
    const loaded = this.#loaded.get(name)
    if (loaded) loaded.expiresAt = Date.now() + (ms < 0 ? FOR_EVER_MS : ms)
  }

  enter(name: string): void {
    this.#users.set(name, (this.#users.get(name) ?? 0) + 1)
  }

  leave(name: string, keepAlive: unknown): void {
    const others = (this.#users.get(name) ?? 1) - 1
    if (others > 0) this.#users.set(name, others)
    else this.#users.delete(name)
    if (others === 0 && this.#leaving.has(name)) this.#drop(name)
    else this.keep(name, keepAlive)
  }

  unload(name: string): void {
    if (!this.#find(name)) return
    if (this.#users.has(name)) this.#leaving.add(name)
    else this.#drop(name)
  }

  async #leave(name: string, signal: AbortSignal): Promise<void> {
    const gone = this.#users.has(name) ? once(this.#departures, name, { signal }) : null
    this.unload(name)
    await gone
  }

  #drop(name: string): void {
    this.#loaded.delete(name)
    this.#leaving.delete(name)
    this.#gone(name)
    this.#departures.emit(name)
  }

  #find(name: string): Loaded | undefined {
    return this.loaded().find(([each]) => each === name)?.[1]
  }

  /** Does not reject when aborted: the model is then simply not there. */
  async #load(
    { name, loadMs }: { name: string; loadMs: number },
    options: LoadOptions,
    signal: AbortSignal
  ): Promise<void> {
    try {
      if (loadMs > 0) await setTimeout(loadMs, undefined, { signal })
      this.#loaded.set(name, { expiresAt: Date.now() + KEEP_ALIVE_MS, options })
    } catch (error) {
      if (!signal.aborted) throw error
    }
  }
}

function alike(one: LoadOptions, other: LoadOptions): boolean {
  return one.context === other.context && one.shift === other.shift && one.others === other.others
}
