/**
 * Who gets a model when, as Ollama's scheduler has it (`server/sched.go`, and seen at 0.24). Whoever wants a model that is
 * in memory has it at once. All others stand in one line, and only the first of it is seen to: the model that goes for
 * theirs is waited for, then theirs is loaded, which takes its time, and meanwhile nobody behind them is served.
 *
 * What is told to go is not closed to newcomers. While the first in line waits for its users, whoever wants it goes
 * before, again and again; and one of them who says `keep_alive` keeps it for that long.
 */

import { EventEmitter, once } from 'node:events'
import { setTimeout } from 'node:timers/promises'

import { errors } from './errors.ts'
import type { LoadOptions, Memory, Runner } from './memory.ts'

/** Looked at whenever they count, so they may change meanwhile. */
export interface Limits {
  /** `OLLAMA_MAX_LOADED_MODELS`: models in memory at once; null is as many as are asked for. */
  room: number | null
  /** `OLLAMA_MAX_QUEUE`: requests behind the one that is seen to. */
  queue: number
  /** Milliseconds that any model takes to load; null is what each takes by itself. */
  everyLoadMs: number | null
}

export interface Wish {
  name: string
  /** What it takes to load by itself. */
  loadMs: number
  options: LoadOptions
  /** As the request has it. */
  keepAlive: unknown
  /** Aborts when the client is gone. */
  signal: AbortSignal
}

export interface Use {
  /** The model was in memory and had to go first, because it was wanted otherwise. */
  reloaded: boolean
  /** Must be called once. */
  end(): void
}

interface Pending extends Wish {
  resolve(use: Use): void
  reject(reason: unknown): void
}

export class Scheduler {
  readonly #memory: Memory
  readonly #limits: Limits
  readonly #line: Pending[] = []
  /** The one that is seen to. */
  #first: Pending | null = null
  #loading: string | null = null
  #done = 0
  readonly #loads = new EventEmitter().setMaxListeners(0)

  constructor(memory: Memory, limits: Limits) {
    this.#memory = memory
    this.#limits = limits
  }

  /**
   * What is being loaded; how many wait for a load to begin, those whose client has left among them; and how many loads
   * there have been so far.
   */
  get state(): { loading: string | null; waiting: number; done: number } {
    const first = this.#first !== null && this.#loading === null ? 1 : 0
    return { loading: this.#loading, waiting: this.#line.length + first, done: this.#done }
  }

  /**
   * Resolves when the model is in memory as wanted. Rejects when the client has left before its load was over, which ends
   * the load, but not before it is seen to; and at once with `server busy` where the line is full.
   */
  async acquire(wish: Wish): Promise<Use> {
    // Whoever wants what is being loaded stands in no line. When the load was aborted they enter it, at its end.
    while (this.#loading === wish.name) await once(this.#loads, 'over')
    wish.signal.throwIfAborted()
    const runner = this.#suited(wish)
    if (runner) return this.#use(runner, wish, false)
    if (this.#first && this.#line.length >= this.#limits.queue) throw errors.serverBusy()
    return new Promise((resolve, reject) => {
      this.#line.push({ ...wish, resolve, reject })
      if (!this.#first) void this.#work()
    })
  }

  async #work(): Promise<void> {
    for (let next = this.#line.shift(); next; next = this.#line.shift()) {
      this.#first = next
      await this.#serve(next).then(next.resolve, next.reject)
      this.#loading = null
      this.#loads.emit('over')
    }
    this.#first = null
  }

  async #serve(wish: Wish): Promise<Use> {
    wish.signal.throwIfAborted()
    let reloaded = false
    for (;;) {
      const runner = this.#suited(wish)
      if (runner) return this.#use(runner, wish, reloaded)
      const old = this.#memory.find(wish.name)
      if (old) reloaded = true
      const leaves = old ?? (this.#isFull() ? this.#memory.victim() : undefined)
      if (!leaves) return this.#use(await this.#load(wish), wish, reloaded)
      // Not given up when the client leaves: what was told to go for them goes, though nothing is loaded then.
      const departure = this.#memory.departure()
      this.#memory.dismiss(leaves)
      await departure
    }
  }

  async #load({ name, loadMs, options, signal }: Wish): Promise<Runner> {
    this.#loading = name
    const ms = this.#limits.everyLoadMs ?? loadMs
    if (ms > 0) await setTimeout(ms, undefined, { signal })
    signal.throwIfAborted()
    this.#done += 1
    return this.#memory.add(name, options)
  }

  #isFull(): boolean {
    return this.#memory.runners.length >= (this.#limits.room ?? Infinity)
  }

  #suited({ name, options }: Wish): Runner | undefined {
    const runner = this.#memory.find(name)
    return runner && alike(runner.options, options) ? runner : undefined
  }

  #use(runner: Runner, { keepAlive }: Wish, reloaded: boolean): Use {
    return { reloaded, end: this.#memory.use(runner, keepAlive) }
  }
}

function alike(one: LoadOptions, other: LoadOptions): boolean {
  return one.context === other.context && one.shift === other.shift && one.others === other.others
}
