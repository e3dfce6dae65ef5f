/** Which models are in memory, and getting them there: one load at a time, and it dies with the request that began it. */

import { setTimeout } from 'node:timers/promises'

import { goDuration } from './go-json.ts'

/** Ollama's default `keep_alive`. */
const KEEP_ALIVE_MS = 5 * 60_000

/** What a negative `keep_alive` means: far enough to be for ever. */
const FOR_EVER_MS = 100 * 365 * 24 * 3_600_000

export class Loader {
  /** Name → when it leaves memory, in Unix milliseconds. */
  readonly #expiry = new Map<string, number>()
  /** Name → requests that are answered by it, or wait to be. While there are any it stays. */
  readonly #users = new Map<string, number>()
  /** Told to leave; they do so with the last of their users, old or new. */
  readonly #leaving = new Set<string>()
  readonly #gone: (name: string) => void
  #loading: Promise<void> | null = null

  /** `gone` hears of each model that leaves memory. */
  constructor(gone: (name: string) => void) {
    this.#gone = gone
  }

  /** The models in memory with the time at which they leave it. A model that is being loaded is not among them. */
  loaded(now = Date.now()): [name: string, expiresAt: number][] {
    for (const [name, expiry] of this.#expiry) if (expiry <= now && !this.#users.has(name)) this.#drop(name)
    return [...this.#expiry]
  }

  /** Resolves when the model is in memory. Whoever waits behind a load that was aborted begins a load of their own. */
  async ready(model: { name: string; loadMs: number }, signal: AbortSignal): Promise<void> {
    while (!this.#has(model.name)) {
      signal.throwIfAborted()
      if (this.#loading) {
        await this.#loading
      } else {
        this.#loading = this.#load(model, signal)
        await this.#loading.finally(() => (this.#loading = null))
      }
    }
    signal.throwIfAborted()
  }

  /** Counts from the end of an answer, as `keep_alive` does. */
  keep(name: string, keepAlive: unknown): void {
    const ms = goDuration(keepAlive, KEEP_ALIVE_MS)
    this.#expiry.set(name, Date.now() + (ms < 0 ? FOR_EVER_MS : ms))
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
    if (!this.#has(name)) return
    if (this.#users.has(name)) this.#leaving.add(name)
    else this.#drop(name)
  }

  #drop(name: string): void {
    this.#expiry.delete(name)
    this.#leaving.delete(name)
    this.#gone(name)
  }

  #has(name: string): boolean {
    return this.loaded().some(([loaded]) => loaded === name)
  }

  /** Does not reject when aborted: the model is then simply not there. */
  async #load({ name, loadMs }: { name: string; loadMs: number }, signal: AbortSignal): Promise<void> {
    try {
      if (loadMs > 0) await setTimeout(loadMs, undefined, { signal })
      this.keep(name, undefined)
    } catch (error) {
      if (!signal.aborted) throw error
    }
  }
}
